import CaseRecord
public import Timescales

/// The authority's access file: a list of grants and one of gateways, in YAML.
///
/// ```yaml
/// grants:
///   - users: [s.lewis]             # accounts of this machine, or groups: [social-workers]
///     worker: W-104                # who that is in the record; the account's name unless it is said
///     roles: [practitioner]
///     teams: [north, none]         # whose cases; all: every team's; none: those that no team has yet
///   - groups: [emergency-duty]
///     roles: [practitioner]
///     teams: all
///     when: out-of-hours
/// gateways:
///   - users: [www-data]
///     workers: [W-104]             # all that a grant names unless it is said
/// ```
public enum AccessFile {
    /// Reads the file.
    ///
    /// - Throws: Every mistake, with its line and column.
    public static func read(_ text: String) throws(AccessFileError) -> AccessPolicy {
        var reader = AccessFileReader()
        let policy = reader.policy(text)
        guard reader.yaml.problems.isEmpty else { throw AccessFileError(problems: reader.yaml.problems) }
        return policy
    }
}

/// The mistakes of an access file.
public struct AccessFileError: Error, Sendable, CustomStringConvertible {
    /// Every mistake.
    public let problems: [RuleFileProblem]
    /// A line for each.
    public var description: String { problems.map { "\($0)" }.joined(separator: "\n") }
}

private struct AccessFileReader {
    var yaml = YAMLReader()

    mutating func policy(_ text: String) -> AccessPolicy {
        var policy = AccessPolicy()
        guard let root = yaml.root(of: text), let members = yaml.members(root, known: ["grants", "gateways"]) else {
            return policy
        }
        if let place = members["grants"] { policy.grants = yaml.elements(place).compactMap { grant($0) } }
        if let place = members["gateways"] { policy.gateways = yaml.elements(place).compactMap { gateway($0) } }
        return policy
    }

    private mutating func grant(_ place: YAMLPlace) -> AccessPolicy.Grant? {
        let known = ["users", "groups", "worker", "roles", "teams", "when", "restricted"]
        guard let members = yaml.members(place, known: known) else { return nil }
        var grant = AccessPolicy.Grant()
        if let place = members["users"] { grant.users = texts(place) }
        if let place = members["groups"] { grant.groups = texts(place) }
        if let place = members["worker"] { grant.worker = worker(place) }
        if let place = members["roles"] {
            grant.roles = Set(yaml.oneOrMore(place).compactMap { yaml.choice($0, Role.self) })
        }
        if let place = members["teams"] { grant.scope = scope(place) }
        if let place = members["when"] { grant.time = yaml.choice(place, AccessPolicy.Time.self) ?? .always }
        if let place = members["restricted"] { grant.seesRestricted = yaml.bool(place) ?? false }
        if grant.roles.isEmpty { yaml.refuse(members["roles"] ?? place, "must give at least one role") }
        if grant.users.isEmpty, grant.groups.isEmpty, grant.worker == nil {
            yaml.refuse(place, "must say for whom: users, groups or, where a gateway speaks for them, worker")
        }
        if grant.worker != nil, grant.users.count > 1 || !grant.groups.isEmpty {
            yaml.refuse(members["worker"] ?? place, "can be said of one user only: several people are not one worker")
        }
        return grant
    }

    private mutating func gateway(_ place: YAMLPlace) -> AccessPolicy.Gateway? {
        guard let members = yaml.members(place, known: ["users", "workers"]) else { return nil }
        var gateway = AccessPolicy.Gateway()
        if let place = members["users"] { gateway.users = texts(place) }
        if let place = members["workers"] {
            gateway.workers = Set(yaml.oneOrMore(place).compactMap { worker($0) })
        }
        if gateway.users.isEmpty { yaml.refuse(place, "must name the accounts that speak for others: users") }
        return gateway
    }

    private mutating func scope(_ place: YAMLPlace) -> TeamScope {
        var scope = TeamScope()
        for place in yaml.oneOrMore(place) {
            guard let text = yaml.text(place) else { continue }
            switch text {
            case "all": scope.isEverything = true
            case "none": scope.includesUnassigned = true
            default:
                if let team = TeamID(text) {
                    scope.teams.insert(team)
                } else {
                    yaml.refuse(place, "is not a team's identifier")
                }
            }
        }
        return scope
    }

    private mutating func worker(_ place: YAMLPlace) -> WorkerID? {
        guard let text = yaml.text(place) else { return nil }
        guard let worker = WorkerID(text) else {
            yaml.refuse(place, "is not a worker's identifier")
            return nil
        }
        return worker
    }

    private mutating func texts(_ place: YAMLPlace) -> Set<String> {
        Set(yaml.oneOrMore(place).compactMap { yaml.text($0) })
    }
}
