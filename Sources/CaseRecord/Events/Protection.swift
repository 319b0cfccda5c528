/// A strategy discussion took place. Where it decides on section 47 enquiries its day is day 0 of R08.
public struct StrategyDiscussionHeld: EventPayload {
    /// `strategy-discussion.held`.
    public static let type: EventType = "strategy-discussion.held"
    /// Strategy discussion held.
    public static let title = "Strategy discussion held"

    /// Names this discussion.
    public let discussion: Reference
    /// Agencies that took part, as `police`, `health`, `social care`.
    public let participants: [String]
    /// Whether it decided on section 47 enquiries.
    public let initiatesSection47: Bool
    /// The enquiry that it decided on or belongs to.
    public let section47: Reference?
    /// The referral.
    public let referral: Reference?
    /// What was decided, by whom and by when.
    public let decisions: String?

    /// Strategy discussion held.
    public init(
        discussion: Reference, participants: [String] = [], initiatesSection47: Bool, section47: Reference? = nil,
        referral: Reference? = nil, decisions: String? = nil
    ) {
        self.discussion = discussion
        self.participants = participants
        self.initiatesSection47 = initiatesSection47
        self.section47 = section47
        self.referral = referral
        self.decisions = decisions
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let discussion = fields.required("strategyDiscussion", as: Reference.self)
        participants = fields.list("participants")
        let initiatesSection47 = fields.required("initiatesSection47", as: Bool.self)
        section47 = fields.optional("section47")
        referral = fields.optional("referral")
        decisions = fields.optional("decisions")
        guard let discussion, let initiatesSection47 else { return nil }
        self.discussion = discussion
        self.initiatesSection47 = initiatesSection47
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("strategyDiscussion", discussion)
        fields.put("participants", participants)
        fields.put("initiatesSection47", initiatesSection47)
        fields.put("section47", section47)
        fields.put("referral", referral)
        fields.put("decisions", decisions)
    }

    /// In one line.
    public var headline: String {
        let agencies = participants.isEmpty ? "" : " with " + participants.joined(separator: ", ")
        return "Strategy discussion held\(agencies)\(initiatesSection47 ? "; section 47 enquiries to start" : "")"
    }
}

/// Enquiries under section 47 of the Children Act 1989 started.
public struct Section47Started: EventPayload {
    /// `section47.started`.
    public static let type: EventType = "section47.started"
    /// Section 47 enquiry started.
    public static let title = "Section 47 enquiry started"

    /// Names this enquiry.
    public let section47: Reference
    /// The discussion that decided on it.
    public let strategyDiscussion: Reference?
    /// The referral.
    public let referral: Reference?

    /// Section 47 enquiry started.
    public init(section47: Reference, strategyDiscussion: Reference? = nil, referral: Reference? = nil) {
        self.section47 = section47
        self.strategyDiscussion = strategyDiscussion
        self.referral = referral
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let section47 = fields.required("section47", as: Reference.self)
        strategyDiscussion = fields.optional("strategyDiscussion")
        referral = fields.optional("referral")
        guard let section47 else { return nil }
        self.section47 = section47
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("section47", section47)
        fields.put("strategyDiscussion", strategyDiscussion)
        fields.put("referral", referral)
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
public struct Section47Concluded: EventPayload {
    /// `section47.concluded`.
    public static let type: EventType = "section47.concluded"
    /// Section 47 enquiry concluded.
    public static let title = "Section 47 enquiry concluded"

    /// The enquiry.
    public let section47: Reference
    /// How it ended.
    public let outcome: Section47Outcome
    /// Why.
    public let rationale: String?

    /// Section 47 enquiry concluded.
    public init(section47: Reference, outcome: Section47Outcome, rationale: String? = nil) {
        self.section47 = section47
        self.outcome = outcome
        self.rationale = rationale
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let section47 = fields.required("section47", as: Reference.self)
        let outcome = fields.required("outcome", as: Section47Outcome.self)
        rationale = fields.optional("rationale")
        guard let section47, let outcome else { return nil }
        self.section47 = section47
        self.outcome = outcome
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("section47", section47)
        fields.put("outcome", outcome)
        fields.put("rationale", rationale)
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
public struct ConferenceHeld: EventPayload {
    /// `conference.held`.
    public static let type: EventType = "conference.held"
    /// Child protection conference held.
    public static let title = "Child protection conference held"

    /// Names this conference.
    public let conference: Reference
    /// Its kind.
    public let kind: ConferenceKind
    /// The enquiry that it follows.
    public let section47: Reference?
    /// What it decided.
    public let outcome: ConferenceOutcome?
    /// Category of abuse.
    public let category: Code<AbuseCategoryList>?

    /// Child protection conference held.
    public init(
        conference: Reference, kind: ConferenceKind, section47: Reference? = nil, outcome: ConferenceOutcome? = nil,
        category: Code<AbuseCategoryList>? = nil
    ) {
        self.conference = conference
        self.kind = kind
        self.section47 = section47
        self.outcome = outcome
        self.category = category
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let conference = fields.required("conference", as: Reference.self)
        let kind = fields.required("kind", as: ConferenceKind.self)
        section47 = fields.optional("section47")
        outcome = fields.optional("outcome")
        category = fields.optional("category")
        guard let conference, let kind else { return nil }
        self.conference = conference
        self.kind = kind
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("conference", conference)
        fields.put("kind", kind)
        fields.put("section47", section47)
        fields.put("outcome", outcome)
        fields.put("category", category)
    }

    /// In one line.
    public var headline: String {
        let decided = outcome.map { ": \($0.words)" } ?? ""
        return "\(kind.sentenceStart) child protection conference held\(decided)"
    }
}
