public import CaseRecord

/// Whose cases somebody may see.
public struct TeamScope: Sendable, Hashable {
    /// Those of every team, and those that no team has.
    public var isEverything = false
    /// Those of these teams.
    public var teams: Set<TeamID> = []
    /// Those that no team has yet, as a contact that nobody took on.
    public var includesUnassigned = false

    /// Nobody's.
    public init() {}

    /// Everybody's.
    public static let everything: TeamScope = {
        var scope = TeamScope()
        scope.isEverything = true
        return scope
    }()

    /// Whether a case of that team, or of none, is within it.
    public func includes(_ team: TeamID?) -> Bool {
        if isEverything { return true }
        guard let team else { return includesUnassigned }
        return teams.contains(team)
    }

    /// Both together.
    public mutating func formUnion(_ other: TeamScope) {
        isEverything = isEverything || other.isEverything
        teams.formUnion(other.teams)
        includesUnassigned = includesUnassigned || other.includesUnassigned
    }
}
