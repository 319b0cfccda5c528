public import CaseRecord

/// What those who answer for the whole service compare: teams with each other, months with the months before, and audits
/// with what came of them.
public struct ServiceView: Sendable {
    /// The months of early help that are always shown, so that there is something to compare with.
    public static let leastTrendMonths = 24

    /// What it was made by.
    public let setting: SupervisionSetting
    /// The days for which it is counted.
    public let days: ClosedRange<CivilDate>
    /// Each measure by team.
    public let variation: [Variation]
    /// From contact to plan: of all, and then of each team.
    public let funnels: [Funnel]
    /// How late was recorded, in all, and of each team's workers.
    public let recording: (all: RecordingDelay, teams: [(team: TeamID, delay: RecordingDelay)])
    /// Who looked at cases as a manager, and which nobody looked at.
    public let oversight: OversightMap
    /// Who is there to do the work of each team, and which empty posts are of no open team.
    public let capacity: (teams: [TeamCapacity], ofNoTeam: [TeamCapacity.Vacancy])
    /// What became of referrals where programmes of targeted help began.
    public let programmes: [ProgrammeEffect]
    /// What families need, by area.
    public let needs: [NeedProfile]
    /// Starts of early help.
    public let earlyHelp: [EarlyHelpTrend]
    /// Agencies that could lead early help and never did in those months.
    public let silentAgencies: [String]
    /// Whether practice changed after audits.
    public let audits: [AuditEffect]
    /// What audits found of what was made with each version of a template.
    public let templates: [TemplateEffect]
    /// What became of the work of teams that were reorganised.
    public let reorganisations: [ReorganisationEffect]
    /// What the authority is to improve.
    public let findings: [FindingStanding]

    /// The first days of the months of early help for a view of those days: whole months, up to the one before the last
    /// day's unless that ends it, and at least ``leastTrendMonths``.
    public static func trendMonths(_ days: ClosedRange<CivilDate>) -> ClosedRange<CivilDate> {
        let month = days.upperBound.firstOfMonth
        let endsMonth = days.upperBound.adding(days: 1).components.day == 1
        let last = endsMonth ? month : month.adding(months: -1)
        return min(days.lowerBound.firstOfMonth, last.adding(months: 1 - leastTrendMonths))...last
    }

    /// How many months before its first day a view looks back for audits, so that a re-audit finds what it repeats.
    private static let auditMonths = 24

    /// The days of the audits that a view of those days is made from.
    public static func auditDays(for days: ClosedRange<CivilDate>) -> ClosedRange<CivilDate> {
        days.lowerBound.adding(months: -auditMonths)...days.upperBound
    }

