import CaseRecord
import Foundation

/// A recorded event with its payload's type known.
struct Entry<Payload: Sendable>: Sendable {
    let recorded: RecordedEvent
    let data: Payload
    /// The only or first day that it can have happened on.
    let day: CivilDate
    /// The only or last day that it can have happened on.
    let lastDay: CivilDate
    /// Where it sorts: the first moment that it can have happened at.
    let at: Instant

    init(_ recorded: RecordedEvent, _ data: Payload) {
        self.recorded = recorded
        self.data = data
        day = recorded.event.occurredAt.firstDay
        lastDay = recorded.event.occurredAt.lastDay
        at = recorded.event.occurredAt.firstInstant
    }

    private init(_ recorded: RecordedEvent, _ data: Payload, day: CivilDate, lastDay: CivilDate, at: Instant) {
        self.recorded = recorded
        self.data = data
        self.day = day
        self.lastDay = lastDay
        self.at = at
    }

    /// The entry where its payload is of no matter.
    var untyped: Entry<Void> { Entry<Void>(recorded, (), day: day, lastDay: lastDay, at: at) }

    var mark: EventMark { EventMark(recorded) }
    var isDayKnown: Bool { day == lastDay }

    /// By when it happened; the event's id, and not the order of recording, decides between equals.
    func precedes(_ other: Entry<some Sendable>) -> Bool {
        if at != other.at { return at < other.at }
        return recorded.event.id.uuidString < other.recorded.event.id.uuidString
    }

    /// Whether it happened on that day or after it or, where both moments are known, not before that moment.
    func isNotBefore(_ other: Entry<some Sendable>) -> Bool {
        let areMoments =
            recorded.event.occurredAt.precision == .exact && other.recorded.event.occurredAt.precision == .exact
        return areMoments ? at >= other.at : day >= other.day
    }
}

extension Sequence {
    /// The entries by when they happened.
    func chronological<Payload>() -> [Entry<Payload>] where Element == Entry<Payload> {
        sorted { $0.precedes($1) }
    }

    /// The entries by the name that each gives; the first by position keeps a name given twice.
    func named<Payload>(by name: (Payload) -> Reference) -> [Reference: Entry<Payload>]
    where Element == Entry<Payload> {
        Dictionary(map { (name($0.data), $0) }) { $0.recorded.position <= $1.recorded.position ? $0 : $1 }
    }
}
