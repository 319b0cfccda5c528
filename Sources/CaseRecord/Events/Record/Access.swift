public import Foundation

/// What of a record is restricted.
public enum RestrictionScope: String, FieldChoice {
    /// All of it.
    case wholeRecord = "whole-record"
    /// Some entries.
    case entries
}

/// Fewer people may read the record, or some of its entries.
public struct RecordRestricted: EventPayload, FieldListing {
    /// `record.restricted`.
    public static let type: EventType = "record.restricted"
    /// Record restricted.
    public static let title = "Record restricted"

    /// Names this restriction.
    public private(set) var restriction: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// What of it.
    public private(set) var scope: RestrictionScope = .unread
    /// The entries, by the ids of their events.
    public private(set) var entries: [UUID] = []
    /// The teams that may still read it.
    public private(set) var teams: [TeamID] = []
    /// The workers who may still read it.
    public private(set) var workers: [WorkerID] = []
    /// Until when.
    public private(set) var until: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("restriction", &restriction)
        fields.required("reason", &reason)
        fields.required("scope", &scope)
        fields.list("entries", &entries)
        fields.list("teams", &teams)
        fields.list("workers", &workers)
        fields.optional("until", &until)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// A restriction ended.
public struct RecordUnrestricted: EventPayload, FieldListing {
    /// `record.unrestricted`.
    public static let type: EventType = "record.unrestricted"
    /// Restriction lifted.
    public static let title = "Restriction lifted"

    /// The restriction.
    public private(set) var restriction: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("restriction", &restriction)
        fields.required("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// Nothing of the record may be destroyed, whatever the retention period: an inquiry or a court may need it.
public struct LegalHoldPlaced: EventPayload, FieldListing {
    /// `legal-hold.placed`.
    public static let type: EventType = "legal-hold.placed"
    /// Legal hold placed.
    public static let title = "Legal hold placed"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// Names this hold.
    public private(set) var hold: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// Who asked for it.
    public private(set) var requestedBy: String?
    /// When it is to be looked at again.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("hold", &hold)
        fields.required("reason", &reason)
        fields.optional("requestedBy", &requestedBy)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// A legal hold ended.
public struct LegalHoldLifted: EventPayload, FieldListing {
    /// `legal-hold.lifted`.
    public static let type: EventType = "legal-hold.lifted"
    /// Legal hold lifted.
    public static let title = "Legal hold lifted"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The hold.
    public private(set) var hold: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("hold", &hold)
        fields.required("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
