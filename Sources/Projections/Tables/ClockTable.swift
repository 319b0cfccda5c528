import CaseRecord
import Ledger
import PostgresClient
import StrictJSON
import Timescales
import Views

/// A clock as a row: what the scheduler of alerts and lists of clocks need beside all that it says.
struct ClockRow: Sendable {
    let clock: Clock
    let responsibility: Responsibility

    static let table = ReadTable<ClockRow>(
        "clock", key: [.text("child") { $0.clock.child.text }, .text("clock_id") { $0.clock.id }],
        [
            .text("rule") { $0.clock.rule.id.rawValue }, .text("state") { $0.clock.state.name },
            .bool("alerting") { !$0.clock.isMeasure }, .text("team") { $0.responsibility.team?.text },
            .text("worker") { $0.responsibility.worker?.text },
            .date("day_zero") { PostgresDate($0.clock.dayZero) }, .date("due") { PostgresDate($0.clock.due) },
            .moment("warn_from") { $0.clock.stages.warnFrom.map { PostgresTimestamp($0) } },
            .moment("due_from") { $0.clock.stages.dueFrom.map { PostgresTimestamp($0) } },
            .moment("overdue_from") { PostgresTimestamp($0.clock.stages.overdueFrom) },
            .moment("severe_from") { $0.clock.stages.severeFrom.map { PostgresTimestamp($0) } },
            .bool("migrated") { $0.clock.isHistory },
            .moment("known_at") { PostgresTimestamp($0.clock.openedRecordedAt) },
            .bytes("detail") { $0.clock.json.bytes(.canonical) },
        ])
}

/// About which worker the clocks of a child asked.
struct ClockWorkerRow: Sendable {
    let child: ChildID
    let worker: WorkerID

    static let table = ReadTable<ClockWorkerRow>(
        "clock_worker", key: [.text("child") { $0.child.text }, .text("worker") { $0.worker.text }], [])
}
