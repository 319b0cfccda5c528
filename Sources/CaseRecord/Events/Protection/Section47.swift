/// A strategy discussion took place. Where it decides on section 47 enquiries its day is day 0 of R08.
public struct StrategyDiscussionHeld: EventPayload, FieldListing {
    /// `strategy-discussion.held`.
    public static let type: EventType = "strategy-discussion.held"
    /// Strategy discussion held.
    public static let title = "Strategy discussion held"

    /// Names this discussion.
    public private(set) var discussion: Reference = .unread
    /// Agencies that took part, as `police`, `health`, `social care`.
    public private(set) var participants: [String] = []
    /// Whether it decided on section 47 enquiries.
    public private(set) var initiatesSection47: Bool = .unread
    /// The enquiry that it decided on or belongs to.
    public private(set) var section47: Reference?
    /// The referral.
    public private(set) var referral: Reference?
    /// What was decided, by whom and by when.
    public private(set) var decisions: String?
    /// What is to be done.
    public private(set) var actions: [ActionItem] = []
    /// The police's reference.
    public private(set) var policeReference: String?
    /// Who chaired it.
    public private(set) var chairedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Strategy discussion held.
    public init(
        discussion: Reference, participants: [String] = [], initiatesSection47: Bool, section47: Reference? = nil,
        referral: Reference? = nil, decisions: String? = nil, actions: [ActionItem] = [],
        policeReference: String? = nil, chairedBy: WorkerID? = nil
    ) {
        self.discussion = discussion
        self.participants = participants
        self.initiatesSection47 = initiatesSection47
        self.section47 = section47
        self.referral = referral
        self.decisions = decisions
        self.actions = actions
        self.policeReference = policeReference
        self.chairedBy = chairedBy
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("strategyDiscussion", &discussion)
        fields.list("participants", &participants)
        fields.required("initiatesSection47", &initiatesSection47)
        fields.optional("section47", &section47)
        fields.optional("referral", &referral)
        fields.optional("decisions", &decisions)
        fields.list("actions", &actions)
        fields.optional("policeReference", &policeReference)
        fields.optional("chairedBy", &chairedBy)
    }

    /// In one line.
    public var headline: String {
        let agencies = participants.isEmpty ? "" : " with " + participants.joined(separator: ", ")
        return "Strategy discussion held\(agencies)\(initiatesSection47 ? "; section 47 enquiries to start" : "")"
    }
}

/// Enquiries under section 47 of the Children Act 1989 started.
public struct Section47Started: EventPayload, FieldListing {
    /// `section47.started`.
    public static let type: EventType = "section47.started"
    /// Section 47 enquiry started.
    public static let title = "Section 47 enquiry started"

    /// Names this enquiry.
    public private(set) var section47: Reference = .unread
    /// The discussion that decided on it.
    public private(set) var strategyDiscussion: Reference?
    /// The referral.
    public private(set) var referral: Reference?
    /// Who leads it.
    public private(set) var lead: WorkerID?
    /// Whether the lead is a registered social worker, as recorded at the start.
    public private(set) var leadIsQualified: Bool?
    /// Whether the police enquire together with the authority.
    public private(set) var jointWithPolice: Bool?

    /// Says nothing yet.
    public init() {}

    /// Section 47 enquiry started.
    public init(
        section47: Reference, strategyDiscussion: Reference? = nil, referral: Reference? = nil, lead: WorkerID? = nil,
        leadIsQualified: Bool? = nil, jointWithPolice: Bool? = nil
    ) {
        self.section47 = section47
        self.strategyDiscussion = strategyDiscussion
        self.referral = referral
        self.lead = lead
        self.leadIsQualified = leadIsQualified
        self.jointWithPolice = jointWithPolice
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("section47", &section47)
        fields.optional("strategyDiscussion", &strategyDiscussion)
        fields.optional("referral", &referral)
        fields.optional("lead", &lead)
        fields.optional("leadIsQualified", &leadIsQualified)
        fields.optional("jointWithPolice", &jointWithPolice)
    }

    /// In one line.
    public var headline: String {
        return "Section 47 enquiry started"
    }
}

/// How a section 47 enquiry ended.
public enum Section47Outcome: String, FieldChoice {
    /// An initial child protection conference is needed.
    case conference
    /// Concerns not substantiated.
    case notSubstantiated = "not-substantiated"
    /// Substantiated, but no continuing risk of significant harm.
    case noContinuingRisk = "no-continuing-risk"
    /// As a return states it: no conference required.
    case conferenceNotRequired = "conference-not-required"
}

