public import Foundation

/// Who disputes an entry.
public enum DisputeBy: String, FieldChoice {
    /// The child.
    case child
    /// A parent.
    case parent
    /// A carer.
    case carer
    /// Somebody else.
    case other
}

/// The child, a parent or somebody else holds an entry to be wrong. Their words stand beside it; the entry stays.
public struct EntryDisputed: EventPayload, FieldListing {
    /// `entry.disputed`.
    public static let type: EventType = "entry.disputed"
    /// Entry disputed.
    public static let title = "Entry disputed"

    /// The entry, by the id of its event.
    public private(set) var entry: UUID = .unread
    /// Who disputes it.
    public private(set) var by: DisputeBy = .unread
    /// Their own words.
    public private(set) var words: String = .unread
    /// Their name.
    public private(set) var name: String?
    /// What they ask for.
    public private(set) var remedy: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("entry", &entry)
        fields.required("by", &by)
        fields.required("words", &words)
        fields.optional("name", &name)
        fields.optional("remedy", &remedy)
    }

    /// In one line.
    public var headline: String { "Entry disputed by \(by.words): \(words)" }
}

/// An entry turned out to matter more, or less, than was thought when it was recorded.
public struct SignificanceSet: ChangesEntry, FieldListing {
    /// `significance.set`.
    public static let type: EventType = "significance.set"
    /// Significance set.
    public static let title = "Significance set"

    /// The entry, by the id of its event.
    public private(set) var entry: UUID = .unread
    /// What it is held to be now.
    public private(set) var significance: Significance = .unread
    /// Why.
    public private(set) var reason: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("entry", &entry)
        fields.required("significance", &significance)
        fields.required("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(significance.words, reason) }

    /// The entry.
    public var changedEntry: UUID { entry }
}

/// Somebody read the chronology, and says what it shows.
public struct ChronologyReviewed: EventPayload, FieldListing {
    /// `chronology.reviewed`.
    public static let type: EventType = "chronology.reviewed"
    /// Chronology reviewed.
    public static let title = "Chronology reviewed"

    /// Who read it.
    public private(set) var reviewedBy: WorkerID?
    /// The last day that it covers.
    public private(set) var throughDate: CivilDate?
    /// The position of the log up to which it was read.
    public private(set) var throughPosition: Int?
    /// What is known of times without entries.
    public private(set) var gaps: String?
    /// What it shows.
    public private(set) var patterns: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("reviewedBy", &reviewedBy)
        fields.optional("throughDate", &throughDate)
        fields.optional("throughPosition", &throughPosition)
        fields.optional("gaps", &gaps)
        fields.optional("patterns", &patterns)
    }

    /// In one line.
    public var headline: String { Self.headline(patterns) }
}
