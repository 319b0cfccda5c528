/// How far what readers see has come.
public struct ReachedViews: Sendable, Equatable {
    /// The position of the log that all read models reflect that go on; -1 before the first round.
    public let position: Int64
    /// How many new generations of read models have taken the place of others since the daemon started.
    public let swaps: Int

    /// Nothing yet.
    public static let none = ReachedViews(position: -1, swaps: 0)

    /// So far.
    public init(position: Int64, swaps: Int) {
        self.position = position
        self.swaps = swaps
    }

    /// Whether all of that other is in this.
    public func includes(_ other: ReachedViews) -> Bool { position >= other.position && swaps >= other.swaps }

    /// As far as either.
    public func union(_ other: ReachedViews) -> ReachedViews {
        ReachedViews(position: max(position, other.position), swaps: max(swaps, other.swaps))
    }
}
