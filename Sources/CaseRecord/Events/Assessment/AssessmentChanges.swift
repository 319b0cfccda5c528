/// Another worker leads an assessment.
public struct AssessmentLeadChanged: EventPayload, FieldListing {
    /// `assessment.lead-changed`.
    public static let type: EventType = "assessment.lead-changed"
    /// Lead of assessment changed.
    public static let title = "Lead of assessment changed"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// Who leads it now.
    public private(set) var lead: WorkerID = .unread
    /// Whether that is a registered social worker, as recorded then.
    public private(set) var leadIsQualified: Bool?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.required("lead", &lead)
        fields.optional("leadIsQualified", &leadIsQualified)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline("to \(lead)", reason) }
}

/// Somebody beside the lead contributes to an assessment.
public struct AssessmentContributorAdded: EventPayload, FieldListing {
    /// `assessment.contributor-added`.
    public static let type: EventType = "assessment.contributor-added"
    /// Contributor to assessment.
    public static let title = "Contributor to assessment"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// The worker.
    public private(set) var worker: WorkerID?
    /// The agency, where it is another.
    public private(set) var agency: Agency?
    /// Whether it is a registered social worker, as recorded then.
    public private(set) var isQualified: Bool?
    /// What it consists of.
    public private(set) var contribution: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.optional("worker", &worker)
        fields.optional("agency", &agency)
        fields.optional("isQualified", &isQualified)
        fields.optional("contribution", &contribution)
    }

    /// In one line.
    public var headline: String { Self.headline(worker?.text, agency?.words, contribution) }
}

/// A manager gave an assessment back; its clock goes on.
public struct AssessmentReturned: EventPayload, FieldListing {
    /// `assessment.returned`.
    public static let type: EventType = "assessment.returned"
    /// Assessment returned.
    public static let title = "Assessment returned"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// The manager.
    public private(set) var returnedBy: WorkerID?
    /// What is missing.
    public private(set) var gaps: [String] = []

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.required("reason", &reason)
        fields.optional("returnedBy", &returnedBy)
        fields.list("gaps", &gaps)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// Why an assessment takes longer than it may. The reason stands beside the clock and does not stop it.
public struct AssessmentOverrunExplained: EventPayload, FieldListing {
    /// `assessment.overrun-explained`.
    public static let type: EventType = "assessment.overrun-explained"
    /// Late assessment explained.
    public static let title = "Late assessment explained"

    /// The assessment.
    public private(set) var assessment: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// Who says so.
    public private(set) var explainedBy: WorkerID?
    /// When it is now expected.
    public private(set) var expected: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("assessment", &assessment)
        fields.required("reason", &reason)
        fields.optional("explainedBy", &explainedBy)
        fields.optional("expected", &expected)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// It was decided not to make an assessment that might have been expected, or not to go on with one.
public struct AssessmentNotPursued: EventPayload, FieldListing {
    /// `assessment.not-pursued`.
    public static let type: EventType = "assessment.not-pursued"
    /// Assessment not pursued.
    public static let title = "Assessment not pursued"

    /// Its kind.
    public private(set) var kind: AssessmentKind = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// The assessment, if it had been started.
    public private(set) var assessment: Reference?
    /// The referral.
    public private(set) var referral: Reference?
    /// The section 47 enquiry.
    public private(set) var section47: Reference?
    /// Who decided.
    public private(set) var decidedBy: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("kind", &kind)
        fields.required("reason", &reason)
        fields.optional("assessment", &assessment)
        fields.optional("referral", &referral)
        fields.optional("section47", &section47)
        fields.optional("decidedBy", &decidedBy)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, reason) }
}
