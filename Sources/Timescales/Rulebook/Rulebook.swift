public import CaseRecord

/// Which file a rule comes from.
public struct RulebookOrigin: Sendable, Hashable {
    /// The rulebook's name.
    public let name: String
    /// Its version.
    public let version: String
    /// SHA-256 of the file, in hexadecimal.
    public let digest: String
}

/// What an authority changes of a rule, as the authorities that kept 7 working days for initial assessments after 2010.
public struct RuleOverride: Sendable, Hashable {
    /// The rule.
    public let rule: RuleID
    /// The authority's limit.
    public let limit: TimeLimit?
    /// The authority's warnings.
    public let warnings: [TimeLimit]?
    /// From when the authority counts a clock as severely overdue.
    public let severe: SevereRule?
    /// How grave the stages named are to the authority.
    public let severity: [Stage: Severity]
    /// Who is told at the stages named.
    public let tell: [Stage: [Recipient]]
    /// Whether the rule does not apply at all.
    public let isOff: Bool
    /// The first day 0 that it is for; `nil`: from the first edition on.
    public let from: CivilDate?
    /// The last day 0 that it is for; `nil`: until further notice.
    public let until: CivilDate?
    /// The decision or procedure that sets it, for the explanation.
    public let reason: String

    func isInForce(on day: CivilDate) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }
}

/// The rules with their editions, and what an authority changes of them.
public struct Rulebook: Sendable {
    /// The files that it was made from, the national one first.
    public let origins: [RulebookOrigin]
    /// The rules, in the order of the files.
    public let rules: [Rule]
    /// The authority's changes, in the order given; of those that fit, the last counts.
    public let overrides: [RuleOverride]
    /// When people are told of alerts.
    public let alerts: AlertPolicy
    /// How long the authority keeps records, where it says so itself.
    public let retention: RetentionPolicy
    private let places: [RuleID: Int]
    private let plans: [RulePlan]
    /// Which of the plans can have clocks where something of that type is in the record.
    private let startedBy: [String: [Int]]

    /// A rulebook without a rule.
    public init() { self.init(origins: [], rules: [], overrides: []) }

    init(
        origins: [RulebookOrigin] = [], rules: [Rule], overrides: [RuleOverride] = [], alerts: AlertPolicy = .ordinary,
        retention: RetentionPolicy = .ordinary
    ) {
        self.origins = origins
        self.rules = rules
        self.overrides = overrides
        self.alerts = alerts
        self.retention = retention
        places = Dictionary(zip(rules.map(\.id), rules.indices)) { first, _ in first }
        plans = rules.map { RulePlan($0) }
        var startedBy: [String: [Int]] = [:]
        for (place, plan) in plans.enumerated() {
            for type in plan.startTypes { startedBy[type, default: []].append(place) }
        }
        self.startedBy = startedBy
    }

    /// The rules that can have clocks in a record with happenings of those types, in order.
    func plans(startedBy types: some Sequence<String>) -> [RulePlan] {
        var isAsked = [Bool](repeating: false, count: plans.count)
        for type in types { for place in startedBy[type] ?? [] { isAsked[place] = true } }
        return zip(plans, isAsked).filter(\.1).map(\.0)
    }

    /// Tells whether two rulebooks were made from the same files.
    public var digest: String { origins.map { "\($0.name) \($0.digest)" }.joined(separator: ", ") }

    /// The rule of that name.
    public subscript(id: RuleID) -> Rule? { places[id].map { rules[$0] } }

    /// What a rule says for a clock with that day 0, as the authority changed it; `nil` where no edition in force had
    /// the rule or the authority turned it off.
    public func edition(of rule: Rule, on day: CivilDate) -> (rule: Rule, edition: RuleEdition)? {
        guard let national = rule.edition(on: day) else { return nil }
        guard let change = overrides.last(where: { $0.rule == rule.id && $0.isInForce(on: day) }) else {
            return (rule, national)
        }
        guard !change.isOff else { return nil }
        let whose = rule.kind == .local ? "the customary limit" : "the national limit"
        return (rule.changing { $0.change(by: change) }, national.changing { $0.change(by: change, of: whose) })
    }

    /// Both rulebooks with only those rules of which they can say different things. Rules run each for itself, so
    /// the others' clocks are the same.
    public func onlyDiffering(from other: Rulebook) -> (own: Rulebook, other: Rulebook) {
        func said(_ rulebook: Rulebook) -> [RuleID: ([RuleOverride], Rule)] {
            let changes = Dictionary(grouping: rulebook.overrides, by: \.rule)
            return Dictionary(rulebook.rules.map { ($0.id, (changes[$0.id] ?? [], $0)) }) { first, _ in first }
        }
        let (own, others) = (said(self), said(other))
        let differing = Set(own.keys).union(others.keys).filter { id in
            guard let one = own[id], let two = others[id] else { return true }
            return one != two
        }
        return (keeping(differing), other.keeping(differing))
    }

    private func keeping(_ ids: Set<RuleID>) -> Rulebook {
        Rulebook(
            origins: origins, rules: rules.filter { ids.contains($0.id) },
            overrides: overrides.filter { ids.contains($0.rule) }, alerts: alerts, retention: retention)
    }
}

extension RuleTerms {
    fileprivate mutating func change(by change: RuleOverride) {
        severity.merge(change.severity) { $1 }
        tell.merge(change.tell) { $1 }
    }
}

extension EditionTerms {
    /// - Parameter whose: What a local limit replaces.
    fileprivate mutating func change(by change: RuleOverride, of whose: String) {
        warnings = change.warnings ?? warnings
        severe = change.severe ?? severe
        guard let limit = change.limit else { return }
        let replaced = self.limit.map { "is \($0.text)" } ?? "sets no number"
        let replacing = "Local limit (\(change.reason)); \(self.limit == nil ? "the source" : whose) \(replaced)."
        note = [replacing, note].compactMap { $0 }.joined(separator: " ")
        self.limit = limit
        isLocalLimit = true
    }
}
