import Access
import Alerts
import CaseRecord
import Foundation
import Hummingbird
import Projections
import Timescales
import Views

extension API {
    /// The record of the child as it now stands and as far as the caller may see it.
    ///
    /// - Throws: ``Problem/unknownChild(_:)`` where there is none, and just the same where the caller may not see it.
    func seen(_ child: ChildID, _ context: APIContext) async throws -> EffectiveRecord {
        guard let (record, guarding) = try await records.guarded(child) else { throw Problem.unknownChild(child) }
        return record.hiding(try await hidden(in: record, guarding, context))
    }

    /// The record as it was known at a moment; who may see it is decided by what is known now.
    func seen(_ child: ChildID, knownAt: Instant?, _ context: APIContext) async throws -> EffectiveRecord {
        guard let knownAt else { return try await seen(child, context) }
        guard let (record, guarding) = try await records.guarded(child) else { throw Problem.unknownChild(child) }
        let hidden = try await hidden(in: record, guarding, context)
        guard let then = try await self.record(of: child, knownAt: knownAt) else { throw Problem.unknownChild(child) }
        return then.hiding(hidden)
    }

    /// The same for a child whom another's record leads to: `nil` where there is no record that the caller may see.
    func seenIfAny(_ child: ChildID, knownAt: Instant?, _ context: APIContext) async throws -> EffectiveRecord? {
        do {
            return try await seen(child, knownAt: knownAt, context)
        } catch let problem as Problem where problem.status == .notFound {
            return nil
        }
    }

    /// The entries of a record that the caller may not see.
    ///
    /// - Throws: ``Problem/unknownChild(_:)`` where the caller may see nothing of it.
    func hidden(
        in record: EffectiveRecord, _ guarding: RecordGuard, _ context: APIContext
    ) async throws -> Set<UUID> {
        let (sight, now) = (context.sight, now())
        if !sight.isEverything {
            guard sight.includes(guarding, at: now) else { throw Problem.unknownChild(record.child) }
            // What became part of another record is guarded as that one is.
            if let whole = record.mergedInto, let guarding = try await records.guarded(whole)?.guarding {
                guard sight.includes(guarding, at: now) else { throw Problem.unknownChild(record.child) }
            }
        }
        context.accessed.add(record.child)
        context.accessed.reflects(record.position)
        return sight.isEverything ? [] : sight.hiddenEntries(of: guarding, at: now)
    }

    /// Which cases the caller sees in lists.
    func seenCases(_ context: APIContext, alsoOf children: [ChildID] = []) async throws -> SeenCases {
        guard !context.sight.isEverything else { return SeenCases(sight: context.sight, guards: [:], now: now()) }
        do {
            return SeenCases(
                sight: context.sight, guards: try await cases.guards(alsoOf: children), now: now())
        } catch ProjectionError.incomplete(let why) {
            throw Problem.notBuilt(why)
        }
    }

    /// Whether people are at work now, by the authority's own hours and calendar.
    func isWorkingTime() async throws -> Bool {
        let state = try await authority.state()
        return WorkingHours(policy: state.rulebook.alerts, calendar: state.calendars.current).areOpen(at: now())
    }

    /// Those of the events that the caller may see: every child whose record they stand in must be seen.
    func seen(_ events: [RecordedEvent], _ context: APIContext) async throws -> [RecordedEvent] {
        guard !context.sight.isEverything, !events.isEmpty else { return events }
        var hiding: [ChildID: Set<UUID>?] = [:]
        for child in Set(events.flatMap(\.event.children)) {
            guard let (record, guarding) = try await records.guarded(child) else { continue }
            do {
                hiding[child] = .some(try await hidden(in: record, guarding, context))
            } catch let problem as Problem where problem.status == .notFound {
                hiding[child] = .some(nil)
            }
        }
        return events.filter { recorded in
            recorded.event.children.allSatisfy { child in
                guard case .some(.some(let hidden)) = hiding[child] else { return false }
                let changed = recorded.event.data.asChange?.changedEntry
                return !hidden.contains(recorded.event.id) && !(changed.map(hidden.contains) ?? false)
            }
        }
    }
}
