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
        "clock", key: [.written("child") { $0.clock.child }, .written("clock_id") { $0.clock.id }],
        [
            .written("rule") { $0.clock.rule.id.rawValue }, .written("state") { $0.clock.state.name },
            .written("alerting") { !$0.clock.isMeasure }, .written("team") { $0.responsibility.team },
            .written("worker") { $0.responsibility.worker }, .written("day_zero") { $0.clock.dayZero },
            .written("due") { $0.clock.due }, .written("warn_from") { $0.clock.stages.warnFrom },
            .written("due_from") { $0.clock.stages.dueFrom }, .written("overdue_from") { $0.clock.stages.overdueFrom },
            .written("severe_from") { $0.clock.stages.severeFrom }, .written("migrated") { $0.clock.isHistory },
            .written("known_at") { $0.clock.openedRecordedAt },
            .bytes("detail") { $0.clock.json.bytes(.canonical) },
        ])
}

/// About which worker the clocks of a child asked.
struct ClockWorkerRow: Sendable {
    let child: ChildID
    let worker: WorkerID

    static let table = ReadTable<ClockWorkerRow>(
        "clock_worker", key: [.written("child") { $0.child }, .written("worker") { $0.worker }], [])
}
