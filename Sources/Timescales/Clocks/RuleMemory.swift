import CaseRecord

/// Remembers what the parts of a rule found: a rule that counts from each of a thousand visits asks the same of the record
/// a thousand times.
final class RuleMemory {
    typealias Found = (happening: Happening, pattern: EventPattern)

    /// A part of a rule.
    enum Part: Hashable {
        case stop, awaiting, cannotBeTold, explainedBy
        case cancel(Int)
        case overtakenBy(Int)
        case extend(Int)
    }

    /// What the answer depends on.
    private struct Question: Hashable {
        let part: Part
        let matter: MatterName?
        let names: MatterNames
        let opened: Int64?
    }

    /// The kinds of matter that the rule's patterns ask for beside the clock's own.
    private let kinds: Set<String>
    private var answers: [Question: [Found]] = [:]

    init(askingFor kinds: Set<String>) { self.kinds = kinds }

    /// What that part of the rule finds in that scope, found now or before.
    func found(_ part: Part, in scope: ClockScope, _ find: () -> [Found]) -> [Found] {
        let question = Question(
            part: part, matter: scope.matter, names: scope.names.only(kinds),
            opened: scope.opened?.recorded.position)
        if let answer = answers[question] { return answer }
        let answer = find()
        answers[question] = answer
        return answer
    }
}

extension [RuleMemory.Found] {
    /// Those of that day and later ones, of a list by when they happened.
    func from(_ day: CivilDate) -> ArraySlice<Element> {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].happening.day < day { low = middle + 1 } else { high = middle }
        }
        return self[low...]
    }
}
