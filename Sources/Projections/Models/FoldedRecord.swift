import CaseRecord
import Synchronization
import Timescales
import Views

/// A child's record with what more than one read model makes of it, made once.
struct FoldedRecord: Sendable {
    /// The record as it stands.
    let record: EffectiveRecord
    /// Who has the case.
    let responsibility: Responsibility
    /// Every clock that it implies.
    let clocks: [Clock]
    /// The workers that the clocks asked about.
    let askedAbout: Set<WorkerID>
    /// The calendars that clocks are counted by.
    let calendars: CalendarHistory

    /// Folds the record by what the authority adopted.
    init(_ record: EffectiveRecord, _ state: AuthorityState) {
        self.record = record
        calendars = state.calendars
        responsibility = Responsibility.of(record)
        let asked = AskedWorkers()
        clocks = Clocks.of(
            record, rulebook: state.rulebook, calendars: state.calendars, workers: asked.noting(state.workerFacts))
        askedAbout = asked.workers
    }

    /// The child.
    var child: ChildID { record.child }
}

/// The workers that the clocks of one child asked about.
private final class AskedWorkers: Sendable {
    private let asked = Mutex<Set<WorkerID>>([])

    var workers: Set<WorkerID> { asked.withLock { $0 } }

    /// The same answers, while the questions are noted.
    func noting(_ facts: WorkerFacts) -> WorkerFacts {
        WorkerFacts(
            isRegistered: { worker, day in
                _ = self.asked.withLock { $0.insert(worker) }
                return facts.isRegistered(worker, day)
            },
            isNewlyQualified: { worker, day in
                _ = self.asked.withLock { $0.insert(worker) }
                return facts.isNewlyQualified(worker, day)
            })
    }
}
