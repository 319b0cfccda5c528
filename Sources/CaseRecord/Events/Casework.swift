/// What an allocated worker is to the case.
public enum AllocationRole: String, FieldChoice {
    /// The allocated worker.
    case keyWorker = "key-worker"
    /// A second worker beside the allocated one.
    case secondWorker = "second-worker"
}

/// The case was allocated to a worker of a team, until another event says otherwise.
public struct CaseAllocated: NamesTeam {
    /// `case.allocated`.
    public static let type: EventType = "case.allocated"
    /// Case allocated.
    public static let title = "Case allocated"

    /// The worker.
    public let worker: WorkerID
    /// The worker's team.
    public let allocatedTeam: TeamID
    /// The worker's part; the allocated worker where nothing is said.
    public let role: AllocationRole?

    /// Case allocated.
    public init(worker: WorkerID, allocatedTeam: TeamID, role: AllocationRole? = nil) {
        self.worker = worker
        self.allocatedTeam = allocatedTeam
        self.role = role
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let worker = fields.required("worker", as: WorkerID.self)
        let allocatedTeam = fields.required("team", as: TeamID.self)
        role = fields.optional("role")
        guard let worker, let allocatedTeam else { return nil }
        self.worker = worker
        self.allocatedTeam = allocatedTeam
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("worker", worker)
        fields.put("team", allocatedTeam)
        fields.put("role", role)
    }

    /// In one line.
    public var headline: String {
        return "Case allocated to \(worker) (\(allocatedTeam))"
    }

    /// The worker's team.
    public var team: TeamID? { allocatedTeam }
}

/// The case, or the episode that a referral opened, was closed (N00102).
public struct CaseClosed: EventPayload {
    /// `case.closed`.
    public static let type: EventType = "case.closed"
    /// Case closed.
    public static let title = "Case closed"

    /// The referral whose episode ends; every open one where nothing is said.
    public let referral: Reference?
    /// Why (N00103).
    public let reason: Code<ClosureReasonList>

    /// Case closed.
    public init(referral: Reference? = nil, reason: Code<ClosureReasonList>) {
        self.referral = referral
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        referral = fields.optional("referral")
        let reason = fields.required("reason", as: Code<ClosureReasonList>.self)
        guard let reason else { return nil }
        self.reason = reason
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("referral", referral)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String {
        return "Case closed: \(reason.label)"
    }
}

/// A note on the child's record.
public struct NoteRecorded: EventPayload {
    /// `note.recorded`.
    public static let type: EventType = "note.recorded"
    /// Note.
    public static let title = "Note"

    /// What it is about.
    public let subject: String?
    /// The note.
    public let text: String

    /// Note.
    public init(subject: String? = nil, text: String) {
        self.subject = subject
        self.text = text
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        subject = fields.optional("subject")
        let text = fields.required("text", as: String.self)
        guard let text else { return nil }
        self.text = text
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("subject", subject)
        fields.put("text", text)
    }

    /// In one line.
    public var headline: String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        return subject ?? (line.count > 120 ? line.prefix(117) + "..." : line)
    }
}
