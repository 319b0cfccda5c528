import CaseRecord
import Foundation
import StrictJSON

/// An entry of a child's record, or something derived from one, as the rules see it.
struct Happening: Sendable {
    /// The entry, or the one that says what was derived.
    let recorded: RecordedEvent
    /// The type of event, or what was derived.
    let type: String
    /// The fields of `data`.
    let fields: JSONObject
    /// The only or first day that it can have happened on.
    var day: CivilDate
    /// The only or last day that it can have happened on.
    var lastDay: CivilDate
    /// Where it sorts: the first moment that it can have happened at.
    var at: Instant
    /// Whether ``at`` is the moment itself.
    var isMoment: Bool
    /// The entry that made it known where that is another one.
    var knownBy: RecordedEvent?
    /// The names of the matters that it belongs to, by kind.
    var names: [String: Set<String>] = [:]

    init(_ recorded: RecordedEvent, type: String? = nil, fields: JSONObject? = nil) {
        self.recorded = recorded
        self.type = type ?? recorded.event.type.name
        self.fields = fields ?? recorded.event.data.field.objectValue ?? JSONObject()
        let occurredAt = recorded.event.occurredAt
        day = occurredAt.firstDay
        lastDay = occurredAt.lastDay
        at = occurredAt.firstInstant
        isMoment = occurredAt.precision == .exact
    }

    var mark: EventMark { EventMark(recorded) }
    var isDayKnown: Bool { day == lastDay }

    /// The same on another day.
    func on(_ day: CivilDate) -> Happening {
        var moved = self
        moved.day = day
        moved.lastDay = day
        moved.at = LondonTime.startOfDay(day)
        moved.isMoment = false
        return moved
    }

    /// By when it happened; the event's id, and not the order of recording, decides between equals.
    func precedes(_ other: Happening) -> Bool {
        if at != other.at { return at < other.at }
        return recorded.event.id.uuidString < other.recorded.event.id.uuidString
    }

    /// Whether it happened on that day or after it or, where both moments are known, not before that moment.
    func isNotBefore(_ other: Happening) -> Bool {
        isMoment && other.isMoment ? at >= other.at : day >= other.day
    }

    /// Whether the two come from the same entry.
    func isSameEntry(as other: Happening) -> Bool { recorded.position == other.recorded.position }

    /// The name that it gives for a matter of that kind itself.
    func ownName(_ kind: String) -> String? { fields[kind]?.stringValue }
}

extension Sequence<Happening> {
    /// By when they happened.
    func chronological() -> [Happening] { sorted { $0.precedes($1) } }
}
