public import CaseRecord
import StrictJSON

/// Whether what a finding's action is to reach is held in every team (letter: action plans were followed by limited progress
/// and no sustained impact).
///
/// It can be told where the action names one of ``TeamMeasure`` and a share in percent.
public struct TargetStanding: Sendable {
    /// So many whole months are shown.
    static let monthCount = 12
    /// A team holds the target if it met it in each of so many last months in which it had cases.
    static let heldMonths = 3

    /// One team.
    public struct Team: Sendable {
        /// The team.
        public let team: TeamID
        /// Its months, the earliest first.
        public fileprivate(set) var months: [MeasuredShare]
        /// Whether it holds the target; `nil` where it had no cases in the last months.
        public fileprivate(set) var isHeld: Bool?
    }

    /// The measure.
    public let measure: TeamMeasure
    /// The share that is to be reached, in tenths of a percent; where fewer are better, not to be passed.
    public let permille: Int
    /// The first of the months.
    public let firstMonth: CivilDate
    /// The teams that had cases in these months, in order.
    public private(set) var teams: [Team] = []
    /// Whether there are teams whose cases the reader does not see.
    public private(set) var isPartial = false

    /// Whether every team that has cases holds it; `nil` where none has.
    public var isSustained: Bool? {
        let held = teams.compactMap(\.isHeld)
        return held.isEmpty ? nil : held.allSatisfy(\.self)
    }

    /// What an action is to reach, by its measure and its target as they are written; `nil` where it is no share of teams'
    /// cases, or not one of which more or fewer are better.
    init?(measure: String?, target: String?, in months: ClosedRange<CivilDate>) {
        guard let measure, let target, let permille = Self.permille(in: target) else { return nil }
        let name = measure.lowercased()
        guard let found = TeamMeasure.allCases.first(where: { $0.rawValue == name || $0.title.lowercased() == name }),
            found.isBetterHigh != nil, TeamMeasure.byFacts.contains(found)
        else { return nil }
        self.measure = found
        self.permille = permille
        firstMonth = months.lowerBound
    }

    /// The first days of the months that a view shows which ends with that day: whole months.
    static func months(endingOn last: CivilDate) -> ClosedRange<CivilDate> {
        let month = last.firstOfMonth
        let end = last.adding(days: 1).components.day == 1 ? month : month.adding(months: -1)
        return end.adding(months: 1 - monthCount)...end
    }

    /// The share in `90% in every team`.
    private static func permille(in target: String) -> Int? {
        guard let match = target.firstMatch(of: #/(\d{1,3})(?:\.(\d))?\s?%/#), let whole = Int(match.1) else {
            return nil
        }
        let permille = whole * 10 + (match.2.flatMap { Int($0) } ?? 0)
        return permille <= 1000 ? permille : nil
    }

    /// What teams reached of some measures, by month.
    struct Counts {
        private var shares: [TeamMeasure: [TeamID: [CivilDate: MeasuredShare]]] = [:]
        private let isPartial: Bool

        init(
            of measures: Set<TeamMeasure>, _ facts: [CountedFact], in months: ClosedRange<CivilDate>, today: CivilDate,
            isPartial: Bool
        ) {
            self.isPartial = isPartial
            guard !measures.isEmpty else { return }
            let days = months.lowerBound...months.upperBound.adding(months: 1).adding(days: -1)
            for fact in facts {
                guard let team = fact.team else { continue }
                for result in TeamMeasure.results(of: fact, today: today)
                where measures.contains(result.measure) && days.contains(result.on) {
                    shares[result.measure, default: [:]][team, default: [:]][result.on.firstOfMonth, default: .init()]
                        .add(isMet: result.isMet)
                }
            }
        }

        func add(to standing: TargetStanding) -> TargetStanding {
            standing.counted(shares[standing.measure] ?? [:], isPartial: isPartial)
        }
    }

    private func counted(_ counted: [TeamID: [CivilDate: MeasuredShare]], isPartial: Bool) -> TargetStanding {
        var standing = self
        standing.isPartial = isPartial
        standing.teams = counted.map { team, shares in
            let months = (0..<Self.monthCount).map { shares[firstMonth.adding(months: $0)] ?? MeasuredShare() }
            let last = months.suffix(Self.heldMonths).filter { $0.cases > 0 }
            return Team(team: team, months: months, isHeld: last.isEmpty ? nil : last.allSatisfy(isReached))
        }.filter { $0.months.total.cases > 0 }.sorted { $0.team < $1.team }
        return standing
    }

    /// Compared as fractions, so that rounding reaches nothing.
    private func isReached(by share: MeasuredShare) -> Bool {
        let (met, wanted) = (share.met * 1000, permille * share.cases)
        return measure.isBetterHigh == false ? met <= wanted : met >= wanted
    }

    /// Whether it is held, in words.
    public var words: String {
        guard let isSustained else { return "no team had cases in the last \(Self.heldMonths) months" }
        if isSustained { return "held in every team\(isPartial ? " seen" : "") for \(Self.heldMonths) months" }
        return "not held in " + teams.filter { $0.isHeld == false }.map(\.team.text).joined(separator: ", ")
    }

    var json: JSONValue {
        [
            "measure": .string(measure.rawValue), "title": .string(measure.title),
            "percent": Optional(permille).percentJSON, "firstMonth": .string(firstMonth.monthText),
            "sustained": isSustained.map { .bool($0) } ?? .null, "words": .string(words),
            "teams": .array(
                teams.map { team in
                    [
                        "team": .string(team.team.text), "held": team.isHeld.map { .bool($0) } ?? .null,
                        "months": .array(team.months.map(\.json)),
                    ]
                }),
        ]
    }
}
