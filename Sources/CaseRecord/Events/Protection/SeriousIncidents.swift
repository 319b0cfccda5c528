/// What a serious incident did.
public enum IncidentKind: String, FieldChoice {
    /// The child died.
    case death
    /// The child was seriously harmed.
    case seriousHarm = "serious-harm"
    /// Something else.
    case other
}

/// The authority learnt of a serious incident: day 0 of notifying the Child Safeguarding Practice Review Panel (C07).
public struct SeriousIncidentIdentified: EventPayload, FieldListing {
    /// `serious-incident.identified`.
    public static let type: EventType = "serious-incident.identified"
    /// Serious incident identified.
    public static let title = "Serious incident identified"

    /// Names this incident.
    public private(set) var incident: Reference = .unread
    /// What it did.
    public private(set) var kind: IncidentKind?
    /// What happened.
    public private(set) var what: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("incident", &incident)
        fields.optional("kind", &kind)
        fields.required("what", &what)
    }

    /// In one line.
    public var headline: String { Self.headline(what) }
}

/// A serious incident was notified: day 0 of the rapid review (C07).
public struct SeriousIncidentNotified: EventPayload, FieldListing {
    /// `serious-incident.notified`.
    public static let type: EventType = "serious-incident.notified"
    /// Serious incident notified.
    public static let title = "Serious incident notified"

    /// The incident.
    public private(set) var incident: Reference = .unread
    /// To whom; to the Panel where nothing is said.
    public private(set) var to: String?
    /// Who notified it.
    public private(set) var notifiedBy: WorkerID?
    /// The recipient's reference.
    public private(set) var reference: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("incident", &incident)
        fields.optional("to", &to)
        fields.optional("notifiedBy", &notifiedBy)
        fields.optional("reference", &reference)
    }

    /// In one line.
    public var headline: String { Self.headline(to) }
}

/// What a rapid review recommends.
public enum ReviewRecommendation: String, FieldChoice {
    /// A local child safeguarding practice review.
    case practiceReview = "practice-review"
    /// None.
    case noPracticeReview = "no-practice-review"
    /// Something else.
    case other
}

/// The safeguarding partners completed their rapid review.
public struct RapidReviewCompleted: EventPayload, FieldListing {
    /// `rapid-review.completed`.
    public static let type: EventType = "rapid-review.completed"
    /// Rapid review completed.
    public static let title = "Rapid review completed"

    /// The incident.
    public private(set) var incident: Reference = .unread
    /// What it recommends.
    public private(set) var recommendation: ReviewRecommendation?
    /// What was learnt.
    public private(set) var learning: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("incident", &incident)
        fields.optional("recommendation", &recommendation)
        fields.optional("learning", &learning)
    }

    /// In one line.
    public var headline: String { Self.headline(recommendation?.words, learning) }
}
