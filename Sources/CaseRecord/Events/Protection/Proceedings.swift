/// The authority entered pre-proceedings under the Public Law Outline (C05).
public struct PreProceedingsStarted: EventPayload, FieldListing {
    /// `pre-proceedings.started`.
    public static let type: EventType = "pre-proceedings.started"
    /// Pre-proceedings started.
    public static let title = "Pre-proceedings started"

    /// Names these pre-proceedings.
    public private(set) var preProceedings: Reference = .unread
    /// When the letter before proceedings was sent.
    public private(set) var letterSentOn: CivilDate?
    /// Who decided.
    public private(set) var decidedBy: WorkerID?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("preProceedings", &preProceedings)
        fields.optional("letterSentOn", &letterSentOn)
        fields.optional("decidedBy", &decidedBy)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// The authority met the parents and their lawyers.
public struct PreProceedingsMeetingHeld: EventPayload, FieldListing {
    /// `pre-proceedings.meeting-held`.
    public static let type: EventType = "pre-proceedings.meeting-held"
    /// Pre-proceedings meeting held.
    public static let title = "Pre-proceedings meeting held"

    /// The pre-proceedings.
    public private(set) var preProceedings: Reference = .unread
    /// Whether it was the first or a review.
    public private(set) var kind: FirstOrReview = .unread
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// What was decided.
    public private(set) var decided: String?
    /// When it is next to be reviewed.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("preProceedings", &preProceedings)
        fields.required("kind", &kind)
        fields.list("participants", &participants)
        fields.optional("decided", &decided)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, decided) }
}

/// How pre-proceedings ended.
public enum PreProceedingsOutcome: String, FieldChoice {
    /// Proceedings are not needed.
    case steppedDown = "stepped-down"
    /// Care proceedings were issued.
    case proceedingsIssued = "proceedings-issued"
    /// Otherwise.
    case other
}

/// Pre-proceedings ended.
public struct PreProceedingsEnded: EventPayload, FieldListing {
    /// `pre-proceedings.ended`.
    public static let type: EventType = "pre-proceedings.ended"
    /// Pre-proceedings ended.
    public static let title = "Pre-proceedings ended"

    /// The pre-proceedings.
    public private(set) var preProceedings: Reference = .unread
    /// How.
    public private(set) var outcome: PreProceedingsOutcome = .unread
    /// The care proceedings that came of them.
    public private(set) var proceedings: Reference?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("preProceedings", &preProceedings)
        fields.required("outcome", &outcome)
        fields.optional("proceedings", &proceedings)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome.words, reason) }
}

/// The court issued the application: day 1 of 26 weeks (Children Act 1989 section 32; C04).
public struct CareProceedingsIssued: EventPayload, FieldListing {
    /// `care-proceedings.issued`.
    public static let type: EventType = "care-proceedings.issued"
    /// Care proceedings issued.
    public static let title = "Care proceedings issued"

    /// Names these proceedings.
    public private(set) var proceedings: Reference = .unread
    /// The pre-proceedings that came before.
    public private(set) var preProceedings: Reference?
    /// The court.
    public private(set) var court: String?
    /// The court's case number.
    public private(set) var caseNumber: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("proceedings", &proceedings)
        fields.optional("preProceedings", &preProceedings)
        fields.optional("court", &court)
        fields.optional("caseNumber", &caseNumber)
    }

    /// In one line.
    public var headline: String { Self.headline(court, caseNumber) }
}

/// The court extended the time for care proceedings, by up to 8 weeks each time.
public struct CareProceedingsExtended: EventPayload, FieldListing {
    /// `care-proceedings.extended`.
    public static let type: EventType = "care-proceedings.extended"
    /// Care proceedings extended.
    public static let title = "Care proceedings extended"

    /// The proceedings.
    public private(set) var proceedings: Reference = .unread
    /// The day they are to be concluded by now.
    public private(set) var until: CivilDate = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("proceedings", &proceedings)
        fields.required("until", &until)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline("until \(until)", reason) }
}

/// The court made its final order, or care proceedings ended otherwise.
public struct CareProceedingsConcluded: EventPayload, FieldListing {
    /// `care-proceedings.concluded`.
    public static let type: EventType = "care-proceedings.concluded"
    /// Care proceedings concluded.
    public static let title = "Care proceedings concluded"

    /// The proceedings.
    public private(set) var proceedings: Reference = .unread
    /// How they ended.
    public private(set) var outcome: String?
    /// The orders made.
    public private(set) var orders: [Reference] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("proceedings", &proceedings)
        fields.optional("outcome", &outcome)
        fields.list("orders", &orders)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome) }
}
