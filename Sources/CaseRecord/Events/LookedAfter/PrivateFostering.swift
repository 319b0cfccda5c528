/// How far a private fostering arrangement has come.
public enum PrivateFosteringStage: String, FieldChoice {
    /// It is proposed.
    case proposed
    /// It has begun.
    case begun
}

/// The authority was told of a private fostering arrangement: day 0 of the first visit (SI 2005/1533; C06).
public struct PrivateFosteringNotified: EventPayload, FieldListing {
    /// `private-fostering.notified`.
    public static let type: EventType = "private-fostering.notified"
    /// Private fostering notified.
    public static let title = "Private fostering notified"

    /// Names this arrangement.
    public private(set) var privateFostering: Reference = .unread
    /// How far it has come.
    public private(set) var stage: PrivateFosteringStage = .unread
    /// When it begins or began.
    public private(set) var beginsOn: CivilDate?
    /// Who cares for the child.
    public private(set) var carer: String?
    /// Who notified it.
    public private(set) var notifiedBy: String?
    /// Its kind: 8B to 8F of the assessment factors.
    public private(set) var factor: Code<AssessmentFactorList>?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("privateFostering", &privateFostering)
        fields.required("stage", &stage)
        fields.optional("beginsOn", &beginsOn)
        fields.optional("carer", &carer)
        fields.optional("notifiedBy", &notifiedBy)
        fields.optional("factor", &factor)
    }

    /// In one line.
    public var headline: String { Self.headline(stage.words, carer) }
}

/// The authority was told that an arrangement that had been proposed has begun (SI 2005/1533 regulation 6).
public struct PrivateFosteringBegun: EventPayload, FieldListing {
    /// `private-fostering.begun`.
    public static let type: EventType = "private-fostering.begun"
    /// Private fostering begun.
    public static let title = "Private fostering begun"

    /// The arrangement.
    public private(set) var privateFostering: Reference = .unread
    /// When it began.
    public private(set) var beganOn: CivilDate?
    /// Who cares for the child.
    public private(set) var carer: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("privateFostering", &privateFostering)
        fields.optional("beganOn", &beganOn)
        fields.optional("carer", &carer)
    }

    /// In one line.
    public var headline: String { Self.headline(beganOn.map { "on \($0)" }, carer) }
}

/// The authority visited a privately fostered child.
public struct PrivateFosteringVisited: EventPayload, FieldListing {
    /// `private-fostering.visited`.
    public static let type: EventType = "private-fostering.visited"
    /// Private fostering visit.
    public static let title = "Private fostering visit"

    /// The arrangement.
    public private(set) var privateFostering: Reference = .unread
    /// Who visited.
    public private(set) var visitedBy: WorkerID?
    /// Whether the child was spoken to alone.
    public private(set) var seenAlone: Bool?
    /// Why not.
    public private(set) var whyNotSeenAlone: String?
    /// Whether the carer was seen.
    public private(set) var carerSeen: Bool?
    /// Whether the arrangement was found suitable.
    public private(set) var suitable: Bool?
    /// What was found.
    public private(set) var findings: String?
    /// When the report was written.
    public private(set) var reportWrittenOn: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("privateFostering", &privateFostering)
        fields.optional("visitedBy", &visitedBy)
        fields.optional("seenAlone", &seenAlone)
        fields.optional("whyNotSeenAlone", &whyNotSeenAlone)
        fields.optional("carerSeen", &carerSeen)
        fields.optional("suitable", &suitable)
        fields.optional("findings", &findings)
        fields.optional("reportWrittenOn", &reportWrittenOn)
    }

    /// In one line.
    public var headline: String { Self.headline(seenAlone == true ? "child seen alone" : nil, findings) }
}

/// A private fostering arrangement ended.
public struct PrivateFosteringEnded: EventPayload, FieldListing {
    /// `private-fostering.ended`.
    public static let type: EventType = "private-fostering.ended"
    /// Private fostering ended.
    public static let title = "Private fostering ended"

    /// The arrangement.
    public private(set) var privateFostering: Reference = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("privateFostering", &privateFostering)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
