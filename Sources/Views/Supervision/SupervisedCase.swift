import CaseRecord
import StrictJSON
public import Timescales

/// A clock in a supervision pack: overdue, or soon due.
public struct PackClock: Sendable {
    /// The clock.
    public let clock: OpenClock
    /// What the rule is about.
    public let title: String
    /// What binds the authority to it; `nil` where the rulebook does not have the rule any more.
    public let kind: RuleKind?
    /// Where it stands.
    public let stage: Stage
    /// Working days to the due day: 0 on it, negative after it.
    public let workingDaysLeft: Int

    var json: JSONValue {
        [
            "id": .string(clock.id), "rule": .string(clock.rule.rawValue), "title": .string(title),
            "kind": kind.map { .string($0.rawValue) } ?? .null, "since": .string(clock.dayZero.description),
            "due": .string(clock.due.description), "stage": .string(stage.rawValue),
            "workingDaysLeft": .integer(Int64(workingDaysLeft)),
        ]
    }
}

/// One case in a supervision pack.
public struct SupervisedCase: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// Where it stands.
    public let row: CaseRow
    /// Its clocks that are overdue or fall due in the time ahead, by due day.
    public let clocks: [PackClock]
    /// What is open of it, and what was ended since the last supervision: protective actions first, then by the day set.
    public let items: [DueItem]
    /// What happened since the last supervision; `nil` where the record was not read.
    public let since: CaseSince?

    init(
        _ row: CaseRow, clocks: [OpenClock], items: [CaseItem], since: CaseSince?, titles: inout RuleTitles,
        _ setting: SupervisionSetting
    ) {
        let brief = CaseInBrief(row, setting)
        inBrief = brief
        self.row = row
        self.since = since
        var shown: [PackClock] = []
        for clock in clocks where !clock.isMeasure {
            let left = setting.calendar.workingDays(after: setting.today, through: clock.due)
            let stage = clock.stages.stage(at: setting.now)
            guard left <= setting.policy.workingDaysAhead || stage >= .overdue else { continue }
            let facts = titles[clock.rule]
            shown.append(
                PackClock(clock: clock, title: facts.title, kind: facts.kind, stage: stage, workingDaysLeft: left))
        }
        self.clocks = shown.sorted { ($0.clock.due, $0.clock.id) < ($1.clock.due, $1.clock.id) }
        let last = since?.supervision?.event.occurredAt.firstDay ?? row.lastSupervisedOn
        self.items = items.filter { item in
            guard item.state != .open, let ended = item.endedOn else { return item.state == .open }
            return last.map { ended >= $0 } ?? true
        }.sorted { one, other in
            let rank = { (item: CaseItem) in item.kind == .protectiveAction ? 0 : 1 }
            return (rank(one), one.setOn, one.position, one.reference)
                < (rank(other), other.setOn, other.position, other.reference)
        }.map { DueItem($0, brief, setting) }
    }

    /// How many clocks are overdue.
    public var overdueClocks: Int { clocks.count { $0.stage >= .overdue } }
    /// Decisions and actions that were set by the last supervision, whatever became of them; all where there was none.
    public var fromLastSupervision: [DueItem] {
        guard let last = row.lastSupervisedOn else { return items }
        return items.filter { $0.item.setOn <= last }
    }

    /// What is to be asked about the case, in words, the gravest first.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if inBrief.isUnseen { reasons.append("not seen since the case was opened") }
        if !row.isUnborn, !inBrief.isUnseen, row.lastSeenAloneOn == nil { reasons.append("never seen alone") }
        let protective = items.count { $0.item.kind == .protectiveAction && $0.item.state == .open }
        if protective > 0 { reasons.append(protective.counted("protective action") + " not known to be done") }
        if overdueClocks > 0 { reasons.append(overdueClocks.counted("clock") + " overdue") }
        if row.lastSupervisedOn == nil { reasons.append("never discussed in supervision") }
        if let since, since.supervision != nil, since.entries.isEmpty {
            reasons.append("nothing recorded since the last supervision")
        }
        if let since, since.childView == nil { reasons.append("no view of the child recorded") }
        return reasons
    }

    static func worstFirst(_ cases: [SupervisedCase]) -> [SupervisedCase] {
        cases.sorted {
            ($0.inBrief.concernRank, $0.inBrief.unseenRank, -$0.overdueClocks, 0)
        } then: {
            $0.row.child.text
        }
    }
}

/// What rules are called, looked up once each.
struct RuleTitles {
    struct Facts {
        let title: String
        let kind: RuleKind?
        /// How grave it is that a clock is overdue; `nil` where the rule does not say.
        let whenOverdue: Severity?
        /// The same where it is severely so.
        let whenSevere: Severity?
        /// Whether nothing but supervision stops it, whatever its name is.
        let isSupervision: Bool
    }

    private let rulebook: Rulebook
    private var known: [RuleID: Facts] = [:]

    init(_ rulebook: Rulebook) { self.rulebook = rulebook }

    subscript(id: RuleID) -> Facts {
        mutating get {
            if let facts = known[id] { return facts }
            let rule = rulebook[id]
            let stops = rule?.stop.flatMap(\.events) ?? []
            let facts = Facts(
                title: rule?.title ?? id.rawValue, kind: rule?.kind, whenOverdue: rule?.severity[.overdue],
                whenSevere: rule?.severity[.severelyOverdue] ?? rule?.severity[.overdue],
                isSupervision: !stops.isEmpty && stops.allSatisfy { $0 == SupervisionHeld.type.name })
            known[id] = facts
            return facts
        }
    }
}
