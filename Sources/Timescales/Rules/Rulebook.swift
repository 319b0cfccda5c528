public import CaseRecord

/// A limit that an authority sets in place of the national one, as the authorities that kept 7 working days for
/// initial assessments after 2010.
public struct LocalLimit: Sendable, Hashable {
    /// The rule.
    public let rule: RuleID
    /// The authority's limit.
    public let limit: TimeLimit
    /// The first day 0 that it is for; `nil`: from the first edition on.
    public let from: CivilDate?
    /// The last day 0 that it is for; `nil`: until further notice.
    public let until: CivilDate?
    /// The decision or procedure that sets it, for the explanation.
    public let reason: String

    /// A local limit.
    public init(
        rule: RuleID, limit: TimeLimit, from: CivilDate? = nil, until: CivilDate? = nil, reason: String
    ) {
        self.rule = rule
        self.limit = limit
        self.from = from
        self.until = until
        self.reason = reason
    }

    func isInForce(on day: CivilDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }
}

/// Why a local limit cannot be taken.
public enum LocalLimitError: Error, Sendable, Hashable {
    /// There is no such rule.
    case unknownRule(RuleID)
    /// The limit is not between 1 and 400 working days.
    case limitOutOfRange(Int)
    /// Its last day lies before its first.
    case endsBeforeItBegins
}

/// The rules with their editions, and the limits that an authority sets in their place.
public struct Rulebook: Sendable {
    /// The rules, in the order of their names.
    public let rules: [Rule]
    /// The authority's own limits, in the order given; the last that fits counts.
    public let localLimits: [LocalLimit]

    /// The national rules.
    public static let national = Rulebook(rules: NationalRules.all, localLimits: [])

    /// The rulebook with the authority's own limits.
    ///
    /// - Throws: ``LocalLimitError`` for a rule that does not exist, a limit that is not between 1 and 400 working
    ///   days, or a period that ends before it begins.
    public func overriding(_ limits: [LocalLimit]) throws(LocalLimitError) -> Rulebook {
        for local in limits {
            guard self[local.rule] != nil else { throw .unknownRule(local.rule) }
            switch local.limit {
            case .workingDays(let days):
                guard (1...WorkingDayCalendar.longestCount).contains(days) else { throw .limitOutOfRange(days) }
            }
            if let from = local.from, let until = local.until, until < from { throw .endsBeforeItBegins }
        }
        return Rulebook(rules: rules, localLimits: localLimits + limits)
    }

    /// The rule of that name.
    public subscript(id: RuleID) -> Rule? { rules.first { $0.id == id } }

    /// The rule and what it says for a clock with that day 0; `nil` where no edition in force had the rule.
    public func edition(of id: RuleID, on day: CivilDate) -> (rule: Rule, edition: RuleEdition)? {
        guard let rule = self[id], let national = rule.edition(on: day) else { return nil }
        guard let local = localLimits.last(where: { $0.rule == id && $0.isInForce(on: day) }) else {
            return (rule, national)
        }
        let note = "Local limit (\(local.reason)); the national limit is \(national.workingDays) working days."
        return (
            rule,
            RuleEdition(
                guidance: national.guidance, paragraph: national.paragraph, limit: local.limit,
                warningWorkingDays: national.warningWorkingDays, dayZero: national.dayZero,
                sureness: national.sureness, note: [note, national.note].compactMap { $0 }.joined(separator: " "),
                isLocalLimit: true)
        )
    }
}
