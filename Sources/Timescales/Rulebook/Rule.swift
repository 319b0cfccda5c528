public import CaseRecord

/// What binds an authority to a rule.
public enum RuleKind: String, Sendable, Hashable, CaseIterable {
    /// Legislation.
    case statutory
    /// Statutory guidance: Working Together and the Framework for the Assessment.
    case guidance
    /// The authority's own procedure, or what is customary.
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

/// How grave an alert is.
public enum Severity: Int, Sendable, Hashable, CaseIterable {
    /// Somebody has to be told now.
    case now = 1
    /// Somebody has to act today.
    case today = 2
    /// For the next digest.
    case digest = 3
}

/// Who is told of an alert.
public enum Recipient: String, Sendable, Hashable, CaseIterable {
    /// The allocated worker.
    case worker
    /// The worker's manager.
    case teamManager = "team-manager"
    /// The team manager's manager.
    case serviceManager = "service-manager"
    /// The director of children's services.
    case director
    /// The duty manager.
    case duty
    /// The out-of-hours service.
    case outOfHours = "out-of-hours"
}

/// From when an overdue clock counts as severely overdue.
public enum SevereRule: Sendable, Hashable {
    /// After twice the limit.
    case twice
    /// After that limit, counted from day 0.
    case after(TimeLimit)
    /// So long after the due day.
    case late(TimeLimit)
    /// Never.
    case never
}

/// Which of the starts that a rule finds count.
public enum StartChoice: String, Sendable, Hashable, CaseIterable {
    /// One clock for each matter, from the first.
    case first
    /// One clock for each matter, from the last.
    case last
    /// A clock from each, which ends with the first stop after it.
    case each
}

/// What each clock of a rule is for.
public enum RuleScope: Sendable, Hashable {
    /// The child.
    case child
    /// A matter of that kind.
    case matter(String)
}

/// The time within which a rule applies.
public struct RulePeriod: Sendable, Hashable {
    /// What begins it.
    public let from: [EventPattern]
    /// What ends it.
    public let to: [EventPattern]
}

/// What makes a clock fall away.
public struct CancelRule: Sendable, Hashable {
    /// What makes it fall away.
    public let on: [EventPattern]
    /// What shows, later, that it does not.
    public let overtakenBy: [EventPattern]
}

/// What lawfully moves the last day.
public struct ExtensionRule: Sendable, Hashable {
    /// What moves it.
    public let on: [EventPattern]
    /// The field that says the new last day.
    public let to: FieldPath?
    /// What is added to the last day.
    public let by: TimeLimit?
    /// How often that can be.
    public let most: Int
}

/// What one edition says about a rule, kept once.
public typealias RuleEdition = Shared<EditionTerms>

/// What one edition says about a rule.
public struct EditionTerms: Sendable, Hashable {
    /// The edition.
    public let source: RuleSource
    /// Where it says so.
    public let paragraph: String
    /// The first day 0 that it is for.
    public let inForceFrom: CivilDate
    /// The last day 0 that it is for; `nil` while it is current.
    public let inForceUntil: CivilDate?
    /// How long the clock runs; `nil` where the edition sets no number.
    public internal(set) var limit: TimeLimit?
    /// How long before the due day the clock counts as due soon, earliest first.
    public internal(set) var warnings: [TimeLimit]
    /// From when it counts as severely overdue.
    public internal(set) var severe: SevereRule
    /// Day 0 moves to the last of these that is not after the end.
    public let movesTo: [EventPattern]
    /// How sure this is.
    public let sureness: Sureness
    /// What is not certain, or what differs locally; `nil` where there is nothing to say.
    public internal(set) var note: String?
    /// Whether the limit is the authority's own and not the national one.
    public internal(set) var isLocalLimit = false
}

extension RuleEdition {
    /// Whether a clock with that day 0 goes by it.
    public func isInForce(on day: CivilDate) -> Bool {
        self.inForceFrom <= day && self.inForceUntil.map { day <= $0 } ?? true
    }
}

/// A timescale through its editions, kept once.
public typealias Rule = Shared<RuleTerms>

/// A timescale through its editions: what starts a clock, what ends it, and how long it may take.
public struct RuleTerms: Sendable, Hashable {
    /// Its name.
    public let id: RuleID
    /// What has to be done, for people.
    public let title: String
    /// What binds the authority to it.
    public let kind: RuleKind
    /// The rows of the inspection letter that it answers.
    public let rows: [String]
    /// What each clock is for.
    public let per: RuleScope
    /// Which of the starts found count.
    public let pick: StartChoice
    /// The time within which it applies; always where nothing is said.
    public let during: RulePeriod?
    /// What starts a clock.
    public let start: [EventPattern]
    /// What ends it.
    public let stop: [EventPattern]
    /// Work done that a manager has yet to authorise.
    public let awaiting: [EventPattern]
    /// What makes it fall away.
    public let cancel: [CancelRule]
    /// Where one of these is there and no stop is, it cannot be told how the clock ended.
    public let cannotBeTold: [EventPattern]
    /// Entries that give a reason for a delay.
    public let explainedBy: [EventPattern]
    /// What moves the last day.
    public let extend: [ExtensionRule]
    /// What is due.
    public let subject: Template
    /// A sentence that every explanation adds.
    public let remark: Template?
    /// A sentence shown while nothing has decided whether the clock may fall away.
    public let mayFallAway: String?
    /// How grave each stage is.
    public internal(set) var severity: [Stage: Severity]
    /// Who is told at each stage.
    public internal(set) var tell: [Stage: [Recipient]]
    /// What each edition says, earliest first; none for an edition that does not have the rule.
    public let editions: [RuleEdition]
    /// The file that it comes from.
    public let origin: RulebookOrigin
}

extension Rule {
    /// What the edition in force on that day (day 0 of a clock) says; `nil` where none had the rule.
    public func edition(on day: CivilDate) -> RuleEdition? { self.editions.last { $0.isInForce(on: day) } }
}
