public import Foundation

/// One thing that is to be done, as part of what sets it.
public struct ActionItem: FieldListing {
    /// Names the action, so that it can be completed.
    public private(set) var action: Reference?
    /// What is to be done.
    public private(set) var what: String = .unread
    /// Who is to do it.
    public private(set) var who: String?
    /// The worker who is to do it.
    public private(set) var worker: WorkerID?
    /// By when.
    public private(set) var due: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("action", &action)
        fields.required("what", &what)
        fields.optional("who", &who)
        fields.optional("worker", &worker)
        fields.optional("due", &due)
    }
}

/// Something is to be done, by somebody and by some day.
public struct ActionSet: EventPayload, FieldListing {
    /// `action.set`.
    public static let type: EventType = "action.set"
    /// Action set.
    public static let title = "Action set"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// Names this action.
    public private(set) var action: Reference = .unread
    /// What is to be done.
    public private(set) var what: String = .unread
    /// Who is to do it.
    public private(set) var who: String?
    /// The worker who is to do it.
    public private(set) var worker: WorkerID?
    /// By when.
    public private(set) var due: CivilDate?
    /// The decision that it comes from.
    public private(set) var decision: Reference?
    /// The plan that it belongs to.
    public private(set) var plan: Reference?
    /// The audit that it comes from.
    public private(set) var audit: Reference?
    /// The finding that it answers.
    public private(set) var finding: Reference?
    /// The standard that it is to reach.
    public private(set) var standard: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("action", &action)
        fields.required("what", &what)
        fields.optional("who", &who)
        fields.optional("worker", &worker)
        fields.optional("due", &due)
        fields.optional("decision", &decision)
        fields.optional("plan", &plan)
        fields.optional("audit", &audit)
        fields.optional("finding", &finding)
        fields.optional("standard", &standard)
    }

    /// In one line.
    public var headline: String { Self.headline(what, due.map { "by \($0)" }) }
}

/// What was to be done was done.
public struct ActionCompleted: EventPayload, FieldListing {
    /// `action.completed`.
    public static let type: EventType = "action.completed"
    /// Action completed.
    public static let title = "Action completed"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The action.
    public private(set) var action: Reference = .unread
    /// What came of it.
    public private(set) var result: String?
    /// Who did it.
    public private(set) var completedBy: WorkerID?
    /// The entries that show it, by the ids of their events.
    public private(set) var evidence: [UUID] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("action", &action)
        fields.optional("result", &result)
        fields.optional("completedBy", &completedBy)
        fields.list("evidence", &evidence)
    }

    /// In one line.
    public var headline: String { Self.headline(result) }
}

/// What was to be done is not to be done any more.
public struct ActionCancelled: EventPayload, FieldListing {
    /// `action.cancelled`.
    public static let type: EventType = "action.cancelled"
    /// Action cancelled.
    public static let title = "Action cancelled"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The action.
    public private(set) var action: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// Who decided.
    public private(set) var cancelledBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("action", &action)
        fields.required("reason", &reason)
        fields.optional("cancelledBy", &cancelledBy)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
