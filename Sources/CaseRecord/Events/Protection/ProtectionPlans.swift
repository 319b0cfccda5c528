/// The authority was told that a child with a child protection plan elsewhere moved in: day 0 of the transfer-in
/// conference (R08).
public struct ProtectionPlanTransferNotified: EventPayload, FieldListing {
    /// `cp-plan.transfer-notified`.
    public static let type: EventType = "cp-plan.transfer-notified"
    /// Transfer of a child protection plan notified.
    public static let title = "Transfer of a child protection plan notified"

    /// Names the plan, which starts here with the conference.
    public private(set) var plan: Reference = .unread
    /// The authority that the child moved from.
    public private(set) var fromAuthority: String?
    /// Category of abuse of the plan there.
    public private(set) var category: Code<AbuseCategoryList>?
    /// When the child moved in.
    public private(set) var movedOn: CivilDate?
    /// Whether the child is to stay.
    public private(set) var permanent: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.optional("fromAuthority", &fromAuthority)
        fields.optional("category", &category)
        fields.optional("movedOn", &movedOn)
        fields.optional("permanent", &permanent)
    }

    /// In one line.
    public var headline: String { Self.headline(fromAuthority.map { "from \($0)" }, category?.label) }
}

/// A child protection plan goes on under another category of abuse (N00114).
public struct ProtectionPlanCategoryChanged: EventPayload, FieldListing {
    /// `cp-plan.category-changed`.
    public static let type: EventType = "cp-plan.category-changed"
    /// Category of abuse changed.
    public static let title = "Category of abuse changed"

    /// The plan.
    public private(set) var plan: Reference = .unread
    /// The category now.
    public private(set) var category: Code<AbuseCategoryList> = .unread
    /// The conference that decided.
    public private(set) var conference: Reference?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.required("category", &category)
        fields.optional("conference", &conference)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(category.label, reason) }
}

/// The core group met; the first meeting ends R09.
public struct CoreGroupHeld: SetsActions, FieldListing {
    /// `core-group.held`.
    public static let type: EventType = "core-group.held"
    /// Core group held.
    public static let title = "Core group held"

    /// The child protection plan.
    public private(set) var plan: Reference = .unread
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// What was decided.
    public private(set) var decided: String?
    /// What is to be done.
    public private(set) var actions: [ActionItem] = []
    /// When it next meets.
    public private(set) var nextDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.list("participants", &participants)
        fields.optional("decided", &decided)
        fields.list("actions", &actions)
        fields.optional("nextDue", &nextDue)
    }

    /// In one line.
    public var headline: String { Self.headline(decided) }
}
