/// Names a rule: `R01`, the same through all editions.
public struct RuleID: Sendable, Hashable, Comparable, RawRepresentable, CustomStringConvertible {
    /// The name.
    public let rawValue: String
    /// The rule of that name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The name.
    public var description: String { rawValue }
    /// In the order of the names.
    public static func < (one: RuleID, other: RuleID) -> Bool { one.rawValue < other.rawValue }
}
