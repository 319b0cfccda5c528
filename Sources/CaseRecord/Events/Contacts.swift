/// Somebody approached the authority about a child; not yet a referral.
public struct ContactReceived: NamesTeam {
    /// `contact.received`.
    public static let type: EventType = "contact.received"
    /// Contact received.
    public static let title = "Contact received"

    /// Names this contact.
    public let contact: Reference
    /// What the contact was about.
    public let reason: String?
    /// Where it came from, as a census code.
    public let sourceCode: Code<ReferralSourceList>?
    /// The team that took it.
    public let team: TeamID?

    /// Contact received.
    public init(
        contact: Reference, reason: String? = nil, sourceCode: Code<ReferralSourceList>? = nil, team: TeamID? = nil
    ) {
        self.contact = contact
        self.reason = reason
        self.sourceCode = sourceCode
        self.team = team
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let contact = fields.required("contact", as: Reference.self)
        reason = fields.optional("reason")
        sourceCode = fields.optional("sourceCode")
        team = fields.optional("team")
        guard let contact else { return nil }
        self.contact = contact
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("contact", contact)
        fields.put("reason", reason)
        fields.put("sourceCode", sourceCode)
        fields.put("team", team)
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
public struct ContactDecided: EventPayload {
    /// `contact.decided`.
    public static let type: EventType = "contact.decided"
    /// Contact decided.
    public static let title = "Contact decided"

    /// The contact decided on.
    public let contact: Reference
    /// What was decided.
    public let outcome: ContactOutcome
    /// Why.
    public let rationale: String?
    /// The risk seen.
    public let riskLevel: RiskLevel?
    /// Who decided.
    public let decidedBy: WorkerID?
    /// The referral that it became or belongs to.
    public let referral: Reference?

    /// Contact decided.
    public init(
        contact: Reference, outcome: ContactOutcome, rationale: String? = nil, riskLevel: RiskLevel? = nil,
        decidedBy: WorkerID? = nil, referral: Reference? = nil
    ) {
        self.contact = contact
        self.outcome = outcome
        self.rationale = rationale
        self.riskLevel = riskLevel
        self.decidedBy = decidedBy
        self.referral = referral
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let contact = fields.required("contact", as: Reference.self)
        let outcome = fields.required("outcome", as: ContactOutcome.self)
        rationale = fields.optional("rationale")
        riskLevel = fields.optional("riskLevel")
        decidedBy = fields.optional("decidedBy")
        referral = fields.optional("referral")
        guard let contact, let outcome else { return nil }
        self.contact = contact
        self.outcome = outcome
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("contact", contact)
        fields.put("outcome", outcome)
        fields.put("rationale", rationale)
        fields.put("riskLevel", riskLevel)
        fields.put("decidedBy", decidedBy)
        fields.put("referral", referral)
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
