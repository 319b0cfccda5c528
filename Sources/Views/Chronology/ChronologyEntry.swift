public import CaseRecord
public import Foundation
import StrictJSON

extension Chronology {
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
        /// In a family's chronology: in whose records of the family it stands.
        public internal(set) var whose: [ChildID] = []
        /// In a family's chronology: out of whose records of the family it was struck, while it stands in another.
        public internal(set) var struckOutOf: [ChildID] = []
        /// Whether it is about somebody else: it stands in another child's record only, or its source is a third party.
        /// It may not be for all who may read the child's own record.
        public internal(set) var isThirdParty = false
        /// In a court's chronology: why an entry from before the last two years is there.
        public internal(set) var reliances: [Reliance] = []

        init(entry: EffectiveEntry, age: Age?, cameFrom: ChildID?, significance: Significance) {
            self.entry = entry
            self.age = age
            self.cameFrom = cameFrom
            self.significance = significance
        }

        /// The event as it now stands.
        public var recorded: RecordedEvent { entry.recorded }
        /// When it happened, as exactly as is known.
        public var occurredAt: Occurrence { recorded.event.occurredAt }
        /// Its place in the record of the child that it stands in.
        public var version: Int64 {
            zip(recorded.event.children, recorded.versions).first { $0.0 == entry.child }?.1 ?? 0
        }
        /// The setting that its significance goes back to; `nil` where nobody set it after it was recorded.
        public var significanceSetBy: EntryChange? {
            entry.changes.last { $0.kind == .significanceSet && $0.isInEffect }
        }
    }
}

/// An entry by its place in the log: what a figure can be opened to.
public struct EntryMark: Sendable, Hashable {
    /// Its position.
    public let position: Int64
    /// The id of its event.
    public let id: UUID
    /// When it happened.
    public let occurredAt: Occurrence

    init(_ recorded: RecordedEvent) {
        position = recorded.position
        id = recorded.event.id
        occurredAt = recorded.event.occurredAt
    }

    /// The entry as clients read it.
    var json: JSONValue {
        ["position": .integer(position), "id": id.field, "occurredAt": .string(occurredAt.description)]
    }
}
