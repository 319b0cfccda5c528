public import CaseRecord
public import Views

/// Which cases a view is about.
public enum CaseSelection: Sendable, Hashable {
    /// All.
    case all
    /// Those that the team has, or had last.
    case team(TeamID)
    /// Those that the worker has as allocated worker.
    case worker(WorkerID)
    /// Those of these children.
    case children([ChildID])
}

/// What views over many cases are counted from: the tables as they stand, or the log as it was known at a moment.
/// Everything that one source gives reflects the same position of the log.
public protocol CaseSource: Sendable {
    /// The position of the log that it reflects.
    var position: Int64 { get }
    /// The moment as at which the log is read; `nil`: as it stands.
    var knownAt: Instant? { get }
    /// Where cases stand, by child; only open ones if so asked.
    func rows(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseRow]
    /// Decisions, actions and protective actions, by child and then position; only open ones if so asked.
    func items(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseItem]
    /// Clocks that run, by child and then id; where a moment is given, those that are overdue then.
    func openClocks(_ selection: CaseSelection, overdueAt now: Instant?) async throws -> [OpenClock]
    /// What began or ended within those days, or began before them and had not ended by the last, of those kinds, by child
    /// and then position.
    func facts(_ kinds: Set<CountedFact.Kind>, during days: ClosedRange<CivilDate>) async throws -> [CountedFact]
    /// How late entries were recorded, in the months that begin within those days; `nil`: by whomever.
    func recordingLags(
        during days: ClosedRange<CivilDate>, by workers: Set<WorkerID>?
    ) async throws -> [RecordingLag]
}
