public import StrictJSON

/// A worker as on one day.
public struct Worker: Sendable, Hashable {
    /// The worker.
    public let id: WorkerID
    /// Whether the worker works for the authority.
    public let isInPost: Bool
    /// The name.
    public let name: String?
    /// What the worker does.
    public let role: WorkerRole?
    /// The team.
    public let team: TeamID?
    /// The area that the team serves.
    public let area: String?
    /// The worker's own manager or, where none is said, the team's.
    public let manager: WorkerID?
    /// The share of full-time hours in the contract; `nil` where it is not known, and for nobody in post.
    public let fullTimeEquivalent: FullTimeEquivalent?
    /// The same less absence: none on a day of absence, whatever the contract.
    public let available: FullTimeEquivalent?
    /// The absence of that day; the one that began last where there are two.
    public let absence: AbsenceRecorded?
    /// The time as newly qualified that the day is part of.
    public let newlyQualified: DayPeriod?
    /// What the register of social workers says on that day; `nil` where it says nothing.
    public let qualification: Qualification?

    /// Whether the register says that the worker is a registered social worker.
    public var isRegistered: Bool { qualification?.status.isRegistered ?? false }

    /// The worker as clients read it.
    public var json: JSONObject {
        var fields = FieldWriter(capacity: 16)
        fields.put("worker", id)
        fields.put("inPost", isInPost)
        fields.put("name", name)
        fields.put("role", role)
        fields.put("team", team)
        fields.put("area", area)
        fields.put("manager", manager)
        fields.put("fullTimeEquivalent", fullTimeEquivalent)
        fields.put("available", available)
        fields.put("absence", absence.map { DayPeriod(from: $0.days.from, until: $0.days.until) })
        fields.put("absenceReason", absence?.reason)
        fields.put("newlyQualified", newlyQualified)
        fields.put("registered", isRegistered)
        fields.put("qualification", qualification)
        return fields.object
    }
}

/// A team as on one day.
public struct Team: Sendable, Hashable {
    /// The team.
    public let id: TeamID
    /// Whether it works: registered and not closed.
    public let isOpen: Bool
    /// The name.
    public let name: String?
    /// The area that it serves.
    public let area: String?
    /// Who manages it.
    public let manager: WorkerID?
    /// What it is there for.
    public let kind: TeamKind?
    /// Those in post who belong to it, by identifier.
    public let members: [Worker]
    /// The teams whose work it took over in the last reorganisation that gave it any.
    public let predecessors: [TeamID]
    /// The teams that do its work, where a reorganisation closed it.
    public let successors: [TeamID]

    init(id: TeamID, isOpen: Bool, details: TeamDetails, members: [Worker], from: [TeamID], into: [TeamID]) {
        self.id = id
        self.isOpen = isOpen
        name = details.name
        area = details.area
        manager = details.manager
        kind = details.kind
        self.members = members
        predecessors = from
        successors = into
    }

    /// The sum of its members' contracts, as far as they are known.
    public var fullTimeEquivalent: FullTimeEquivalent { members.compactMap(\.fullTimeEquivalent).reduce(.none, +) }

    /// The same less absence.
    public var available: FullTimeEquivalent { members.compactMap(\.available).reduce(.none, +) }

    /// The team as clients read it.
    public var json: JSONObject {
        var fields = FieldWriter(capacity: 12)
        fields.put("team", id)
        fields.put("open", isOpen)
        fields.put("name", name)
        fields.put("area", area)
        fields.put("manager", manager)
        fields.put("kind", kind)
        fields.put("fullTimeEquivalent", fullTimeEquivalent)
        fields.put("available", available)
        fields.put("predecessors", predecessors)
        fields.put("successors", successors)
        var object = fields.object
        object["members"] = .array(members.map { .object($0.json) })
        return object
    }
}
