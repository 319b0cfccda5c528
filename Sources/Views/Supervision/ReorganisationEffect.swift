public import CaseRecord
public import Foundation
import StrictJSON

/// What became of the work of teams that were reorganised: as many months before as since, with the break between them
/// (letter: fewer areas, to make practice more consistent).
///
/// All its teams count on both sides. With several new teams, what came before is counted for the one that its worker went
/// to: of a decision whoever made it, of a visit whoever made that, of other work whoever led it or had the case. What was
/// said on one day of teams that touch is one reorganisation.
public struct ReorganisationEffect: Sendable {
    /// At most so many months are compared on each side.
    static let mostMonths = 12
    /// A view shows the reorganisations of so many months before its last day.
    static let monthsBack = 24

    /// One measure on both sides of the break.
    public struct Trend: Sendable {
        /// What became of it.
        public enum Change: String, Sendable {
            /// No more than chance brings: 19 of 20 times it differs less although nothing changed.
            case chance
            /// The share rose.
            case rose
            /// The share fell.
            case fell
        }

        /// The measure.
        public let measure: TeamMeasure
        /// The months before the break, the earliest first.
        public fileprivate(set) var before: [MeasuredShare]
        /// The months since.
        public fileprivate(set) var since: [MeasuredShare]
        /// The cases since to look at: those that do not meet the measure, or those that do where fewer are better; the latest
        /// that was recorded first.
        public fileprivate(set) var entries: [FigureEntry] = []

        fileprivate init(_ measure: TeamMeasure, months: Int) {
            self.measure = measure
            before = Array(repeating: MeasuredShare(), count: months)
            since = before
        }

        fileprivate mutating func add(_ result: TeamMeasure.Result, of fact: CountedFact, month: Int) {
            if month < before.count {
                before[month].add(isMet: result.isMet)
            } else {
                since[month - before.count].add(isMet: result.isMet)
                if result.isToLookAt { entries.append(FigureEntry(fact)) }
            }
        }

        fileprivate func sorted() -> Trend {
            var trend = self
            trend.entries.sort { $0.position > $1.position }
            return trend
        }

        /// At most so many entries are listed; all are counted.
        private static let mostEntries = 25

        /// What became of it; `nil` where one side has no cases.
        ///
        /// The limits are those of a team that does as both sides together do, which is to be on the safe side: both
        /// together lie nearer to the later side than chance would have it.
        public var change: Change? {
            let (earlier, later) = (before.total, since.total)
            guard earlier.cases > 0, later.cases > 0 else { return nil }
            let both = earlier + later
            let share = Double(both.met) / Double(both.cases)
            let limits = ControlLimits(cases: later.cases, share: share, level: .watch)
            return limits.contains(later.met) ? .chance : later.met < limits.lower ? .fell : .rose
        }

        /// Whether it changed for the better; `nil` where it did not change, or neither is better.
        public var isBetter: Bool? {
            switch change {
            case .rose?: measure.isBetterHigh
            case .fell?: measure.isBetterHigh.map { !$0 }
            case .chance?, nil: nil
            }
        }

        /// What became of it, in words.
        public var words: String {
            switch change {
            case nil: "nothing to compare"
            case .chance?: "no more than chance"
            case .rose?, .fell?: isBetter.map { $0 ? "better" : "worse" } ?? change?.rawValue ?? ""
            }
        }

        /// The months as blocks, with the break between them.
        var sparkline: String { before.sparkline + "|" + since.sparkline }

        fileprivate var json: JSONObject {
            [
                "measure": .string(measure.rawValue), "title": .string(measure.title),
                "before": before.total.json, "since": since.total.json,
                "monthsBefore": .array(before.map(\.json)), "monthsSince": .array(since.map(\.json)),
                "change": change.map { .string($0.rawValue) } ?? .null,
                "better": isBetter.map { .bool($0) } ?? .null,
                "entryCount": .integer(Int64(entries.count)),
                "entries": .array(entries.prefix(Self.mostEntries).map(\.json)),
            ]
        }
    }

    /// The first day of the new teams.
    public let on: CivilDate
    /// The teams that had the work.
    public let from: [TeamID]
    /// The teams that have it since.
    public let into: [TeamID]
    /// Why.
    public let reason: String?
    /// The first event that says so.
    public let event: UUID
    /// Its position in the log.
    public let position: Int64
    /// How many whole months are compared on each side; 0: it is too early, or another reorganisation is too near.
    public let months: Int
    /// Whether the reader sees the cases of all its teams: nothing is counted of a part of them.
    public let isSeen: Bool
    /// Whether the days of the view lie on both sides of the break: then what they count of these teams is of two
    /// arrangements.
    public let breaksPeriod: Bool
    /// Each measure of all its teams together that has cases.
    public private(set) var trends: [Trend] = []
    /// The same measures of all other cases, those of no team among them; `nil` where the reader does not see all teams.
    public private(set) var elsewhere: [TeamMeasure: (before: MeasuredShare, since: MeasuredShare)]?
    /// Where there are several new teams, each with the work of those who came to it.
    public private(set) var teams: [(team: TeamID, trends: [Trend])] = []
    /// How many pieces of work from before are in none of these, since nothing says where their worker went.
    public private(set) var unplaced = 0

