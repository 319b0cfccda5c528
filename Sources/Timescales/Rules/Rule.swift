public import CaseRecord

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

/// What binds an authority to a rule.
public enum RuleKind: String, Sendable, Hashable, CaseIterable {
    /// Legislation.
    case statutory
    /// Statutory guidance: Working Together and the Framework for the Assessment.
    case guidance
    /// The authority's own procedure.
    case local
    /// A published measure: shown beside the clocks, never a reason for an alert.
    case measure
}

/// How sure it is that an edition says what is stated here.
public enum Sureness: String, Sendable, Hashable, CaseIterable {
    /// Read in a source.
    case verified
    /// Known, but not read again.
    case known
    /// Taken over from an earlier edition.
    case assumed
}

/// How long a clock runs. Other units (hours, weeks, months) join as rules need them.
public enum TimeLimit: Sendable, Hashable {
    /// Working days, day 0 excluded; the limit ends with the end of the last.
    case workingDays(Int)
}

/// Which event's day is day 0.
public enum DayZeroRule: Sendable, Hashable {
    /// The referral was received.
    case referralReceived
    /// The strategy discussion that decided on section 47 enquiries, or the end of the initial assessment, or the
    /// start of the core assessment on new information (Framework for the Assessment 2000).
    case coreAssessmentTrigger
    /// The assessment was started.
    case assessmentStarted
    /// The last strategy discussion, where there were several (Working Together until 2010).
    case lastStrategyDiscussion
    /// The strategy discussion at which section 47 enquiries were initiated (Working Together from 2013).
    case initiatingStrategyDiscussion
}

/// What one edition of the guidance says about a rule.
public struct RuleEdition: Sendable, Hashable {
    /// The edition of the guidance.
    public let guidance: Guidance
    /// Where it says so.
    public let paragraph: String
    /// How long the clock runs.
    public let limit: TimeLimit
    /// Working days before the due day from which the clock counts as due soon; `nil`: no warning.
    public let warningWorkingDays: Int?
    /// Which day is day 0.
    public let dayZero: DayZeroRule
    /// How sure this is.
    public let sureness: Sureness
    /// What is not certain, or what differs locally; `nil` where there is nothing to say.
    public let note: String?
    /// Whether the limit is the authority's own and not the national one.
    public let isLocalLimit: Bool

    /// The limit counted in working days.
    public var workingDays: Int {
        switch limit {
        case .workingDays(let days): days
        }
    }

    /// From this multiple of the limit on a clock counts as severely overdue.
    public static let severeMultiple = 2
}

/// A statutory timescale through its editions.
public struct Rule: Sendable, Hashable {
    /// Its name.
    public let id: RuleID
    /// What has to be done, for people.
    public let title: String
    /// What binds the authority to it.
    public let kind: RuleKind
    /// What each edition says, earliest first; none for an edition that does not have the rule.
    public let editions: [RuleEdition]

    /// What the edition in force on that day (day 0 of a clock) says; `nil` where none had the rule.
    public func edition(on day: CivilDate) -> RuleEdition? { editions.last { $0.guidance.isInForce(on: day) } }
}
