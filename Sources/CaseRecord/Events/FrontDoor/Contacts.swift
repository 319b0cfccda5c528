/// Somebody approached the authority about a child; not yet a referral.
public struct ContactReceived: NamesTeam, FieldListing {
    /// `contact.received`.
    public static let type: EventType = "contact.received"
    /// Contact received.
    public static let title = "Contact received"

    /// Names this contact.
    public private(set) var contact: Reference = .unread
    /// What the contact was about.
    public private(set) var reason: String?
    /// Where it came from, as a census code.
    public private(set) var sourceCode: Code<ReferralSourceList>?
    /// The team that took it.
    public private(set) var team: TeamID?
    /// The need that it seems to be about.
    public private(set) var presentingNeed: Code<PrimaryNeedList>?
    /// Where the family lives, for the needs of localities.
    public private(set) var locality: String?
    /// Whether it came in outside office hours.
    public private(set) var outOfHours: Bool?

    /// Says nothing yet.
    public init() {}

    /// Contact received.
    public init(
        contact: Reference, reason: String? = nil, sourceCode: Code<ReferralSourceList>? = nil, team: TeamID? = nil,
        presentingNeed: Code<PrimaryNeedList>? = nil, locality: String? = nil, outOfHours: Bool? = nil
    ) {
        self.contact = contact
        self.reason = reason
        self.sourceCode = sourceCode
        self.team = team
        self.presentingNeed = presentingNeed
        self.locality = locality
        self.outOfHours = outOfHours
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("contact", &contact)
        fields.optional("reason", &reason)
        fields.optional("sourceCode", &sourceCode)
        fields.optional("team", &team)
        fields.optional("presentingNeed", &presentingNeed)
        fields.optional("locality", &locality)
        fields.optional("outOfHours", &outOfHours)
    }

    /// In one line.
    public var headline: String {
        let from = sourceCode.map { " from \($0.label)" } ?? ""
        return "Contact received\(from)\(reason.map { ": \($0)" } ?? "")"
    }
}

/// What was decided on a contact.
public enum ContactOutcome: String, FieldChoice {
    /// It became a referral.
    case newReferral = "new-referral"
    /// It belongs to a referral that is open.
    case existingReferral = "existing-referral"
    /// Passed to early help.
    case earlyHelp = "early-help"
    /// Advice or signposting.
    case advice
    /// Passed to another local authority.
    case otherAuthority = "other-authority"
    /// Nothing further.
    case noFurtherAction = "no-further-action"
}

/// What was decided on a contact, why and by whom.
public struct ContactDecided: EventPayload, FieldListing {
    /// `contact.decided`.
    public static let type: EventType = "contact.decided"
    /// Contact decided.
    public static let title = "Contact decided"

    /// The contact decided on.
    public private(set) var contact: Reference = .unread
    /// What was decided.
    public private(set) var outcome: ContactOutcome = .unread
    /// Why.
    public private(set) var rationale: String?
    /// The risk seen.
    public private(set) var riskLevel: RiskLevel?
    /// Who decided.
    public private(set) var decidedBy: WorkerID?
    /// The referral that it became or belongs to.
    public private(set) var referral: Reference?
    /// What else was considered.
    public private(set) var optionsConsidered: String?

    /// Says nothing yet.
    public init() {}

    /// Contact decided.
    public init(
        contact: Reference, outcome: ContactOutcome, rationale: String? = nil, riskLevel: RiskLevel? = nil,
        decidedBy: WorkerID? = nil, referral: Reference? = nil, optionsConsidered: String? = nil
    ) {
        self.contact = contact
        self.outcome = outcome
        self.rationale = rationale
        self.riskLevel = riskLevel
        self.decidedBy = decidedBy
        self.referral = referral
        self.optionsConsidered = optionsConsidered
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("contact", &contact)
        fields.required("outcome", &outcome)
        fields.optional("rationale", &rationale)
        fields.optional("riskLevel", &riskLevel)
        fields.optional("decidedBy", &decidedBy)
        fields.optional("referral", &referral)
        fields.optional("optionsConsidered", &optionsConsidered)
    }

    /// In one line.
    public var headline: String {
        return "Contact decided: \(outcome.words)"
    }
}

/// The risk to the child, as the decision-maker sees it.
public enum RiskLevel: String, FieldChoice {
    /// Low.
    case low
    /// Medium.
    case medium
    /// High.
    case high
    /// Immediate danger.
    case immediate
}
