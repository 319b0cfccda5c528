/// A request for services or a social-work response: the day it is received is day 0 of the clocks R01 to R05.
public struct ReferralReceived: NamesTeam, FieldListing {
    /// `referral.received`.
    public static let type: EventType = "referral.received"
    /// Referral received.
    public static let title = "Referral received"

    /// Names this referral and the episode that it opens.
    public private(set) var referral: Reference = .unread
    /// The contact that it came from.
    public private(set) var contact: Reference?
    /// Where it came from (N00152).
    public private(set) var sourceCode: Code<ReferralSourceList>?
    /// Primary need (N00101).
    public private(set) var primaryNeed: Code<PrimaryNeedList>?
    /// What the referrer is worried about.
    public private(set) var concern: String?
    /// The duty team that has it.
    public private(set) var team: TeamID?
    /// As a census return states it (N00112), where the day of the decision is not known: whether the referral
    /// ended in no further action. A referral recorded live is decided by `referral.decided`.
    public private(set) var noFurtherAction: Bool?
    /// Where the family lives, for the needs of localities.
    public private(set) var locality: String?

    /// Says nothing yet.
    public init() {}

    /// Referral received.
    public init(
        referral: Reference, contact: Reference? = nil, sourceCode: Code<ReferralSourceList>? = nil,
        primaryNeed: Code<PrimaryNeedList>? = nil, concern: String? = nil, team: TeamID? = nil,
        noFurtherAction: Bool? = nil, locality: String? = nil
    ) {
        self.referral = referral
        self.contact = contact
        self.sourceCode = sourceCode
        self.primaryNeed = primaryNeed
        self.concern = concern
        self.team = team
        self.noFurtherAction = noFurtherAction
        self.locality = locality
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("referral", &referral)
        fields.optional("contact", &contact)
        fields.optional("sourceCode", &sourceCode)
        fields.optional("primaryNeed", &primaryNeed)
        fields.optional("concern", &concern)
        fields.optional("team", &team)
        fields.optional("noFurtherAction", &noFurtherAction)
        fields.optional("locality", &locality)
    }

    /// In one line.
    public var headline: String {
        let from = sourceCode.map { " from \($0.label)" } ?? ""
        return "Referral received\(from)\(concern.map { ": \($0)" } ?? "")"
    }
}

/// What was decided on a referral.
public enum ReferralOutcome: String, FieldChoice {
    /// Initial assessment (until 14 April 2013).
    case initialAssessment = "initial-assessment"
    /// Single assessment (from 15 April 2013).
    case singleAssessment = "single-assessment"
    /// Strategy discussion: possible significant harm.
    case strategyDiscussion = "strategy-discussion"
    /// Stepped to early help.
    case earlyHelp = "early-help"
    /// Advice or signposting.
    case advice
    /// Passed to another local authority.
    case otherAuthority = "other-authority"
    /// No further action.
    case noFurtherAction = "no-further-action"
}

extension ReferralOutcome {
    /// Whether an assessment follows, so that its clock goes on running from the day of the referral.
    public var leadsToAssessment: Bool {
        switch self {
        case .initialAssessment, .singleAssessment, .strategyDiscussion: true
        case .earlyHelp, .advice, .otherAuthority, .noFurtherAction: false
        }
    }
}

/// The decision on a referral: what happens next, why, and who decided.
public struct ReferralDecided: EventPayload, FieldListing {
    /// `referral.decided`.
    public static let type: EventType = "referral.decided"
    /// Referral decided.
    public static let title = "Referral decided"

    /// The referral decided on.
    public private(set) var referral: Reference = .unread
    /// What was decided.
    public private(set) var outcome: ReferralOutcome = .unread
    /// Why.
    public private(set) var rationale: String?
    /// The risk seen.
    public private(set) var riskLevel: RiskLevel?
    /// Who decided.
    public private(set) var decidedBy: WorkerID?
    /// What else was considered.
    public private(set) var optionsConsidered: String?
    /// When the referrer was told (Working Together 2013 onward).
    public private(set) var referrerToldOn: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Referral decided.
    public init(
        referral: Reference, outcome: ReferralOutcome, rationale: String? = nil, riskLevel: RiskLevel? = nil,
        decidedBy: WorkerID? = nil, optionsConsidered: String? = nil, referrerToldOn: CivilDate? = nil
    ) {
        self.referral = referral
        self.outcome = outcome
        self.rationale = rationale
        self.riskLevel = riskLevel
        self.decidedBy = decidedBy
        self.optionsConsidered = optionsConsidered
        self.referrerToldOn = referrerToldOn
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("referral", &referral)
        fields.required("outcome", &outcome)
        fields.optional("rationale", &rationale)
        fields.optional("riskLevel", &riskLevel)
        fields.optional("decidedBy", &decidedBy)
        fields.optional("optionsConsidered", &optionsConsidered)
        fields.optional("referrerToldOn", &referrerToldOn)
    }

    /// In one line.
    public var headline: String {
        return "Referral decided: \(outcome.words)"
    }
}
