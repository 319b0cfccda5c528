/// The family was offered a meeting to make its own plan, as before care proceedings.
public struct FamilyGroupOffered: EventPayload, FieldListing {
    /// `family-group.offered`.
    public static let type: EventType = "family-group.offered"
    /// Family group decision-making offered.
    public static let title = "Family group decision-making offered"

    /// Names this offer and its meeting.
    public private(set) var familyGroup: Reference = .unread
    /// The pre-proceedings.
    public private(set) var preProceedings: Reference?
    /// Whether the family took it up.
    public private(set) var accepted: Bool?
    /// Why, or why not.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("familyGroup", &familyGroup)
        fields.optional("preProceedings", &preProceedings)
        fields.optional("accepted", &accepted)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(accepted.map { $0 ? "accepted" : "declined" }, reason) }
}

/// The family met and made its plan.
public struct FamilyGroupHeld: EventPayload, FieldListing {
    /// `family-group.held`.
    public static let type: EventType = "family-group.held"
    /// Family group meeting held.
    public static let title = "Family group meeting held"

    /// The offer.
    public private(set) var familyGroup: Reference = .unread
    /// The pre-proceedings.
    public private(set) var preProceedings: Reference?
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// The family's plan.
    public private(set) var familyPlan: String?
    /// Whether the authority agreed to it.
    public private(set) var agreed: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("familyGroup", &familyGroup)
        fields.optional("preProceedings", &preProceedings)
        fields.list("participants", &participants)
        fields.optional("familyPlan", &familyPlan)
        fields.optional("agreed", &agreed)
    }

    /// In one line.
    public var headline: String { Self.headline(familyPlan) }
}
