public import CaseRecord

/// What a worker and a supervisor go through together: each case with what changed since the last time.
public struct WorkerView: Sendable {
    /// The worker.
    public let worker: WorkerID
    /// What it was made by.
    public let setting: SupervisionSetting
    /// What the worker has to carry.
    public let load: Caseload
    /// The cases, those of children at more risk and of unseen children first.
    public let cases: [SupervisedCase]
    /// How the worker learns.
    public let development: DevelopmentStanding
    /// How late the worker recorded in those months.
    public let recording: RecordingDelay
    /// The months for which that is counted.
    public let months: ClosedRange<CivilDate>

    /// The view of a worker.
    ///
    /// - Parameters:
    ///   - worker: The worker.
    ///   - rows: The cases that the worker has; others and closed ones are passed over.
    ///   - items: Decisions, actions and protective actions of these cases, ended ones too.
    ///   - clocks: The clocks that run for them.
    ///   - since: What happened to each since the last supervision.
    ///   - lags: How late entries were recorded in those months; those of other workers are passed over.
    ///   - authority: What the log has of ``DevelopmentStanding/types`` in no child's record, with what changed it; that of
    ///     other workers is passed over.
    ///   - months: The first days of the first and the last month.
    ///   - setting: What it is made by.
    public init(
        worker: WorkerID, rows: [CaseRow], items: [CaseItem], clocks: [OpenClock], since: [CaseSince],
        lags: [RecordingLag], authority: [RecordedEvent], months: ClosedRange<CivilDate>, setting: SupervisionSetting
    ) {
        self.worker = worker
        self.setting = setting
        self.months = months
        let itemsByChild = Dictionary(grouping: items, by: \.child)
        let clocksByChild = Dictionary(grouping: clocks, by: \.child)
        let sinceByChild = Dictionary(since.map { ($0.child, $0) }) { first, _ in first }
        var titles = RuleTitles(setting.rulebook)
        var load = Caseload(worker, setting)
        var cases: [SupervisedCase] = []
        for row in rows where row.isOpen && row.worker == worker {
            let found = SupervisedCase(
                row, clocks: clocksByChild[row.child] ?? [], items: itemsByChild[row.child] ?? [],
                since: sinceByChild[row.child], titles: &titles, setting)
            load.add(row, found.inBrief, isOverdue: found.overdueClocks > 0)
            cases.append(found)
        }
        self.load = load
        self.cases = SupervisedCase.worstFirst(cases)
        development = DevelopmentStanding(
            of: worker, person: load.person, authority: authority, today: setting.today)
        var recording = RecordingDelay(worker: worker)
        for lag in lags where lag.worker == worker && months.contains(lag.month) { recording.add(lag) }
        self.recording = recording
    }
}
