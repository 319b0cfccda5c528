/// The child became the subject of a child protection plan (N00105).
public struct ChildProtectionPlanStarted: EventPayload, FieldListing {
    /// `cp-plan.started`.
    public static let type: EventType = "cp-plan.started"
    /// Child protection plan started.
    public static let title = "Child protection plan started"

    /// Names this plan.
    public private(set) var plan: Reference = .unread
    /// Category of abuse at the start (N00113).
    public private(set) var category: Code<AbuseCategoryList> = .unread
    /// Category as a return states it last (N00114), where the day of the change is not known.
    public private(set) var latestCategory: Code<AbuseCategoryList>?
    /// Child protection plans before this one (N00106).
    public private(set) var previousPlans: Int?
    /// The conference that decided on it.
    public private(set) var conference: Reference?

    /// Says nothing yet.
    public init() {}

    /// Child protection plan started.
    public init(
        plan: Reference, category: Code<AbuseCategoryList>, latestCategory: Code<AbuseCategoryList>? = nil,
        previousPlans: Int? = nil, conference: Reference? = nil
    ) {
        self.plan = plan
        self.category = category
        self.latestCategory = latestCategory
        self.previousPlans = previousPlans
        self.conference = conference
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.required("category", &category)
        fields.optional("latestCategory", &latestCategory)
        fields.optional("previousPlans", &previousPlans)
        fields.optional("conference", &conference)
    }

    /// In one line.
    public var headline: String {
        return "Child protection plan started: \(category.label)"
    }
}

/// The child ceased to be the subject of a child protection plan (N00115).
public struct ChildProtectionPlanEnded: EventPayload, FieldListing {
    /// `cp-plan.ended`.
    public static let type: EventType = "cp-plan.ended"
    /// Child protection plan ended.
    public static let title = "Child protection plan ended"

    /// The plan.
    public private(set) var plan: Reference = .unread
    /// Why.
    public private(set) var reason: String?
    /// The conference that ended it.
    public private(set) var conference: Reference?

    /// Says nothing yet.
    public init() {}

    /// Child protection plan ended.
    public init(plan: Reference, reason: String? = nil, conference: Reference? = nil) {
        self.plan = plan
        self.reason = reason
        self.conference = conference
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.optional("reason", &reason)
        fields.optional("conference", &conference)
    }

    /// In one line.
    public var headline: String {
        return "Child protection plan ended\(reason.map { ": \($0)" } ?? "")"
    }
}

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
