public import Foundation

/// What a decision is about.
public enum DecisionKind: String, FieldChoice {
    /// A contact.
    case contact
    /// A referral.
    case referral
    /// An assessment.
    case assessment
    /// A section 47 enquiry.
    case section47
    /// A conference.
    case conference
    /// A plan.
    case plan
    /// Who has the case.
    case allocation
    /// Where the child lives.
    case placement
    /// Legal steps.
    case legal
    /// Closing the case.
    case closure
    /// Services and money.
    case resources
    /// Not to act.
    case noAction = "no-action"
    /// Something else.
    case other
}

/// A manager decided. A vague decision is taken too; what it lacks is shown.
public struct DecisionMade: SetsActions, FieldListing {
    /// `decision.made`.
    public static let type: EventType = "decision.made"
    /// Decision made.
    public static let title = "Decision made"

    /// Names this decision.
    public private(set) var decision: Reference = .unread
    /// What it is about.
    public private(set) var kind: DecisionKind = .unread
    /// What was decided.
    public private(set) var what: String = .unread
    /// Why.
    public private(set) var rationale: String?
    /// What else was considered.
    public private(set) var optionsConsidered: String?
    /// The risk seen.
    public private(set) var riskLevel: RiskLevel?
    /// Who decided.
    public private(set) var decidedBy: WorkerID?
    /// What is to be done.
    public private(set) var actions: [ActionItem] = []
    /// By when it is to be carried out.
    public private(set) var due: CivilDate?
    /// How one will tell that it worked.
    public private(set) var successTest: String?
    /// When it is to be looked at again.
    public private(set) var reviewDue: CivilDate?
    /// Whether the child has to be protected by it.
    public private(set) var requiresProtection: Bool?
    /// The contact.
    public private(set) var contact: Reference?
    /// The referral.
    public private(set) var referral: Reference?
    /// The assessment.
    public private(set) var assessment: Reference?
    /// The section 47 enquiry.
    public private(set) var section47: Reference?
    /// The conference.
    public private(set) var conference: Reference?
    /// The plan.
    public private(set) var plan: Reference?
    /// The placement.
    public private(set) var placement: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("decision", &decision)
        fields.required("kind", &kind)
        fields.required("what", &what)
        fields.optional("rationale", &rationale)
        fields.optional("optionsConsidered", &optionsConsidered)
        fields.optional("riskLevel", &riskLevel)
        fields.optional("decidedBy", &decidedBy)
        fields.list("actions", &actions)
        fields.optional("due", &due)
        fields.optional("successTest", &successTest)
        fields.optional("reviewDue", &reviewDue)
        fields.optional("requiresProtection", &requiresProtection)
        fields.optional("contact", &contact)
        fields.optional("referral", &referral)
        fields.optional("assessment", &assessment)
        fields.optional("section47", &section47)
        fields.optional("conference", &conference)
        fields.optional("plan", &plan)
        fields.optional("placement", &placement)
    }

    /// In one line.
    public var headline: String { Self.headline(what) }
}

/// What became of a decision.
public enum DecisionResult: String, FieldChoice {
    /// It was carried out.
    case carriedOut = "carried-out"
    /// It was carried out in part.
    case partly
    /// It was not carried out.
    case notCarriedOut = "not-carried-out"
    /// Another took its place.
    case replaced
}

/// A decision was looked at again.
public struct DecisionReviewed: EventPayload, FieldListing {
    /// `decision.reviewed`.
    public static let type: EventType = "decision.reviewed"
    /// Decision reviewed.
    public static let title = "Decision reviewed"

    /// The decision.
    public private(set) var decision: Reference = .unread
    /// What became of it.
    public private(set) var outcome: DecisionResult = .unread
    /// In words.
    public private(set) var comment: String?
    /// Who looked.
    public private(set) var reviewedBy: WorkerID?
    /// When it is to be looked at again.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("decision", &decision)
        fields.required("outcome", &outcome)
        fields.optional("comment", &comment)
        fields.optional("reviewedBy", &reviewedBy)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome.words, comment) }
}

/// What a manager did.
public enum OversightKind: String, FieldChoice {
    /// Read the record.
    case recordRead = "record-read"
    /// Gave a direction.
    case direction
    /// Signed something off.
    case signOff = "sign-off"
    /// Took it further up.
    case escalation
    /// Something else.
    case other
}

/// A manager looked at a case.
public struct OversightRecorded: EventPayload, FieldListing {
    /// `oversight.recorded`.
    public static let type: EventType = "oversight.recorded"
    /// Management oversight.
    public static let title = "Management oversight"

    /// What the manager did.
    public private(set) var kind: OversightKind = .unread
    /// The manager.
    public private(set) var manager: WorkerID = .unread
    /// The manager's role.
    public private(set) var managerRole: ManagerRole?
    /// What the manager says.
    public private(set) var comment: String?
    /// Decisions made then.
    public private(set) var decisions: [Reference] = []
    /// The entry that it answers, by the id of its event.
    public private(set) var trigger: UUID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("kind", &kind)
        fields.required("manager", &manager)
        fields.optional("managerRole", &managerRole)
        fields.optional("comment", &comment)
        fields.list("decisions", &decisions)
        fields.optional("trigger", &trigger)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, comment) }
}
