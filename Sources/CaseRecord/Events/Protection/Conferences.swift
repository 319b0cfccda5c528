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
