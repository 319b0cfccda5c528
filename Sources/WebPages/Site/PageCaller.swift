public import StrictJSON

/// Who reads the pages, as the daemon says (`GET /v1/me`).
public struct PageCaller: Sendable, Hashable {
    /// The worker.
    let worker: String
    /// The account of this machine.
    let account: String
    /// The roles.
    let roles: Set<String>
    /// The teams whose cases are seen; `nil`: all.
    let teams: [String]?

    /// Reads the daemon's answer; `nil` where it is not one.
    public init?(_ json: JSONValue?) {
        guard let json, let worker = json.text("worker"), let account = json.text("account") else { return nil }
        self.worker = worker
        self.account = account
        roles = Set(json.items("roles").compactMap(\.stringValue))
        teams = json["teams"]?.arrayValue?.compactMap(\.stringValue)
    }

    /// Whether the caller has one of these roles.
    func has(_ some: String...) -> Bool { !roles.isDisjoint(with: some) }

    /// Whether the caller sees that team's cases.
    func sees(team: String) -> Bool { teams?.contains(team) ?? true }

    /// Where the navigation leads: only what the caller's roles are for, as the daemon has it.
    var destinations: [(words: String, link: Link)] {
        var all: [(words: String, link: Link)] = [("Start", .front)]
        if has("practitioner", "manager", "auditor") { all.append(("Alerts", .alerts)) }
        if has("manager", "auditor", "analyst") {
            all.append(("Service", .service))
            all.append(("Indicators", .indicators))
        }
        if !roles.isEmpty { all.append(("Rules", .rules)) }
        return all
    }

    /// Who it is, in words.
    var sentence: String {
        guard !roles.isEmpty else { return "You are \(account). The access file does not name you." }
        return "You are \(worker) (\(roles.sorted().joined(separator: ", ")))."
    }
}
