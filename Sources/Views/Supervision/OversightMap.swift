public import CaseRecord
import StrictJSON

/// Who looked at cases as a manager, week by week, and the cases that nobody looked at for long: how evenly a service is
/// overseen (letter: management oversight is too variable).
public struct OversightMap: Sendable {
    /// The kinds of facts that it is counted from.
    public static let factKinds: Set<CountedFact.Kind> = [.oversight]
    /// How many weeks it shows.
    public static let weekCount = 13

    /// How often one manager looked at cases.
    public struct Manager: Sendable {
        /// The manager; `nil` for all whose entry does not say who it was.
        public let manager: WorkerID?
        /// The manager's team on the day of the view.
        public let team: TeamID?
        /// How often, in each week.
        public fileprivate(set) var counts = [Int](repeating: 0, count: weekCount)
        /// The entries with their days, the latest that was recorded first.
        public fileprivate(set) var entries: [(on: CivilDate, entry: FigureEntry)] = []

        /// Weeks without any.
        public var emptyWeeks: Int { counts.count { $0 == 0 } }
    }

    /// The open cases of one team, as they stand, by how long ago a manager last looked at them.
    public struct TeamCases: Sendable {
        /// The team; `nil` for cases that no team has.
        public let team: TeamID?
        /// How many open cases it has.
        public fileprivate(set) var open = 0
        /// Those that no manager has looked at within the time allowed, nor begun to be this team's since, each with the day of
        /// the last look; the longest first.
        public fileprivate(set) var without: [(since: CivilDate, entry: FigureEntry)] = []
    }

    /// The Mondays of its weeks, the earliest first; the last is that of the last day.
    public let weeks: [CivilDate]
    /// Each who looked at any case in those weeks as a manager does, or who leads a team; the one with the most weeks without
    /// first.
    public let managers: [Manager]
    /// Each team with open cases, the greatest share without oversight first.
    public let teams: [TeamCases]
    /// How many days may go by between two looks (``SupervisionPolicy/overseeWithin``).
    public let limit: Int

    /// The days of its weeks, each from Monday, for a view that ends with that day.
    public static func days(endingOn last: CivilDate) -> ClosedRange<CivilDate> {
        last.adding(days: 1 - last.weekday.rawValue - 7 * (weekCount - 1))...last
    }

    /// The map of the weeks that end with that day.
    init(
        rows: [CaseRow], facts: [CountedFact], endingOn last: CivilDate, _ setting: SupervisionSetting,
        _ seesTeam: (TeamID) -> Bool
    ) {
        limit = setting.policy.overseeWithin
        let first = Self.days(endingOn: last).lowerBound
        weeks = (0..<Self.weekCount).map { first.adding(days: 7 * $0) }
        var managers: [WorkerID?: Manager] = [:]
        func manager(_ id: WorkerID?) -> Manager {
            Manager(manager: id, team: id.flatMap { setting.workforce.worker($0, on: setting.today)?.team })
        }
        // Who leads a team and looked at nothing has a row of noughts.
        for team in setting.workforce.teams(on: setting.today) {
            if team.isOpen, seesTeam(team.id), let id = team.manager { managers[id] = manager(id) }
        }
        let looks = facts.filter { Self.factKinds.contains($0.kind) && (first...last).contains($0.beganOn) }
        for look in looks.sorted(by: { $0.position > $1.position }) {
            let week = look.beganOn.days(since: first) / 7
            managers[look.worker, default: manager(look.worker)].counts[week] += 1
            let entry = FigureEntry(look)
            managers[look.worker]?.entries.append((look.beganOn, entry))
        }
        // The thinnest first: that is what the map is looked at for.
        self.managers = managers.values.sorted { one, other in
            let first = (one.manager == nil ? 1 : 0, -one.emptyWeeks, one.entries.count, one.manager?.text ?? "")
            return first
                < (other.manager == nil ? 1 : 0, -other.emptyWeeks, other.entries.count, other.manager?.text ?? "")
        }
        var teams: [TeamID?: TeamCases] = [:]
        for row in rows where row.isOpen {
            teams[row.team, default: TeamCases(team: row.team)].open += 1
            // Who has just taken a case over has not left it alone for long.
            guard let since = [row.lastOversightOn, row.openedOn, row.allocatedOn].compactMap({ $0 }).max(),
                setting.today.days(since: since) > limit
            else { continue }
            teams[row.team]?.without.append(
                (since, FigureEntry(child: row.child, position: row.position, event: nil)))
        }
        for team in teams.keys {
            teams[team]?.without.sort { ($0.since, $0.entry.child) < ($1.since, $1.entry.child) }
        }
        self.teams = teams.values.sorted { one, other in
            let (left, right) = (one.without.count * other.open, other.without.count * one.open)
            return left == right ? (one.team?.text ?? "") < (other.team?.text ?? "") : left > right
        }
    }

    /// At most so many entries behind each figure are listed; all are counted.
    private static let mostEntries = 100

    var json: JSONValue {
        [
            "limit": .integer(Int64(limit)), "weeks": .array(weeks.map { .string($0.description) }),
            "managers": .array(
                managers.map { row in
                    [
                        "manager": row.manager.map { .string($0.text) } ?? .null,
                        "team": row.team.map { .string($0.text) } ?? .null,
                        "count": .integer(Int64(row.entries.count)), "emptyWeeks": .integer(Int64(row.emptyWeeks)),
                        "byWeek": .array(row.counts.map { .integer(Int64($0)) }),
                        "entries": .array(row.entries.prefix(Self.mostEntries).map { $0.entry.json("on", $0.on) }),
                    ]
                }),
            "teams": .array(
                teams.map { row in
                    [
                        "team": row.team.map { .string($0.text) } ?? .null, "openCases": .integer(Int64(row.open)),
                        "withoutOversight": .integer(Int64(row.without.count)),
                        "entries": .array(
                            row.without.prefix(Self.mostEntries).map { $0.entry.json("since", $0.since) }),
                    ]
                }),
        ]
    }
}

extension FigureEntry {
    /// The entry with a day of that name.
    fileprivate func json(_ name: String, _ day: CivilDate) -> JSONValue {
        var object = json.objectValue ?? JSONObject()
        object[name] = .string(day.description)
        return .object(object)
    }
}
