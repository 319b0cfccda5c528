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
    /// Placement plan (regulation 9 of the Care Planning Regulations 2010).
    case placement
    /// Personal education plan.
    case personalEducation = "personal-education"
}

/// A plan for the child was made. A thin one is taken too; what it lacks is shown.
public struct PlanMade: EventPayload, FieldListing {
    /// `plan.made`.
    public static let type: EventType = "plan.made"
    /// Plan made.
    public static let title = "Plan made"

    /// Names this plan.
    public private(set) var plan: Reference = .unread
    /// Its kind.
    public private(set) var kind: PlanKind = .unread
    /// What is to be different for the child.
    public private(set) var outcomes: [PlanOutcome] = []
    /// What happens if it does not work, for this child.
    public private(set) var contingency: String?
    /// What happens if it does not work, one trigger at a time.
    public private(set) var contingencies: [Contingency] = []
    /// The steps.
    public private(set) var actions: [ActionItem] = []
    /// Who made it.
    public private(set) var madeBy: WorkerID?
    /// When it is next to be reviewed.
    public private(set) var reviewDue: CivilDate?
    /// The template, with its version.
    public private(set) var templateVersion: String?
    /// The assessment that it rests on.
    public private(set) var assessment: Reference?
    /// The episode of early help that it is for.
    public private(set) var earlyHelp: Reference?
    /// The time in care that it is for.
    public private(set) var care: Reference?
    /// The placement that it is for.
    public private(set) var placement: Reference?

    /// Says nothing yet.
    public init() {}

    /// Plan made.
    public init(
        plan: Reference, kind: PlanKind, outcomes: [PlanOutcome] = [], contingency: String? = nil,
        contingencies: [Contingency] = [], actions: [ActionItem] = [], madeBy: WorkerID? = nil,
        reviewDue: CivilDate? = nil, templateVersion: String? = nil, assessment: Reference? = nil,
        earlyHelp: Reference? = nil, care: Reference? = nil, placement: Reference? = nil
    ) {
        self.plan = plan
        self.kind = kind
        self.outcomes = outcomes
        self.contingency = contingency
        self.contingencies = contingencies
        self.actions = actions
        self.madeBy = madeBy
        self.reviewDue = reviewDue
        self.templateVersion = templateVersion
        self.assessment = assessment
        self.earlyHelp = earlyHelp
        self.care = care
        self.placement = placement
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.required("kind", &kind)
        fields.list("outcomes", &outcomes)
        fields.optional("contingency", &contingency)
        fields.list("contingencies", &contingencies)
        fields.list("actions", &actions)
        fields.optional("madeBy", &madeBy)
        fields.optional("reviewDue", &reviewDue)
        fields.optional("templateVersion", &templateVersion)
        fields.optional("assessment", &assessment)
        fields.optional("earlyHelp", &earlyHelp)
        fields.optional("care", &care)
        fields.optional("placement", &placement)
    }

    /// In one line.
    public var headline: String {
        return "\(kind.sentenceStart) plan made"
    }
}

/// One thing that a plan is to change for the child.
public struct PlanOutcome: FieldListing {
    /// What will be different for the child.
    public private(set) var outcome: String = .unread
    /// How one will tell.
    public private(set) var measure: String?
    /// By when.
    public private(set) var due: CivilDate?
    /// Who acts.
    public private(set) var owner: String?
    /// A short name, by which reviews can speak of it.
    public private(set) var name: String?
    /// The need that it answers.
    public private(set) var need: String?
    /// What the measure says at the start.
    public private(set) var baseline: String?
    /// What the measure is to say at the end.
    public private(set) var target: String?

    /// Says nothing yet.
    public init() {}

    /// An outcome.
    public init(
        outcome: String, measure: String? = nil, due: CivilDate? = nil, owner: String? = nil, name: String? = nil,
        need: String? = nil, baseline: String? = nil, target: String? = nil
    ) {
        self.outcome = outcome
        self.measure = measure
        self.due = due
        self.owner = owner
        self.name = name
        self.need = need
        self.baseline = baseline
        self.target = target
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("outcome", &outcome)
        fields.optional("measure", &measure)
        fields.optional("due", &due)
        fields.optional("owner", &owner)
        fields.optional("name", &name)
        fields.optional("need", &need)
        fields.optional("baseline", &baseline)
        fields.optional("target", &target)
    }
}

/// What happens if a plan does not work, for this child.
public struct Contingency: FieldListing {
    /// What would show that it does not work.
    public private(set) var trigger: String?
    /// What happens then.
    public private(set) var response: String = .unread
    /// Who acts.
    public private(set) var who: String?
    /// What is particular to this child.
    public private(set) var facts: [String] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("trigger", &trigger)
        fields.required("response", &response)
        fields.optional("who", &who)
        fields.list("facts", &facts)
    }
}

/// A plan ended.
public struct PlanEnded: EventPayload, FieldListing {
    /// `plan.ended`.
    public static let type: EventType = "plan.ended"
    /// Plan ended.
    public static let title = "Plan ended"

    /// The plan.
    public private(set) var plan: Reference = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Plan ended.
    public init(plan: Reference, reason: String? = nil) {
        self.plan = plan
        self.reason = reason
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String {
        return "Plan ended\(reason.map { ": \($0)" } ?? "")"
    }
}
