public import CaseRecord

/// A child's chronology: what happened, in the order in which it happened, as the record now stands or stood at an
/// earlier moment.
public struct Chronology: Sendable {
    /// The child.
    public let child: ChildID
    /// Date of birth as last recorded; `nil` where none was, or for an unborn child.
    public let birthDate: CivilDate?
    /// The entries, earliest first. One that was struck out is shown, marked, and so is a correction without effect;
    /// one with effect stands in the trail of the entry that it concerns.
    public let entries: [Entry]
    /// The last position of the log that the record holds an entry from.
    public let position: Int64
    /// Only what had been recorded by then is shown; `nil`: all of it.
    public let knownAt: Instant?
    /// The record that this one is part of now; `nil` where it was not merged into another.
    public let mergedInto: ChildID?
    /// The records that were merged into this one.
    public let mergedFrom: [ChildID]

    /// One entry.
    public struct Entry: Sendable {
        /// The entry with what was said about it later.
        public let entry: EffectiveEntry
        /// How old the child was, where the date of birth is known.
        public let age: Age?
        /// The record that it came from, where that is another than the one shown.
        public let cameFrom: ChildID?
        /// Whether it is significant: as recorded or, where the recorder did not say, as is usual for its type.
        public let significance: Significance

        /// The event as it now stands.
        public var recorded: RecordedEvent { entry.recorded }
        /// When it happened, as exactly as is known.
        public var occurredAt: Occurrence { recorded.event.occurredAt }
        /// Its place in the record of the child that it stands in.
        public var version: Int64 {
            zip(recorded.event.children, recorded.versions).first { $0.0 == entry.child }?.1 ?? 0
        }
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

        /// A filter that lets everything through.
        public init() {}

        func shows(_ entry: Entry) -> Bool {
            if let from, entry.occurredAt.lastDay < from { return false }
            if let to, entry.occurredAt.firstDay > to { return false }
            if let significance, entry.significance != significance { return false }
            if let type, entry.recorded.event.type != type { return false }
            return true
        }
    }

    /// How many of the entries stand.
    public var count: Int { entries.count { $0.entry.stands } }

    /// The chronology of a child's record.
    public static func of(_ record: EffectiveRecord, filter: Filter = Filter()) -> Chronology {
        let birthDate = ChildIdentity(record).birthDate
        let entries = record.entries.map { entry in
            Entry(
                entry: entry,
                age: birthDate.flatMap { Age(of: $0, on: entry.recorded.event.occurredAt.firstDay) },
                cameFrom: entry.child == record.child ? nil : entry.child,
                significance: entry.recorded.event.significance ?? usualSignificance(of: entry.recorded.event))
        }
        let order = entries.sorted {
            ($0.occurredAt.firstInstant, $0.recorded.position) < ($1.occurredAt.firstInstant, $1.recorded.position)
        }
        return Chronology(
            child: record.child, birthDate: birthDate, entries: order.filter(filter.shows), position: record.position,
            knownAt: record.knownAt, mergedInto: record.mergedInto, mergedFrom: record.mergedFrom)
    }

    /// What a chronology usually holds (Care Inspectorate and local procedures): decisions and events for the child,
    /// not the worker's notes, how the work was organised, nor what was done to the record.
    private static func usualSignificance(of event: CaseEvent) -> Significance {
        event.data is any ChangesEntry || routine.contains(event.type) ? .routine : .significant
    }

    private static let routine: Set<EventType> = [
        "note.recorded", "record.merged", "handover.sent", "handover.accepted", "agency.contacted", "agency.replied",
        "case.waiting", "case.waiting-ended", "case.reviewed", "assessment.lead-changed",
        "assessment.contributor-added", "assessment.returned", "assessment.overrun-explained", "history.considered",
        "culture.considered", "action.set", "action.completed", "action.cancelled", "supervision.held",
        "decision.reviewed", "oversight.recorded", "audit.completed", "audit.shared", "chronology.reviewed",
        "alert.acknowledged", "alert.dismissed", "alert.silenced", "record.restricted", "record.unrestricted",
        "legal-hold.placed", "legal-hold.lifted",
    ]
}
