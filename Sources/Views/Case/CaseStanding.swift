public import CaseRecord
import Foundation
public import Timescales

/// Where one child's case stands: who has it, what runs, when the child was last seen, what is still to be done, and what
/// the record lacks, each with the entries behind it.
public struct CaseStanding: Sendable {
    /// What views over many cases count of it.
    public let row: CaseRow
    /// What had happened by the end of this day counts.
    public let asAt: CivilDate
    /// The moment by which it is told how near the end of a clock is.
    public let moment: Instant
    private let isOver: Bool
    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// The record that this one is part of now; `nil` where it was not merged into another.
    public let mergedInto: ChildID?
    /// The records that were merged into this one.
    public let mergedFrom: [ChildID]
    /// The child's age on that day.
    public let age: Age?
    /// The episodes, earliest first.
    public let episodes: [Episode]
    /// Who had the case on every day.
    public let responsibility: ResponsibilityHistory
    /// The plans that go on.
    public let plans: [PlanStanding]
    /// The services that were asked for or go on, and those of the episode that ended.
    public let services: [ServiceStanding]
    /// The clocks that run.
    public let clocks: [RunningClock]
    /// When things were last done for the child, in the order in which they are shown.
    public let last: [LastTime]
    /// The entry that assessed the risk last in the open episode.
    public let riskAssessedBy: CaseEvidence?
    /// What was decided and set and is still to be done, the earliest day first.
    public let openItems: [CaseItem]
    /// What the record lacks.
    public let gaps: [FoundGap]
    /// What contradicts itself in the record.
    public let findings: [QualityFinding]
    /// The other children of the family by whose words it was seen what was copied.
    public let comparedWith: [ChildID]

    /// An episode.
    public struct Episode: Sendable {
        /// The referral; `nil` where work began without one on record.
        public let referral: Reference?
        /// The first day.
        public let openedOn: CivilDate
        /// The entry that it began with.
        public let begunBy: CaseEvidence
        /// The day on which it was closed.
        public let closedOn: CivilDate?
        /// The entry that closed it.
        public let closedBy: CaseEvidence?
    }

    /// A clock that runs, at the moment asked for.
    public struct RunningClock: Sendable {
        /// The clock.
        public let clock: Clock
        /// How near its end is.
        public let stage: Stage
    }

    /// When something was last done for the child.
    public struct LastTime: Sendable {
        /// What it is.
        public enum Kind: String, Sendable, CaseIterable {
            /// A visit, whether the child was seen or not.
            case visited
            /// The child was seen.
            case seen
            /// The child was seen alone.
            case seenAlone
            /// The case was discussed in supervision.
            case supervised
            /// A manager looked at it.
            case oversight
            /// A manager reviewed it as one that waits.
            case reviewed
        }

        /// What it is.
        public let kind: Kind
        /// The entry; `nil`: never.
        public let entry: CaseEvidence?
    }

    /// Where the case stands by a record as it now stands or stood.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - clocks: The record's clocks.
    ///   - now: The present moment.
    ///   - asAt: A day: only what had happened by its end counts. Without it, the day of `now`.
    ///   - siblings: Records of other children of the family, as far as they are known.
    public static func of(
        _ record: EffectiveRecord, clocks: [Clock], now: Instant, asAt: CivilDate? = nil,
        siblings: [EffectiveRecord] = []
    ) -> CaseStanding {
        CaseStanding(record, clocks, now, asAt, siblings.filter { $0.child != record.child })
    }

    private init(
        _ record: EffectiveRecord, _ clocks: [Clock], _ now: Instant, _ asAt: CivilDate?, _ siblings: [EffectiveRecord]
    ) {
        let today = LondonTime.date(of: now)
        let day = asAt ?? today
        let fold = CaseFold(record, asAt: asAt)
        let items = CaseItem.all(in: record, asAt: asAt)
        self.asAt = day
        // A day that is over is asked for as it was at its end.
        isOver = day < today
        moment = isOver ? LondonTime.startOfDay(day.adding(days: 1)).adding(seconds: -1) : now
        knownAt = record.knownAt
        mergedInto = record.mergedInto
        mergedFrom = record.mergedFrom
        responsibility = fold.responsibility
        age = fold.birthDate.flatMap { Age(of: $0, on: day) }
        episodes = fold.strands.flatMap { strand in
            strand.episodes.map { episode in
                Episode(
                    referral: episode.referral, openedOn: episode.openedOn, begunBy: strand.evidence(episode.begunBy),
                    closedOn: episode.closedOn, closedBy: episode.closedBy.map(strand.evidence))
            }
        }.sorted { ($0.openedOn, $0.begunBy.position) < ($1.openedOn, $1.begunBy.position) }
        plans = fold.strands.flatMap { strand in strand.openPlans.compactMap { PlanStanding(strand, $0) } }
        services = ServiceStanding.all(in: fold)
        self.clocks = Self.running(clocks, day, moment)
        last = LastTime.Kind.allCases.map { LastTime(kind: $0, entry: fold.lastEvidence($0.places)) }
        riskAssessedBy = fold.riskInOpenEpisode?.evidence
        openItems = items.filter(\.isOpen).enumerated().sorted { one, other in
            // What has no day stands at the end.
            (one.element.due?.daysSinceEpoch ?? .max, one.offset)
                < (other.element.due?.daysSinceEpoch ?? .max, other.offset)
        }.map(\.element)
        gaps = GapFinder(fold, items: items, siblings: siblings.map { CaseFold($0, asAt: asAt) }).all
        findings = QualityFinding.all(in: record)
        comparedWith = siblings.map(\.child)
        var row = CaseRow(fold)
        row.openItems = openItems.count
        row.gaps = fold.isOpen ? GapFinder.names(of: gaps) : []
        self.row = row
    }

    /// When it would be told otherwise of the same records: the next stage of a clock, the next day. `nil` of a day that is
    /// over.
    public var changesAt: Instant? {
        guard !isOver else { return nil }
        let midnight = LondonTime.startOfDay(LondonTime.date(of: moment).adding(days: 1))
        let stages = clocks.flatMap { $0.clock.stages.transitions.map(\.at) }.filter { $0 > moment }
        return ([midnight] + stages).min()
    }

    /// The clocks that ran at the end of that day, those that end first before the others.
    private static func running(_ clocks: [Clock], _ day: CivilDate, _ moment: Instant) -> [RunningClock] {
        clocks.filter { clock in
            guard clock.dayZero <= day else { return false }
            if case .cannotBeTold = clock.state { return false }
            return clock.state.end.map { $0.day > day } ?? true
        }.map { RunningClock(clock: $0, stage: $0.stages.stage(at: moment)) }
            .sorted { ($0.clock.due, $0.clock.rule.id, $0.clock.id) < ($1.clock.due, $1.clock.rule.id, $1.clock.id) }
    }
}

extension CaseStanding.LastTime.Kind {
    fileprivate var places: KeyPath<StrandFold, [Int]> {
        switch self {
        case .visited: \.visits
        case .seen: \.seen
        case .seenAlone: \.seenAlone
        case .supervised: \.supervisions
        case .oversight: \.oversight
        case .reviewed: \.reviews
        }
    }

    /// In words, to stand after `last`.
    var words: String { self == .seenAlone ? "seen alone" : rawValue }
}
