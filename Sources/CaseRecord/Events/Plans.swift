/// The child became the subject of a child protection plan (N00105).
public struct ChildProtectionPlanStarted: EventPayload {
    /// `cp-plan.started`.
    public static let type: EventType = "cp-plan.started"
    /// Child protection plan started.
    public static let title = "Child protection plan started"

    /// Names this plan.
    public let plan: Reference
    /// Category of abuse at the start (N00113).
    public let category: Code<AbuseCategoryList>
    /// Category as a return states it last (N00114), where the day of the change is not known.
    public let latestCategory: Code<AbuseCategoryList>?
    /// Child protection plans before this one (N00106).
    public let previousPlans: Int?

    /// Child protection plan started.
    public init(
        plan: Reference, category: Code<AbuseCategoryList>, latestCategory: Code<AbuseCategoryList>? = nil,
        previousPlans: Int? = nil
    ) {
        self.plan = plan
        self.category = category
        self.latestCategory = latestCategory
        self.previousPlans = previousPlans
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let plan = fields.required("plan", as: Reference.self)
        let category = fields.required("category", as: Code<AbuseCategoryList>.self)
        latestCategory = fields.optional("latestCategory")
        previousPlans = fields.optional("previousPlans")
        guard let plan, let category else { return nil }
        self.plan = plan
        self.category = category
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("plan", plan)
        fields.put("category", category)
        fields.put("latestCategory", latestCategory)
        fields.put("previousPlans", previousPlans)
    }

    /// In one line.
    public var headline: String {
        return "Child protection plan started: \(category.label)"
    }
}

/// The child ceased to be the subject of a child protection plan (N00115).
public struct ChildProtectionPlanEnded: EventPayload {
    /// `cp-plan.ended`.
    public static let type: EventType = "cp-plan.ended"
    /// Child protection plan ended.
    public static let title = "Child protection plan ended"

    /// The plan.
    public let plan: Reference
    /// Why.
    public let reason: String?

    /// Child protection plan ended.
    public init(plan: Reference, reason: String? = nil) {
        self.plan = plan
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let plan = fields.required("plan", as: Reference.self)
        reason = fields.optional("reason")
        guard let plan else { return nil }
        self.plan = plan
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("plan", plan)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String {
        return "Child protection plan ended\(reason.map { ": \($0)" } ?? "")"
    }
}

/// The kind of plan.
public enum PlanKind: String, FieldChoice {
    /// Child in need plan.
    case childInNeed = "child-in-need"
    /// Child protection plan: what will be done.
    case childProtection = "child-protection"
    /// Care plan.
    case care
    /// Pathway plan.
    case pathway
    /// Early help plan.
    case earlyHelp = "early-help"
}

/// A plan for the child was made. A thin one is taken too; what it lacks is shown.
public struct PlanMade: EventPayload {
    /// `plan.made`.
    public static let type: EventType = "plan.made"
    /// Plan made.
    public static let title = "Plan made"

    /// Names this plan.
    public let plan: Reference
    /// Its kind.
    public let kind: PlanKind
    /// What is to be different for the child.
    public let outcomes: [PlanOutcome]
    /// What happens if it does not work, for this child.
    public let contingency: String?

    /// Plan made.
    public init(plan: Reference, kind: PlanKind, outcomes: [PlanOutcome] = [], contingency: String? = nil) {
        self.plan = plan
        self.kind = kind
        self.outcomes = outcomes
        self.contingency = contingency
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let plan = fields.required("plan", as: Reference.self)
        let kind = fields.required("kind", as: PlanKind.self)
        outcomes = fields.list("outcomes")
        contingency = fields.optional("contingency")
        guard let plan, let kind else { return nil }
        self.plan = plan
        self.kind = kind
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("plan", plan)
        fields.put("kind", kind)
        fields.put("outcomes", outcomes)
        fields.put("contingency", contingency)
    }

    /// In one line.
    public var headline: String {
        return "\(kind.sentenceStart) plan made"
    }
}

/// One thing that a plan is to change for the child.
public struct PlanOutcome: FieldGroup {
    /// What will be different for the child.
    public let outcome: String
    /// How one will tell.
    public let measure: String?
    /// By when.
    public let due: CivilDate?
    /// Who acts.
    public let owner: String?

    /// An outcome.
    public init(outcome: String, measure: String? = nil, due: CivilDate? = nil, owner: String? = nil) {
        self.outcome = outcome
        self.measure = measure
        self.due = due
        self.owner = owner
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let outcome = fields.required("outcome", as: String.self)
        measure = fields.optional("measure")
        due = fields.optional("due")
        owner = fields.optional("owner")
        guard let outcome else { return nil }
        self.outcome = outcome
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("outcome", outcome)
        fields.put("measure", measure)
        fields.put("due", due)
        fields.put("owner", owner)
    }
}

/// A plan ended.
public struct PlanEnded: EventPayload {
    /// `plan.ended`.
    public static let type: EventType = "plan.ended"
    /// Plan ended.
    public static let title = "Plan ended"

    /// The plan.
    public let plan: Reference
    /// Why.
    public let reason: String?

    /// Plan ended.
    public init(plan: Reference, reason: String? = nil) {
        self.plan = plan
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let plan = fields.required("plan", as: Reference.self)
        reason = fields.optional("reason")
        guard let plan else { return nil }
        self.plan = plan
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("plan", plan)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String {
        return "Plan ended\(reason.map { ": \($0)" } ?? "")"
    }
}
