import CaseRecord
import Foundation
import StrictJSON

/// An entry of a child's record, or something derived from one, as the rules see it.
struct Happening: Sendable {
    private let said: Said
    /// The only or first day that it can have happened on.
    private(set) var day: CivilDate
    /// The only or last day that it can have happened on.
    private(set) var lastDay: CivilDate
    /// Where it sorts: the first moment that it can have happened at.
    private(set) var at: Instant
    /// Whether ``at`` is the moment itself.
    private(set) var isMoment: Bool
    /// The matters that it belongs to.
    var names = MatterNames()

    /// What stays the same of a happening, kept once: rules hand happenings about.
    private final class Said: Sendable {
        let recorded: RecordedEvent
        let type: String
        let fields: JSONObject
        let ownNames: MatterNames
        let knownBy: RecordedEvent?

        init(_ recorded: RecordedEvent, _ type: String, _ fields: JSONObject, _ knownBy: RecordedEvent?) {
            self.recorded = recorded
            self.type = type
            self.fields = fields
            self.knownBy = knownBy
            ownNames = MatterNames(namedIn: fields)
        }
    }

    /// An entry, or something derived from one.
    init(
        _ recorded: RecordedEvent, type: String? = nil, fields: JSONObject? = nil, knownBy: RecordedEvent? = nil
    ) {
        said = Said(
            recorded, type ?? recorded.event.type.name,
            fields ?? recorded.event.data.field.objectValue ?? JSONObject(), knownBy)
        let occurredAt = recorded.event.occurredAt
        day = occurredAt.firstDay
        lastDay = occurredAt.lastDay
        at = occurredAt.firstInstant
        isMoment = occurredAt.precision == .exact
    }

    /// The entry, or the one that says what was derived.
    var recorded: RecordedEvent { said.recorded }
    /// The type of event, or what was derived.
    var type: String { said.type }
    /// The fields of `data`.
    var fields: JSONObject { said.fields }
    /// The matters that it names itself.
    var ownNames: MatterNames { said.ownNames }
    /// The entry that made it known where that is another one.
    var knownBy: RecordedEvent? { said.knownBy }
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
        return recorded.event.id.precedes(other.recorded.event.id)
    }

    /// Whether it happened on that day or after it or, where both moments are known, not before that moment.
    func isNotBefore(_ other: Happening) -> Bool {
        isMoment && other.isMoment ? at >= other.at : day >= other.day
    }

    /// Whether the two come from the same entry.
    func isSameEntry(as other: Happening) -> Bool { recorded.position == other.recorded.position }

    /// The name that it gives for a matter of that kind itself.
    func ownName(_ kind: String) -> String? { said.ownNames.first(kind) }
}

extension Sequence<Happening> {
    /// By when they happened.
    func chronological() -> [Happening] { sorted { $0.precedes($1) } }
}
