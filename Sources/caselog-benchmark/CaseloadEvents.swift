import CaseRecord
import Foundation
import StrictJSON

/// Open cases of one team, each with the events of an assessment under way: what a team view is counted from.
struct CaseloadEvents {
    static let team = "area-west"
    private var ids: SampleIDs
    private let now: Instant

    init(seed: UInt64, now: Instant) {
        ids = SampleIDs(seed: seed)
        self.now = now
    }

    /// The events of that many cases, those of each case one after the other.
    mutating func next(cases: Int) throws -> [EventDraft] {
        var drafts: [EventDraft] = []
        for number in 0..<cases { try add(number, to: &drafts) }
        return drafts
    }

    private mutating func add(_ number: Int, to drafts: inout [EventDraft]) throws {
        let child = "T\(number)"
        let start = LondonTime.date(of: now).adding(days: -3 - number % 90)
        let worker = JSONValue.string("w\(number % 60)")
        func day(_ days: Int) -> String { min(start.adding(days: days), LondonTime.date(of: now)).description }
        try add("child.registered", child, day(0), ["birthDate": "2015-03-02", "sex": "F"], to: &drafts)
        try add(
            "referral.received", child, day(0),
            ["referral": "R-1", "sourceCode": "6", "team": .string(Self.team), "locality": "west"], to: &drafts)
        try add(
            "referral.decided", child, day(1), ["referral": "R-1", "outcome": "single-assessment"], to: &drafts)
        if number % 10 == 0 {
            try add(
                "case.waiting", child, day(2), ["state": "unallocated", "team": .string(Self.team)], to: &drafts)
        } else {
            try add(
                "case.allocated", child, day(2), ["worker": worker, "team": .string(Self.team), "weight": 2],
                to: &drafts)
        }
        try add(
            "assessment.started", child, day(2),
            ["assessment": "A-1", "kind": "single", "referral": "R-1", "lead": worker], to: &drafts)
        try add(
            "visit.made", child, day(4),
            ["visit": "V-1", "purpose": "assessment", "seen": .bool(number % 7 != 0), "seenAlone": false],
            to: &drafts)
        try add(
            "decision.made", child, day(5),
            [
                "decision": "D-1", "kind": "assessment", "what": "Visit weekly until the assessment is authorised",
                "rationale": "bruise, age",
                "actions": [
                    ["action": "AC-1", "what": "Speak to the school nurse", "who": "duty", "due": .string(day(9))]
                ],
            ], to: &drafts)
        for visit in 0..<(number % 5) {
            try add("note.recorded", child, day(6 + visit), ["text": "Seen at home with mother; settled."], to: &drafts)
        }
    }

    private mutating func add(
        _ type: String, _ child: String, _ day: String, _ data: JSONValue, to drafts: inout [EventDraft]
    ) throws {
        let context = RecordingContext(
            authority: SampleEvents.authority, recordedBy: WorkerID(unchecked: "w1"), now: now)
        do {
            drafts.append(
                try EventDraft.reading(
                    [
                        "id": .string(ids.next().uuidString.lowercased()), "type": .string(type),
                        "children": [.string(child)], "occurredAt": .string(day), "data": data,
                    ], in: context))
        } catch {
            throw BenchmarkError(description: "\(type): \(error.problems)")
        }
    }
}
