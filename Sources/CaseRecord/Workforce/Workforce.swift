/// Who worked for the authority and in which team, answered for any day, as it is known now or was known earlier.
///
/// What an event says holds from the day it happened, however late it was recorded; of several events of one day the
/// later one counts, and of two at the same moment the one that was recorded later. Corrections and striking out count.
public struct Workforce: Sendable {
    /// The types of the events that it is made from.
    public static let types = [
        WorkerRegistered.type, WorkerChanged.type, WorkerLeft.type, AbsenceRecorded.type, TeamRegistered.type,
        TeamChanged.type, TeamReorganised.type, TeamClosed.type, EntryCorrected.type, EntryStruckOut.type,
    ]

    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// The last position of the log that it was made from; 0 where there is none.
    public let position: Int64
    private let workers: [WorkerID: WorkerHistory]
    private let teams: [TeamID: TeamHistory]

    /// The workforce that those events make, which are given in the order of the log; others than those of the
    /// workforce are passed over.
    public init(_ events: [RecordedEvent], knownAt: Instant? = nil) {
        self.knownAt = knownAt
        let known = events.filter { recorded in
            recorded.event.children.isEmpty && knownAt.map { recorded.recordedAt <= $0 } ?? true
        }
        position = known.last?.position ?? 0
        var workers: [WorkerID: WorkerHistory] = [:]
        var teams: [TeamID: TeamHistory] = [:]
        let happened = Self.standing(outsideRecords: known).sorted { one, other in
            let (first, second) = (one.event.occurredAt.firstInstant, other.event.occurredAt.firstInstant)
            return (first, one.position) < (second, other.position)
        }
        for recorded in happened {
            let day = recorded.event.occurredAt.firstDay
            switch recorded.event.data {
            case let data as WorkerRegistered: workers[data.worker, default: .init()].add(data.details, .came, day)
            case let data as WorkerChanged: workers[data.worker, default: .init()].add(data.details, nil, day)
            case let data as WorkerLeft: workers[data.worker, default: .init()].add(WorkerDetails(), .left, day)
            case let data as AbsenceRecorded: workers[data.worker, default: .init()].add(data)
            case let data as TeamRegistered: teams[data.team, default: .init()].add(data.details, isOpen: true, day)
            case let data as TeamChanged: teams[data.team, default: .init()].add(data.details, isOpen: nil, day)
            case let data as TeamClosed: teams[data.team, default: .init()].add(TeamDetails(), isOpen: false, day)
            case let data as TeamReorganised:
                for team in data.from where !data.into.contains(team) {
                    teams[team, default: .init()].add(TeamDetails(), isOpen: false, day, into: data.into)
                }
                for team in data.into {
                    teams[team, default: .init()].add(TeamDetails(), isOpen: true, day, from: data.from)
                }
            default: break
            }
        }
        self.workers = workers
        self.teams = teams
    }

    /// Every worker that any event names as such, in order.
    public var workerIDs: [WorkerID] { workers.keys.sorted() }

    /// Every team that any event of a team names, in order.
    public var teamIDs: [TeamID] { teams.keys.sorted() }

    /// A worker as on that day; `nil` where nothing is known of the worker at any time.
    public func worker(_ id: WorkerID, on date: CivilDate) -> Worker? {
        guard let history = workers[id] else { return nil }
        let post = history.post(on: date)
        let team = post.details.team.flatMap { teams[$0]?.state(on: date).details }
        let absence = post.isInPost ? history.absence(on: date) : nil
        let contract = post.isInPost ? post.details.fullTimeEquivalent : nil
        return Worker(
            id: id, isInPost: post.isInPost, name: post.details.name, role: post.details.role, team: post.details.team,
            area: team?.area, manager: post.details.manager ?? team?.manager.flatMap { $0 == id ? nil : $0 },
            fullTimeEquivalent: contract, available: absence == nil ? contract : FullTimeEquivalent.none,
            absence: absence, newlyQualified: history.newlyQualified(on: date),
            qualification: history.qualification(on: date))
    }

    /// The worker's name as on that day; `nil` where none was told.
    public func name(of id: WorkerID, on date: CivilDate) -> String? { workers[id]?.post(on: date).details.name }

    /// Whether that worker was a registered social worker on that day, by all that is known of the worker; what began
    /// later does not count for it. `false` also where nothing is known.
    public func isRegistered(_ worker: WorkerID, on date: CivilDate) -> Bool {
        workers[worker]?.qualification(on: date)?.status.isRegistered ?? false
    }

    /// Every team that any event of a team names, as on that day, in order; every worker is looked at once.
    public func teams(on date: CivilDate) -> [Team] {
        let inPost = workerIDs.compactMap { worker($0, on: date) }.filter(\.isInPost)
        let members = Dictionary(grouping: inPost) { $0.team }
        return teamIDs.compactMap { id in teams[id].map { Self.team(id, $0.state(on: date), members[id] ?? []) } }
    }

