public import CaseRecord
import StrictJSON

/// Whether what a finding's action is to reach is held in every team (letter: action plans were followed by limited progress
/// and no sustained impact).
///
/// It can be told where the action names one of ``TeamMeasure`` and one share in percent. Of teams that are closed nothing is
/// told: what they left is others' work.
public struct TargetStanding: Sendable {
    /// So many whole months are shown.
    static let monthCount = 12
    /// A team holds the target if it met it in each of so many last months, those without cases aside.
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
            let isBetterHigh = found.isBetterHigh, TeamMeasure.byFacts.contains(found),
            !Self.words(target, contradict: isBetterHigh)
        else { return nil }
        self.measure = found
        self.permille = permille
        firstMonth = months.lowerBound
    }

    /// The first days of the whole months that are shown where that day is the last that is over.
    static func months(endingOn last: CivilDate) -> ClosedRange<CivilDate> {
        let month = last.firstOfMonth
        let end = last.adding(days: 1).components.day == 1 ? month : month.adding(months: -1)
        return end.adding(months: 1 - monthCount)...end
    }

    /// The share in `90% in every team`; `nil` where there is none, or more than one.
    private static func permille(in target: String) -> Int? {
        let parts = target.split(separator: "%", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let before = parts[0].last == " " ? parts[0].dropLast() : parts[0]
        let start = before.lastIndex { !($0.isNumber || $0 == "." || $0 == ",") }.map { before.index(after: $0) }
        guard let match = before[(start ?? before.startIndex)...].wholeMatch(of: #/(\d{1,3})(?:\.(\d))?/#),
            let whole = Int(match.1)
        else { return nil }
        let permille = whole * 10 + (match.2.flatMap { Int($0) } ?? 0)
        return permille <= 1000 ? permille : nil
    }

    /// Whether a target says that fewer are wanted where more are better, or the other way round.
    private static func words(_ target: String, contradict isBetterHigh: Bool) -> Bool {
        let text = target.lowercased()
        let atMost = ["at most", "no more than", "below", "under", "less than", "fewer than"]
        let atLeast = ["at least", "no less than", "no fewer than", "above", "over"]
        return (isBetterHigh ? atMost : atLeast).contains { text.contains($0) }
            && !(isBetterHigh ? atLeast : atMost).contains { text.contains($0) }
    }

    /// What teams reached of some measures, by month.
    struct Counts {
        private var shares: [TeamMeasure: [TeamID: [CivilDate: MeasuredShare]]] = [:]
        private let isPartial: Bool

        /// `judges` says of which teams anything is told, `isPartial` whether there are teams that the reader does not see.
        init(
            of measures: Set<TeamMeasure>, _ facts: [CountedFact], in months: ClosedRange<CivilDate>, today: CivilDate,
            judges: (TeamID) -> Bool, isPartial: Bool
        ) {
            self.isPartial = isPartial
            guard !measures.isEmpty else { return }
            let days = months.lowerBound...months.upperBound.adding(months: 1).adding(days: -1)
            for fact in facts {
                guard let team = fact.team, judges(team) else { continue }
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
        let met = "by every team\(isPartial ? " seen" : "") in each month with cases"
        if isSustained { return "met in the last \(Self.heldMonths) months \(met)" }
        return "not met in the last \(Self.heldMonths) months by "
            + teams.filter { $0.isHeld == false }.map(\.team.text).joined(separator: ", ")
    }

    var json: JSONValue {
        [
            "measure": .string(measure.rawValue), "title": .string(measure.title),
            "percent": Optional(permille).percentJSON, "firstMonth": .string(firstMonth.monthText),
            "sustained": isSustained.map { .bool($0) } ?? .null, "partial": .bool(isPartial), "words": .string(words),
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
