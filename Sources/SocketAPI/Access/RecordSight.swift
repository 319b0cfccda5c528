import Access
import Alerts
import CaseRecord
import Foundation
import Hummingbird
import Ledger
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
        var all = hidden
        // What was part of it then, or it was part of, is guarded by what is known of that one now.
        for other in then.mergedFrom + (then.mergedInto.map { [$0] } ?? []) {
            guard let (record, guarding) = try await records.guarded(other) else { continue }
            do {
                all.formUnion(try await self.hidden(in: record, guarding, context))
            } catch let problem as Problem where problem.status == .notFound {
                throw Problem.unknownChild(child)
            }
        }
        return then.hiding(all)
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
        let hidden = try await entriesHidden(in: record, guarding, context.sight)
        for child in [record.child] + record.mergedFrom { context.accessed.add(child) }
        context.accessed.reflects(record.position)
        return hidden
    }

    /// The same where nothing is told of the record yet.
    private func entriesHidden(
        in record: EffectiveRecord, _ guarding: RecordGuard, _ sight: Sight
    ) async throws -> Set<UUID> {
        let now = now()
        var hidden: Set<UUID> = []
        if !sight.isEverything {
            guard sight.includes(guarding, at: now) else { throw Problem.unknownChild(record.child) }
            hidden = sight.hiddenEntries(of: guarding, at: now)
            // What became part of another record is guarded as that one is.
            if let whole = record.mergedInto, let guarding = try await records.guarded(whole)?.guarding {
                guard sight.includes(guarding, at: now) else { throw Problem.unknownChild(record.child) }
                hidden.formUnion(sight.hiddenEntries(of: guarding, at: now))
            }
        }
        return hidden
    }

    /// Which cases the caller sees in lists.
    ///
    /// - Parameter isOfThePast: Whether they are rows of an earlier moment, whose teams of then do not count.
    /// - Throws: ``Problem/notBuilt(_:)`` where it is not known who may see what by now.
    func seenCases(_ context: APIContext, isOfThePast: Bool = false) async throws -> SeenCases {
        guard !context.sight.isEverything else {
            return SeenCases(sight: context.sight, guards: [:], hasAll: false, now: now())
        }
        let position = try await reader.lastPosition()
        switch await projector.settle(through: position, within: .seconds(10)) {
        case .settled, .rebuilding: break
        case .behind: throw Problem.behind(position)
        case .stopped(let models):
            if models.contains(where: { $0.name == "cases" }) {
                throw Problem.notBuilt("the read model cases has stopped: it is not known who may see what")
            }
        }
        do {
            return SeenCases(
                sight: context.sight, guards: try await cases.guards(ofAll: isOfThePast), hasAll: isOfThePast,
                now: now())
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
        guard !context.sight.isEverything, !events.isEmpty else {
            for child in events.flatMap(\.event.children) { context.accessed.add(child) }
            return events
        }
        var hiding: [ChildID: Set<UUID>?] = [:]
        for child in Set(events.flatMap(\.event.children)) {
            guard let (record, guarding) = try await records.guarded(child) else { continue }
            do {
                hiding[child] = .some(try await entriesHidden(in: record, guarding, context.sight))
            } catch let problem as Problem where problem.status == .notFound {
                hiding[child] = .some(nil)
            }
        }
        let allHidden = hiding.values.reduce(into: Set<UUID>()) { $0.formUnion($1 ?? []) }
        let changes = allHidden.isEmpty ? [] : Set(events.compactMap { $0.event.data.asChange?.changedEntry })
        let roots = try await reader.roots(ofChanges: changes)
        var seen: [RecordedEvent] = []
        for recorded in events {
            guard recorded.event.children.allSatisfy({ hiding[$0].flatMap { $0 } != nil }),
                !allHidden.contains(recorded.event.id)
            else { continue }
            // What was said about a hidden entry is hidden with it, and what was said about that.
            if !allHidden.isEmpty, let changed = recorded.event.data.asChange?.changedEntry {
                guard let root = roots[changed], !allHidden.contains(root.event.id) else { continue }
            }
            for child in recorded.event.children { context.accessed.add(child) }
            seen.append(recorded)
        }
        return seen
    }
}
