public import CaseRecord
public import Foundation
import StrictJSON

/// What one audit says of one criterion, and what was to be done about the audit.
public struct AuditedCriterion: Sendable, Hashable {
    /// Stands for the audit as a whole.
    public static let overall = "overall"

    /// The child in whose record it stands; `nil` for an audit of no single case.
    public let child: ChildID?
    /// The audit.
    public let audit: String
    /// The criterion.
    public let criterion: String
    /// The grade.
    public let grade: AuditGrade?
    /// The score.
    public let score: Int?
    /// The team audited.
    public let team: TeamID?
    /// The worker whose practice it is.
    public let worker: WorkerID?
    /// When.
    public let on: CivilDate
    /// The event that says so.
    public let event: UUID
    /// Its position in the log.
    public let position: Int64
    /// Whether it looks again at what was audited before.
    public let isReaudit: Bool
    /// The audit that it repeats, where it says so.
    public let reauditOf: String?
    /// How many actions were set for it.
    public let actions: Int
    /// How many of these were completed.
    public let actionsDone: Int
    /// What was audited, where it was made with a template.
    let made: AuditedMaking?

    /// What the audits in a child's record say, in the order of the log.
    public static func all(in record: EffectiveRecord) -> [AuditedCriterion] {
        guard record.mergedInto == nil else { return [] }
        return record.strands.flatMap { strand in
            all(strand.events, child: record.child) { audit in
                Responsibility.of(strand.events.filter { $0.event.occurredAt.firstDay <= audit }).team
            }
        }
    }

    /// What the audits of no single case say, in the order of the log; the events stand in no child's record.
    public static func all(in authority: [RecordedEvent]) -> [AuditedCriterion] {
        all(Workforce.standing(outsideRecords: authority.filter { $0.event.children.isEmpty }), child: nil) { _ in nil }
    }

    private static func all(
        _ events: [RecordedEvent], child: ChildID?, team: (CivilDate) -> TeamID?
    ) -> [AuditedCriterion] {
        var set: [Reference: [Reference]] = [:]
        var done: Set<Reference> = []
        for recorded in events {
            switch recorded.event.data {
            case let data as ActionSet: if let audit = data.audit { set[audit, default: []].append(data.action) }
            case let data as ActionCompleted: done.insert(data.action)
            default: break
            }
        }
        let templates = TemplatesUsed(events)
        return events.flatMap { recorded -> [AuditedCriterion] in
            guard let data = recorded.event.data as? AuditCompleted else { return [] }
            let on = recorded.event.occurredAt.firstDay
            let actions = set[data.audit] ?? []
            let made = templates.made(data)
            func row(_ criterion: String, _ grade: AuditGrade?, _ score: Int?) -> AuditedCriterion {
                AuditedCriterion(
                    child: child, audit: data.audit.text, criterion: criterion, grade: grade, score: score,
                    team: data.team ?? team(on), worker: data.worker, on: on, event: recorded.event.id,
                    position: recorded.position, isReaudit: data.kind == .reAudit || data.reauditOf != nil,
                    reauditOf: data.reauditOf?.text, actions: actions.count,
                    actionsDone: actions.count { done.contains($0) }, made: made)
            }
            return [row(overall, data.grade, nil)] + data.criteria.map { row($0.criterion, $0.grade, $0.score) }
        }
    }
}

extension AuditGrade {
    /// Good or better.
    var isGood: Bool { rank >= Self.good.rank }

    /// Higher is better.
    var rank: Int {
        switch self {
        case .outstanding: 4
        case .good: 3
        case .adequate, .requiresImprovement: 2
        case .inadequate: 1
        }
    }
}
