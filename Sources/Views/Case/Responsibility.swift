public import CaseRecord

/// Who has a child's case: the team and worker that the record named last.
public struct Responsibility: Sendable, Equatable {
    /// The team: of the last allocation or, before any, the last that a contact or referral names.
    public let team: TeamID?
    /// The allocated worker; `nil` while the case is unallocated or after it was closed.
    public let worker: WorkerID?

    /// Who has the case by a record as it now stands: whom its own entries name or, where they leave the case
    /// unallocated, whom those of a record merged into it name.
    public static func of(_ record: EffectiveRecord) -> Responsibility {
        let strands = record.strands.map { of($0.events) }
        return strands.first { $0.worker != nil } ?? strands.first { $0.team != nil }
            ?? Responsibility(team: nil, worker: nil)
    }

    /// Who has the case after those events of one child, which are given in the order of the log.
    public static func of(_ history: [RecordedEvent]) -> Responsibility {
        var team: TeamID?
        var worker: WorkerID?
        // By when it happened: a late entry about last month does not undo this week's allocation.
        let order = history.sorted {
            ($0.event.occurredAt.firstInstant, $0.position) < ($1.event.occurredAt.firstInstant, $1.position)
        }
        for recorded in order {
            if let named = (recorded.event.data as? any NamesTeam)?.team { team = named }
            switch recorded.event.data {
            case let allocation as CaseAllocated where allocation.role != .secondWorker: worker = allocation.worker
            case let ended as CaseDeallocated where ended.worker == nil || ended.worker == worker: worker = nil
            case let transfer as CaseTransferred: worker = transfer.worker
            case is CaseClosed: worker = nil
            default: break
            }
        }
        return Responsibility(team: team, worker: worker)
    }
}
