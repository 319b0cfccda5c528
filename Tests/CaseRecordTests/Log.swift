import CaseRecord
import Foundation
import StrictJSON
import Testing

/// An authority's log, written as clients write it and read as the daemon reads it: one event a minute.
struct Log {
    private(set) var events: [RecordedEvent] = []
    static let start = Instant("2026-01-01T00:00:00Z")!

    /// Appends an event and returns its id; without data of its own, a note.
    @discardableResult
    mutating func add(
        _ type: String = "note.recorded", _ children: [String] = ["A"], on day: String = "2020-05-01",
        by worker: String = "jo", _ data: JSONValue = ["text": "A note."], more: JSONObject = [:]
    ) throws -> JSONValue {
        let id = Self.id(events.count + 1)
        var object: JSONObject = [
            "id": id, "type": .string(type), "children": .array(children.map { .string($0) }),
            "occurredAt": .string(day), "recordedBy": .string(worker), "data": data,
        ]
        for member in more.members { object[member.name] = member.value }
        let context = RecordingContext(
            authority: AuthorityCode("926")!, recordedBy: WorkerID("jo")!, now: Instant("2033-01-01T00:00:00Z")!)
        let event: CaseEvent
        do {
            event = try EventDraft.reading(.object(object), in: context).event
        } catch {
            Issue.record("not a well-formed event: \(error.problems)")
            throw error
        }
        // What was stored has to read back.
        let stored = try CaseEvent(
            stored: event.canonicalBytes, typeVersion: Swift.type(of: event.data).version)
        let position = Int64(events.count + 1)
        let versions = event.children.map { child in
            Int64(events.count { $0.event.children.contains(child) } + 1)
        }
        events.append(
            RecordedEvent(
                position: position, recordedAt: Self.time(position), versions: versions, hash: [],
                typeVersion: Swift.type(of: stored.data).version, event: stored))
        return id
    }

    /// Appends a correction.
    @discardableResult
    mutating func correct(
        _ entry: JSONValue, of type: String = "note.recorded", in children: [String] = ["A"], by worker: String = "kim",
        because reason: String = "wrong", _ fields: JSONObject
    ) throws -> JSONValue {
        var data: JSONObject = ["entry": entry, "type": .string(type), "reason": .string(reason)]
        for member in fields.members { data[member.name] = member.value }
        return try add("entry.corrected", children, by: worker, .object(data))
    }

    /// Strikes an entry out.
    @discardableResult
    mutating func strike(
        _ entry: JSONValue, in children: [String] = ["A"], because reason: String = "wrong child"
    ) throws -> JSONValue {
        try add("entry.struck-out", children, by: "kim", ["entry": entry, "reason": .string(reason)])
    }

    /// Merges one record into another.
    @discardableResult
    mutating func merge(_ from: String, into: String) throws -> JSONValue {
        try add(
            "record.merged", [from, into], ["from": .string(from), "into": .string(into), "reason": "same birth date"])
    }

    /// Ends a merge.
    @discardableResult
    mutating func unmerge(_ merge: JSONValue, _ from: String, from into: String) throws -> JSONValue {
        try add(
            "record.unmerged", [from, into],
            ["merge": merge, "from": .string(from), "into": .string(into), "reason": "twins"])
    }

    /// The record of a child as all of the log, or what had been recorded by a position, makes it.
    func record(_ child: String, knownAt position: Int64? = nil) -> EffectiveRecord {
        let child = ChildID(child)!
        var related = RelatedHistories(of: child)
        while let next = related.missing.first {
            related.add(events.filter { $0.event.children.contains(next) }, of: next)
        }
        return EffectiveRecord(of: child, in: related, knownAt: position.map { Self.time($0) })
    }

    /// The log as it was at a position.
    func prefix(_ count: Int) -> Log {
        var log = Log()
        log.events = Array(events.prefix(count))
        return log
    }

    static func time(_ position: Int64) -> Instant { start.adding(seconds: position * 60) }

    static func id(_ number: Int) -> JSONValue {
        let digits = String(number, radix: 16)
        return .string("0192d3c4-5e6f-7a8b-9c0d-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }
}

extension EffectiveRecord {
    /// The positions of the entries that stand.
    var positions: [Int64] { standing.map(\.position) }

    /// The entry at that position.
    func entry(_ position: Int64) throws -> EffectiveEntry {
        try #require(entries.first { $0.recorded.position == position }, "no entry at position \(position)")
    }

    /// All that the record says, in a form that is easily compared.
    var essence: [String] {
        let head = "\(child) into \(mergedInto?.text ?? "-") from \(mergedFrom) at \(position)"
        let strands = strands.map { "\($0.child): \($0.events.map(\.position))" }
        return [head] + strands + entries.map(\.essence)
    }
}

extension EffectiveEntry {
    var essence: String {
        let content = String(decoding: recorded.event.canonicalBytes, as: UTF8.self)
        let trail = changes.map { change in
            "\(change.kind) \(change.reason) \(change.isInEffect) \(change.fields.map(\.pointer)) [\(change.entry.essence)]"
        }
        return "\(recorded.position) \(child) \(stands) \(withoutEffect ?? "-") \(content) \(trail)"
    }
}

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
