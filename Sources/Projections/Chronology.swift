public import CaseRecord

/// A child's chronology: what happened, in the order in which it happened, as the log knew it at some position.
public struct Chronology: Sendable {
    /// The child.
    public let child: ChildID
    /// Date of birth as last recorded; `nil` where none was, or for an unborn child.
    public let birthDate: CivilDate?
    /// The entries, earliest first.
    public let entries: [Entry]
    /// The last position of the log that the record holds an entry from.
    public let position: Int64

    /// One entry.
    public struct Entry: Sendable {
        /// When it happened, as exactly as is known.
        public let occurredAt: Occurrence
        /// How old the child was, where the date of birth is known.
        public let age: Age?
        /// The event.
        public let recorded: RecordedEvent
        /// Its place in the child's record.
        public let version: Int64
        /// Whether it is significant: as recorded or, where the recorder did not say, as is usual for its type.
        public let significance: Significance
    }

    /// Which entries to show.
    public struct Filter: Sendable {
        /// Only what can have happened on or after this day.
        public var from: CivilDate?
        /// Only what can have happened on or before this day.
        public var to: CivilDate?
        /// Only entries of this significance.
        public var significance: Significance?
        /// Only events of this type.
        public var type: EventType?
        /// Only what the log held at this moment.
        public var knownAt: Instant?

        /// A filter that lets everything through.
        public init() {}

        func lets(_ recorded: RecordedEvent) -> Bool {
            if let knownAt, recorded.recordedAt > knownAt { return false }
            return true
        }

        func shows(_ entry: Entry) -> Bool {
            if let from, entry.occurredAt.lastDay < from { return false }
            if let to, entry.occurredAt.firstDay > to { return false }
            if let significance, entry.significance != significance { return false }
            if let type, entry.recorded.event.type != type { return false }
            return true
        }
    }

    /// The chronology of a child's record, which is given in the order of the log.
    public static func of(_ history: [RecordedEvent], child: ChildID, filter: Filter = Filter()) -> Chronology {
        let known = history.filter(filter.lets)
        let birthDate = known.reversed().lazy.compactMap { ($0.event.data as? ChildRegistered)?.birthDate }.first
        let entries = known.enumerated().map { index, recorded in
            Entry(
                occurredAt: recorded.event.occurredAt,
                age: birthDate.flatMap { Age(of: $0, on: recorded.event.occurredAt.firstDay) },
                recorded: recorded, version: Int64(index + 1),
                significance: recorded.event.significance ?? usualSignificance(of: recorded.event))
        }
        let order = entries.sorted {
            ($0.occurredAt.firstInstant, $0.recorded.position) < ($1.occurredAt.firstInstant, $1.recorded.position)
        }
        return Chronology(
            child: child, birthDate: birthDate, entries: order.filter(filter.shows),
            position: known.last?.position ?? 0)
    }

    /// What a chronology usually holds (Care Inspectorate and local procedures): decisions and events for the child,
    /// not the worker's notes.
    private static func usualSignificance(of event: CaseEvent) -> Significance {
        event.data is NoteRecorded ? .routine : .significant
    }
}

/// A child's age in whole years and months.
public struct Age: Sendable, Hashable, CustomStringConvertible {
    /// Whole years.
    public let years: Int
    /// Whole months beyond the years, 0 to 11.
    public let months: Int

    /// The age on a day; `nil` before the birth.
    public init?(of birth: CivilDate, on day: CivilDate) {
        guard day >= birth else { return nil }
        let (from, to) = (birth.components, day.components)
        var total = (to.year - from.year) * 12 + to.month - from.month
        if birth.adding(months: total) > day { total -= 1 }
        years = total / 12
        months = total % 12
    }

    /// As `4 y 7 m`.
    public var description: String { "\(years) y \(months) m" }
}