    /// A team as on that day; `nil` where no event names the team.
    public func team(_ id: TeamID, on date: CivilDate) -> Team? {
        let members = workerIDs.compactMap { worker($0, on: date) }.filter { $0.isInPost && $0.team == id }
        guard let history = teams[id] else {
            guard !members.isEmpty || workers.values.contains(where: { $0.everIn(id) }) else { return nil }
            return Team(id: id, isOpen: false, details: TeamDetails(), members: members, from: [], into: [])
        }
        return Self.team(id, history.state(on: date), members)
    }

    private static func team(_ id: TeamID, _ state: TeamHistory.State, _ members: [Worker]) -> Team {
        Team(
            id: id, isOpen: state.isOpen, details: state.details, members: members, from: state.from, into: state.into)
    }
}

extension Workforce {
    /// What stands among entries that stand in no child's record and are given in the order of the log.
    package static func standing(outsideRecords events: [RecordedEvent]) -> [RecordedEvent] {
        // Every entry says in whose record it stands, and here there is none.
        ChangeFold(events).entries(child: { _ in ChildID(unchecked: "") }, refusal: { _, _ in nil })
            .filter(\.stands).map(\.recorded)
    }
}

/// What was said of one worker, in the order in which it happened.
private struct WorkerHistory: Sendable {
    enum Step: Sendable { case came, left }
    private var steps: [(day: CivilDate, details: WorkerDetails, step: Step?)] = []
    private var qualifications: [CivilDate: Qualification] = [:]
    private var newlyQualified: [CivilDate: DayPeriod] = [:]
    private var absences: [CivilDate: AbsenceRecorded] = [:]

    mutating func add(_ details: WorkerDetails, _ step: Step?, _ day: CivilDate) {
        steps.append((day, details, step))
        // Said again with the same first day, it is said better.
        if let qualification = details.qualification { qualifications[qualification.from ?? day] = qualification }
        if let period = details.newlyQualified { newlyQualified[period.from] = period }
    }

    mutating func add(_ absence: AbsenceRecorded) { absences[absence.days.from] = absence }

    func everIn(_ team: TeamID) -> Bool { steps.contains { $0.details.team == team } }

    func post(on date: CivilDate) -> (isInPost: Bool, details: WorkerDetails) {
        var isInPost: Bool?
        var details = WorkerDetails()
        for (day, said, step) in steps where day <= date {
            switch step {
            case .left:
                isInPost = false
                // Who comes back begins anew.
                details = WorkerDetails(name: details.name)
            case .came, nil:
                if step == .came || isInPost == nil { isInPost = true }
                details = details.changed(by: said)
            }
        }
        return (isInPost ?? false, details)
    }

    func absence(on date: CivilDate) -> AbsenceRecorded? {
        absences.values.filter { $0.days.contains(date) }.max { $0.days.from < $1.days.from }
    }

    func newlyQualified(on date: CivilDate) -> DayPeriod? {
        newlyQualified.values.filter { $0.contains(date) }.max { $0.from < $1.from }
    }

    /// What the register said on that day: what began last, unless it had ended by then. When a registration ended,
    /// nothing from before it comes back; when a suspension did, the registration before it does.
    func qualification(on date: CivilDate) -> Qualification? {
        for (_, said) in qualifications.filter({ $0.key <= date }).sorted(by: { $0.key > $1.key }) {
            if said.until.map({ date <= $0 }) ?? true { return said }
            if said.status.isRegistered { return nil }
        }
        return nil
    }
}

/// What was said of one team, in the order in which it happened.
private struct TeamHistory: Sendable {
    typealias State = (isOpen: Bool, details: TeamDetails, from: [TeamID], into: [TeamID])
    private var steps: [(day: CivilDate, details: TeamDetails, isOpen: Bool?, from: [TeamID], into: [TeamID])] = []

    mutating func add(
        _ details: TeamDetails, isOpen: Bool?, _ day: CivilDate, from: [TeamID] = [], into: [TeamID] = []
    ) {
        steps.append((day, details, isOpen, from, into))
    }

    func state(on date: CivilDate) -> State {
        var isOpen: Bool?
        var state: State = (false, TeamDetails(), [], [])
        for step in steps where step.day <= date {
            isOpen = step.isOpen ?? isOpen ?? true
            state.details = state.details.changed(by: step.details)
            if !step.from.isEmpty { state.from = step.from }
            if let opens = step.isOpen { state.into = opens ? [] : step.into }
        }
        state.isOpen = isOpen ?? false
        return state
    }
}

extension WorkerDetails {
    fileprivate func changed(by later: WorkerDetails) -> WorkerDetails {
        WorkerDetails(
            name: later.name ?? name, team: later.team ?? team, manager: later.manager ?? manager,
            role: later.role ?? role, fullTimeEquivalent: later.fullTimeEquivalent ?? fullTimeEquivalent)
    }
}

extension TeamDetails {
    fileprivate func changed(by later: TeamDetails) -> TeamDetails {
        TeamDetails(
            name: later.name ?? name, area: later.area ?? area, manager: later.manager ?? manager,
            kind: later.kind ?? kind)
    }
}
