/// Where a finding comes from.
public enum FindingSource: String, FieldChoice {
    /// An inspection.
    case inspection
    /// An audit.
    case audit
    /// A complaint.
    case complaint
    /// A review of a serious incident.
    case practiceReview = "practice-review"
    /// The authority's own evaluation.
    case selfEvaluation = "self-evaluation"
    /// Somewhere else.
    case other
}

/// Somebody found something that the authority is to improve.
public struct FindingRaised: EventPayload, FieldListing {
    /// `finding.raised`.
    public static let type: EventType = "finding.raised"
    /// Finding raised.
    public static let title = "Finding raised"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// Names this finding.
    public private(set) var finding: Reference = .unread
    /// Where it comes from.
    public private(set) var source: FindingSource = .unread
    /// What was found.
    public private(set) var what: String = .unread
    /// Its theme.
    public private(set) var theme: String?
    /// The day of the inspection, audit or review.
    public private(set) var inspectedOn: CivilDate?
    /// The earlier finding that it repeats.
    public private(set) var repeatOf: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("finding", &finding)
        fields.required("source", &source)
        fields.required("what", &what)
        fields.optional("theme", &theme)
        fields.optional("inspectedOn", &inspectedOn)
        fields.optional("repeatOf", &repeatOf)
    }

    /// In one line.
    public var headline: String { Self.headline(source.words, what) }
}

/// What is to be done about a finding, and by what measure one will tell.
public struct FindingActionSet: EventPayload, FieldListing {
    /// `finding.action-set`.
    public static let type: EventType = "finding.action-set"
    /// Action on a finding set.
    public static let title = "Action on a finding set"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The finding.
    public private(set) var finding: Reference = .unread
    /// Names this action.
    public private(set) var action: Reference = .unread
    /// What is to be done.
    public private(set) var what: String = .unread
    /// Who answers for it.
    public private(set) var owner: WorkerID?
    /// By when.
    public private(set) var due: CivilDate?
    /// The measure that will show it.
    public private(set) var measure: String?
    /// What the measure is to reach.
    public private(set) var target: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("finding", &finding)
        fields.required("action", &action)
        fields.required("what", &what)
        fields.optional("owner", &owner)
        fields.optional("due", &due)
        fields.optional("measure", &measure)
        fields.optional("target", &target)
    }

    /// In one line.
    public var headline: String { Self.headline(what, due.map { "by \($0)" }) }
}

/// How far the authority has come with a finding.
public struct FindingProgressNoted: EventPayload, FieldListing {
    /// `finding.progress-noted`.
    public static let type: EventType = "finding.progress-noted"
    /// Progress on a finding.
    public static let title = "Progress on a finding"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The finding.
    public private(set) var finding: Reference = .unread
    /// In words.
    public private(set) var note: String = .unread
    /// What the measure says.
    public private(set) var measured: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("finding", &finding)
        fields.required("note", &note)
        fields.optional("measured", &measured)
    }

    /// In one line.
    public var headline: String { Self.headline(note) }
}

/// A finding is held to be answered.
public struct FindingClosed: EventPayload, FieldListing {
    /// `finding.closed`.
    public static let type: EventType = "finding.closed"
    /// Finding closed.
    public static let title = "Finding closed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The finding.
    public private(set) var finding: Reference = .unread
    /// Why.
    public private(set) var reason: String = .unread
    /// What shows it, as a query.
    public private(set) var evidence: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("finding", &finding)
        fields.required("reason", &reason)
        fields.optional("evidence", &evidence)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}
