public import CaseRecord
public import Foundation
import StrictJSON

/// Where a figure comes from: an entry of a child's record.
public struct FigureEntry: Sendable, Hashable {
    /// The child.
    public let child: ChildID
    /// The position of the entry or, of a figure that is counted from cases as they stand, of the record.
    public let position: Int64
    /// The id of its event; `nil` for a case as it stands.
    public let event: UUID?

    var json: JSONValue {
        var object: JSONObject = ["child": .string(child.text), "position": .integer(position)]
        object["event"] = event?.field
        return .object(object)
    }
}

extension FigureEntry {
    /// What that began with.
    init(_ fact: CountedFact) { self.init(child: fact.child, position: fact.position, event: fact.beganWith) }
}

/// One team's share of cases beside that of all teams.
public struct TeamShare: Sendable {
    /// Where a team's share stands to what chance alone gives.
    public enum Standing: String, Sendable {
        /// It is no surprise.
        case inside
        /// One of twenty teams lies there by chance.
        case watch
        /// Two of a thousand teams lie there by chance: the team differs.
        case outlier
    }

    /// The team.
    public let team: TeamID
    /// How many of its cases meet the measure.
    public let met: Int
    /// How many cases it has.
    public let cases: Int
    /// Between which counts one of twenty teams does not lie by chance.
    public let watch: ControlLimits
    /// Between which counts two of a thousand teams do not lie by chance.
    public let outlier: ControlLimits
    /// The cases to look at: those that do not meet the measure, or those that do where fewer are better.
    public let entries: [FigureEntry]

    init(team: TeamID, _ count: ShareCount, share: Double) {
        self.team = team
        met = count.share.met
        cases = count.share.cases
        entries = count.entries
        watch = ControlLimits(cases: cases, share: share, level: .watch)
        outlier = ControlLimits(cases: cases, share: share, level: .outlier)
    }

    /// Where it stands.
    public var standing: Standing { !outlier.contains(met) ? .outlier : watch.contains(met) ? .inside : .watch }
    /// Whether it lies below the limits.
    public var isBelow: Bool { met < watch.lower }
    /// The share in tenths of a percent; `nil` without cases.
    public var permille: Int? { MeasuredShare(met: met, cases: cases).permille }
}

/// Counts cases for a share, and keeps those to look at.
struct ShareCount {
    private(set) var share = MeasuredShare()
    private(set) var entries: [FigureEntry] = []

    mutating func add(isMet: Bool, entry: FigureEntry?) {
        share.add(isMet: isMet)
        if let entry { entries.append(entry) }
    }
}

/// One measure by team, with which teams differ.
public struct Variation: Sendable {
    /// The measure.
    public let measure: TeamMeasure
    /// How many of all cases meet it, those of no team among them.
    public let met: Int
    /// How many cases there are.
    public let cases: Int
    /// The teams that have cases, in order.
    public let teams: [TeamShare]

    /// The measure from the counts of teams; a `nil` team is none.
    init(_ measure: TeamMeasure, _ counts: [TeamID?: ShareCount]) {
        self.measure = measure
        let total = counts.values.map(\.share).total
        met = total.met
        cases = total.cases
        let share = cases == 0 ? 0 : Double(met) / Double(cases)
        teams = counts.compactMap { team, count in team.map { TeamShare(team: $0, count, share: share) } }
            .sorted { $0.team < $1.team }
    }

    /// The share in tenths of a percent; `nil` without cases.
    public var permille: Int? { MeasuredShare(met: met, cases: cases).permille }

    /// From the lowest to the highest share of a team, in tenths of a percent; `nil` without teams.
    public var spread: Int? {
        let shares = teams.compactMap(\.permille)
        return shares.max().flatMap { most in shares.min().map { most - $0 } }
    }

    /// The teams that differ.
    public var outliers: [TeamShare] { teams.filter { $0.standing == .outlier } }
}
