public import CaseRecord
import StrictJSON

/// What families in one area need: the factors found at the end of assessments there, in a period and in the one as long
/// before it (letter: a very good understanding of the needs of families in local areas).
///
/// Of fewer than ``least`` families it is not said how many, so that a list that goes round tells of nobody.
public struct NeedProfile: Sendable {
    /// The kinds of facts that it is counted from.
    public static let factKinds: Set<CountedFact.Kind> = [.need]
    /// The code that says that no factor was found.
    private static let noneFound = "21"
    /// The smallest number that is told.
    public static let least = 5

    /// How many assessments, in the period and before.
    public struct Change: Sendable, Equatable {
        /// In the period.
        public fileprivate(set) var count = 0
        /// In the one before.
        public fileprivate(set) var before = 0

        fileprivate mutating func add(isBefore: Bool) {
            if isBefore { before += 1 } else { count += 1 }
        }
    }

    /// One factor.
    public struct Need: Sendable {
        /// Its code.
        public let factor: Code<AssessmentFactorList>
        /// The assessments that found it.
        public fileprivate(set) var found = Change()
        /// The entries that say so in the period, the latest that was recorded first.
        public fileprivate(set) var entries: [FigureEntry] = []
    }

    /// The area; `nil`: nothing says where the families live.
    public let area: String?
    /// The assessments of which it is said what was found, each child's by itself.
    public private(set) var assessments = Change()
    /// The factors, the most frequent first.
    public private(set) var needs: [Need] = []

    /// The days whose facts are needed for a view of those days.
    public static func days(for days: ClosedRange<CivilDate>) -> ClosedRange<CivilDate> {
        days.lowerBound.adding(days: -(days.upperBound.days(since: days.lowerBound) + 1))...days.upperBound
    }

    /// The profile of each area, those that nothing is said of last.
    static func all(
        of facts: [CountedFact], during days: ClosedRange<CivilDate>, workforce: Workforce, today: CivilDate
    ) -> [NeedProfile] {
        let window = self.days(for: days)
        var areas = FactAreas(workforce, on: today)
        var byArea: [String?: [CountedFact]] = [:]
        for fact in facts where factKinds.contains(fact.kind) && window.contains(fact.beganOn) {
            byArea[areas.area(of: fact), default: []].append(fact)
        }
        return byArea.map { NeedProfile($0, $1, during: days) }.sorted { one, other in
            guard let area = one.area else { return false }
            return other.area.map { area < $0 } ?? true
        }
    }

    private init(_ area: String?, _ facts: [CountedFact], during days: ClosedRange<CivilDate>) {
        self.area = area
        var met: Set<[String]> = []
        var needs: [String: Need] = [:]
        for fact in facts {
            guard let code = fact.variant, let factor = Code<AssessmentFactorList>(code) else { continue }
            let isBefore = fact.beganOn < days.lowerBound
            // One entry may authorise the assessments of brothers and sisters, each of which counts.
            if met.insert([fact.child.text, fact.beganWith.text]).inserted {
                assessments.add(isBefore: isBefore)
            }
            guard code != Self.noneFound else { continue }
            needs[code, default: Need(factor: factor)].found.add(isBefore: isBefore)
            if !isBefore {
                needs[code]?.entries.append(
                    FigureEntry(fact))
            }
        }
        self.needs = needs.values.map { need in
            var need = need
            need.entries.sort { ($1.position, $0.child) < ($0.position, $1.child) }
            return need
        }.sorted {
            ($1.found.count, $1.found.before, $0.factor.code) < ($0.found.count, $0.found.before, $1.factor.code)
        }
    }

    /// At most so many entries of each factor are listed.
    private static let mostEntries = 25

    /// A number that may be told; `nil`: it is too small.
    private static func told(_ number: Int) -> Int? { number == 0 || number >= least ? number : nil }

    /// Of a hundred assessments of the period, in how many it was found; `nil` where too few are on either side.
    public func percent(_ need: Need) -> Int? {
        guard assessments.count >= Self.least, let count = Self.told(need.found.count) else { return nil }
        return Int((Double(count) * 100 / Double(assessments.count)).rounded())
    }

    /// The number in words.
    static func words(_ number: Int) -> String { told(number).map(String.init) ?? "under \(least)" }

    /// Whether anything of it can be told.
    static func isTold(_ need: Need) -> Bool { max(need.found.count, need.found.before) >= least }

    var json: JSONValue {
        [
            "area": area.map { .string($0) } ?? .null, "assessments": Self.json(assessments),
            "factors": .array(
                needs.map { need in
                    var object = Self.json(need.found).objectValue ?? JSONObject()
                    object["factor"] = .string(need.factor.code)
                    object["label"] = .string(need.factor.label)
                    object["percent"] = percent(need).map { .integer(Int64($0)) } ?? .null
                    let entries = need.found.count >= Self.least ? need.entries.prefix(Self.mostEntries) : []
                    object["entries"] = .array(entries.map(\.json))
                    return .object(object)
                }),
        ]
    }

    private static func json(_ change: Change) -> JSONValue {
        [
            "count": told(change.count).map { .integer(Int64($0)) } ?? .null,
            "before": told(change.before).map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
