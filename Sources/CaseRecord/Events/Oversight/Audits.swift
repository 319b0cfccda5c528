public import Foundation

/// The grade that an audit gives.
public enum AuditGrade: String, FieldChoice {
    /// Outstanding.
    case outstanding
    /// Good.
    case good
    /// Adequate (until about 2012).
    case adequate
    /// Requires improvement to be good.
    case requiresImprovement = "requires-improvement"
    /// Inadequate.
    case inadequate
}

/// The kind of audit.
public enum AuditKind: String, FieldChoice {
    /// Of a child's whole record.
    case caseFile = "case-file"
    /// Of one theme.
    case themed
    /// Of a sample.
    case dipSample = "dip-sample"
    /// Of what had been audited before.
    case reAudit = "re-audit"
    /// Another kind.
    case other
}

/// What an audit says of one criterion.
public struct AuditCriterion: FieldListing {
    /// The criterion, by its name or code.
    public private(set) var criterion: String = .unread
    /// The grade.
    public private(set) var grade: AuditGrade?
    /// The score.
    public private(set) var score: Int?
    /// In words.
    public private(set) var comment: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("criterion", &criterion)
        fields.optional("grade", &grade)
        fields.optional("score", &score)
        fields.optional("comment", &comment)
    }
}

/// Somebody audited practice.
public struct AuditCompleted: EventPayload, FieldListing {
    /// `audit.completed`.
    public static let type: EventType = "audit.completed"
    /// Audit completed.
    public static let title = "Audit completed"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// Names this audit.
    public private(set) var audit: Reference = .unread
    /// The grade.
    public private(set) var grade: AuditGrade = .unread
    /// Its kind.
    public private(set) var kind: AuditKind?
    /// Who audited.
    public private(set) var auditor: WorkerID?
    /// Whether somebody else confirmed the grade.
    public private(set) var moderated: Bool?
    /// What it says of each criterion.
    public private(set) var criteria: [AuditCriterion] = []
    /// The entry audited, by the id of its event.
    public private(set) var subject: UUID?
    /// The assessment audited.
    public private(set) var assessment: Reference?
    /// The plan audited.
    public private(set) var plan: Reference?
    /// The audit that this one repeats.
    public private(set) var reauditOf: Reference?
    /// The team audited.
    public private(set) var team: TeamID?
    /// The worker whose practice it is.
    public private(set) var worker: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("audit", &audit)
        fields.required("grade", &grade)
        fields.optional("kind", &kind)
        fields.optional("auditor", &auditor)
        fields.optional("moderated", &moderated)
        fields.list("criteria", &criteria)
        fields.optional("subject", &subject)
        fields.optional("assessment", &assessment)
        fields.optional("plan", &plan)
        fields.optional("reauditOf", &reauditOf)
        fields.optional("team", &team)
        fields.optional("worker", &worker)
    }

    /// In one line.
    public var headline: String { Self.headline(grade.words) }
}

/// What an audit found was told to those who can use it.
public struct AuditShared: EventPayload, FieldListing {
    /// `audit.shared`.
    public static let type: EventType = "audit.shared"
    /// Audit shared.
    public static let title = "Audit shared"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// The audit.
    public private(set) var audit: Reference = .unread
    /// To whom.
    public private(set) var audience: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("audit", &audit)
        fields.required("audience", &audience)
    }

    /// In one line.
    public var headline: String { Self.headline("with \(audience)") }
}
