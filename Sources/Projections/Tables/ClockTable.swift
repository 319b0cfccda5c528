import CaseRecord
import Ledger
import PostgresClient
import Timescales
import Views

/// A clock as a row: what alerts and lists of clocks need. The days counted are shown from the log.
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
            .written("edition") { $0.clock.edition.source.code }, .written("ended_on") { $0.clock.state.end?.day },
            .written("sentence") { $0.clock.sentence },
            .written("remarks") { $0.clock.remarksAndReasons.joined(separator: "\n") },
        ])
}

/// About which worker the clocks of a child asked.
struct ClockWorkerRow: Sendable {
    let child: ChildID
    let worker: WorkerID

    static let table = ReadTable<ClockWorkerRow>(
        "clock_worker", key: [.written("child") { $0.child }, .written("worker") { $0.worker }], [])
}
