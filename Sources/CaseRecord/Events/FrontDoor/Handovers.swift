/// What one service knows and has done was handed to the next, as from out of hours to duty in the morning.
public struct HandoverSent: SetsActions, FieldListing {
    /// `handover.sent`.
    public static let type: EventType = "handover.sent"
    /// Handover sent.
    public static let title = "Handover sent"

    /// Names this handover.
    public private(set) var handover: Reference = .unread
    /// The team that is to go on with it.
    public private(set) var toTeam: TeamID = .unread
    /// The team that hands over.
    public private(set) var fromTeam: TeamID?
    /// The service that hands over, as `emergency duty`.
    public private(set) var fromService: String?
    /// What has happened and what matters now.
    public private(set) var situation: String?
    /// The risk seen.
    public private(set) var riskLevel: RiskLevel?
    /// What the next team is to do.
    public private(set) var actions: [ActionItem] = []
    /// The contact that it is about.
    public private(set) var contact: Reference?
    /// The referral that it is about.
    public private(set) var referral: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("handover", &handover)
        fields.required("toTeam", &toTeam)
        fields.optional("fromTeam", &fromTeam)
        fields.optional("fromService", &fromService)
        fields.optional("situation", &situation)
        fields.optional("riskLevel", &riskLevel)
        fields.list("actions", &actions)
        fields.optional("contact", &contact)
        fields.optional("referral", &referral)
    }

    /// In one line.
    public var headline: String { Self.headline("to \(toTeam)", riskLevel.map { "\($0.words) risk" }, situation) }
}

/// The next team took over.
public struct HandoverAccepted: EventPayload, FieldListing {
    /// `handover.accepted`.
    public static let type: EventType = "handover.accepted"
    /// Handover accepted.
    public static let title = "Handover accepted"

    /// The handover.
    public private(set) var handover: Reference = .unread
    /// Who took it over.
    public private(set) var acceptedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("handover", &handover)
        fields.optional("acceptedBy", &acceptedBy)
    }

    /// In one line.
    public var headline: String { Self.headline(acceptedBy.map { "by \($0)" }) }
}
