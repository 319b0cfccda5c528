/// A value that is kept once, however many hold it: clocks of every child hold the same rules.
@dynamicMemberLookup
public struct Shared<Value: Sendable & Hashable>: Sendable, Hashable {
    private final class Kept: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private let kept: Kept

    init(_ value: Value) { kept = Kept(value) }

    /// The value.
    public var value: Value { kept.value }

    /// A member of the value.
    public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { kept.value[keyPath: path] }

    /// Another value, which differs in what `change` changes.
    func changing(_ change: (inout Value) -> Void) -> Shared {
        var value = kept.value
        change(&value)
        return Shared(value)
    }

    /// Whether both are the same value.
    public static func == (one: Shared, other: Shared) -> Bool {
        one.kept === other.kept || one.kept.value == other.kept.value
    }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(kept.value) }
}
