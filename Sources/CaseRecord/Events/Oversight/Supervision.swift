/// The kind of supervision.
public enum SupervisionKind: String, FieldChoice {
    /// About cases: those of the children named.
    case casework = "case"
    /// About the worker, not about cases.
    case personal
    /// Of several workers together.
    case group
}

/// A manager supervised a worker. What was said of a child stands in the child's record.
public struct SupervisionHeld: SetsActions, FieldListing {
    /// `supervision.held`.
    public static let type: EventType = "supervision.held"
    /// Supervision held.
    public static let title = "Supervision held"
    /// In the records of the children named, where it names any.
    public static let placement = RecordPlacement.either

    /// Its kind.
    public private(set) var kind: SupervisionKind = .unread
    /// Who supervised.
    public private(set) var supervisor: WorkerID = .unread
    /// Who was supervised.
    public private(set) var supervisee: WorkerID = .unread
    /// How long it took, in minutes.
    public private(set) var minutes: Int?
    /// What was discussed.
    public private(set) var discussion: String?
    /// Decisions that were looked at again.
    public private(set) var decisions: [Reference] = []
    /// What is to be done.
    public private(set) var actions: [ActionItem] = []
    /// When the next is due.
    public private(set) var nextDue: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("kind", &kind)
        fields.required("supervisor", &supervisor)
        fields.required("supervisee", &supervisee)
        fields.optional("minutes", &minutes)
        fields.optional("discussion", &discussion)
        fields.list("decisions", &decisions)
        fields.list("actions", &actions)
        fields.optional("nextDue", &nextDue)
    }

    /// In one line.
    public var headline: String { Self.headline("\(supervisee) by \(supervisor)", discussion) }
}
