/// The kind of court order.
public enum OrderKind: String, FieldChoice {
    /// Emergency protection order (Children Act 1989 section 44).
    case emergencyProtection = "emergency-protection"
    /// Child assessment order (section 43).
    case childAssessment = "child-assessment"
    /// Interim care order (section 38).
    case interimCare = "interim-care"
    /// Care order (section 31).
    case care
    /// Interim supervision order (section 38).
    case interimSupervision = "interim-supervision"
    /// Supervision order (section 31).
    case supervision
    /// Recovery order (section 50).
    case recovery
    /// Secure accommodation order (section 25).
    case secureAccommodation = "secure-accommodation"
    /// Child arrangements order (section 8; until 2014 residence and contact orders).
    case childArrangements = "child-arrangements"
    /// Special guardianship order (section 14A).
    case specialGuardianship = "special-guardianship"
    /// Placement order (Adoption and Children Act 2002 section 21).
    case placement
    /// Adoption order.
    case adoption
    /// Another order.
    case other
}

/// A court made an order about the child.
public struct OrderMade: EventPayload, FieldListing {
    /// `order.made`.
    public static let type: EventType = "order.made"
    /// Court order made.
    public static let title = "Court order made"

    /// Names this order.
    public private(set) var order: Reference = .unread
    /// Its kind.
    public private(set) var kind: OrderKind = .unread
    /// The day it takes effect, where that is not the day it was made: for a child assessment order the day set for the
    /// assessment to begin (C03).
    public private(set) var beginsOn: CivilDate?
    /// When it expires.
    public private(set) var expires: Occurrence?
    /// Whether the child lives with a parent under it (regulation 28 of the Care Planning Regulations 2010).
    public private(set) var livesWithParent: Bool?
    /// The police protection in which the designated officer applied for it: its eight days then begin with the first
    /// day of that (section 45(3)).
    public private(set) var policeProtection: Reference?
    /// The care proceedings.
    public private(set) var proceedings: Reference?
    /// The court.
    public private(set) var court: String?
    /// The court's case number.
    public private(set) var caseNumber: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("order", &order)
        fields.required("kind", &kind)
        fields.optional("beginsOn", &beginsOn)
        fields.optional("expires", &expires)
        fields.optional("livesWithParent", &livesWithParent)
        fields.optional("policeProtection", &policeProtection)
        fields.optional("proceedings", &proceedings)
        fields.optional("court", &court)
        fields.optional("caseNumber", &caseNumber)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, expires.map { "until \($0)" }) }
}

/// A court extended an order.
public struct OrderExtended: EventPayload, FieldListing {
    /// `order.extended`.
    public static let type: EventType = "order.extended"
    /// Court order extended.
    public static let title = "Court order extended"

    /// The order.
    public private(set) var order: Reference = .unread
    /// When it expires now.
    public private(set) var expires: Occurrence = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("order", &order)
        fields.required("expires", &expires)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline("until \(expires)", reason) }
}

/// How an order ended.
public enum OrderEndReason: String, FieldChoice {
    /// Its time was over.
    case expired
    /// The court discharged it.
    case discharged
    /// Another order took its place.
    case replaced
    /// Otherwise.
    case other
}

/// An order ended.
public struct OrderEnded: EventPayload, FieldListing {
    /// `order.ended`.
    public static let type: EventType = "order.ended"
    /// Court order ended.
    public static let title = "Court order ended"

    /// The order.
    public private(set) var order: Reference = .unread
    /// How.
    public private(set) var reason: OrderEndReason?
    /// In words.
    public private(set) var explanation: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("order", &order)
        fields.optional("reason", &reason)
        fields.optional("explanation", &explanation)
    }

    /// In one line.
    public var headline: String { Self.headline(reason?.words, explanation) }
}
