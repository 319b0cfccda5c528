public import CaseRecord

/// Fenmarsh, an invented county, with some two years of its children's social care up to one day: for trying the
/// product and for its tests. No child, worker or family in it exists.
///
/// The same seed, number of children and day always give the same bytes; neither the clock of the machine nor the
/// order of a set or dictionary has a part in it. Three area teams work differently well: `north` keeps up; `west`
/// and `south` are under pressure. A few children's history lies in the years of Working Together 2010.
///
/// Two stories are told in full (``storiesInFull``), and a few records contradict themselves
/// (``contradictoryChildren``), so that every kind of gap can be seen. Every type of event occurs except those that would change how the importing
/// daemon works or that name what only a daemon makes.
///
/// All that lies before the last day is migrated history (``CaseEvent/original``); what happens on the last day is
/// live. The features promised exist from 200 children on, every type of event from
/// 120; a smaller county has the first of them.
public struct DemonstrationCounty: Sendable {
    /// Where every draw comes from.
    public let seed: UInt64
    /// The last day of the history.
    public let through: CivilDate
    /// Whose records they are.
    public let authority: AuthorityCode
    private let households: [Household]
    /// What concerns the county as a whole, told as a family without children.
    private let whole: Household

    /// The system that the last two years were migrated from.
    public static let formerSystem = "fenmarsh-case-system"
    /// The system before that one.
    public static let legacySystem = "fenmarsh-legacy"

    /// A county.
    ///
    /// - Parameters:
    ///   - seed: Another seed gives other children and another course of events.
    ///   - children: How many children it has; kept within 1 and 20,000.
    ///   - through: The last day, best in 2016 or later: the two years before it are told by the rules of the single
    ///     assessment.
    ///   - authority: The code that stands in every event.
    public init(seed: UInt64, children: Int = 300, through: CivilDate, authority: AuthorityCode) {
        self.seed = seed
        self.through = through
        self.authority = authority
        let count = min(max(children, 1), 20_000)
        let step = min(29, 80_000 / count)
        var random = SplitMix64(seed: seed, stream: 2)
        var number = 12_000
        households = Population(seed: seed, children: count, through: through).plans.enumerated().map { index, plan in
            let numbers = (0..<plan.siblings).map { _ in
                number += 1 + random.below(step)
                return number
            }
            return Household(index: index, plan: plan, childNumbers: numbers, through: through, random: &random)
        }
        whole = Household(
            index: -1,
            plan: StoryPlan(
                kind: .authority, team: Staff.north,
                start: through.adding(days: -Script.authorityDays).onWorkingDay, siblings: 0),
            childNumbers: [], through: through, random: &random)
    }

    /// The history, in the order of ``Occurrence/firstInstant``; some 5,000 events for 300 children.
    public func events() -> [CaseEvent] {
        var told: [(entry: Story.Entry, household: Household, place: Int)] = []
        for household in [whole] + households {
            var story = Story(of: household, seed: seed, through: through, authority: authority)
            story.tell()
            for (place, entry) in story.entries.enumerated() { told.append((entry, household, place)) }
        }
        told.sort {
            ($0.entry.firstInstant, $0.household.index, $0.place) < (
                $1.entry.firstInstant, $1.household.index, $1.place
            )
        }
        return told.enumerated().map { place, one in
            one.entry.event.firstDay < through ? migrated(one.entry, one.household, place) : one.entry.event
        }
    }

    private func migrated(_ entry: Story.Entry, _ household: Household, _ place: Int) -> CaseEvent {
        let event = entry.event
        let isLegacy = household.plan.isLegacy
        let recorded = recordedAt(entry)
        return CaseEvent(
            id: event.id, authority: event.authority, children: event.children, occurredAt: event.occurredAt,
            recordedBy: event.recordedBy, data: event.data,
            original: Original(
                system: isLegacy ? Self.legacySystem : Self.formerSystem,
                identifier: "\(isLegacy ? "L" : "FCS")-\(100_001 + place)",
                recordedAt: isLegacy ? .day(LondonTime.date(of: recorded)) : .instant(recorded)),
            source: event.source, significance: event.significance, summary: event.summary)
    }

    /// When the former system took the entry: at once, or in office hours some time later, before the last day.
    private func recordedAt(_ entry: Story.Entry) -> Instant {
        let isExact = entry.event.occurredAt.precision == .exact
        let atOnce =
            isExact
            ? entry.firstInstant.adding(seconds: 240)
            : LondonTime.startOfDay(entry.event.occurredAt.lastDay).adding(seconds: 17 * 3600)
        var later = atOnce.adding(seconds: Int64(entry.lagHours) * 3600)
        let day = LondonTime.date(of: later)
        if !(8...17).contains(LondonTime.time(of: later).hour) || day.weekday.isWeekend {
            let minute = 515 + later.microseconds / 60_000_000 % 430
            later = LondonTime.startOfDay(day.adding(days: 1).onWorkingDay).adding(seconds: minute * 60)
        }
        return entry.lagHours > 0 && later < LondonTime.startOfDay(through) ? later : atOnce
    }
}

extension DemonstrationCounty {
    /// The three area teams: `north`, `south` and `west`, in the order of their names.
    public var teams: [TeamID] { Staff.teams.map(\.id).sorted() }

    /// The team's manager; `nil` if the county has no such team.
    public func manager(of team: TeamID) -> WorkerID? { Staff.teams.first { $0.id == team }?.managerID }

    /// The team's workers; none if the county has no such team.
    public func workers(of team: TeamID) -> [WorkerID] {
        Staff.teams.first { $0.id == team }?.workers.map { WorkerID(unchecked: $0) } ?? []
    }

    /// A team under pressure: late assessments, cases that wait for a worker, thin recording.
    public var showcaseTeam: TeamID { Staff.west.id }

    /// A child of ``showcaseTeam`` with a long history, three episodes and an assessment that is overdue.
    public var showcaseChild: ChildID {
        let showcase = households.first { $0.plan.isLong && $0.plan.team.id == showcaseTeam && $0.isOverdue }
        return (showcase ?? households[0]).children[0].id
    }

    /// The children with two years of history, ``showcaseChild`` among them.
    public var longHistories: [ChildID] {
        households.filter(\.plan.isLong).flatMap { $0.children.map(\.id) }
    }

    /// The children whose history lies in the years 2010 to 2013.
    public var legacyChildren: [ChildID] {
        households.filter(\.plan.isLegacy).flatMap { $0.children.map(\.id) }
    }

    /// The children whose records contradict themselves, so that every rule about quality finds something.
    public var contradictoryChildren: [ChildID] {
        households.filter(\.plan.isContradictory).flatMap { $0.children.map(\.id) }
    }

    /// The children whose stories are told in full: the first of two who were protected, and one who was not; none in a
    /// county too small.
    public var storiesInFull: [ChildID] {
        households.filter { household in
            if case .written(let story) = household.plan.kind { story == .protected || story == .failed } else { false }
        }.compactMap { $0.children.first?.id }
    }

    /// A child referred on 14 April 2011 whose initial assessment was authorised late; `nil` in a county too small.
    public var legacyShowcase: ChildID? {
        households.first { if case .legacy(0) = $0.plan.kind { true } else { false } }?.children[0].id
    }
}

extension Household {
    fileprivate var isOverdue: Bool { if case .long(let age) = plan.kind { age > 48 } else { false } }
}

extension CaseEvent {
    fileprivate var firstDay: CivilDate { occurredAt.firstDay }
}
