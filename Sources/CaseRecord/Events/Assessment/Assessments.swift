/// The kind of assessment.
public enum AssessmentKind: String, FieldChoice {
    /// Initial assessment (Framework for Assessment 2000, until 14 April 2013).
    case initial
    /// Core assessment (Framework for Assessment 2000, until 14 April 2013).
    case core
    /// Single, continuous or child and family assessment (Working Together 2013 onward).
    case single
    /// Early help assessment (until about 2013: under the Common Assessment Framework).
    case earlyHelp = "early-help"
    /// Assessment before birth.
    case preBirth = "pre-birth"
    /// Assessment of the needs of a young person who is to leave care.
    case leavingCare = "leaving-care"
}

/// What an assessment was started by.
public enum AssessmentTrigger: String, FieldChoice {
    /// A referral.
    case referral
    /// An initial assessment that ended.
    case initialAssessment = "initial-assessment"
    /// A strategy discussion that decided on section 47 enquiries.
    case strategyDiscussion = "strategy-discussion"
    /// New information on an open case.
    case newInformation = "new-information"
    /// Something else.
    case other
}

/// An assessment was started.
public struct AssessmentStarted: EventPayload, FieldListing {
    /// `assessment.started`.
    public static let type: EventType = "assessment.started"
    /// Assessment started.
    public static let title = "Assessment started"

    /// Names this assessment.
    public private(set) var assessment: Reference = .unread
    /// Its kind.
    public private(set) var kind: AssessmentKind = .unread
    /// The referral that it answers.
    public private(set) var referral: Reference?
    /// The section 47 enquiry that it is carried out for.
    public private(set) var section47: Reference?
    /// The lead assessor.
    public private(set) var lead: WorkerID?
    /// Whether the lead is a registered social worker, as recorded at the start.
    public private(set) var leadIsQualified: Bool?
    /// What it was started by.
    public private(set) var trigger: AssessmentTrigger?
    /// By when it is to be done for this child, within the statutory limit.
    public private(set) var targetDate: CivilDate?
    /// When it is to be looked at on the way (N00161).
    public private(set) var internalReviewDate: CivilDate?
    /// The template, with its version.
    public private(set) var templateVersion: String?
    /// The episode of early help that it belongs to.
    public private(set) var earlyHelp: Reference?

    /// Says nothing yet.
    public init() {}

    /// Assessment started.
    public init(
        assessment: Reference, kind: AssessmentKind, referral: Reference? = nil, section47: Reference? = nil,
        lead: WorkerID? = nil, leadIsQualified: Bool? = nil, trigger: AssessmentTrigger? = nil,
        targetDate: CivilDate? = nil, internalReviewDate: CivilDate? = nil, templateVersion: String? = nil,
        earlyHelp: Reference? = nil
    ) {
        self.assessment = assessment
        self.kind = kind
        self.referral = referral
        self.section47 = section47
        self.lead = lead
        self.leadIsQualified = leadIsQualified
        self.trigger = trigger
        self.targetDate = targetDate
        self.internalReviewDate = internalReviewDate
        self.templateVersion = templateVersion
        self.earlyHelp = earlyHelp
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.required("kind", &kind)
        fields.optional("referral", &referral)
        fields.optional("section47", &section47)
        fields.optional("lead", &lead)
        fields.optional("leadIsQualified", &leadIsQualified)
        fields.optional("trigger", &trigger)
        fields.optional("targetDate", &targetDate)
        fields.optional("internalReviewDate", &internalReviewDate)
        fields.optional("templateVersion", &templateVersion)
        fields.optional("earlyHelp", &earlyHelp)
    }

    /// In one line.
    public var headline: String {
        return "\(kind.sentenceStart) assessment started"
    }
}

/// One section of an assessment.
public struct AssessmentSection: FieldListing {
    /// The section, by its name in the template.
    public private(set) var section: String = .unread
    /// Its length in words.
    public private(set) var words: Int?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("section", &section)
        fields.optional("words", &words)
    }
}

/// The worker finished an assessment; its clock stops only when a manager authorises it.
public struct AssessmentCompleted: EventPayload, FieldListing {
    /// `assessment.completed`.
    public static let type: EventType = "assessment.completed"
    /// Assessment completed.
    public static let title = "Assessment completed"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// What follows.
    public private(set) var outcome: String?
    /// Whether the child was seen.
    public private(set) var childSeen: Bool?
    /// Whether the child was seen alone.
    public private(set) var childSeenAlone: Bool?
    /// The child's wishes and feelings.
    public private(set) var childViews: String?
    /// Risk factors.
    public private(set) var riskFactors: [String] = []
    /// Protective factors.
    public private(set) var protectiveFactors: [String] = []
    /// The analysis.
    public private(set) var analysis: String?
    /// Its sections, as far as they were filled in.
    public private(set) var sections: [AssessmentSection] = []
    /// The template, with its version.
    public private(set) var templateVersion: String?
    /// Whether the family was told of it.
    public private(set) var familyTold: Bool?

    /// Says nothing yet.
    public init() {}

    /// Assessment completed.
    public init(
        assessment: Reference, outcome: String? = nil, childSeen: Bool? = nil, childSeenAlone: Bool? = nil,
        childViews: String? = nil, riskFactors: [String] = [], protectiveFactors: [String] = [],
        analysis: String? = nil, sections: [AssessmentSection] = [], templateVersion: String? = nil,
        familyTold: Bool? = nil
    ) {
        self.assessment = assessment
        self.outcome = outcome
        self.childSeen = childSeen
        self.childSeenAlone = childSeenAlone
        self.childViews = childViews
        self.riskFactors = riskFactors
        self.protectiveFactors = protectiveFactors
        self.analysis = analysis
        self.sections = sections
        self.templateVersion = templateVersion
        self.familyTold = familyTold
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.optional("outcome", &outcome)
        fields.optional("childSeen", &childSeen)
        fields.optional("childSeenAlone", &childSeenAlone)
        fields.optional("childViews", &childViews)
        fields.list("riskFactors", &riskFactors)
        fields.list("protectiveFactors", &protectiveFactors)
        fields.optional("analysis", &analysis)
        fields.list("sections", &sections)
        fields.optional("templateVersion", &templateVersion)
        fields.optional("familyTold", &familyTold)
    }

    /// In one line.
    public var headline: String {
        return "Assessment completed\(outcome.map { ": \($0)" } ?? "")"
    }
}

/// A manager authorised an assessment: the end of its clock (N00160).
public struct AssessmentAuthorised: EventPayload, FieldListing {
    /// `assessment.authorised`.
    public static let type: EventType = "assessment.authorised"
    /// Assessment authorised.
    public static let title = "Assessment authorised"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// The manager.
    public private(set) var authorisedBy: WorkerID?
    /// Factors identified (N00181).
    public private(set) var factors: [Code<AssessmentFactorList>] = []
    /// What was decided.
    public private(set) var outcome: String?

    /// Says nothing yet.
    public init() {}

    /// Assessment authorised.
    public init(
        assessment: Reference, authorisedBy: WorkerID? = nil, factors: [Code<AssessmentFactorList>] = [],
        outcome: String? = nil
    ) {
        self.assessment = assessment
        self.authorisedBy = authorisedBy
        self.factors = factors
        self.outcome = outcome
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.optional("authorisedBy", &authorisedBy)
        fields.list("factors", &factors)
        fields.optional("outcome", &outcome)
    }

    /// In one line.
    public var headline: String {
        return "Assessment authorised\(outcome.map { ": \($0)" } ?? "")"
    }
}
