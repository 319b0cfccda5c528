/// Where a child is missing from.
public enum MissingFrom: String, FieldChoice {
    /// Home.
    case home
    /// A placement.
    case placement
    /// Elsewhere.
    case other
}

/// How a child is away.
public enum MissingKind: String, FieldChoice {
    /// The child's whereabouts cannot be established.
    case missing
    /// The child is known to be where it should not be.
    case awayWithoutAuthorisation = "away-without-authorisation"
}

/// The child was reported missing.
public struct MissingReported: EventPayload, FieldListing {
    /// `missing.reported`.
    public static let type: EventType = "missing.reported"
    /// Reported missing.
    public static let title = "Reported missing"

    /// Names this time of being missing.
    public private(set) var missing: Reference = .unread
    /// Where from.
    public private(set) var from: MissingFrom = .unread
    /// How the child is away.
    public private(set) var kind: MissingKind?
    /// The placement.
    public private(set) var placement: Reference?
    /// The risk seen.
    public private(set) var riskLevel: RiskLevel?
    /// The police's reference.
    public private(set) var policeReference: String?
    /// What is known.
    public private(set) var circumstances: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("missing", &missing)
        fields.required("from", &from)
        fields.optional("kind", &kind)
        fields.optional("placement", &placement)
        fields.optional("riskLevel", &riskLevel)
        fields.optional("policeReference", &policeReference)
        fields.optional("circumstances", &circumstances)
    }

    /// In one line.
    public var headline: String { Self.headline("from \(from.words)", circumstances) }
}

/// The missing child was found or came back: the moment from which 72 hours run (L09).
public struct MissingFound: EventPayload, FieldListing {
    /// `missing.found`.
    public static let type: EventType = "missing.found"
    /// Found or returned.
    public static let title = "Found or returned"

    /// The time of being missing.
    public private(set) var missing: Reference = .unread
    /// Where the child was found.
    public private(set) var place: String?
    /// What the child came to harm by.
    public private(set) var harm: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("missing", &missing)
        fields.optional("place", &place)
        fields.optional("harm", &harm)
    }

    /// In one line.
    public var headline: String { Self.headline(place, harm) }
}

/// The child was offered a talk with somebody independent after coming back.
public struct ReturnInterviewOffered: EventPayload, FieldListing {
    /// `return-interview.offered`.
    public static let type: EventType = "return-interview.offered"
    /// Return interview offered.
    public static let title = "Return interview offered"

    /// The time of being missing.
    public private(set) var missing: Reference = .unread
    /// Whether the child took it up.
    public private(set) var accepted: Bool?
    /// Why not.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("missing", &missing)
        fields.optional("accepted", &accepted)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(accepted.map { $0 ? "accepted" : "declined" }, reason) }
}

/// The child talked with somebody after coming back (L09).
public struct ReturnInterviewHeld: EventPayload, FieldListing {
    /// `return-interview.held`.
    public static let type: EventType = "return-interview.held"
    /// Return interview held.
    public static let title = "Return interview held"

    /// The time of being missing.
    public private(set) var missing: Reference = .unread
    /// The worker who talked with the child.
    public private(set) var heldBy: WorkerID?
    /// The interviewer, where that is no worker of the authority.
    public private(set) var interviewer: String?
    /// Whether the interviewer is independent of the placement and the authority.
    public private(set) var independent: Bool?
    /// What the child said.
    public private(set) var account: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("missing", &missing)
        fields.optional("heldBy", &heldBy)
        fields.optional("interviewer", &interviewer)
        fields.optional("independent", &independent)
        fields.optional("account", &account)
    }

    /// In one line.
    public var headline: String { Self.headline(account) }
}
