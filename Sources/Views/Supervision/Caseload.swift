public import CaseRecord
import StrictJSON
public import Timescales

/// What one worker has to carry.
public struct Caseload: Sendable {
    /// The worker.
    public let worker: WorkerID
    /// What the authority knows of the worker; `nil`: nothing.
    public let person: Worker?
    /// How many open cases.
    public internal(set) var cases = 0
    /// What they count for, in the authority's own points.
    public internal(set) var points = 0
    /// How many of them have a child protection plan, care, a section 47 enquiry or a missing child.
    public internal(set) var atMoreRisk = 0
    /// How many of the children were not seen since the case was opened.
    public internal(set) var unseen = 0
    /// How many of the cases have a clock that is overdue.
    public internal(set) var overdue = 0
    /// The most points for this worker: the cap for full time by the contract's share and, of a newly qualified worker,
    /// the protected share. Where the contract is not known it counts as full time.
    public let cap: Int

    init(_ worker: WorkerID, _ setting: SupervisionSetting) {
        self.worker = worker
        person = setting.workforce.worker(worker, on: setting.today)
        cap = Self.cap(of: person, by: setting.policy.caseload)
    }

    /// The most points for a worker of whom the authority knows that.
    public static func cap(of person: Worker?, by policy: CaseloadPolicy) -> Int {
        let hundredths = person?.fullTimeEquivalent?.hundredths ?? 100
        let share = person?.newlyQualified == nil ? 100 : policy.newlyQualifiedShare
        return (policy.cap * hundredths * share + 5000) / 10_000
    }

    /// Whether the cases count for more than the cap.
    public var isOverCap: Bool { points > cap }

    /// The points in percent of the cap; `nil` where the cap is nothing.
    public var percent: Int? { cap == 0 ? nil : (points * 100 + cap / 2) / cap }

    mutating func add(_ row: CaseRow, _ inBrief: CaseInBrief, isOverdue: Bool) {
        cases += 1
        points += row.weight
        if !inBrief.concerns.isEmpty { atMoreRisk += 1 }
        if inBrief.isUnseen { unseen += 1 }
        if isOverdue { overdue += 1 }
    }

    /// What is to be known of the worker beside the numbers, in words.
    public var remarks: [String] {
        var remarks: [String] = []
        if isOverCap { remarks.append("over the cap") }
        if person?.newlyQualified != nil { remarks.append("newly qualified") }
        if let absence = person?.absence, cases > 0 {
            remarks.append("absent" + (absence.days.until.map { " until \($0)" } ?? ""))
        }
        if let person, !person.isInPost, cases > 0 { remarks.append("no longer in post") }
        return remarks
    }

    var json: JSONValue {
        [
            "worker": .string(worker.text), "name": person?.name.map { .string($0) } ?? .null,
            "cases": .integer(Int64(cases)), "points": .integer(Int64(points)), "cap": .integer(Int64(cap)),
            "percent": percent.map { .integer(Int64($0)) } ?? .null,
            "fullTimeEquivalent": person?.fullTimeEquivalent?.field ?? .null,
            "available": person?.available?.field ?? .null, "atMoreRisk": .integer(Int64(atMoreRisk)),
            "unseen": .integer(Int64(unseen)), "overdue": .integer(Int64(overdue)),
            "remarks": .array(remarks.map { .string($0) }),
        ]
    }

    /// Those over their cap by most first.
    static func heaviestFirst(_ loads: some Sequence<Caseload>) -> [Caseload] {
        loads.sorted { one, other in
            // Compared as fractions, so that rounding does not order them.
            let (first, second) = (one.points * max(other.cap, 1), other.points * max(one.cap, 1))
            return first == second ? one.worker < other.worker : first > second
        }
    }
}
