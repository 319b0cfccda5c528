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

    /// Decision on a referral.
    public static let referralDecision = RuleID(rawValue: "R01")
    /// Initial assessment, 7 working days.
    public static let initialAssessmentOf2000 = RuleID(rawValue: "R02")
    /// Initial assessment, 10 working days.
    public static let initialAssessment = RuleID(rawValue: "R03")
    /// Core assessment.
    public static let coreAssessment = RuleID(rawValue: "R04")
    /// Single assessment, from the referral.
    public static let singleAssessment = RuleID(rawValue: "R05")
    /// Single assessment, from its own start, as the Department for Education measures it.
    public static let singleAssessmentMeasure = RuleID(rawValue: "R05M")
    /// Initial child protection conference.
    public static let initialConference = RuleID(rawValue: "R08")
}
