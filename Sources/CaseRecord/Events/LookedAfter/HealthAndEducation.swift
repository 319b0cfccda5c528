/// Who made a health assessment.
public enum Assessor: String, FieldChoice {
    /// A registered medical practitioner.
    case medicalPractitioner = "medical-practitioner"
    /// A nurse.
    case nurse
    /// A midwife.
    case midwife
    /// Somebody else.
    case other
}

/// The health of a looked-after child was assessed (regulation 7; L06).
public struct HealthAssessmentCompleted: EventPayload, FieldListing {
    /// `health-assessment.completed`.
    public static let type: EventType = "health-assessment.completed"
    /// Health assessment completed.
    public static let title = "Health assessment completed"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// Whether it was the first or a review.
    public private(set) var kind: FirstOrReview = .unread
    /// Who made it.
    public private(set) var by: Assessor?
    /// What was found.
    public private(set) var needs: String?
    /// When the next is due.
    public private(set) var nextDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("kind", &kind)
        fields.optional("by", &by)
        fields.optional("needs", &needs)
        fields.optional("nextDue", &nextDue)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, needs) }
}

/// The personal education plan of a looked-after child was made or reviewed (L07).
public struct EducationPlanCompleted: EventPayload, FieldListing {
    /// `education-plan.completed`.
    public static let type: EventType = "education-plan.completed"
    /// Personal education plan completed.
    public static let title = "Personal education plan completed"

    /// The time in care.
    public private(set) var care: Reference = .unread
    /// Whether it was the first or a review.
    public private(set) var kind: FirstOrReview = .unread
    /// The plan.
    public private(set) var plan: Reference?
    /// The school.
    public private(set) var school: String?
    /// When the next is due.
    public private(set) var nextDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("care", &care)
        fields.required("kind", &kind)
        fields.optional("plan", &plan)
        fields.optional("school", &school)
        fields.optional("nextDue", &nextDue)
    }

    /// In one line.
    public var headline: String { Self.headline(kind.words, school) }
}
