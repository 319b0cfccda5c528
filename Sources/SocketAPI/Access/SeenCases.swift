import Access
import CaseRecord
import Projections
import Views

/// Which cases somebody sees in lists. What is not seen is left out of lists and counts alike, and nothing says how much it is.
struct SeenCases: Sendable {
    let sight: Sight
    /// What guards the records that are restricted or opened to somebody.
    let guards: [ChildID: RecordGuard]
    let now: Instant

    /// Whether the case of that child is seen, which that team and worker have.
    func includes(_ child: ChildID, _ team: TeamID?, _ worker: WorkerID?) -> Bool {
        if sight.isEverything { return true }
        if let guarding = guards[child] { return sight.includes(guarding, at: now) }
        return sight.scope.includes(team) || worker == sight.worker
    }

    /// Those that are seen though they are guarded.
    var opened: [ChildID] { guards.filter { sight.includes($0.value, at: now) }.map(\.key) }
    /// Those that are not.
    var hidden: [ChildID] { guards.filter { !sight.includes($0.value, at: now) }.map(\.key) }
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
        try await source.facts(kinds, during: days).filter { seen.includes($0.child, $0.team, $0.worker) }
    }

    func recordingLags(during days: ClosedRange<CivilDate>, by workers: Set<WorkerID>?) async throws -> [RecordingLag] {
        let lags = try await source.recordingLags(during: days, by: workers)
        guard !seen.sight.isEverything else { return lags }
        let hidden = Set(seen.hidden)
        // Of everybody's they are counted for the cases that are seen, of named workers for what those recorded.
        guard workers == nil else { return lags.filter { !hidden.contains($0.child) } }
        let children = Set(try await rows(.all, openOnly: false).map(\.child))
        return lags.filter { children.contains($0.child) }
    }
}
