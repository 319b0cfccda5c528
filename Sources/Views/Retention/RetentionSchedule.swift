import CaseRecord
public import Timescales

/// How long records are kept, class by class. Nothing here destroys anything: it says what an authority may have to decide
/// on, and until when it must not.
///
/// Only the first two rules are law. The others are customs that differ between authorities; what an authority says of itself
/// (`RetentionPolicy`) goes before them.
public struct RetentionSchedule: Sendable, Hashable {
    /// The rules, one for each class.
    public let rules: [RetentionRule]

    /// What holds where an authority says nothing.
    public static let standard = RetentionSchedule(rules: [
        RetentionRule(
            .adopted, .afterGround(years: 100), .law,
            source: "Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005, regulation 6"),
        RetentionRule(
            .lookedAfter, .untilBirthdayOrAfterDeath(75, years: 15), .law,
            source: "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50"),
        RetentionRule(
            .sexualAbuse, .afterGround(years: 75), .recommended,
            source: "Independent Inquiry into Child Sexual Abuse, final report 2022"),
        RetentionRule(
            .childProtection, .afterLastEntry(years: 35), .local, source: "custom of authorities; no law says it"),
        RetentionRule(.privateFostering, .untilBirthday(21), .local, source: "custom of authorities; no law says it"),
        RetentionRule(.supervisionOrder, .untilBirthday(21), .local, source: "custom of authorities; no law says it"),
        RetentionRule(
            .childInNeed, .afterMajorityOrLastEntry(years: 3), .local,
            source: "custom of authorities; no law says it"),
        RetentionRule(
            .earlyHelp, .afterLastEntry(years: 10), .local, source: "assumed: the longest custom for closed cases"),
        RetentionRule(
            .contact, .afterLastEntry(years: 10), .local, source: "assumed: the longest custom for closed cases"),
    ])

    /// What holds where an authority says that.
    public init(_ policy: RetentionPolicy) {
        self.init(
            rules: Self.standard.rules.map { rule in
                policy.numbers[rule.name].map { rule.with($0, source: policy.reason) } ?? rule
            })
    }

    private init(rules: [RetentionRule]) { self.rules = rules }

    /// The rule of a class.
    public subscript(name: RetentionClass) -> RetentionRule? { rules.first { $0.name == name } }

    /// How long a record must be kept, for each class that it is of; the longest first.
    func bases(of facts: RetentionFacts) -> [Retention.Basis] {
        let bases = rules.compactMap { rule -> Retention.Basis? in
            guard let ground = facts.grounds[rule.name] else { return nil }
            return Retention.Basis(rule: rule, ground: ground, end: end(rule.period, ground, facts))
        }
        return bases.enumerated().sorted { one, other in
            // What cannot be told may be longer than anything.
            let (first, second) = (one.element.until ?? .distantFuture, other.element.until ?? .distantFuture)
            return first == second ? one.offset < other.offset : first > second
        }.map(\.element)
    }

    private func end(
        _ period: RetentionRule.Period, _ ground: RetentionFacts.Ground, _ facts: RetentionFacts
    ) -> Retention.End {
        func birthday(_ age: Int) -> CivilDate? { facts.birthDate?.anniversary(age) }
        let unknown = Retention.End.unknown("no date of birth is recorded")
        switch period {
        case .untilBirthday(let age): return birthday(age).map { .on($0) } ?? unknown
        case .untilBirthdayOrAfterDeath(let age, let years):
            guard let majority = birthday(18), let last = birthday(age) else { return unknown }
            if let death = facts.deathDate, death < majority { return .on(death.anniversary(years)) }
            return .on(last)
        case .afterGround(let years): return .on(ground.last.anniversary(years))
        case .afterLastEntry(let years): return .on(facts.lastEntryOn.anniversary(years))
        case .afterMajorityOrLastEntry(let years):
            guard let majority = birthday(18) else { return unknown }
            return .on(max(majority, facts.lastEntryOn).anniversary(years))
        }
    }
}

extension CivilDate {
    /// Later than any day that a record can have.
    fileprivate static let distantFuture = CivilDate(daysSinceEpoch: .max)
}
