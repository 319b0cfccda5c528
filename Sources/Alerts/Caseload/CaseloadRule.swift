import CaseRecord
import StrictJSON
import Timescales
import Views

/// The rule that a worker's cases count for no more than the cap. It is not in the rulebook, whose rules are clocks of a child:
/// it has no day by which something is due, and is broken from the moment at which there is too much.
public enum CaseloadRule {
    /// Its name, where clocks have that of a rule of the rulebook.
    public static let id = "CASELOAD"
    /// What it is about.
    public static let title = "Caseload over the cap"
    /// How grave it is and who is told.
    static func json(_ policy: CaseloadPolicy) -> JSONValue {
        [
            "id": .string(id), "title": .string(title), "kind": "local",
            "severity": ["overdue": .integer(Int64(policy.severity.rawValue))],
            "tell": ["overdue": .array(policy.tell.map { .string($0.rawValue) })],
        ]
    }

    /// Names the alert as the name of a clock does.
    static func clockID(of worker: WorkerID) -> String { "\(id)/\(worker.text)" }
}

/// What a worker carries, and whether it is too much.
struct CaseloadStanding: Sendable, Equatable {
    let worker: WorkerID
    /// The team that the worker is in or, where that is not known, that most of it is in.
    let team: String?
    let cases: Int64
    let points: Int64
    let cap: Int
    let remarks: [String]
    /// Whether the authority wants no alerts of caseloads.
    let isOff: Bool

    var isOverCap: Bool { !isOff && points > Int64(cap) }

    var explanation: JSONValue {
        let count = cases == 1 ? "1 case" : "\(cases) cases"
        let what = points > Int64(cap) ? "over the cap" : "within the cap"
        return [
            "sentence": .string(
                "The \(count) of \(worker.text) count for \(points), which is \(what) of \(cap) for this worker."),
            "remarks": .array(
                (remarks + (isOff ? ["the authority's rules want no alert of it"] : [])).map { .string($0) }),
        ]
    }
}
