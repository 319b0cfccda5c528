/// A manager looked at the risk in a case, as in one that nobody has yet.
public struct CaseRiskAssessed: EventPayload, FieldListing {
    /// `case.risk-assessed`.
    public static let type: EventType = "case.risk-assessed"
    /// Case risk assessed.
    public static let title = "Case risk assessed"

    /// The risk seen.
    public private(set) var riskLevel: RiskLevel = .unread
    /// Why.
    public private(set) var rationale: String?
    /// Who assessed it.
    public private(set) var assessedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("riskLevel", &riskLevel)
        fields.optional("rationale", &rationale)
        fields.optional("assessedBy", &assessedBy)
    }

    /// In one line.
    public var headline: String { Self.headline("\(riskLevel.words) risk", rationale) }
}

/// What a manager is to the case.
public enum ManagerRole: String, FieldChoice {
    /// Practice supervisor.
    case practiceSupervisor = "practice-supervisor"
    /// Team manager.
    case teamManager = "team-manager"
    /// Operational or service manager.
    case operationalManager = "operational-manager"
    /// Senior manager: head of service, assistant director.
    case seniorManager = "senior-manager"
}

/// A manager reviewed a case, as one that waits.
public struct CaseReviewed: SetsActions, FieldListing {
    /// `case.reviewed`.
    public static let type: EventType = "case.reviewed"
    /// Case reviewed.
    public static let title = "Case reviewed"

    /// The manager.
    public private(set) var reviewedBy: WorkerID?
    /// The manager's role.
    public private(set) var managerRole: ManagerRole?
    /// What the case waits for.
    public private(set) var state: WaitingState?
    /// What was decided.
    public private(set) var decided: String?
    /// What is to be done.
    public private(set) var actions: [ActionItem] = []
    /// When it is next to be reviewed.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("reviewedBy", &reviewedBy)
        fields.optional("managerRole", &managerRole)
        fields.optional("state", &state)
        fields.optional("decided", &decided)
        fields.list("actions", &actions)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(state?.words, decided) }
}
