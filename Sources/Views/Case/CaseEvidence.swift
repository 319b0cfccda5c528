public import CaseRecord
public import Foundation
public import StrictJSON

/// An entry that something in a view rests on.
public struct CaseEvidence: Sendable, Hashable {
    /// The id of its event.
    public let id: UUID
    /// Its place in the log.
    public let position: Int64
    /// When it happened.
    public let occurredAt: Occurrence
    /// Its type.
    public let type: EventType
    /// Who recorded it.
    public let recordedBy: WorkerID
    /// What it says, in one line.
    public var headline: String { said.headline }

    private let said: Said

    /// That entry, as it now stands.
    public init(_ recorded: RecordedEvent) {
        id = recorded.event.id
        position = recorded.position
        occurredAt = recorded.event.occurredAt
        type = recorded.event.type
        recordedBy = recorded.event.recordedBy
        said = Said(event: recorded.event)
    }

    /// The first day on which it can have happened.
    public var day: CivilDate { occurredAt.firstDay }

    /// The entry as JSON: `id`, `position`, `occurredAt`, `type`, `recordedBy` and `headline`.
    public var json: JSONValue {
        [
            "id": id.field, "position": .integer(position), "occurredAt": .string(occurredAt.description),
            "type": .string(type.name), "recordedBy": .string(recordedBy.text), "headline": .string(headline),
        ]
    }

    /// An event's line is only made where it is shown. Equal ids are the same event.
    private struct Said: Sendable, Hashable {
        let event: CaseEvent
        var headline: String { event.headline }
        static func == (one: Said, other: Said) -> Bool { one.event.id == other.event.id }
        func hash(into hasher: inout Hasher) { hasher.combine(event.id) }
    }
}
