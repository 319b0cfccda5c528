/// What a court directs the authority to do.
public enum CourtDirectionKind: String, FieldChoice {
    /// To look into the child's circumstances (Children Act 1989 section 37): report within eight weeks.
    case section37
    /// Something else.
    case other
}

/// A court directed the authority to report.
public struct CourtDirectionMade: EventPayload, FieldListing {
    /// `court-direction.made`.
    public static let type: EventType = "court-direction.made"
    /// Court direction made.
    public static let title = "Court direction made"

    /// Names this direction.
    public private(set) var courtDirection: Reference = .unread
    /// What it directs.
    public private(set) var kind: CourtDirectionKind = .unread
    /// By when, where the court set a day.
    public private(set) var reportDue: CivilDate?
    /// The court.
    public private(set) var court: String?
    /// The court's case number.
    public private(set) var caseNumber: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("courtDirection", &courtDirection)
        fields.required("kind", &kind)
        fields.optional("reportDue", &reportDue)
        fields.optional("court", &court)
        fields.optional("caseNumber", &caseNumber)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, reportDue.map { "by \($0)" }) }
}

/// The authority reported to the court.
public struct CourtDirectionAnswered: EventPayload, FieldListing {
    /// `court-direction.answered`.
    public static let type: EventType = "court-direction.answered"
    /// Court direction answered.
    public static let title = "Court direction answered"

    /// The direction.
    public private(set) var courtDirection: Reference = .unread
    /// What it reported.
    public private(set) var outcome: String?
    /// The care proceedings that came of it.
    public private(set) var proceedings: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("courtDirection", &courtDirection)
        fields.optional("outcome", &outcome)
        fields.optional("proceedings", &proceedings)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome) }
}
