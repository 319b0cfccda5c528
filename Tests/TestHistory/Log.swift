public import CaseRecord
import Foundation
public import StrictJSON

/// An authority's log, written as clients write it and read as the daemon reads it: one event a minute.
public struct Log: Sendable {
    /// The events, in order.
    public private(set) var events: [RecordedEvent] = []
    /// When a log begins.
    public static let start = Instant("2026-01-01T00:00:00Z")!

    /// No event yet.
    public init() {}

    /// Appends an event and returns its id; without data of its own, a note.
    @discardableResult
    public mutating func add(
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
            throw MalformedTestEvent(problems: "\(error.problems)")
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
    public mutating func correct(
        _ entry: JSONValue, of type: String = "note.recorded", in children: [String] = ["A"], by worker: String = "kim",
        because reason: String = "wrong", _ fields: JSONObject
    ) throws -> JSONValue {
        var data: JSONObject = ["entry": entry, "type": .string(type), "reason": .string(reason)]
        for member in fields.members { data[member.name] = member.value }
        return try add("entry.corrected", children, by: worker, .object(data))
    }

    /// Strikes an entry out.
    @discardableResult
    public mutating func strike(
        _ entry: JSONValue, in children: [String] = ["A"], because reason: String = "wrong child"
    ) throws -> JSONValue {
        try add("entry.struck-out", children, by: "kim", ["entry": entry, "reason": .string(reason)])
    }

    /// Merges one record into another.
    @discardableResult
    public mutating func merge(_ from: String, into: String) throws -> JSONValue {
        try add(
            "record.merged", [from, into], ["from": .string(from), "into": .string(into), "reason": "same birth date"])
    }

    /// Ends a merge.
    @discardableResult
    public mutating func unmerge(_ merge: JSONValue, _ from: String, from into: String) throws -> JSONValue {
        try add(
            "record.unmerged", [from, into],
            ["merge": merge, "from": .string(from), "into": .string(into), "reason": "twins"])
    }

    /// The record of a child as all of the log, or what had been recorded by a position, makes it.
    public func record(_ child: String, knownAt position: Int64? = nil) -> EffectiveRecord {
        let child = ChildID(child)!
        var related = RelatedHistories(of: child)
        while let next = related.missing.first {
            related.add(events.filter { $0.event.children.contains(next) }, of: next)
        }
        return EffectiveRecord(of: child, in: related, knownAt: position.map { Self.time($0) })
    }

    /// The log as it was at a position.
    public func prefix(_ count: Int) -> Log {
        var log = Log()
        log.events = Array(events.prefix(count))
        return log
    }

    /// When the event at that position was recorded.
    public static func time(_ position: Int64) -> Instant { start.adding(seconds: position * 60) }

    /// The id of the event of that number.
    public static func id(_ number: Int) -> JSONValue {
        let digits = String(number, radix: 16)
        return .string("0192d3c4-5e6f-7a8b-9c0d-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }
}

/// What a test wrote is not an event.
public struct MalformedTestEvent: Error, CustomStringConvertible {
    let problems: String
    /// What is wrong with it.
    public var description: String { "not a well-formed event: \(problems)" }
}
