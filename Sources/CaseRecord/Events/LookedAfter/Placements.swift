/// Where a looked-after child lives.
public enum PlacementKind: String, FieldChoice {
    /// With foster carers.
    case foster
    /// With a relative or friend who is a foster carer.
    case connectedPerson = "connected-person"
    /// With parents.
    case withParents = "with-parents"
    /// In a children's home.
    case childrensHome = "childrens-home"
    /// In a residential school.
    case residentialSchool = "residential-school"
    /// In a secure children's home.
    case secureUnit = "secure-unit"
    /// In supported accommodation.
    case supportedAccommodation = "supported-accommodation"
    /// On their own.
    case independent
    /// With prospective adopters.
    case prospectiveAdopters = "prospective-adopters"
    /// In a parent and child placement.
    case parentAndChild = "parent-and-child"
    /// In hospital.
    case hospital
    /// In custody.
    case custody
    /// Elsewhere.
    case other
}

/// A looked-after child came to live somewhere: day 0 of L01 and L03 to L05.
public struct PlacementStarted: EventPayload, FieldListing {
    /// `placement.started`.
    public static let type: EventType = "placement.started"
    /// Placement started.
    public static let title = "Placement started"

    /// Names this placement.
    public private(set) var placement: Reference = .unread
    /// Where.
    public private(set) var kind: PlacementKind = .unread
    /// The time in care.
    public private(set) var care: Reference?
    /// Who provides it.
    public private(set) var provider: String?
    /// The authority in whose area it is.
    public private(set) var area: String?
    /// Whether it is meant to last until the child is 18.
    public private(set) var longTerm: Bool?
    /// Whether a connected person is approved for a time only (regulation 24; L08).
    public private(set) var temporaryApproval: Bool?
    /// Whether the child is with parents before these were assessed (regulation 19).
    public private(set) var beforeAssessment: Bool?
    /// Whether it was made in an emergency.
    public private(set) var emergency: Bool?
    /// Whether it is outside the authority's area.
    public private(set) var outOfArea: Bool?
    /// Whether it is a short break (regulation 48).
    public private(set) var shortBreak: Bool?
    /// Whether it is with a foster parent outside the terms of approval, in an emergency (regulation 23).
    public private(set) var outsideApproval: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.required("kind", &kind)
        fields.optional("care", &care)
        fields.optional("provider", &provider)
        fields.optional("area", &area)
        fields.optional("longTerm", &longTerm)
        fields.optional("temporaryApproval", &temporaryApproval)
        fields.optional("beforeAssessment", &beforeAssessment)
        fields.optional("emergency", &emergency)
        fields.optional("outOfArea", &outOfArea)
        fields.optional("shortBreak", &shortBreak)
        fields.optional("outsideApproval", &outsideApproval)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, provider) }
}

/// Those who have to be told of a placement were told in writing (regulation 13; L05).
public struct PlacementNotified: EventPayload, FieldListing {
    /// `placement.notified`.
    public static let type: EventType = "placement.notified"
    /// Placement notified.
    public static let title = "Placement notified"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// Who was told.
    public private(set) var told: [String] = []
    /// Whether the authority of the area was told.
    public private(set) var areaAuthorityTold: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.list("told", &told)
        fields.optional("areaAuthorityTold", &areaAuthorityTold)
    }

    /// In one line.
    public var headline: String { Self.headline(told.isEmpty ? nil : told.joined(separator: ", ")) }
}

/// The temporary approval of a connected person was extended, by up to 8 weeks (regulation 25).
public struct PlacementApprovalExtended: EventPayload, FieldListing {
    /// `placement.approval-extended`.
    public static let type: EventType = "placement.approval-extended"
    /// Temporary approval extended.
    public static let title = "Temporary approval extended"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// Until when.
    public private(set) var until: CivilDate = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.required("until", &until)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline("until \(until)", reason) }
}

/// The connected person was fully approved, so that the temporary approval ended.
public struct PlacementApproved: EventPayload, FieldListing {
    /// `placement.approved`.
    public static let type: EventType = "placement.approved"
    /// Carer approved.
    public static let title = "Carer approved"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// As what.
    public private(set) var approvedAs: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.optional("approvedAs", &approvedAs)
    }

    /// In one line.
    public var headline: String { Self.headline(approvedAs) }
}

/// A placement is now meant to last until the child is 18.
public struct PlacementLongTermAgreed: EventPayload, FieldListing {
    /// `placement.long-term-agreed`.
    public static let type: EventType = "placement.long-term-agreed"
    /// Long-term placement agreed.
    public static let title = "Long-term placement agreed"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// Who agreed.
    public private(set) var agreedBy: WorkerID?
    /// Whether the child agrees.
    public private(set) var childAgrees: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.optional("agreedBy", &agreedBy)
        fields.optional("childAgrees", &childAgrees)
    }

    /// In one line.
    public var headline: String { Self.title }
}

/// The authority was told of action against the children's home (Care Standards Act 2000 section 30A): the child is
/// visited within a week (regulation 28(7)).
public struct PlacementHomeNotified: EventPayload, FieldListing {
    /// `placement.home-notified`.
    public static let type: EventType = "placement.home-notified"
    /// Concern about the home notified.
    public static let title = "Concern about the home notified"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// What the authority was told.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// A placement ended.
public struct PlacementEnded: EventPayload, FieldListing {
    /// `placement.ended`.
    public static let type: EventType = "placement.ended"
    /// Placement ended.
    public static let title = "Placement ended"

    /// The placement.
    public private(set) var placement: Reference = .unread
    /// Whether that was planned.
    public private(set) var planned: Bool?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("placement", &placement)
        fields.optional("planned", &planned)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(planned.map { $0 ? "planned" : "unplanned" }, reason) }
}
