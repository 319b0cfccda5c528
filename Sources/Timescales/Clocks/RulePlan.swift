import CaseRecord

/// A rule with what is found out about it once, and not for every record.
final class RulePlan: Sendable {
    /// The rule.
    let rule: Rule
    /// The types of what can start its clocks.
    let startTypes: Set<String>
    /// The kinds of matter that its patterns ask for beside the clock's own.
    let kinds: Set<String>

    init(_ rule: Rule) {
        self.rule = rule
        startTypes = Set(rule.start.flatMap(\.events))
        let patterns =
            rule.stop + rule.awaiting + rule.cannotBeTold + rule.explainedBy
            + rule.cancel.flatMap { $0.on + $0.overtakenBy } + rule.extend.flatMap(\.on)
        kinds = Set(patterns.flatMap(\.kinds))
    }
}

extension PatternTerms {
    /// The kinds of matter that what it finds may depend on.
    fileprivate var kinds: [String] {
        let fields = (tests.map(\.field) + [dayField].compactMap { $0 }).compactMap { field -> String? in
            switch field.place {
            case .opening(let kind, _), .elapsed(let kind): kind
            case .own, .age: nil
            }
        }
        guard case .matter(let kind) = scope else { return fields }
        return fields + [kind]
    }
}
