public import CaseRecord
import StrictJSON
public import Timescales

/// A clock that is overdue.
public struct OverdueClock: Sendable {
    /// Names the clock.
    public let id: String
    /// The rule.
    public let rule: RuleID
    /// What the rule is about; its id where the rulebook does not have it any more.
    public let title: String
    /// What binds the authority to it; `nil` where the rulebook does not have the rule any more.
    public let kind: RuleKind?
    /// The day from which it counts.
    public let dayZero: CivilDate
    /// The last day of the limit.
    public let due: CivilDate
    /// Working days past the due day.
    public let workingDays: Int
    /// Whether it is severely overdue.
    public let isSevere: Bool
    /// How grave the rule says that is.
    public let severity: Severity

    var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(9)
        object.append(new: "id", .string(id))
        object.append(new: "rule", .string(rule.rawValue))
        object.append(new: "title", .string(title))
        object.append(new: "kind", kind.map { .string($0.rawValue) } ?? .null)
        object.append(new: "since", .string(dayZero.description))
        object.append(new: "due", .string(due.description))
        object.append(new: "workingDaysOverdue", .integer(Int64(workingDays)))
        object.append(new: "severe", .bool(isSevere))
        object.append(new: "severity", .integer(Int64(severity.rawValue)))
        return .object(object)
    }
}

/// A case with clocks that are overdue: the gravest first, of equals the longest overdue.
public struct OverdueCase: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// Its clocks; at least one.
    public let clocks: [OverdueClock]
    /// Working days that the gravest is overdue.
    public let workingDays: Int

    /// Why it is shown, in words.
    public var why: [String] {
        var reasons = inBrief.isUnseen ? ["not seen since the case was opened"] : []
        reasons += inBrief.concerns.map(\.words)
        if let worst = clocks.first { reasons.append("\(worst.title), due \(worst.due)") }
        if clocks.count > 1 { reasons.append("\(clocks.count - 1) more") }
        return reasons
    }

    /// Sorts by how grave the gravest clock is.
    fileprivate var severityRank: Int { clocks.first?.severity.rawValue ?? Severity.digest.rawValue }

    var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(4)
        object.append(new: "case", inBrief.json)
        object.append(new: "why", .array(why.map { .string($0) }))
        object.append(new: "workingDaysOverdue", .integer(Int64(workingDays)))
        object.append(new: "clocks", .array(clocks.map(\.json)))
        return .object(object)
    }
}

/// Reads the clocks of many cases: which are overdue, and which of them wait for supervision.
struct OverdueClocks {
    /// Clocks other than those of supervision.
    private(set) var byChild: [ChildID: [OverdueClock]] = [:]
    /// The worst clock of each child that only supervision stops.
    private(set) var supervision: [ChildID: OverdueClock] = [:]
    private(set) var workers: [ChildID: WorkerID] = [:]

    init(_ clocks: [OpenClock], _ setting: SupervisionSetting) {
        var titles = RuleTitles(setting.rulebook)
        for clock in clocks where !clock.isMeasure && clock.stages.overdueFrom <= setting.now {
            let facts = titles[clock.rule]
            let isSevere = clock.stages.severeFrom.map { $0 <= setting.now } ?? false
            let overdue = OverdueClock(
                id: clock.id, rule: clock.rule, title: facts.title, kind: facts.kind,
                dayZero: clock.dayZero, due: clock.due,
                workingDays: setting.calendar.workingDays(after: clock.due, through: setting.today),
                isSevere: isSevere,
                severity: (isSevere ? facts.whenSevere : facts.whenOverdue) ?? .digest)
            if let worker = clock.worker { workers[clock.child] = worker }
            if facts.isSupervision {
                if let other = supervision[clock.child], other.due <= overdue.due { continue }
                supervision[clock.child] = overdue
            } else {
                byChild[clock.child, default: []].append(overdue)
            }
        }
    }

    /// The cases, unseen children first, then those with a protection plan or in care, then the gravest clock, then the
    /// longest overdue.
    func cases(_ inBrief: CasesInBrief) -> [OverdueCase] {
        byChild.map { child, clocks in
            let ordered = clocks.sorted {
                ($0.severity.rawValue, -$0.workingDays, $0.due.daysSinceEpoch, 0)
            } then: {
                $0.id
            }
            return OverdueCase(
                inBrief: inBrief[child, worker: workers[child]], clocks: ordered,
                workingDays: ordered.first?.workingDays ?? 0)
        }.sorted {
            ($0.inBrief.unseenRank, $0.inBrief.concernRank, $0.severityRank, -$0.workingDays)
        } then: {
            $0.inBrief.child.text
        }
    }
}
