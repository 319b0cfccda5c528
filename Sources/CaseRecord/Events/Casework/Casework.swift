/// What an allocated worker is to the case.
public enum AllocationRole: String, FieldChoice {
    /// The allocated worker.
    case keyWorker = "key-worker"
    /// A second worker beside the allocated one.
    case secondWorker = "second-worker"
}

/// The case was allocated to a worker of a team, until another event says otherwise.
public struct CaseAllocated: NamesTeam, FieldListing {
    /// `case.allocated`.
    public static let type: EventType = "case.allocated"
    /// Case allocated.
    public static let title = "Case allocated"

    /// The worker.
    public private(set) var worker: WorkerID = .unread
    /// The worker's team.
    public private(set) var allocatedTeam: TeamID = .unread
    /// The worker's part; the allocated worker where nothing is said.
    public private(set) var role: AllocationRole?
    /// What the case counts for in the worker's caseload, in the authority's own points.
    public private(set) var weight: Int?

    /// Says nothing yet.
    public init() {}

    /// Case allocated.
    public init(worker: WorkerID, allocatedTeam: TeamID, role: AllocationRole? = nil, weight: Int? = nil) {
        self.worker = worker
        self.allocatedTeam = allocatedTeam
        self.role = role
        self.weight = weight
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("worker", &worker)
        fields.required("team", &allocatedTeam)
        fields.optional("role", &role)
        fields.optional("weight", &weight)
    }

    /// In one line.
    public var headline: String {
        return "Case allocated to \(worker) (\(allocatedTeam))"
    }

    /// The worker's team.
    public var team: TeamID? { allocatedTeam }
}

/// The case, or the episode that a referral opened, was closed (N00102).
public struct CaseClosed: EventPayload, FieldListing {
    /// `case.closed`.
    public static let type: EventType = "case.closed"
    /// Case closed.
    public static let title = "Case closed"

    /// The referral whose episode ends; every open one where nothing is said.
    public private(set) var referral: Reference?
    /// Why (N00103).
    public private(set) var reason: Code<ClosureReasonList> = .unread
    /// The manager who agreed to it.
    public private(set) var closedBy: WorkerID?
    /// Whether the manager found the chronology complete.
    public private(set) var chronologyIsComplete: Bool?
    /// Whether the manager found notes and visits recorded.
    public private(set) var recordIsComplete: Bool?

    /// Says nothing yet.
    public init() {}

    /// Case closed.
    public init(
        referral: Reference? = nil, reason: Code<ClosureReasonList>, closedBy: WorkerID? = nil,
        chronologyIsComplete: Bool? = nil, recordIsComplete: Bool? = nil
    ) {
        self.referral = referral
        self.reason = reason
        self.closedBy = closedBy
        self.chronologyIsComplete = chronologyIsComplete
        self.recordIsComplete = recordIsComplete
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("referral", &referral)
        fields.required("reason", &reason)
        fields.optional("closedBy", &closedBy)
        fields.optional("chronologyIsComplete", &chronologyIsComplete)
        fields.optional("recordIsComplete", &recordIsComplete)
    }

    /// In one line.
    public var headline: String {
        return "Case closed: \(reason.label)"
    }
}

/// A note on the child's record.
public struct NoteRecorded: EventPayload, FieldListing {
    /// `note.recorded`.
    public static let type: EventType = "note.recorded"
    /// Note.
    public static let title = "Note"

    /// What it is about.
    public private(set) var subject: String?
    /// The note.
    public private(set) var text: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Note.
    public init(subject: String? = nil, text: String) {
        self.subject = subject
        self.text = text
    }

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("subject", &subject)
        fields.required("text", &text)
    }

    /// In one line.
    public var headline: String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        return subject ?? (line.count > 120 ? line.prefix(117) + "..." : line)
    }
}