    /// The days on which counts what a view of those days compares; `nil`: there is nothing to compare.
    static func days(of standing: [RecordedEvent], for days: ClosedRange<CivilDate>, today: CivilDate)
        -> ClosedRange<CivilDate>?
    {
        let all = reorganisations(in: standing, days: days, today: today) { _ in true }.filter { $0.months > 0 }
        guard let first = all.map(\.bounds[0]).min(), let last = all.compactMap(\.bounds.last).max() else { return nil }
        return first...last.adding(days: -1)
    }

    /// What became of each reorganisation, the latest first.
    ///
    /// - Parameters:
    ///   - standing: What stands of the events outside children's records.
    ///   - facts: Those of ``TeamMeasure/kinds`` in ``days(of:for:today:)``; others do no harm.
    ///   - days: The days of the view.
    ///   - setting: What the view is made by.
    ///   - seesTeam: Whether facts are there of that team's cases.
    static func all(
        of standing: [RecordedEvent], facts: [CountedFact], days: ClosedRange<CivilDate>, setting: SupervisionSetting,
        seesTeam: (TeamID) -> Bool
    ) -> [ReorganisationEffect] {
        let seesAll = setting.workforce.teamIDs.allSatisfy(seesTeam)
        return reorganisations(in: standing, days: days, today: setting.today, seesTeam: seesTeam).map { effect in
            var effect = effect
            effect.count(facts, setting, seesAll: seesAll)
            return effect
        }
    }

    /// What was said on one day of teams that touch.
    private struct Change {
        let day: CivilDate
        let event: UUID
        let position: Int64
        var from: [TeamID]
        var into: [TeamID]
        var reasons: [String]
        var involved: Set<TeamID> { Set(from + into) }

        init(_ data: TeamReorganised, _ recorded: RecordedEvent) {
            (day, event, position) = (recorded.day, recorded.event.id, recorded.position)
            (from, into, reasons) = (data.from, data.into, data.reason.map { [$0] } ?? [])
        }

        func touches(_ other: Change) -> Bool { !involved.isDisjoint(with: other.involved) }

        func with(_ other: Change) -> Change {
            var both = self
            both.from += other.from.filter { !from.contains($0) }
            both.into += other.into.filter { !into.contains($0) }
            both.reasons += other.reasons.filter { !reasons.contains($0) }
            return both
        }
    }

    private static func reorganisations(
        in standing: [RecordedEvent], days: ClosedRange<CivilDate>, today: CivilDate, seesTeam: (TeamID) -> Bool
    ) -> [ReorganisationEffect] {
        var all: [Change] = []
        for recorded in standing.sorted(by: { ($0.day, $0.position) < ($1.day, $1.position) }) {
            guard let data = recorded.event.data as? TeamReorganised else { continue }
            let change = Change(data, recorded)
            let met = all.filter { $0.day == change.day && $0.touches(change) }
            all.removeAll { $0.day == change.day && $0.touches(change) }
            all.append((met + [change]).dropFirst().reduce(met.first ?? change) { $0.with($1) })
        }
        let end = min(days.upperBound.adding(days: 1), today)
        return all.reversed().compactMap { change in
            let day = change.day
            guard day <= days.upperBound, day > days.upperBound.adding(months: -monthsBack) else { return nil }
            let last = all.last { $0.day < day && $0.touches(change) }?.day
            let next = all.first { $0.day > day && $0.touches(change) }?.day
            let until = min(next ?? end, end)
            let months = (0...mostMonths).last { months in
                day.adding(months: months) <= until && last.map { $0 <= day.adding(months: -months) } ?? true
            }
            return ReorganisationEffect(
                change, months: months ?? 0, isSeen: change.involved.allSatisfy(seesTeam),
                breaksPeriod: days.lowerBound < day)
        }
    }

    private init(_ change: Change, months: Int, isSeen: Bool, breaksPeriod: Bool) {
        on = change.day
        (from, into, event, position) = (change.from, change.into, change.event, change.position)
        reason = change.reasons.isEmpty ? nil : change.reasons.joined(separator: "; ")
        (self.months, self.isSeen, self.breaksPeriod) = (months, isSeen, breaksPeriod)
    }

