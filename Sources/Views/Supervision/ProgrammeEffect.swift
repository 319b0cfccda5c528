public import CaseRecord
import StrictJSON

/// What became of referrals and enquiries in the area of a programme of targeted help, beside all other areas (letter: a
/// multi-agency approach in one area cut referrals and statutory intervention).
///
/// As many whole months before the programme began are compared with as many since, up to twelve: the same part of the year
/// counts on both sides once it has run for a year.
public struct ProgrammeEffect: Sendable {
    /// The kinds of facts that it is counted from.
    public static let factKinds: Set<CountedFact.Kind> = [.referral, .section47]
    /// At most so many months are compared.
    static let mostMonths = 12

    /// What is counted.
    public enum Measure: String, Sendable, CaseIterable {
        /// Referrals.
        case referrals
        /// Referrals of a child who had been referred within the twelve months before.
        case rereferrals = "re-referrals"
        /// Section 47 enquiries.
        case enquiries

        fileprivate func counts(_ fact: CountedFact) -> Bool {
            switch self {
            case .referrals: fact.kind == .referral
            case .rereferrals:
                fact.kind == .referral && fact.previousOn.map { $0 > fact.beganOn.adding(months: -12) } ?? false
            case .enquiries: fact.kind == .section47
            }
        }
    }

    /// How many before the programme began, and since.
    public struct Change: Sendable, Equatable {
        /// Before.
        public fileprivate(set) var before = 0
        /// Since.
        public fileprivate(set) var since = 0

        /// By how much it changed, in percent, rounded; `nil` where there were none before.
        public var percent: Int? {
            before == 0 ? nil : Int((Double(since - before) * 100 / Double(before)).rounded())
        }
    }

    /// Names the programme.
    public let programme: Reference
    /// What it is called.
    public let name: String
    /// Its area.
    public let area: String
    /// When it began.
    public let startedOn: CivilDate
    /// When it ended; `nil`: it goes on.
    public let endedOn: CivilDate?
    /// How many whole months are compared on each side; 0: it is too early to say anything.
    public let months: Int
    /// In its area.
    public private(set) var inArea: [Measure: Change] = [:]
    /// Everywhere else.
    public private(set) var elsewhere: [Measure: Change] = [:]
    /// The entries that are counted in its area, the latest that was recorded first.
    public private(set) var entries: [FigureEntry] = []

    /// Whether any referral is on record from the months before: without that nothing can be compared.
    public var hasBefore: Bool { (inArea[.referrals]?.before ?? 0) + (elsewhere[.referrals]?.before ?? 0) > 0 }

    /// Whether referrals in its area rose, and rose more than elsewhere.
    public var isRising: Bool {
        guard hasBefore, let here = inArea[.referrals], here.since > here.before else { return false }
        guard let there = elsewhere[.referrals]?.percent, let percent = here.percent else { return true }
        return percent > there
    }

    /// The days whose facts are needed for the programmes that those events tell of; `nil`: there is none.
    public static func days(of authority: [RecordedEvent], today: CivilDate) -> ClosedRange<CivilDate>? {
        let programmes = programmes(in: authority, today: today).filter { $0.months > 0 }
        guard let first = programmes.map(\.windows.before.lowerBound).min(),
            let last = programmes.map(\.windows.since.upperBound).max()
        else { return nil }
        return first...last
    }

    /// What became of each programme that has an area, the latest first.
    static func all(
        in authority: [RecordedEvent], facts: [CountedFact], workforce: Workforce, today: CivilDate
    ) -> [ProgrammeEffect] {
        var effects = programmes(in: authority, today: today)
        guard effects.contains(where: { $0.months > 0 }) else { return effects }
        var areas = FactAreas(workforce, on: today)
        for fact in facts where factKinds.contains(fact.kind) {
            let area = areas.area(of: fact)
            for index in effects.indices { effects[index].add(fact, in: area) }
        }
        for index in effects.indices { effects[index].entries.sort { $0.position > $1.position } }
        return effects
    }

