public import CaseRecord
public import Foundation
import StrictJSON

/// Who is there to do a team's work, month by month, beside how much of it was in time (letter: progress was slow because
/// restructuring hit management and staffing capacity).
///
/// A contract that is not known counts as full time, as it does in caseloads.
public struct TeamCapacity: Sendable {
    /// The measures of what was in time.
    static let inTime: Set<TeamMeasure> = [
        .assessmentsInTime, .conferencesInTime, .planReviewsInTime, .careReviewsInTime,
    ]

    /// One whole month.
    public struct Month: Sendable, Equatable {
        /// The first day.
        public let month: CivilDate
        /// The hours of all contracts, in hundredths of full time: the mean of the month's Mondays.
        public fileprivate(set) var contracted = 0
        /// The same less absence.
        public fileprivate(set) var available = 0
        /// What of the team's work that has a limit was in time.
        public fileprivate(set) var inTime = MeasuredShare()
    }

    /// Whether somebody is there who can decide and authorise.
    public enum Management: String, Sendable {
        /// A manager is there.
        case present
        /// The manager is absent.
        case absent
        /// The one who is named as manager is not in post.
        case left
        /// Nobody is named.
        case none
    }

    /// An empty post.
    public struct Vacancy: Sendable {
        /// Names it.
        public let vacancy: String
        /// The team; `nil` where nothing says it.
        public let team: TeamID?
        /// The post.
        public let post: String?
        /// Whether it is a manager's.
        public let isManagers: Bool
        /// Since when.
        public let since: CivilDate
        /// Who fills it for a time; `nil`: nobody.
        public fileprivate(set) var acting: WorkerID?
        /// Whether somebody fills it for a time.
        public fileprivate(set) var isActing = false
        /// The event that says that it is empty.
        public let event: UUID
        /// Its position in the log.
        public let position: Int64
    }

    /// The team.
    public let team: TeamID
    /// Its manager on the last day.
    public let manager: WorkerID?
    /// Whether that manager is there on the last day.
    public let management: Management
    /// How many are in post on the last day.
    public let inPost: Int
    /// How many of these are absent.
    public let absent: Int
    /// The hours of their contracts, in hundredths of full time.
    public let contracted: Int
    /// The same less absence.
    public let available: Int
    /// How many in post, in any team, have this team's manager as theirs.
    public let managed: Int
    /// Its posts that are empty, or filled for a time, on the last day; the longest first.
    public let vacancies: [Vacancy]
    /// The months that lie wholly in the view's days and are over, 24 at most, the earliest first.
    public let months: [Month]

    /// At most so many months are shown, the latest.
    static let mostMonths = 24

    /// The first days of the months that lie wholly in those days and are over; `nil`: none.
    static func months(in days: ClosedRange<CivilDate>, today: CivilDate) -> ClosedRange<CivilDate>? {
        let through = ServiceView.lastWholeDay(of: days, today: today)
        let lower = days.lowerBound.firstOfMonth
        let first = lower == days.lowerBound ? lower : lower.adding(months: 1)
        let upper = through.firstOfMonth
        let last = upper.adding(months: 1).adding(days: -1) == through ? upper : upper.adding(months: -1)
        return first <= last ? max(first, last.adding(months: 1 - mostMonths))...last : nil
    }

    /// The capacity of each team that is open on the last day, or today if that comes first, and whose cases the reader sees,
    /// in order.
    ///
    /// - Parameters:
    ///   - standing: What stands of the events outside children's records.
    ///   - facts: Those of ``TeamMeasure/kinds`` in those days; others do no harm.
    ///   - days: The days of the view.
    ///   - setting: What the view is made by.
    ///   - seesTeam: Whether facts are there of that team's cases.
    /// - Returns: The teams, and the empty posts of no open team: of none that is said, or of one that is closed or unknown.
    static func all(
        of standing: [RecordedEvent], facts: [CountedFact], days: ClosedRange<CivilDate>, setting: SupervisionSetting,
        seesTeam: (TeamID) -> Bool
    ) -> (teams: [TeamCapacity], ofNoTeam: [Vacancy]) {
        let last = min(days.upperBound, setting.today)
        let workforce = setting.workforce
        let open = workforce.teams(on: last).filter(\.isOpen)
        let managers = workforce.workerIDs.compactMap { workforce.worker($0, on: last) }.filter(\.isInPost)
            .reduce(into: [WorkerID: Int]()) { counts, worker in
                if let manager = worker.manager, manager != worker.id { counts[manager, default: 0] += 1 }
            }
        let vacancies = Dictionary(grouping: vacancies(in: standing, on: last)) { $0.team }
        var hours = MonthlyHours(workforce, in: months(in: days, today: setting.today))
        hours.count(facts, today: setting.today)
        let teams = open.filter { seesTeam($0.id) }.map { team in
            TeamCapacity(
                team, manager: team.manager.flatMap { workforce.worker($0, on: last) },
                managed: team.manager.flatMap { managers[$0] } ?? 0, vacancies: vacancies[team.id] ?? [],
                months: hours.months(of: team.id))
        }
        let openTeams = Set(open.map(\.id))
        let others = vacancies.filter { team, _ in team.map { !openTeams.contains($0) && seesTeam($0) } ?? true }
        return (teams, others.values.joined().sorted(by: Vacancy.isLonger))
    }

    private init(_ team: Team, manager person: Worker?, managed: Int, vacancies: [Vacancy], months: [Month]) {
        self.team = team.id
        manager = team.manager
        management =
            team.manager == nil ? .none : person?.isInPost != true ? .left : person?.absence != nil ? .absent : .present
        inPost = team.members.count
        absent = team.members.count { $0.absence != nil }
        contracted = team.members.reduce(0) { $0 + $1.hours }
        available = team.members.reduce(0) { $0 + $1.hoursThere }
        (self.managed, self.vacancies, self.months) = (managed, vacancies, months)
    }

