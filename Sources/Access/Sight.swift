public import CaseRecord
public import Foundation
public import Views

/// Which records somebody sees.
///
/// A record is seen by who sees its team's cases, by its allocated worker, and by whom an access names that was granted or
/// taken in an emergency. A restricted one is seen by whom the restriction or an access names, and by nobody else but
/// callers who see restricted records of that team.
public struct Sight: Sendable, Hashable {
    /// Who looks.
    public let worker: WorkerID
    /// Whose cases are seen where they are not restricted.
    public var scope = TeamScope()
    /// Whose cases are seen even where they are restricted.
    public var openScope = TeamScope()

    /// Sees only what names the worker.
    public init(worker: WorkerID) { self.worker = worker }

    /// Whether no record is hidden.
    public var isEverything: Bool { openScope.isEverything }

    /// Whether a record of that guard is seen at that moment.
    public func includes(_ guarding: RecordGuard, at now: Instant) -> Bool {
        guarding.admits(worker, at: now) || isLasting(guarding, at: now)
    }

    /// Whether it is seen without an access that was granted or taken for a time: only then does the worker have a say in who
    /// sees it.
    public func isLasting(_ guarding: RecordGuard, at now: Instant) -> Bool {
        if openScope.includes(guarding.team) { return true }
        if guarding.isRestricted(at: now) {
            return guarding.restrictions.allSatisfy { restriction in
                !restriction.isWhole || !restriction.holds(at: now) || restriction.names(worker)
                    || !restriction.teams.isDisjoint(with: scope.teams)
            }
        }
        return scope.includes(guarding.team) || guarding.worker == worker
    }

    /// The entries of such a record that are not seen, by the ids of their events.
    public func hiddenEntries(of guarding: RecordGuard, at now: Instant) -> Set<UUID> {
        if openScope.includes(guarding.team) || guarding.admits(worker, at: now) { return [] }
        return guarding.restrictions.reduce(into: []) { hidden, restriction in
            if !restriction.isWhole, restriction.holds(at: now), !restriction.names(worker),
                restriction.teams.isDisjoint(with: scope.teams)
            {
                hidden.formUnion(restriction.entries)
            }
        }
    }
}