    private static func programmes(in authority: [RecordedEvent], today: CivilDate) -> [ProgrammeEffect] {
        let standing = Workforce.standing(outsideRecords: authority.filter { $0.event.children.isEmpty })
        var ends: [Reference: CivilDate] = [:]
        for recorded in standing {
            guard let ended = recorded.event.data as? ProgrammeEnded else { continue }
            ends[ended.programme] = min(ends[ended.programme] ?? recorded.day, recorded.day)
        }
        return standing.compactMap { recorded in
            guard let data = recorded.event.data as? ProgrammeStarted, let area = data.area, recorded.day <= today
            else {
                return nil
            }
            return ProgrammeEffect(data, area, on: recorded.day, until: ends[data.programme], today: today)
        }.sorted { ($1.startedOn, $0.programme) < ($0.startedOn, $1.programme) }
    }

    private init(
        _ data: ProgrammeStarted, _ area: String, on day: CivilDate, until end: CivilDate?, today: CivilDate
    ) {
        programme = data.programme
        name = data.name
        self.area = area
        startedOn = day
        endedOn = end
        // The day of the view is not over yet.
        let last = min(end ?? today, today)
        months = (0...Self.mostMonths).last { day.adding(months: $0) <= last } ?? 0
        for measure in Measure.allCases { (inArea[measure], elsewhere[measure]) = (Change(), Change()) }
    }

    private var windows: (before: ClosedRange<CivilDate>, since: ClosedRange<CivilDate>) {
        (
            startedOn.adding(months: -months)...startedOn.adding(days: -1),
            startedOn...startedOn.adding(months: months).adding(days: -1)
        )
    }

    private mutating func add(_ fact: CountedFact, in place: String?) {
        guard months > 0 else { return }
        let (before, since) = windows
        let isBefore = before.contains(fact.beganOn)
        guard isBefore || since.contains(fact.beganOn) else { return }
        if place == area {
            entries.append(FigureEntry(fact))
        }
        for measure in Measure.allCases where measure.counts(fact) {
            func count(_ change: inout Change?) {
                if isBefore { change?.before += 1 } else { change?.since += 1 }
            }
            if place == area { count(&inArea[measure]) } else { count(&elsewhere[measure]) }
        }
    }

    /// What it shows, in words.
    public var words: String {
        guard months > 0 else { return "too early to say" }
        guard hasBefore else { return "no referral is on record from the months before" }
        return Measure.allCases.map { measure in
            let (here, there) = (inArea[measure] ?? Change(), elsewhere[measure] ?? Change())
            return "\(measure.rawValue) \(Self.words(here)), elsewhere \(Self.words(there))"
        }.joined(separator: "; ")
    }

    private static func words(_ change: Change) -> String {
        let percent = change.percent.map { " (\($0 > 0 ? "+" : "")\($0)%)" } ?? ""
        return "\(change.before) to \(change.since)\(percent)"
    }

    /// At most so many entries are listed; all are counted.
    private static let mostEntries = 100

    var json: JSONValue {
        var counts = JSONObject()
        for measure in Measure.allCases {
            counts[measure.rawValue] = [
                "area": Self.json(inArea[measure] ?? Change()), "elsewhere": Self.json(elsewhere[measure] ?? Change()),
            ]
        }
        return [
            "programme": .string(programme.text), "name": .string(name), "area": .string(area),
            "startedOn": .string(startedOn.description), "endedOn": endedOn.jsonValue,
            "months": .integer(Int64(months)), "rising": .bool(isRising), "counts": .object(counts),
            "words": .string(words), "entries": .array(entries.prefix(Self.mostEntries).map(\.json)),
        ]
    }

    private static func json(_ change: Change) -> JSONValue {
        [
            "before": .integer(Int64(change.before)), "since": .integer(Int64(change.since)),
            "percent": change.percent.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
