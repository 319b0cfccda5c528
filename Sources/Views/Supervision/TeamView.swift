public import CaseRecord

/// What a team's manager has to see in the morning, the worst first.
public struct TeamView: Sendable {
    /// The team.
    public let team: TeamID
    /// What the authority knows of the team; `nil`: nothing.
    public let details: Team?
    /// What it was made by.
    public let setting: SupervisionSetting
    /// How many open cases the team has.
    public let openCases: Int
    /// What other teams and services handed over to it, what nobody has accepted first.
    public let handovers: [TeamHandover]
    /// Open cases without a worker.
    public let unallocated: [WaitingCase]
    /// Open cases that wait for another team.
    public let awaitingTransfer: [WaitingCase]
    /// Open cases that wait to be closed.
    public let awaitingClosure: [WaitingCase]
    /// Cases with overdue clocks, others than those of supervision.
    public let overdue: [OverdueCase]
    /// Decisions and actions past their day.
    public let overdueItems: [DueItem]
    /// Decisions and actions that are open and were given no day.
    public let undatedItems: Int
    /// What has to be done to protect a child and is not known to have been done.
    public let protectiveActions: [DueItem]
    /// Cases of which supervision is overdue.
    public let unsupervised: [UnsupervisedCase]
    /// Cases of which nothing of substance was recorded for long.
    public let silent: [SilentCase]
    /// Cases whose record lacks something.
    public let gaps: [GappedCase]
    /// What each worker has to carry: everybody in the team, and others who have cases of it.
    public let caseload: [Caseload]
    /// How late the team's workers recorded.
    public let recording: RecordingDelay
    /// The same of each of them.
    public let recordingByWorker: [RecordingDelay]
    /// The months for which it is counted how late they recorded.
    public let months: ClosedRange<CivilDate>

    /// The view of a team.
    ///
    /// - Parameters:
    ///   - team: The team.
    ///   - rows: Its cases; closed ones are passed over.
    ///   - items: What is open of its cases.
    ///   - clocks: The clocks that run for them.
    ///   - lags: How late entries were recorded in those months; those of workers who are not of the team are passed over.
    ///   - handovers: What was handed over to it.
    ///   - months: The first days of the first and the last month.
    ///   - setting: What it is made by.
    public init(
        team: TeamID, rows: [CaseRow], items: [CaseItem], clocks: [OpenClock], lags: [RecordingLag],
        handovers: [TeamHandover], months: ClosedRange<CivilDate>, setting: SupervisionSetting
    ) {
        self.team = team
        self.setting = setting
        self.months = months
        self.handovers = TeamHandover.waitingFirst(handovers)
        let details = setting.workforce.team(team, on: setting.today)
        self.details = details
        let inBrief = CasesInBrief(rows, setting)
        let overdueClocks = OverdueClocks(clocks, setting)
        var unallocated: [WaitingCase] = []
        var transfer: [WaitingCase] = []
        var closure: [WaitingCase] = []
        var silent: [SilentCase] = []
        var gaps: [GappedCase] = []
        var loads: [WorkerID: Caseload] = [:]
        var lastSupervised: [ChildID: CivilDate] = [:]
        for member in details?.members ?? [] { loads[member.id] = Caseload(member.id, setting) }
        var openCases = 0
        for row in rows where row.isOpen {
            openCases += 1
            let brief = inBrief[row.child, worker: row.worker]
            if let since = row.unallocatedSince {
                unallocated.append(WaitingCase(row, brief, .unallocated, since: since, setting))
            }
            if let since = row.awaitsTransferSince {
                transfer.append(WaitingCase(row, brief, .transfer, since: since, setting))
            }
            if let since = row.awaitsClosureSince {
                closure.append(WaitingCase(row, brief, .closure, since: since, setting))
            }
            if let found = SilentCase(row, brief, setting) { silent.append(found) }
            if let found = GappedCase(row, brief) { gaps.append(found) }
            if let worker = row.worker {
                loads[worker, default: Caseload(worker, setting)]
                    .add(row, brief, isOverdue: overdueClocks.byChild[row.child] != nil)
            }
            if let day = row.lastSupervisedOn { lastSupervised[row.child] = day }
        }
        self.openCases = openCases
        self.unallocated = WaitingCase.worstFirst(unallocated)
        awaitingTransfer = WaitingCase.worstFirst(transfer)
        awaitingClosure = WaitingCase.worstFirst(closure)
        self.silent = SilentCase.worstFirst(silent)
        self.gaps = GappedCase.worstFirst(gaps)
        overdue = overdueClocks.cases(inBrief)
        unsupervised = overdueClocks.supervision.map { child, clock in
            UnsupervisedCase(
                inBrief: inBrief[child, worker: overdueClocks.workers[child]],
                lastSupervisedOn: lastSupervised[child], clock: clock)
        }.sorted {
            ($0.inBrief.concernRank, $0.clock.due.daysSinceEpoch, 0, 0)
        } then: {
            $0.inBrief.child.text
        }
        var late: [DueItem] = []
        var protective: [DueItem] = []
        var undated = 0
        for item in items where item.state == .open {
            let due = DueItem(item, inBrief[item.child, worker: item.worker], setting)
            switch item.kind {
            case .protectiveAction: protective.append(due)
            case .decision, .action:
                if due.workingDaysOverdue != nil { late.append(due) }
                if item.due == nil { undated += 1 }
            }
        }
        overdueItems = DueItem.longestFirst(late)
        protectiveActions = DueItem.longestFirst(protective)
        undatedItems = undated
        caseload = Caseload.heaviestFirst(loads.values)
        let members = Set(details?.members.map(\.id) ?? [])
        var recording = RecordingDelay()
        var byWorker: [WorkerID: RecordingDelay] = [:]
        for lag in lags where members.contains(lag.worker) && months.contains(lag.month) {
            recording.add(lag)
            byWorker[lag.worker, default: RecordingDelay(worker: lag.worker)].add(lag)
        }
        self.recording = recording
        recordingByWorker = RecordingDelay.slowestFirst(byWorker.values)
    }
}
