import CaseRecord
import Foundation
import StrictJSON
import Testing
import Timescales

/// A child's history, written as clients write it and read as the daemon reads it.
struct History {
    static let child = ChildID("N1001")!
    private(set) var events: [RecordedEvent] = []

    init(_ events: [(type: String, on: String, data: JSONValue)]) throws {
        for event in events { try add(event.type, event.on, event.data) }
    }

    mutating func add(
        _ type: String, _ occurredAt: String, _ data: JSONValue, original: JSONValue? = nil,
        recordedAt: String = "2026-11-23T09:00:00Z", children: JSONValue = ["N1001"]
    ) throws {
        let position = Int64(events.count + 1)
        var object = JSONObject()
        let digits = String(position, radix: 16)
        object["id"] = .string("0192d3c4-5e6f-7a8b-9c0d-" + String(repeating: "0", count: 12 - digits.count) + digits)
        object["type"] = .string(type)
        object["children"] = children
        object["occurredAt"] = .string(occurredAt)
        object["original"] = original
        object["data"] = data
        let context = RecordingContext(
            authority: AuthorityCode("926")!, recordedBy: WorkerID("jo")!, now: Instant("2033-01-01T00:00:00Z")!)
        do {
            let event = try EventDraft.reading(.object(object), in: context).event
            events.append(
                RecordedEvent(
                    position: position, recordedAt: Instant(recordedAt)!, versions: [position], hash: [],
                    typeVersion: Swift.type(of: event.data).version, event: event))
        } catch {
            Issue.record("not a well-formed event: \(error.problems)")
        }
    }

    /// The same events as if they had been recorded in another order.
    func recorded(in order: [Int]) -> [RecordedEvent] {
        order.enumerated().map { place, index in
            RecordedEvent(
                position: Int64(place + 1), recordedAt: events[index].recordedAt, versions: [Int64(place + 1)],
                hash: [], typeVersion: events[index].typeVersion, event: events[index].event)
        }
    }

    func clocks(_ rulebook: Rulebook = nationalRules) -> [Clock] {
        Clocks.of(history: events, child: Self.child, rulebook: rulebook)
    }

    func clock(_ rule: String, _ name: String, _ rulebook: Rulebook = nationalRules) throws -> Clock {
        let all = clocks(rulebook)
        return try #require(
            all.first { $0.id == "\(rule)/N1001/\(name)" }, "no such clock among \(all.map(\.id))")
    }
}

extension Clock {
    /// The state with the end's day and event position, in a form that is easily compared.
    var outcome: String {
        switch state {
        case .open: "open"
        case .met(let day, let by): "met \(day) by \(by.position)"
        case .late(let day, let by, let late): "late \(day) by \(by.position), \(late)"
        case .cancelled(let day, let by, _, let wasOverdue):
            "cancelled \(day) by \(by.position)\(wasOverdue ? ", overdue" : "")"
        case .cannotBeTold: "cannot be told"
        }
    }
}

/// The national rules; a test reads them without a problem.
let nationalRules: Rulebook = {
    do { return try Rulebook.national() } catch {
        Issue.record("the national rules cannot be read: \(error)")
        return Rulebook()
    }
}()

func day(_ text: String) -> CivilDate { CivilDate(text)! }

/// A generator that gives the same numbers for the same seed (SplitMix64), so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