    /// The view of a service.
    ///
    /// - Parameters:
    ///   - rows: Where its cases stand; closed ones are passed over.
    ///   - facts: What began or ended in ``factDays(for:authority:today:)``, of the kinds of ``factKinds``; of early help, in
    ///     those months; of ``OversightMap/factKinds``, in its days.
    ///   - programmeFacts: Those of ``ProgrammeEffect/factKinds`` in ``ProgrammeEffect/days(of:today:)``.
    ///   - needFacts: Those of ``NeedProfile/factKinds`` in ``NeedProfile/days(for:)``.
    ///   - lags: How late entries were recorded in the months of those days.
    ///   - audits: What audits in children's records say.
    ///   - authority: The events that stand in no child's record, in the order of the log.
    ///   - days: The days for which it is counted.
    ///   - setting: What it is made by.
    ///   - seesTeam: Whether rows and facts are there of that team's cases: of any other's nothing can be said.
    public init(
        rows: [CaseRow], facts: [CountedFact], programmeFacts: [CountedFact] = [],
        needFacts: [CountedFact] = [], lags: [RecordingLag], audits: [AuditedCriterion], authority: [RecordedEvent],
        days: ClosedRange<CivilDate>, setting: SupervisionSetting,
        seesTeam: (TeamID) -> Bool = { _ in true }
    ) {
        self.setting = setting
        self.days = days
        var counts: [TeamMeasure: [TeamID?: ShareCount]] = [:]
        var total = Funnel(team: nil)
        var byTeam: [TeamID: Funnel] = [:]
        for fact in facts {
            for result in TeamMeasure.results(of: fact, today: setting.today) where days.contains(result.on) {
                counts[result.measure, default: [:]][fact.team, default: ShareCount()]
                    .add(isMet: result.isMet, entry: result.isToLookAt ? FigureEntry(fact) : nil)
            }
            let steps = Funnel.steps(of: fact, during: days)
            guard !steps.isEmpty else { continue }
            total.add(fact, steps)
            if let team = fact.team { byTeam[team, default: Funnel(team: team)].add(fact, steps) }
        }
        for row in rows where row.isOpen {
            let entry = FigureEntry(child: row.child, position: row.position, event: nil)
            let isAllocated = row.worker != nil
            counts[.casesAllocated, default: [:]][row.team, default: ShareCount()]
                .add(isMet: isAllocated, entry: isAllocated ? nil : entry)
            guard isAllocated else { continue }
            // The first supervision is due four weeks after the allocation.
            let since = [row.lastSupervisedOn, row.allocatedOn].compactMap { $0 }.max() ?? row.openedOn
            let isSupervised =
                since.map { setting.today.days(since: $0) <= setting.policy.superviseWithin } ?? false
            counts[.casesSupervised, default: [:]][row.team, default: ShareCount()]
                .add(isMet: isSupervised, entry: isSupervised ? nil : entry)
        }
        variation = TeamMeasure.allCases.map { Variation($0, counts[$0] ?? [:]) }
        funnels = [total] + byTeam.values.sorted { ($0.team?.text ?? "") < ($1.team?.text ?? "") }
        recording = Self.recording(lags, setting)
        oversight = OversightMap(rows: rows, facts: facts, endingOn: days.upperBound, setting, seesTeam)
        let standing = Workforce.standing(outsideRecords: authority.filter { $0.event.children.isEmpty })
        capacity = TeamCapacity.all(of: standing, facts: facts, days: days, setting: setting, seesTeam: seesTeam)
        programmes = ProgrammeEffect.all(
            in: authority, facts: programmeFacts, workforce: setting.workforce, today: setting.today)
        needs = NeedProfile.all(of: needFacts, during: days, workforce: setting.workforce, today: setting.today)
        earlyHelp = EarlyHelpTrend.all(of: facts, months: Self.trendMonths(days), authority: standing)
        let leading = Set(
            earlyHelp.compactMap { trend in if case .agency(let name) = trend.part { name } else { nil } })
        silentAgencies = Self.partners.map(\.rawValue).filter { !leading.contains($0) }
        self.audits = AuditEffect.all(of: audits + AuditedCriterion.all(in: authority))
        templates = TemplateEffect.all(of: audits, authority: standing, during: Self.auditDays(for: days))
        reorganisations = ReorganisationEffect.all(
            of: standing, facts: facts, days: days, setting: setting, seesTeam: seesTeam)
        let last = Self.lastWholeDay(of: days, today: setting.today)
        let closed = Set(setting.workforce.teams(on: last).filter { !$0.isOpen }.map(\.id))
        findings = FindingStanding.all(
            of: standing, facts: facts, endingOn: last, today: setting.today,
            judges: { seesTeam($0) && !closed.contains($0) },
            isPartial: !setting.workforce.teamIDs.allSatisfy(seesTeam))
    }

    /// The last of those days that is over.
    static func lastWholeDay(of days: ClosedRange<CivilDate>, today: CivilDate) -> CivilDate {
        min(days.upperBound, today.adding(days: -1))
    }

    /// The kinds of facts that it is counted from, besides early help.
    public static let factKinds = TeamMeasure.kinds

    /// The days of these facts, for a view of those days: also of what it is compared with where those events, which stand in
    /// no child's record, tell of a reorganisation or a target.
    public static func factDays(
        for days: ClosedRange<CivilDate>, authority: [RecordedEvent], today: CivilDate
    ) -> ClosedRange<CivilDate> {
        let standing = Workforce.standing(outsideRecords: authority.filter { $0.event.children.isEmpty })
        return [
            ReorganisationEffect.days(of: standing, for: days, today: today),
            FindingStanding.days(of: standing, endingOn: lastWholeDay(of: days, today: today)),
        ].compactMap(\.self).reduce(days) { all, more in
            min(all.lowerBound, more.lowerBound)...max(all.upperBound, more.upperBound)
        }
    }

    /// The types of the events that it is made from and that may stand in no child's record.
    public static let authorityTypes: [EventType] = [
        AuditCompleted.type, ActionSet.type, ActionCompleted.type, FindingRaised.type, FindingActionSet.type,
        FindingProgressNoted.type, FindingClosed.type, CoordinatorAppointed.type, ProgrammeStarted.type,
        ProgrammeEnded.type, TemplatePublished.type, TeamReorganised.type, VacancyOpened.type, VacancyFilled.type,
        EntryCorrected.type, EntryStruckOut.type,
    ]

    /// Those who could be expected to lead early help.
    private static let partners: [Agency] = [
        .socialCare, .police, .health, .education, .earlyHelp, .housing, .adultServices, .youthJustice, .voluntary,
    ]

    private static func recording(
        _ lags: [RecordingLag], _ setting: SupervisionSetting
    ) -> (all: RecordingDelay, teams: [(team: TeamID, delay: RecordingDelay)]) {
        var all = RecordingDelay()
        var teams: [TeamID: RecordingDelay] = [:]
        var teamOf: [WorkerID: TeamID?] = [:]
        for lag in lags {
            all.add(lag)
            let team = teamOf[lag.worker] ?? setting.workforce.worker(lag.worker, on: setting.today)?.team
            teamOf[lag.worker] = .some(team)
            if let team { teams[team, default: RecordingDelay()].add(lag) }
        }
        return (all, teams.map { (team: $0.key, delay: $0.value) }.sorted { $0.team < $1.team })
    }
}
