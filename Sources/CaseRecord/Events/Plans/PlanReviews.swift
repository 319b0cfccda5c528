/// What becomes of a plan.
public enum PlanDecision: String, FieldChoice {
    /// It goes on.
    case goesOn = "continue"
    /// It changes.
    case change
    /// It ends.
    case end
}

/// How one outcome of a plan goes.
public struct OutcomeProgress: FieldListing {
    /// The outcome: its name or its text.
    public private(set) var outcome: String = .unread
    /// How it goes.
    public private(set) var progress: Progress = .unread
    /// What its measure says now.
    public private(set) var value: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("outcome", &outcome)
        fields.required("progress", &progress)
        fields.optional("value", &value)
    }
}

/// A plan was looked at: what has changed for the child since it was made or last reviewed.
public struct PlanReviewed: EventPayload, FieldListing {
    /// `plan.reviewed`.
    public static let type: EventType = "plan.reviewed"
    /// Plan reviewed.
    public static let title = "Plan reviewed"

    /// The plan.
    public private(set) var plan: Reference = .unread
    /// How each outcome goes.
    public private(set) var progress: [OutcomeProgress] = []
    /// What becomes of the plan.
    public private(set) var outcome: PlanDecision?
    /// Why.
    public private(set) var reason: String?
    /// Who reviewed it.
    public private(set) var reviewedBy: WorkerID?
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// How the child took part.
    public private(set) var childParticipation: ChildParticipation?
    /// When it is next to be reviewed.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("plan", &plan)
        fields.list("progress", &progress)
        fields.optional("outcome", &outcome)
        fields.optional("reason", &reason)
        fields.optional("reviewedBy", &reviewedBy)
        fields.list("participants", &participants)
        fields.optional("childParticipation", &childParticipation)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome?.words, reason) }
}
