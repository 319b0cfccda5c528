/// The child started to be looked after: day 0 of L02.
public struct CareStarted: EventPayload, FieldListing {
    /// `care.started`.
    public static let type: EventType = "care.started"
    /// Started to be looked after.
    public static let title = "Started to be looked after"

    /// Names this time in care.
    public private(set) var care: Reference = .unread
    /// The legal status.
    public private(set) var legalStatus: Code<LegalStatusList> = .unread
    /// The category of need.
    public private(set) var need: Code<PrimaryNeedList>?
    /// Why.
    public private(set) var reason: String?
    /// Whether the child is an unaccompanied asylum seeker.
    public private(set) var unaccompanied: Bool?
    /// Whether these are short breaks (regulation 48).
    public private(set) var shortBreaks: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("legalStatus", &legalStatus)
        fields.optional("need", &need)
        fields.optional("reason", &reason)
        fields.optional("unaccompanied", &unaccompanied)
        fields.optional("shortBreaks", &shortBreaks)
    }

    /// In one line.
    public var headline: String { Self.headline(legalStatus.label, reason) }
}

/// The child is looked after under another legal status.
public struct CareLegalStatusChanged: EventPayload, FieldListing {
    /// `care.legal-status-changed`.
    public static let type: EventType = "care.legal-status-changed"
    /// Legal status changed.
    public static let title = "Legal status changed"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// The legal status now.
    public private(set) var legalStatus: Code<LegalStatusList> = .unread
    /// The order.
    public private(set) var order: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("legalStatus", &legalStatus)
        fields.optional("order", &order)
    }

    /// In one line.
    public var headline: String { Self.headline(legalStatus.label) }
}

/// Why a child ceased to be looked after.
public enum CareEndReason: String, FieldChoice {
    /// Went home to parents or relatives.
    case returnedHome = "returned-home"
    /// Was adopted.
    case adopted
    /// Under a special guardianship order.
    case specialGuardianship = "special-guardianship"
    /// Under a child arrangements order.
    case childArrangements = "child-arrangements"
    /// Turned 18.
    case turned18 = "turned-18"
    /// Another authority took over.
    case otherAuthority = "other-authority"
    /// Died.
    case died
    /// Otherwise.
    case other
}

/// The child ceased to be looked after.
public struct CareEnded: EventPayload, FieldListing {
    /// `care.ended`.
    public static let type: EventType = "care.ended"
    /// Ceased to be looked after.
    public static let title = "Ceased to be looked after"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// Why.
    public private(set) var reason: CareEndReason = .unread
    /// In words.
    public private(set) var explanation: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("reason", &reason)
        fields.optional("explanation", &explanation)
    }

    /// In one line.
    public var headline: String { Self.headline(reason.words, explanation) }
}

/// Which review of a child's case it is.
public enum CareReviewKind: String, FieldChoice {
    /// The first.
    case first
    /// The second.
    case second
    /// A later one.
    case later
}

/// The child's case was reviewed (regulation 33 of the Care Planning Regulations 2010; L02).
public struct CareReviewHeld: EventPayload, FieldListing {
    /// `care-review.held`.
    public static let type: EventType = "care-review.held"
    /// Looked-after review held.
    public static let title = "Looked-after review held"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// Which review it is.
    public private(set) var kind: CareReviewKind?
    /// The independent reviewing officer.
    public private(set) var chairedBy: WorkerID?
    /// The chair's name, where that is no worker of the authority.
    public private(set) var chair: String?
    /// How the child took part.
    public private(set) var childParticipation: ChildParticipation?
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// What was decided.
    public private(set) var decided: String?
    /// When the next is due.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.optional("kind", &kind)
        fields.optional("chairedBy", &chairedBy)
        fields.optional("chair", &chair)
        fields.optional("childParticipation", &childParticipation)
        fields.list("participants", &participants)
        fields.optional("decided", &decided)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(kind?.words, decided) }
}

/// The independent reviewing officer adjourned a review, once and by up to 20 working days (regulation 36(2)).
public struct CareReviewAdjourned: EventPayload, FieldListing {
    /// `care-review.adjourned`.
    public static let type: EventType = "care-review.adjourned"
    /// Looked-after review adjourned.
    public static let title = "Looked-after review adjourned"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// Until when.
    public private(set) var until: CivilDate?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.optional("until", &until)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(until.map { "until \($0)" }, reason) }
}

/// Why a review cannot wait until it is due.
public enum EarlierReviewReason: String, FieldChoice {
    /// The child asked for it.
    case childAsked = "child-asked"
    /// The independent reviewing officer asked for it.
    case reviewingOfficerAsked = "reviewing-officer-asked"
    /// The carer, the parent or the area authority fears harm.
    case riskOfHarm = "risk-of-harm"
    /// The child is often absent from the placement.
    case absent
    /// A visit found the child's welfare not safeguarded (regulation 30).
    case welfare
    /// The accommodation or detention is to end.
    case accommodationEnding = "accommodation-ending"
    /// Something else.
    case other
}

/// Something calls for a review before it is due (regulation 33(3) and (4)).
public struct CareReviewRequired: EventPayload, FieldListing {
    /// `care-review.required`.
    public static let type: EventType = "care-review.required"
    /// Earlier looked-after review required.
    public static let title = "Earlier looked-after review required"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// What.
    public private(set) var because: EarlierReviewReason = .unread
    /// In words.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("because", &because)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(because.words, reason) }
}