    /// The first day of each month that is compared, and the day after the last.
    private var bounds: [CivilDate] { (-months...months).map { on.adding(months: $0) } }

    private mutating func count(_ facts: [CountedFact], _ setting: SupervisionSetting, seesAll: Bool) {
        guard isSeen, months > 0 else { return }
        let bounds = bounds
        let involved = Set(from + into)
        let new = Set(into)
        var heirs = Heirs(into, on: on, setting.workforce)
        var all: [TeamMeasure: Trend] = [:]
        var others: [TeamMeasure: (before: MeasuredShare, since: MeasuredShare)] = [:]
        var byTeam: [TeamID: [TeamMeasure: Trend]] = [:]
        for fact in facts {
            var isUnplaced = false
            for result in TeamMeasure.results(of: fact, today: setting.today) {
                guard bounds[0] <= result.on, let month = bounds.firstIndex(where: { result.on < $0 }) else { continue }
                let isBefore = result.on < on
                guard let team = fact.team, involved.contains(team) else {
                    let blank = (before: MeasuredShare(), since: MeasuredShare())
                    if isBefore {
                        others[result.measure, default: blank].before.add(isMet: result.isMet)
                    } else {
                        others[result.measure, default: blank].since.add(isMet: result.isMet)
                    }
                    continue
                }
                all[result.measure, default: Trend(result.measure, months: months)]
                    .add(result, of: fact, month: month - 1)
                guard new.count > 1 else { continue }
                if let heir = heirs.heir(of: team, fact.worker, isBefore: isBefore) {
                    byTeam[heir, default: [:]][result.measure, default: Trend(result.measure, months: months)]
                        .add(result, of: fact, month: month - 1)
                } else if isBefore {
                    isUnplaced = true
                }
            }
            if isUnplaced { unplaced += 1 }
        }
        trends = TeamMeasure.allCases.compactMap { all[$0]?.sorted() }
        elsewhere = seesAll ? others : nil
        teams = new.sorted().compactMap { team in
            byTeam[team].map { trends in
                (team: team, trends: TeamMeasure.allCases.compactMap { trends[$0]?.sorted() })
            }
        }
    }

    /// Which of the new teams has the work that was a team's.
    private struct Heirs {
        private let into: [TeamID]
        private let on: CivilDate
        private let workforce: Workforce
        private var known: [WorkerID: TeamID?] = [:]

        init(_ into: [TeamID], on: CivilDate, _ workforce: Workforce) {
            (self.into, self.on, self.workforce) = (into, on, workforce)
        }

        mutating func heir(of team: TeamID, _ worker: WorkerID?, isBefore: Bool) -> TeamID? {
            if !isBefore, into.contains(team) { return team }
            if let worker, let heir = heir(of: worker) { return heir }
            return into.contains(team) ? team : nil
        }

        /// The team that the worker was in a month later, since moves take their time, or else on the first day.
        private mutating func heir(of worker: WorkerID) -> TeamID? {
            if let known = known[worker] { return known }
            let heir = [on.adding(months: 1), on].lazy
                .compactMap { [workforce] day in workforce.worker(worker, on: day) }
                .filter(\.isInPost).compactMap(\.team).first(where: into.contains)
            known[worker] = .some(heir)
            return heir
        }
    }

    /// Why nothing is compared; `nil` where something is.
    public var silence: String? {
        if !isSeen { return "not all of its teams' cases are the reader's to see" }
        if months == 0 { return "too early to compare, or too near to another reorganisation" }
        return trends.isEmpty ? "no case on either side" : nil
    }

    var json: JSONValue {
        [
            "on": .string(on.description), "from": .array(from.map { .string($0.text) }),
            "into": .array(into.map { .string($0.text) }), "reason": reason.map { .string($0) } ?? .null,
            "event": event.field, "position": .integer(position), "months": .integer(Int64(months)),
            "breaksPeriod": .bool(breaksPeriod), "silence": silence.map { .string($0) } ?? .null,
            "measures": .array(
                trends.map { trend in
                    var json = trend.json
                    json["elsewhere"] =
                        elsewhere.map { others in
                            let other = others[trend.measure] ?? (MeasuredShare(), MeasuredShare())
                            return ["before": other.before.json, "since": other.since.json]
                        } ?? .null
                    return .object(json)
                }),
            "teams": .array(
                teams.map { team, trends in
                    ["team": .string(team.text), "measures": .array(trends.map { .object($0.json) })]
                }),
            "unplaced": .integer(Int64(unplaced)),
        ]
    }
}
