import NIOConcurrencyHelpers

/// How often each of some things happened.
public final class Tally<Kind: Hashable & Sendable>: Sendable {
    private let counts = NIOLockedValueBox<[Kind: UInt64]>([:])

    /// Nothing has happened yet.
    public init() {}

    /// It happened again.
    public func add(_ kind: Kind, times: UInt64 = 1) { counts.withLockedValue { $0[kind, default: 0] += times } }

    /// How often each has happened.
    public var snapshot: [Kind: UInt64] { counts.withLockedValue { $0 } }
}
