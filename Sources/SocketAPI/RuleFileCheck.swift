import CaseRecord
import Timescales

/// What the vocabulary of events cannot tell of a rulebook that is to be adopted: whether its rules can be read.
enum RuleFileCheck {
    /// Every mistake in the rule file that an event adopts, or that it says was adopted; none for other events.
    ///
    /// - Parameters:
    ///   - pointer: Where the event stands in what the client sent.
    ///   - standard: The rules that the file changes and adds to.
    static func problems(of event: CaseEvent, at pointer: String, onto standard: Rulebook) -> [FieldProblem] {
        let correction = event.data as? EntryCorrected
        guard let adopted = (correction?.data ?? event.data) as? RulebookAdopted else { return [] }
        let place = correction == nil ? "/data/text" : "/data/data/text"
        do throws(RulebookError) {
            _ = try standard.adding(adopted.text, named: adopted.name)
            return []
        } catch {
            return error.problems.map { problem in
                FieldProblem(
                    pointer: pointer + place,
                    reason: "line \(problem.line), column \(problem.column), \(problem.path): \(problem.reason)",
                    allowed: problem.allowed.isEmpty ? nil : problem.allowed)
            }
        }
    }
}
