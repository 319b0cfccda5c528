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
        of(strands: record.strands.map { of($0.events) })
    }

    /// Who has the case after those events of one child, which are given in the order of the log.
    public static func of(_ history: [RecordedEvent]) -> Responsibility {
        ResponsibilitySteps(history, history.orderOfOccurrence).responsibility
    }

    static func of(strands: [Responsibility]) -> Responsibility {
        strands.first { $0.worker != nil } ?? strands.first { $0.team != nil }
            ?? Responsibility(team: nil, worker: nil)
    }
}
