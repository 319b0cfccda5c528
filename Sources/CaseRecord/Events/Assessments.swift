/// The kind of assessment.
public enum AssessmentKind: String, FieldChoice {
    /// Initial assessment (Framework for Assessment 2000, until 14 April 2013).
    case initial
    /// Core assessment (Framework for Assessment 2000, until 14 April 2013).
    case core
    /// Single, continuous or child and family assessment (Working Together 2013 onward).
    case single
}

/// An assessment was started.
public struct AssessmentStarted: EventPayload {
    /// `assessment.started`.
    public static let type: EventType = "assessment.started"
    /// Assessment started.
    public static let title = "Assessment started"

    /// Names this assessment.
    public let assessment: Reference
    /// Its kind.
    public let kind: AssessmentKind
    /// The referral that it answers.
    public let referral: Reference?
    /// The section 47 enquiry that it is carried out for.
    public let section47: Reference?
    /// The lead assessor.
    public let lead: WorkerID?
    /// Whether the lead is a registered social worker, as recorded at the start.
    public let leadIsQualified: Bool?

    /// Assessment started.
    public init(
        assessment: Reference, kind: AssessmentKind, referral: Reference? = nil, section47: Reference? = nil,
        lead: WorkerID? = nil, leadIsQualified: Bool? = nil
    ) {
        self.assessment = assessment
        self.kind = kind
        self.referral = referral
        self.section47 = section47
        self.lead = lead
        self.leadIsQualified = leadIsQualified
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let assessment = fields.required("assessment", as: Reference.self)
        let kind = fields.required("kind", as: AssessmentKind.self)
        referral = fields.optional("referral")
        section47 = fields.optional("section47")
        lead = fields.optional("lead")
        leadIsQualified = fields.optional("leadIsQualified")
        guard let assessment, let kind else { return nil }
        self.assessment = assessment
        self.kind = kind
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("assessment", assessment)
        fields.put("kind", kind)
        fields.put("referral", referral)
        fields.put("section47", section47)
        fields.put("lead", lead)
        fields.put("leadIsQualified", leadIsQualified)
    }

    /// In one line.
    public var headline: String {
        return "\(kind.sentenceStart) assessment started"
    }
}

/// The worker finished an assessment; its clock stops only when a manager authorises it.
public struct AssessmentCompleted: EventPayload {
    /// `assessment.completed`.
    public static let type: EventType = "assessment.completed"
    /// Assessment completed.
    public static let title = "Assessment completed"

    /// The assessment.
    public let assessment: Reference
    /// What follows.
    public let outcome: String?
    /// Whether the child was seen.
    public let childSeen: Bool?
    /// Whether the child was seen alone.
    public let childSeenAlone: Bool?
    /// The child's wishes and feelings.
    public let childViews: String?
    /// Risk factors.
    public let riskFactors: [String]
    /// Protective factors.
    public let protectiveFactors: [String]
    /// The analysis.
    public let analysis: String?

    /// Assessment completed.
    public init(
        assessment: Reference, outcome: String? = nil, childSeen: Bool? = nil, childSeenAlone: Bool? = nil,
        childViews: String? = nil, riskFactors: [String] = [], protectiveFactors: [String] = [],
        analysis: String? = nil
    ) {
        self.assessment = assessment
        self.outcome = outcome
        self.childSeen = childSeen
        self.childSeenAlone = childSeenAlone
        self.childViews = childViews
        self.riskFactors = riskFactors
        self.protectiveFactors = protectiveFactors
        self.analysis = analysis
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let assessment = fields.required("assessment", as: Reference.self)
        outcome = fields.optional("outcome")
        childSeen = fields.optional("childSeen")
        childSeenAlone = fields.optional("childSeenAlone")
        childViews = fields.optional("childViews")
        riskFactors = fields.list("riskFactors")
        protectiveFactors = fields.list("protectiveFactors")
        analysis = fields.optional("analysis")
        guard let assessment else { return nil }
        self.assessment = assessment
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("assessment", assessment)
        fields.put("outcome", outcome)
        fields.put("childSeen", childSeen)
        fields.put("childSeenAlone", childSeenAlone)
        fields.put("childViews", childViews)
        fields.put("riskFactors", riskFactors)
        fields.put("protectiveFactors", protectiveFactors)
        fields.put("analysis", analysis)
    }

    /// In one line.
    public var headline: String {
        return "Assessment completed\(outcome.map { ": \($0)" } ?? "")"
    }
}

/// A manager authorised an assessment: the end of its clock (N00160).
public struct AssessmentAuthorised: EventPayload {
    /// `assessment.authorised`.
    public static let type: EventType = "assessment.authorised"
    /// Assessment authorised.
    public static let title = "Assessment authorised"

    /// The assessment.
    public let assessment: Reference
    /// The manager.
    public let authorisedBy: WorkerID?
    /// Factors identified (N00181).
    public let factors: [Code<AssessmentFactorList>]
    /// What was decided.
    public let outcome: String?

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

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let assessment = fields.required("assessment", as: Reference.self)
        authorisedBy = fields.optional("authorisedBy")
        factors = fields.list("factors")
        outcome = fields.optional("outcome")
        guard let assessment else { return nil }
        self.assessment = assessment
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("assessment", assessment)
        fields.put("authorisedBy", authorisedBy)
        fields.put("factors", factors)
        fields.put("outcome", outcome)
    }

    /// In one line.
    public var headline: String {
        return "Assessment authorised\(outcome.map { ": \($0)" } ?? "")"
    }
}
