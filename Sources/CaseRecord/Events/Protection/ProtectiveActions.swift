public import Foundation

/// Something has to be done to protect the child; another event says whether it was.
public struct ProtectiveActionRequired: EventPayload, FieldListing {
    /// `protective-action.required`.
    public static let type: EventType = "protective-action.required"
    /// Protective action required.
    public static let title = "Protective action required"

    /// Names this action.
    public private(set) var protectiveAction: Reference = .unread
    /// What has to be done.
    public private(set) var what: String = .unread
    /// By when.
    public private(set) var due: Occurrence?
    /// Who is to do it.
    public private(set) var who: String?
    /// The worker who is to do it or see that it is done.
    public private(set) var worker: WorkerID?
    /// The decision that requires it.
    public private(set) var decision: Reference?
    /// The strategy discussion that requires it.
    public private(set) var strategyDiscussion: Reference?
    /// The section 47 enquiry that it belongs to.
    public private(set) var section47: Reference?
    /// The referral that it belongs to.
    public private(set) var referral: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("protectiveAction", &protectiveAction)
        fields.required("what", &what)
        fields.optional("due", &due)
        fields.optional("who", &who)
        fields.optional("worker", &worker)
        fields.optional("decision", &decision)
        fields.optional("strategyDiscussion", &strategyDiscussion)
        fields.optional("section47", &section47)
        fields.optional("referral", &referral)
    }

    /// In one line.
    public var headline: String { Self.headline(what, due.map { "by \($0)" }) }
}

/// What had to be done to protect the child was done.
public struct ProtectiveActionTaken: EventPayload, FieldListing {
    /// `protective-action.taken`.
    public static let type: EventType = "protective-action.taken"
    /// Protective action taken.
    public static let title = "Protective action taken"

    /// The action required.
    public private(set) var protectiveAction: Reference = .unread
    /// What was done.
    public private(set) var what: String?
    /// Who did it.
    public private(set) var takenBy: WorkerID?
    /// The entries that show it, by the ids of their events.
    public private(set) var evidence: [UUID] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("protectiveAction", &protectiveAction)
        fields.optional("what", &what)
        fields.optional("takenBy", &takenBy)
        fields.list("evidence", &evidence)
    }

    /// In one line.
    public var headline: String { Self.headline(what) }
}

/// What had to be done to protect the child was not done, and will not be.
public struct ProtectiveActionNotTaken: EventPayload, FieldListing {
    /// `protective-action.not-taken`.
    public static let type: EventType = "protective-action.not-taken"
    /// Protective action not taken.
    public static let title = "Protective action not taken"

    /// The action required.
    public private(set) var protectiveAction: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// Who decided.
    public private(set) var decidedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("protectiveAction", &protectiveAction)
        fields.required("reason", &reason)
        fields.optional("decidedBy", &decidedBy)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
