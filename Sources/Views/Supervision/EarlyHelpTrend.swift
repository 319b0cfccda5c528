public import CaseRecord
import StrictJSON

/// Starts of early help (until about 2013: of the CAF) month by month: in all, of one lead agency, or in one area.
public struct EarlyHelpTrend: Sendable {
    /// What it is counted for.
    public enum Part: Sendable, Hashable {
        /// The whole authority.
        case all
        /// One lead agency, by its word; `nil` where none was named.
        case agency(String?)
        /// One area; `nil` where none was named.
        case area(String?)
    }

    /// What it is counted for.
    public let part: Part
    /// The first day of the first month.
    public let firstMonth: CivilDate
    /// The starts of each month, judged.
    public let chart: RunChart
    /// The first days on which a coordinator began in the area.
    public let coordinators: [CivilDate]
    /// The entries that say so, the latest first, at most fifty.
    public let entries: [FigureEntry]

    /// How many starts.
    public var count: Int { chart.values.reduce(0, +) }

    /// What the months show, in words.
    public var words: String { chart.words { firstMonth.adding(months: $0).monthText } }

    /// The trends of starts in whole months: of all, then by agency and by area, each by its name.
    static func all(
        of facts: [CountedFact], months: ClosedRange<CivilDate>, authority: [RecordedEvent]
    ) -> [EarlyHelpTrend] {
        let first = months.lowerBound
        let count = first.months(to: months.upperBound) + 1
        guard count > 0 else { return [] }
        var values: [Part: [Int]] = [.all: [Int](repeating: 0, count: count)]
        var entries: [Part: [FigureEntry]] = [:]
        for fact in facts.sorted(by: { $0.position > $1.position }) where fact.kind == .earlyHelp {
            let month = first.months(to: fact.beganOn)
            guard fact.beganOn >= first, (0..<count).contains(month) else { continue }
            for part in [Part.all, .agency(fact.variant), .area(fact.locality)] {
                values[part, default: [Int](repeating: 0, count: count)][month] += 1
                if entries[part]?.count ?? 0 < 50 {
                    entries[part, default: []].append(
                        FigureEntry(fact))
                }
            }
        }
        var coordinators: [String: [CivilDate]] = [:]
        for recorded in authority {
            guard let data = recorded.event.data as? CoordinatorAppointed else { continue }
            coordinators[data.area, default: []].append(recorded.event.occurredAt.firstDay)
        }
        return values.map { part, values in
            var appointed: [CivilDate] = []
            if case .area(let area?) = part { appointed = (coordinators[area] ?? []).sorted() }
            return EarlyHelpTrend(
                part: part, firstMonth: first, chart: RunChart(values), coordinators: appointed,
                entries: entries[part] ?? [])
        }.sorted { $0.part.order < $1.part.order }
    }

    var json: JSONValue {
        var object = JSONObject()
        switch part {
        case .all: object["part"] = "all"
        case .agency(let name):
            object["part"] = "agency"
            object["name"] = name.map { .string($0) } ?? .null
        case .area(let name):
            object["part"] = "area"
            object["name"] = name.map { .string($0) } ?? .null
        }
        object["firstMonth"] = .string(firstMonth.monthText)
        object["starts"] = .array(chart.values.map { .integer(Int64($0)) })
        object["count"] = .integer(Int64(count))
        object["median"] = chart.median.map { .number($0) } ?? .null
        object["sustainedGrowth"] = .bool(chart.isSustainedGrowth)
        object["shifts"] = .array(
            chart.shifts.map { shift in
                [
                    "from": .string(firstMonth.adding(months: shift.start).monthText),
                    "months": .integer(Int64(shift.months)), "direction": shift.isUp ? "up" : "down",
                    "medianBefore": .number(shift.median),
                ]
            })
        object["words"] = .string(words)
        object["coordinators"] = .array(coordinators.map { .string($0.description) })
        object["entries"] = .array(entries.map(\.json))
        return .object(object)
    }
}

extension EarlyHelpTrend.Part {
    /// Sorts the whole first, then agencies, then areas; those without a name last.
    fileprivate var order: (Int, Int, String) {
        switch self {
        case .all: (0, 0, "")
        case .agency(let name): (1, name == nil ? 1 : 0, name ?? "")
        case .area(let name): (2, name == nil ? 1 : 0, name ?? "")
        }
    }

    var words: String {
        switch self {
        case .all: "all"
        case .agency(let name): "agency: \(name ?? "not named")"
        case .area(let name): "area: \(name ?? "not named")"
        }
    }
}

extension CivilDate {
    /// The first day of its month.
    var firstOfMonth: CivilDate { adding(days: 1 - components.day) }

    /// `YYYY-MM`.
    var monthText: String { String(description.prefix(7)) }

    /// Months of the calendar from this day's to the other's.
    func months(to other: CivilDate) -> Int {
        let (from, to) = (components, other.components)
        return (to.year - from.year) * 12 + to.month - from.month
    }
}
