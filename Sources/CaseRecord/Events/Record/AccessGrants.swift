/// A worker may read the record for a time, though none of the worker's teams has the case or though it is restricted.
public struct AccessGranted: EventPayload, FieldListing {
    /// `access.granted`.
    public static let type: EventType = "access.granted"
    /// Access granted.
    public static let title = "Access granted"

    /// Names this access.
    public private(set) var access: Reference = .unread
    /// Who may read.
    public private(set) var worker: WorkerID = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// The last day of it: no access is for ever.
    public private(set) var until: CivilDate = .unread
    /// Who decided it.
    public private(set) var grantedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("access", &access)
        fields.required("worker", &worker)
        fields.required("reason", &reason)
        fields.required("until", &until)
        fields.optional("grantedBy", &grantedBy)
    }

    /// In one line.
    public var headline: String { Self.headline("\(worker), until \(until): \(reason)") }
}

/// An access ended before its day.
public struct AccessRevoked: EventPayload, FieldListing {
    /// `access.revoked`.
    public static let type: EventType = "access.revoked"
    /// Access revoked.
    public static let title = "Access revoked"

    /// The access: one that was granted, or one in an emergency.
    public private(set) var access: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("access", &access)
        fields.required("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// A worker who may not read the record opened it because a child could come to harm otherwise ("break glass"). Those who
/// have the case are told at once, and a manager says whether it was right.
public struct EmergencyAccessOpened: EventPayload, FieldListing {
    /// `emergency-access.opened`.
    public static let type: EventType = "emergency-access.opened"
    /// Record opened in an emergency.
    public static let title = "Record opened in an emergency"

    /// Names this access.
    public private(set) var access: Reference = .unread
    /// Who opened it.
    public private(set) var worker: WorkerID = .unread
    /// Why it could not wait.
    public private(set) var reason: String = .unread
    /// The last day of it.
    public private(set) var until: CivilDate = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("access", &access)
        fields.required("worker", &worker)
        fields.required("reason", &reason)
        fields.required("until", &until)
    }

    /// In one line.
    public var headline: String { Self.headline("\(worker): \(reason)") }
}

/// Whether it was right to open a record in an emergency.
public enum EmergencyAccessOutcome: String, FieldChoice {
    /// It was.
    case justified
    /// It was not; what follows is for the authority's own procedure.
    case notJustified = "not-justified"
}

/// A manager looked at an access in an emergency.
public struct EmergencyAccessReviewed: EventPayload, FieldListing {
    /// `emergency-access.reviewed`.
    public static let type: EventType = "emergency-access.reviewed"
    /// Emergency access reviewed.
    public static let title = "Emergency access reviewed"

    /// The access.
    public private(set) var access: Reference = .unread
    /// Whether it was right.
    public private(set) var outcome: EmergencyAccessOutcome = .unread
    /// Who looked at it.
    public private(set) var reviewedBy: WorkerID?
    /// What was found.
    public private(set) var note: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("access", &access)
        fields.required("outcome", &outcome)
        fields.optional("reviewedBy", &reviewedBy)
        fields.optional("note", &note)
    }

    /// In one line.
    public var headline: String { Self.headline(note ?? outcome.rawValue) }
}
