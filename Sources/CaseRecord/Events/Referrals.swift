/// A request for services or a social-work response: the day it is received is day 0 of the clocks R01 to R05.
public struct ReferralReceived: NamesTeam {
    /// `referral.received`.
    public static let type: EventType = "referral.received"
    /// Referral received.
    public static let title = "Referral received"

    /// Names this referral and the episode that it opens.
    public let referral: Reference
    /// The contact that it came from.
    public let contact: Reference?
    /// Where it came from (N00152).
    public let sourceCode: Code<ReferralSourceList>?
    /// Primary need (N00101).
    public let primaryNeed: Code<PrimaryNeedList>?
    /// What the referrer is worried about.
    public let concern: String?
    /// The duty team that has it.
    public let team: TeamID?
    /// As a census return states it (N00112), where the day of the decision is not known: whether the referral
    /// ended in no further action. A referral recorded live is decided by `referral.decided`.
    public let noFurtherAction: Bool?

    /// Referral received.
    public init(
        referral: Reference, contact: Reference? = nil, sourceCode: Code<ReferralSourceList>? = nil,
        primaryNeed: Code<PrimaryNeedList>? = nil, concern: String? = nil, team: TeamID? = nil,
        noFurtherAction: Bool? = nil
    ) {
        self.referral = referral
        self.contact = contact
        self.sourceCode = sourceCode
        self.primaryNeed = primaryNeed
        self.concern = concern
        self.team = team
        self.noFurtherAction = noFurtherAction
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let referral = fields.required("referral", as: Reference.self)
        contact = fields.optional("contact")
        sourceCode = fields.optional("sourceCode")
        primaryNeed = fields.optional("primaryNeed")
        concern = fields.optional("concern")
        team = fields.optional("team")
        noFurtherAction = fields.optional("noFurtherAction")
        guard let referral else { return nil }
        self.referral = referral
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("referral", referral)
        fields.put("contact", contact)
        fields.put("sourceCode", sourceCode)
        fields.put("primaryNeed", primaryNeed)
        fields.put("concern", concern)
        fields.put("team", team)
        fields.put("noFurtherAction", noFurtherAction)
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
public struct ReferralDecided: EventPayload {
    /// `referral.decided`.
    public static let type: EventType = "referral.decided"
    /// Referral decided.
    public static let title = "Referral decided"

    /// The referral decided on.
    public let referral: Reference
    /// What was decided.
    public let outcome: ReferralOutcome
    /// Why.
    public let rationale: String?
    /// The risk seen.
    public let riskLevel: RiskLevel?
    /// Who decided.
    public let decidedBy: WorkerID?

    /// Referral decided.
    public init(
        referral: Reference, outcome: ReferralOutcome, rationale: String? = nil, riskLevel: RiskLevel? = nil,
        decidedBy: WorkerID? = nil
    ) {
        self.referral = referral
        self.outcome = outcome
        self.rationale = rationale
        self.riskLevel = riskLevel
        self.decidedBy = decidedBy
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let referral = fields.required("referral", as: Reference.self)
        let outcome = fields.required("outcome", as: ReferralOutcome.self)
        rationale = fields.optional("rationale")
        riskLevel = fields.optional("riskLevel")
        decidedBy = fields.optional("decidedBy")
        guard let referral, let outcome else { return nil }
        self.referral = referral
        self.outcome = outcome
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("referral", referral)
        fields.put("outcome", outcome)
        fields.put("rationale", rationale)
        fields.put("riskLevel", riskLevel)
        fields.put("decidedBy", decidedBy)
    }

    /// In one line.
    public var headline: String {
        return "Referral decided: \(outcome.words)"
    }
}
