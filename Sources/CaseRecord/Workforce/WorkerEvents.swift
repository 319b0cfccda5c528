/// What somebody does for the authority.
public enum WorkerRole: String, FieldChoice {
    /// A social worker.
    case socialWorker = "social-worker"
    /// A senior or advanced social work practitioner.
    case seniorPractitioner = "senior-practitioner"
    /// A social worker who supervises others without managing the team.
    case practiceSupervisor = "practice-supervisor"
    /// The manager of a team.
    case teamManager = "team-manager"
    /// The manager of several teams.
    case serviceManager = "service-manager"
    /// A head of service, assistant director or director.
    case seniorManager = "senior-manager"
    /// Somebody who chairs child protection conferences.
    case conferenceChair = "conference-chair"
    /// An independent reviewing officer.
    case independentReviewingOfficer = "independent-reviewing-officer"
    /// A family support worker or another unqualified practitioner.
    case familySupportWorker = "family-support-worker"
    /// A worker of the early help service.
    case earlyHelpWorker = "early-help-worker"
    /// A personal adviser of care leavers.
    case personalAdviser = "personal-adviser"
    /// A student of social work on placement.
    case student
    /// Administration and business support.
    case businessSupport = "business-support"
    /// Another role.
    case other
}

/// What an event may say about a worker. What it leaves out stays as it was.
public struct WorkerDetails: Sendable, Hashable {
    /// The name.
    public let name: String?
    /// The team that the worker belongs to.
    public let team: TeamID?
    /// The worker's own manager.
    public let manager: WorkerID?
    /// What the worker does.
    public let role: WorkerRole?
    /// The share of full-time hours in the contract.
    public let fullTimeEquivalent: FullTimeEquivalent?
    /// The registration as a social worker, for the days that it names.
    public let qualification: Qualification?
    /// When the worker counts as newly qualified (the assessed and supported year in employment).
    public let newlyQualified: DayPeriod?

    /// What is said about a worker.
    public init(
        name: String? = nil, team: TeamID? = nil, manager: WorkerID? = nil, role: WorkerRole? = nil,
        fullTimeEquivalent: FullTimeEquivalent? = nil, qualification: Qualification? = nil,
        newlyQualified: DayPeriod? = nil
    ) {
        self.name = name
        self.team = team
        self.manager = manager
        self.role = role
        self.fullTimeEquivalent = fullTimeEquivalent
        self.qualification = qualification
        self.newlyQualified = newlyQualified
    }

    /// Whether nothing is said.
    var isEmpty: Bool { self == WorkerDetails() }

    init(reading fields: inout FieldReader) {
        name = fields.optional("name")
        team = fields.optional("team")
        manager = fields.optional("manager")
        role = fields.optional("role")
        fullTimeEquivalent = fields.optional("fullTimeEquivalent")
        qualification = fields.optional("qualification")
        newlyQualified = fields.optional("newlyQualified")
    }

    func write(to fields: inout FieldWriter) {
        fields.put("name", name)
        fields.put("team", team)
        fields.put("manager", manager)
        fields.put("role", role)
        fields.put("fullTimeEquivalent", fullTimeEquivalent)
        fields.put("qualification", qualification)
        fields.put("newlyQualified", newlyQualified)
    }

    /// What is said, in one line after a colon.
    var words: String {
        let facts = [
            name, role?.words, team.map { "team \($0)" }, manager.map { "managed by \($0)" },
            fullTimeEquivalent.map { "\($0) full-time equivalent" }, qualification.map { $0.status.words },
            newlyQualified.map { "newly qualified from \($0.from)" },
        ].compactMap { $0 }
        return facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    }
}

/// Somebody came to work for the authority, or came back.
public struct WorkerRegistered: EventPayload {
    /// `worker.registered`.
    public static let type: EventType = "worker.registered"
    /// Worker registered.
    public static let title = "Worker registered"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public let worker: WorkerID
    /// Who that is and what the worker does, from the day of the event.
    public let details: WorkerDetails

    /// Worker registered.
    public init(worker: WorkerID, details: WorkerDetails = WorkerDetails()) {
        self.worker = worker
        self.details = details
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let worker = fields.required("worker", as: WorkerID.self)
        details = WorkerDetails(reading: &fields)
        guard let worker else { return nil }
        self.worker = worker
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("worker", worker)
        details.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Worker \(worker) registered\(details.words)" }
}

/// Something about a worker is different from the day of the event on: team, manager, role, hours, registration.
public struct WorkerChanged: EventPayload {
    /// `worker.changed`.
    public static let type: EventType = "worker.changed"
    /// Worker changed.
    public static let title = "Worker changed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public let worker: WorkerID
    /// What is different; the rest stays as it was.
    public let details: WorkerDetails

    /// Worker changed.
    public init(worker: WorkerID, details: WorkerDetails) {
        self.worker = worker
        self.details = details
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let worker = fields.required("worker", as: WorkerID.self)
        let known = fields.problems.found.count
        details = WorkerDetails(reading: &fields)
        if details.isEmpty, fields.problems.found.count == known {
            fields.refuse(nil, "must say what is different: at least one field beside worker")
        }
        guard let worker else { return nil }
        self.worker = worker
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("worker", worker)
        details.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Worker \(worker) changed\(details.words)" }
}

/// A worker no longer works for the authority, from the day of the event on.
public struct WorkerLeft: EventPayload {
    /// `worker.left`.
    public static let type: EventType = "worker.left"
    /// Worker left.
    public static let title = "Worker left"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public let worker: WorkerID
    /// Why.
    public let reason: String?

    /// Worker left.
    public init(worker: WorkerID, reason: String? = nil) {
        self.worker = worker
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let worker = fields.required("worker", as: WorkerID.self)
        reason = fields.optional("reason")
        guard let worker else { return nil }
        self.worker = worker
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("worker", worker)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String { "Worker \(worker) left\(reason.map { ": \($0)" } ?? "")" }
}

/// Why somebody is not at work.
public enum AbsenceReason: String, FieldChoice {
    /// Annual leave.
    case leave
    /// Sickness.
    case sickness
    /// Maternity, paternity, adoption or shared parental leave.
    case parentalLeave = "parental-leave"
    /// Study or training.
    case study
    /// Seconded elsewhere.
    case secondment
    /// Suspended from duty.
    case suspension
    /// Another reason.
    case other
}

/// A worker is not at work for a time. Recorded again with the same first day it says better what was said before,
/// as the last day when that is known.
public struct AbsenceRecorded: EventPayload {
    /// `absence.recorded`.
    public static let type: EventType = "absence.recorded"
    /// Absence recorded.
    public static let title = "Absence recorded"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public let worker: WorkerID
    /// The days of absence.
    public let days: DayPeriod
    /// Why.
    public let reason: AbsenceReason?

    /// Absence recorded.
    public init(worker: WorkerID, days: DayPeriod, reason: AbsenceReason? = nil) {
        self.worker = worker
        self.days = days
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let worker = fields.required("worker", as: WorkerID.self)
        let days = DayPeriod(reading: &fields)
        reason = fields.optional("reason")
        guard let worker, let days else { return nil }
        self.worker = worker
        self.days = days
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("worker", worker)
        days.write(to: &fields)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String {
        let end = days.until.map { " until \($0)" } ?? ""
        return "Worker \(worker) absent from \(days.from)\(end)\(reason.map { ": \($0.words)" } ?? "")"
    }
}
