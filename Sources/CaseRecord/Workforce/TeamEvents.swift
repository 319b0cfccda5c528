/// What a team is there for.
public enum TeamKind: String, FieldChoice {
    /// The front door: contacts and referrals, with partner agencies where there is a multi-agency safeguarding hub.
    case frontDoor = "front-door"
    /// Duty.
    case duty
    /// Out of hours (emergency duty).
    case emergencyDuty = "emergency-duty"
    /// Assessment.
    case assessment
    /// Children in need and child protection, over the longer term.
    case safeguarding
    /// Looked after children.
    case lookedAfter = "looked-after"
    /// Care leavers.
    case leavingCare = "leaving-care"
    /// Disabled children.
    case disabledChildren = "disabled-children"
    /// Fostering and adoption.
    case fosteringAndAdoption = "fostering-and-adoption"
    /// Early help.
    case earlyHelp = "early-help"
    /// Conferences and reviews.
    case reviewing
    /// Another kind.
    case other
}

/// What an event may say about a team. What it leaves out stays as it was.
public struct TeamDetails: Sendable, Hashable {
    /// The name.
    public let name: String?
    /// The area that it serves.
    public let area: String?
    /// Who manages it.
    public let manager: WorkerID?
    /// What it is there for.
    public let kind: TeamKind?

    /// What is said about a team.
    public init(name: String? = nil, area: String? = nil, manager: WorkerID? = nil, kind: TeamKind? = nil) {
        self.name = name
        self.area = area
        self.manager = manager
        self.kind = kind
    }

    /// Whether nothing is said.
    var isEmpty: Bool { self == TeamDetails() }

    init(reading fields: inout FieldReader) {
        name = fields.optional("name")
        area = fields.optional("area")
        manager = fields.optional("manager")
        kind = fields.optional("kind")
    }

    func write(to fields: inout FieldWriter) {
        fields.put("name", name)
        fields.put("area", area)
        fields.put("manager", manager)
        fields.put("kind", kind)
    }

    /// What is said, in one line after a colon.
    var words: String {
        let facts = [name, kind?.words, area.map { "area \($0)" }, manager.map { "managed by \($0)" }].compactMap { $0 }
        return facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    }
}

/// A team began its work.
public struct TeamRegistered: EventPayload {
    /// `team.registered`.
    public static let type: EventType = "team.registered"
    /// Team registered.
    public static let title = "Team registered"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The team.
    public let team: TeamID
    /// What it is, from the day of the event.
    public let details: TeamDetails

    /// Team registered.
    public init(team: TeamID, details: TeamDetails = TeamDetails()) {
        self.team = team
        self.details = details
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let team = fields.required("team", as: TeamID.self)
        details = TeamDetails(reading: &fields)
        guard let team else { return nil }
        self.team = team
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("team", team)
        details.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Team \(team) registered\(details.words)" }
}

/// Something about a team is different from the day of the event on.
public struct TeamChanged: EventPayload {
    /// `team.changed`.
    public static let type: EventType = "team.changed"
    /// Team changed.
    public static let title = "Team changed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The team.
    public let team: TeamID
    /// What is different; the rest stays as it was.
    public let details: TeamDetails

    /// Team changed.
    public init(team: TeamID, details: TeamDetails) {
        self.team = team
        self.details = details
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let team = fields.required("team", as: TeamID.self)
        let known = fields.problems.found.count
        details = TeamDetails(reading: &fields)
        if details.isEmpty, fields.problems.found.count == known {
            fields.refuse(nil, "must say what is different: at least one field beside team")
        }
        guard let team else { return nil }
        self.team = team
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("team", team)
        details.write(to: &fields)
    }

    /// In one line.
    public var headline: String { "Team \(team) changed\(details.words)" }
}

/// From the day of the event on other teams do the work of some teams. Those that are not among the new ones are
/// closed; who works where is said by `worker.changed` for each worker.
public struct TeamReorganised: EventPayload {
    /// `team.reorganised`.
    public static let type: EventType = "team.reorganised"
    /// Teams reorganised.
    public static let title = "Teams reorganised"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The teams that had the work.
    public let from: [TeamID]
    /// The teams that have it now.
    public let into: [TeamID]
    /// Why.
    public let reason: String?

    /// Teams reorganised.
    public init(from: [TeamID], into: [TeamID], reason: String? = nil) {
        self.from = from
        self.into = into
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let from = fields.required("from", as: [TeamID].self)
        let into = fields.required("into", as: [TeamID].self)
        reason = fields.optional("reason")
        for (name, teams) in [("from", from), ("into", into)] where teams?.isEmpty == true {
            fields.refuse(name, "must name at least one team")
        }
        guard let from, let into else { return nil }
        self.from = from
        self.into = into
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("from", from)
        fields.put("into", into)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String {
        let (old, new) = (from.map(\.text).joined(separator: ", "), into.map(\.text).joined(separator: ", "))
        return "Teams reorganised from \(old) into \(new)\(reason.map { ": \($0)" } ?? "")"
    }
}

/// A team ended its work; the day of the event is the first without it.
public struct TeamClosed: EventPayload {
    /// `team.closed`.
    public static let type: EventType = "team.closed"
    /// Team closed.
    public static let title = "Team closed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The team.
    public let team: TeamID
    /// Why.
    public let reason: String?

    /// Team closed.
    public init(team: TeamID, reason: String? = nil) {
        self.team = team
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let team = fields.required("team", as: TeamID.self)
        reason = fields.optional("reason")
        guard let team else { return nil }
        self.team = team
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("team", team)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String { "Team \(team) closed\(reason.map { ": \($0)" } ?? "")" }
}
