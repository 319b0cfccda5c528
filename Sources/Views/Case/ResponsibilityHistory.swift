public import CaseRecord

/// Who had a child's case on every day, with the entries that say so.
public struct ResponsibilityHistory: Sendable, Equatable {
    /// A time in which team and worker stayed the same.
    public struct Span: Sendable, Equatable {
        /// The first day.
        public let from: CivilDate
        /// The first day on which it was otherwise; `nil`: it is still so.
        public let until: CivilDate?
        /// The team.
        public let team: TeamID?
        /// The allocated worker; `nil`: nobody.
        public let worker: WorkerID?
        /// What the case counts for in the worker's caseload; 1 where nothing is said.
        public let weight: Int
        /// The entry that it began with.
        public let begunBy: CaseEvidence
    }

    /// The times, earliest first. Of one that began and ended on the same day, both days are that day.
    public let spans: [Span]

    /// Who had the case by a record as it now stands. Of merged records the one that allocates the case goes before.
    public static func of(_ record: EffectiveRecord) -> ResponsibilityHistory {
        ResponsibilityHistory(record.strands.map { ResponsibilitySteps($0.events, $0.events.orderOfOccurrence) })
    }

    init(_ strands: [ResponsibilitySteps]) {
        var moves: [(strand: Int, step: ResponsibilitySteps.Step)] = []
        for (index, strand) in strands.enumerated() { moves += strand.steps.map { (index, $0) } }
        if strands.count > 1 {
            moves.sort { one, other in
                (one.step.moment, one.step.begunBy.position, one.strand)
                    < (other.step.moment, other.step.begunBy.position, other.strand)
            }
        }
        var latest: [ResponsibilitySteps.Step?] = Array(repeating: nil, count: strands.count)
        var changes: [ResponsibilitySteps.Step] = []
        for move in moves {
            latest[move.strand] = move.step
            let known = latest.compactMap(\.self)
            guard var now = known.first(where: { $0.worker != nil }) ?? known.first(where: { $0.team != nil }) else {
                continue
            }
            if let last = changes.last {
                if last.says(now) { continue }
            } else if now.team == nil, now.worker == nil {
                continue
            }
            now.moment = move.step.moment
            now.day = move.step.day
            now.begunBy = move.step.begunBy
            changes.append(now)
        }
        spans = changes.indices.map { index in
            let change = changes[index]
            return Span(
                from: change.day, until: index + 1 < changes.count ? changes[index + 1].day : nil, team: change.team,
                worker: change.worker, weight: change.weight, begunBy: change.begunBy)
        }
    }

    /// Who had the case at the end of that day; `nil` where the record names nobody by then.
    public func on(_ day: CivilDate) -> Span? { spans.last { $0.from <= day } }

    /// Who has it after all that is recorded; `nil` where nobody is named.
    public var last: Span? { spans.last }

    /// Since when the worker who has the case has it; `nil` where nobody has.
    public var allocatedOn: CivilDate? {
        guard let worker = spans.last?.worker else { return nil }
        return spans.reversed().prefix { $0.worker == worker }.last?.from
    }

    /// Since when nobody has the case; `nil` where somebody has it, or the record names nobody.
    public var vacantOn: CivilDate? {
        guard let last = spans.last, last.worker == nil else { return nil }
        return spans.reversed().prefix { $0.worker == nil }.last?.from
    }
}

/// What the entries of one strand say of who has the case, one after the other.
struct ResponsibilitySteps {
    struct Step {
        var team: TeamID?
        var worker: WorkerID?
        var weight: Int
        var moment: Instant
        var day: CivilDate
        var begunBy: CaseEvidence

        func says(_ other: Step) -> Bool { team == other.team && worker == other.worker && weight == other.weight }
    }

    private(set) var steps: [Step] = []
    private var team: TeamID?
    private var worker: WorkerID?
    private var weight = 1

    init() {}

    /// - Parameter order: The places of the events in the order of occurrence: a late entry about last month does not
    ///   undo this week's allocation.
    init(_ events: [RecordedEvent], _ order: [Int]) {
        for place in order { take(events[place]) }
    }

    mutating func take(_ recorded: RecordedEvent) {
        let before = (team, worker, weight)
        let said = recorded.event.data
        if let allocation = said.as(CaseAllocated.self) {
            // A second worker can be from another team than the one that has the case.
            if allocation.role != .secondWorker {
                team = allocation.team
                worker = allocation.worker
                weight = allocation.weight ?? 1
            }
        } else if let transfer = said.as(CaseTransferred.self) {
            team = transfer.team
            if worker != transfer.worker { weight = 1 }
            worker = transfer.worker
        } else if let ended = said.as(CaseDeallocated.self) {
            if ended.worker == nil || ended.worker == worker { worker = nil }
        } else if let waiting = said.as(CaseWaiting.self) {
            if waiting.state == .unallocated { worker = nil }
        } else if said.is(CaseClosed.self) {
            worker = nil
        } else if let contact = said.as(ContactReceived.self) {
            team = contact.team ?? team
        } else if let referral = said.as(ReferralReceived.self) {
            team = referral.team ?? team
        } else {
            return
        }
        if worker == nil { weight = 1 }
        guard before != (team, worker, weight) else { return }
        steps.append(
            Step(
                team: team, worker: worker, weight: weight, moment: recorded.event.occurredAt.firstInstant,
                day: recorded.day, begunBy: CaseEvidence(recorded)))
    }

    var responsibility: Responsibility { Responsibility(team: team, worker: worker) }
}
