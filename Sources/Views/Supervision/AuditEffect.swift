import CaseRecord
import StrictJSON

/// Whether what an audit found poor was better when it was looked at again.
public struct AuditEffect: Sendable {
    /// What came of it.
    public enum Verdict: String, Sendable, CaseIterable {
        /// It was looked at again and no better: `AUDIT_NO_CHANGE`.
        case noChange = "AUDIT_NO_CHANGE"
        /// It was better, and poor again later.
        case notHeld = "not-held"
        /// It was not looked at again.
        case notReaudited = "not-reaudited"
        /// It was better, and no later audit found it poor again.
        case improved
    }

    /// What was found poor.
    public let found: AuditedCriterion
    /// The later audits of the same criterion, earliest first.
    public let later: [AuditedCriterion]
    /// What came of it.
    public let verdict: Verdict

    /// Whether its actions are done; `nil` where none was set.
    public var isActionDone: Bool? { found.actions == 0 ? nil : found.actionsDone == found.actions }

    /// What came of it, in words.
    public var words: String {
        let action =
            switch isActionDone {
            case nil: "no action was set"
            case true?: "the action was done"
            case false?: "the action is not done"
            }
        return switch verdict {
        case .noChange: "\(action), and the re-audit found no change"
        case .notHeld: "\(action); it was better at the re-audit, and poor again later"
        case .notReaudited: "\(action); not looked at again"
        case .improved: "\(action); better at the re-audit"
        }
    }

    /// What came of each criterion that an audit, which repeats none, found inadequate or in need of improvement.
    ///
    /// It is looked at again by an audit that names it as the one that it repeats or, where none does, by a later re-audit
    /// of the same criterion in the same team. What did not change comes first, then by team, criterion and day.
    static func all(of audits: [AuditedCriterion]) -> [AuditEffect] {
        let once = Dictionary(audits.map { (Key($0), $0) }) { first, _ in first }.values
        let again = Dictionary(grouping: once.filter(\.isReaudit), by: \.criterion)
        return once.filter { !$0.isReaudit && $0.isPoor }.map { found in
            let candidates = (again[found.criterion] ?? []).filter { ($0.on, $0.position) > (found.on, found.position) }
            let named = candidates.filter { $0.reauditOf == found.audit }
            let later = (named.isEmpty ? candidates.filter { $0.reauditOf == nil && $0.team == found.team } : named)
                .sorted { ($0.on, $0.position) < ($1.on, $1.position) }
            return AuditEffect(found: found, later: later, verdict: verdict(found, later))
        }.sorted { $0.order < $1.order }
    }

    private static func verdict(_ found: AuditedCriterion, _ later: [AuditedCriterion]) -> Verdict {
        guard let first = later.first(where: { $0.grade != nil }) else { return .notReaudited }
        guard let before = found.grade, let after = first.grade, after.rank > before.rank else { return .noChange }
        return later.dropFirst().contains { ($0.grade?.rank ?? after.rank) <= before.rank } ? .notHeld : .improved
    }

    /// One that names several children stands in the record of each.
    private struct Key: Hashable {
        let position: Int64
        let criterion: String
        init(_ audited: AuditedCriterion) { (position, criterion) = (audited.position, audited.criterion) }
    }

    private var order: (Int, String, String, CivilDate, Int64) {
        (
            Verdict.allCases.firstIndex(of: verdict) ?? 0, found.team?.text ?? "", found.criterion, found.on,
            found.position
        )
    }

    var json: JSONValue {
        [
            "verdict": .string(verdict.rawValue), "words": .string(words), "criterion": .string(found.criterion),
            "team": found.team.map { .string($0.text) } ?? .null, "actions": .integer(Int64(found.actions)),
            "actionsDone": .integer(Int64(found.actionsDone)), "audit": found.json,
            "reaudits": .array(later.map(\.json)),
        ]
    }
}

extension AuditedCriterion {
    /// Whether the grade is one that has to become better.
    var isPoor: Bool { grade == .inadequate || grade == .requiresImprovement }

    var json: JSONValue {
        [
            "audit": .string(audit), "child": child.map { .string($0.text) } ?? .null, "on": .string(on.description),
            "grade": grade.map { .string($0.rawValue) } ?? .null,
            "score": score.map { .integer(Int64($0)) } ?? .null, "event": event.field, "position": .integer(position),
        ]
    }
}
