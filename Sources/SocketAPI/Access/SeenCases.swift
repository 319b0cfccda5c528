import Access
import CaseRecord
import Projections
import Views

/// Which cases somebody sees in lists. What is not seen is left out of lists and counts alike, and nothing says how much it is.
struct SeenCases: Sendable {
    let sight: Sight
    /// What guards the records that are restricted or opened to somebody.
    let guards: [ChildID: RecordGuard]
    /// Whether those are of all records: one that is missing is then part of another, and not shown by itself.
    let hasAll: Bool
    let now: Instant

    /// Whether the case of that child is seen, which that team and worker have.
    func includes(_ child: ChildID, _ team: TeamID?, _ worker: WorkerID?) -> Bool {
        if sight.isEverything { return true }
        if let guarding = guards[child] { return isSeen(guarding) }
        return !hasAll && (sight.scope.includes(team) || worker == sight.worker)
    }

    /// Whether that is seen which a team did, or is asked to do, in a case that another may have by now. What was opened or
    /// restricted for a time that is over takes nothing away.
    func includesWork(_ fact: CountedFact) -> Bool {
        if includes(fact.child, fact.team, fact.worker) { return true }
        guard !hasAll, let guarding = guards[fact.child], !guarding.restrictions.contains(where: { $0.holds(at: now) })
        else { return false }
        return sight.scope.includes(fact.team) || fact.worker == sight.worker
    }

    /// Of a record with entries that are not seen nothing stands in lists: their rows are made of all entries.
    private func isSeen(_ guarding: RecordGuard) -> Bool {
        sight.includes(guarding, at: now) && sight.hiddenEntries(of: guarding, at: now).isEmpty
    }

    /// Those that are seen though they are guarded.
    var opened: [ChildID] { guards.filter { isSeen($0.value) }.map(\.key) }
    /// Those that are not.
    var hidden: [ChildID] { guards.filter { !isSeen($0.value) }.map(\.key) }
}

/// The rows of the cases that somebody sees.
struct SeenCaseSource: CaseSource {
    let source: any CaseSource
    let seen: SeenCases

    var position: Int64 { source.position }
    var knownAt: Instant? { source.knownAt }

    func rows(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseRow] {
        try await source.rows(selection, openOnly: openOnly).filter { seen.includes($0.child, $0.team, $0.worker) }
    }

    func items(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseItem] {
        let items = try await source.items(selection, openOnly: openOnly)
        guard !seen.sight.isEverything else { return items }
        let children = Set(try await rows(selection, openOnly: false).map(\.child))
        return items.filter { children.contains($0.child) }
    }

    func openClocks(_ selection: CaseSelection, overdueAt now: Instant?) async throws -> [OpenClock] {
        try await source.openClocks(selection, overdueAt: now).filter { seen.includes($0.child, $0.team, $0.worker) }
    }

    /// A fact belongs to the team that did the work, whoever has the case by now.
    func facts(_ kinds: Set<CountedFact.Kind>, during days: ClosedRange<CivilDate>) async throws -> [CountedFact] {
        try await source.facts(kinds, during: days).filter(seen.includesWork)
    }

    func recordingLags(during days: ClosedRange<CivilDate>, by workers: Set<WorkerID>?) async throws -> [RecordingLag] {
        let lags = try await source.recordingLags(during: days, by: workers)
        guard !seen.sight.isEverything else { return lags }
        let children = Set(try await rows(.all, openOnly: false).map(\.child))
        return lags.filter { children.contains($0.child) }
    }
}