    private static func vacancies(in standing: [RecordedEvent], on day: CivilDate) -> [Vacancy] {
        var open: [Reference: Vacancy] = [:]
        for recorded in standing.orderOfOccurrence.map({ standing[$0] }) where recorded.day <= day {
            switch recorded.event.data {
            case let data as VacancyOpened:
                open[data.vacancy] = Vacancy(
                    vacancy: data.vacancy.text, team: data.team, post: data.post, isManagers: data.manages ?? false,
                    since: recorded.day, event: recorded.event.id, position: recorded.position)
            case let data as VacancyFilled where data.acting == true:
                open[data.vacancy]?.acting = data.worker
                open[data.vacancy]?.isActing = true
            case let data as VacancyFilled: open[data.vacancy] = nil
            default: break
            }
        }
        return open.values.sorted(by: Vacancy.isLonger)
    }

    /// Teams' hours on Mondays, and what was in time, by month.
    private struct MonthlyHours {
        private let bounds: ClosedRange<CivilDate>?
        private var byTeam: [TeamID: [Month]] = [:]
        private let blank: [Month]

        init(_ workforce: Workforce, in bounds: ClosedRange<CivilDate>?) {
            self.bounds = bounds
            guard let bounds else {
                blank = []
                return
            }
            let ids = workforce.workerIDs
            blank = sequence(first: bounds.lowerBound) { $0.adding(months: 1) }
                .prefix { $0 <= bounds.upperBound }.map { Month(month: $0) }
            for (index, month) in blank.enumerated() {
                let mondays = sequence(first: month.month.nextMonday) { $0.adding(days: 7) }
                    .prefix { $0.firstOfMonth == month.month }
                var sums: [TeamID: (contracted: Int, available: Int)] = [:]
                var count = 0
                for monday in mondays {
                    count += 1
                    for worker in ids.lazy.compactMap({ workforce.worker($0, on: monday) }) where worker.isInPost {
                        guard let team = worker.team else { continue }
                        sums[team, default: (0, 0)].contracted += worker.hours
                        sums[team, default: (0, 0)].available += worker.hoursThere
                    }
                }
                for (team, sum) in sums {
                    byTeam[team, default: blank][index].contracted = (sum.contracted + count / 2) / count
                    byTeam[team, default: blank][index].available = (sum.available + count / 2) / count
                }
            }
        }

        mutating func count(_ facts: [CountedFact], today: CivilDate) {
            guard let bounds else { return }
            for fact in facts {
                guard let team = fact.team else { continue }
                for result in TeamMeasure.results(of: fact, today: today)
                where TeamCapacity.inTime.contains(result.measure) {
                    let month = result.on.firstOfMonth
                    guard bounds.contains(month), let index = blank.firstIndex(where: { $0.month == month }) else {
                        continue
                    }
                    byTeam[team, default: blank][index].inTime.add(isMet: result.isMet)
                }
            }
        }

        func months(of team: TeamID) -> [Month] { byTeam[team] ?? blank }
    }

    /// What a reader has to know of its management, in words; `nil` where its manager is there.
    public var managementWords: String? {
        switch management {
        case .present: nil
        case .absent: "\(manager?.text ?? "manager") absent"
        case .left: "\(manager?.text ?? "manager") is not in post"
        case .none: "no manager"
        }
    }

    var json: JSONValue {
        [
            "team": .string(team.text), "manager": manager.map { .string($0.text) } ?? .null,
            "management": .string(management.rawValue), "inPost": .integer(Int64(inPost)),
            "absent": .integer(Int64(absent)), "contracted": FullTimeEquivalent(hundredths: contracted).field,
            "available": FullTimeEquivalent(hundredths: available).field, "managed": .integer(Int64(managed)),
            "vacancies": .array(vacancies.map(\.json)),
            "months": .array(
                months.map { month in
                    [
                        "month": .string(month.month.monthText),
                        "contracted": FullTimeEquivalent(hundredths: month.contracted).field,
                        "available": FullTimeEquivalent(hundredths: month.available).field,
                        "inTime": month.inTime.json,
                    ]
                }),
        ]
    }
}

extension TeamCapacity.Vacancy {
    /// The one that has been empty for longer comes first.
    static func isLonger(_ one: Self, _ other: Self) -> Bool {
        (one.since, one.vacancy) < (other.since, other.vacancy)
    }

    /// What it is, in words.
    var words: String { words(of: nil) }

    /// The same with the team that it was said to be of.
    var wordsWithTeam: String { words(of: team) }

    private func words(of team: TeamID?) -> String {
        let name = (post ?? vacancy) + (team.map { ", \($0)," } ?? "") + " empty since \(since)"
        return isActing ? name + ", \(acting.map { "\($0) acting" } ?? "filled for a time")" : name
    }

    var json: JSONValue {
        [
            "vacancy": .string(vacancy), "team": team.map { .string($0.text) } ?? .null,
            "post": post.map { .string($0) } ?? .null, "manages": .bool(isManagers),
            "since": .string(since.description), "acting": .bool(isActing),
            "worker": acting.map { .string($0.text) } ?? .null, "event": event.field, "position": .integer(position),
        ]
    }
}

extension Worker {
    /// The hours of the contract, in hundredths of full time.
    fileprivate var hours: Int { (fullTimeEquivalent ?? .whole).hundredths }
    /// The same less absence.
    fileprivate var hoursThere: Int { absence == nil ? hours : 0 }
}

extension CivilDate {
    /// The first Monday that is not before it.
    fileprivate var nextMonday: CivilDate { adding(days: (8 - weekday.rawValue) % 7) }
}