/// A section 47 enquiry ended; only some lead to a conference.
public struct Section47Concluded: EventPayload, FieldListing {
    /// `section47.concluded`.
    public static let type: EventType = "section47.concluded"
    /// Section 47 enquiry concluded.
    public static let title = "Section 47 enquiry concluded"

    /// The enquiry.
    public private(set) var section47: Reference = .unread
    /// How it ended.
    public private(set) var outcome: Section47Outcome = .unread
    /// Why.
    public private(set) var rationale: String?
    /// The manager who authorised it.
    public private(set) var authorisedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Section 47 enquiry concluded.
    public init(
        section47: Reference, outcome: Section47Outcome, rationale: String? = nil, authorisedBy: WorkerID? = nil
    ) {
        self.section47 = section47
        self.outcome = outcome
        self.rationale = rationale
        self.authorisedBy = authorisedBy
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("section47", &section47)
        fields.required("outcome", &outcome)
        fields.optional("rationale", &rationale)
        fields.optional("authorisedBy", &authorisedBy)
    }

    /// In one line.
    public var headline: String {
        return "Section 47 enquiry concluded: \(outcome.words)"
    }
}

/// The kind of child protection conference.
public enum ConferenceKind: String, FieldChoice {
    /// Initial child protection conference.
    case initial
    /// Review conference.
    case review
    /// Conference for a child who moved in with a plan from elsewhere.
    case transferIn = "transfer-in"
}

/// What a conference decided.
public enum ConferenceOutcome: String, FieldChoice {
    /// The child is, or stays, the subject of a child protection plan.
    case plan
    /// No child protection plan.
    case noPlan = "no-plan"
    /// The plan ends.
    case planEnds = "plan-ends"
}

/// A child protection conference was held; an initial one ends R08.
public struct ConferenceHeld: EventPayload, FieldListing {
    /// `conference.held`.
    public static let type: EventType = "conference.held"
    /// Child protection conference held.
    public static let title = "Child protection conference held"

    /// Names this conference.
    public private(set) var conference: Reference = .unread
    /// Its kind.
    public private(set) var kind: ConferenceKind = .unread
    /// The enquiry that it follows.
    public private(set) var section47: Reference?
    /// What it decided.
    public private(set) var outcome: ConferenceOutcome?
    /// Category of abuse.
    public private(set) var category: Code<AbuseCategoryList>?
    /// The child protection plan that it reviews.
    public private(set) var plan: Reference?
    /// Who took part.
    public private(set) var participants: [Participant] = []
    /// Whether enough agencies were there.
    public private(set) var quorate: Bool?
    /// Why not, and why it was held all the same.
    public private(set) var whyNotQuorate: String?
    /// Who chaired it.
    public private(set) var chairedBy: WorkerID?
    /// How the child took part.
    public private(set) var childParticipation: ChildParticipation?
    /// What was decided beside the outcome.
    public private(set) var decided: String?
    /// Whether it was held before the child was born.
    public private(set) var preBirth: Bool?
    /// When the next conference is due.
    public private(set) var reviewDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Child protection conference held.
    public init(
        conference: Reference, kind: ConferenceKind, section47: Reference? = nil, outcome: ConferenceOutcome? = nil,
        category: Code<AbuseCategoryList>? = nil, plan: Reference? = nil, participants: [Participant] = [],
        quorate: Bool? = nil, whyNotQuorate: String? = nil, chairedBy: WorkerID? = nil,
        childParticipation: ChildParticipation? = nil, decided: String? = nil, preBirth: Bool? = nil,
        reviewDue: CivilDate? = nil
    ) {
        self.conference = conference
        self.kind = kind
        self.section47 = section47
        self.outcome = outcome
        self.category = category
        self.plan = plan
        self.participants = participants
        self.quorate = quorate
        self.whyNotQuorate = whyNotQuorate
        self.chairedBy = chairedBy
        self.childParticipation = childParticipation
        self.decided = decided
        self.preBirth = preBirth
        self.reviewDue = reviewDue
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("conference", &conference)
        fields.required("kind", &kind)
        fields.optional("section47", &section47)
        fields.optional("outcome", &outcome)
        fields.optional("category", &category)
        fields.optional("plan", &plan)
        fields.list("participants", &participants)
        fields.optional("quorate", &quorate)
        fields.optional("whyNotQuorate", &whyNotQuorate)
        fields.optional("chairedBy", &chairedBy)
        fields.optional("childParticipation", &childParticipation)
        fields.optional("decided", &decided)
        fields.optional("preBirth", &preBirth)
        fields.optional("reviewDue", &reviewDue)
    }

    /// In one line.
    public var headline: String {
        let decided = outcome.map { ": \($0.words)" } ?? ""
        return "\(kind.sentenceStart) child protection conference held\(decided)"
    }
}
