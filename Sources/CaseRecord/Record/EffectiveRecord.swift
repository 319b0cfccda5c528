public import Foundation

/// A child's record as it now stands: with what was corrected, struck out and merged, and the trail of it.
///
/// A correction takes effect where it names a child in whose record the entry stands. What is named for a record that
/// another was merged into holds for the entries that came with that other, too.
public struct EffectiveRecord: Sendable {
    /// The child.
    public let child: ChildID
    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// The entries in the order of the log, those struck out among them. A change stands in the trail of the entry
    /// that it concerns, or here if it has no effect.
    public private(set) var entries: [EffectiveEntry]
    /// The record that this one is part of now, after all merges; `nil` where it is on its own.
    public let mergedInto: ChildID?
    /// The other records that are part of this one, nearest first.
    public let mergedFrom: [ChildID]
    /// The last position of the log that the record holds an entry from; 0 where there is none.
    public let position: Int64
    /// The last position of all the histories that it was made from, also of records that are no part of it any more. Two
    /// of one child from one log that have the same say the same.
    public let basis: Int64
    /// Whether entries were left out of it.
    public private(set) var isPartial = false
    /// What stands of each record that is part of this one, this one's own first.
    public private(set) var strands: [RecordStrand]

    /// The record of that child, of whose related histories none is missing.
    public init(of child: ChildID, in related: RelatedHistories, knownAt: Instant? = nil) {
        self.child = child
        self.knownAt = knownAt
        let known = related.events(knownAt: knownAt)
        let tree = MergeTree(known, around: child)
        let scope = RecordScope(child, tree)
        let events = scope.events(among: known)
        let fold = ChangeFold(events)
        let settled = fold.entries(child: scope.record) { change, concerned in
            if let merging = fold.merging(concerned) { return MergeTree.refusal(of: change, on: merging) }
            return scope.refusal(of: change, on: concerned)
        }
        entries = settled.map { entry in
            guard entry.withoutEffect == nil, let why = tree.withoutEffect[entry.recorded.event.id] else {
                return entry
            }
            var entry = entry
            entry.withoutEffect = why
            return entry
        }
        mergedInto = tree.path(from: child).last
        mergedFrom = Array(scope.members.dropFirst())
        position = events.last?.position ?? 0
        basis = related.lastPosition
        strands = RecordStrand.strands(of: entries.filter(\.stands), scope, tree)
    }

    /// The record of a child that was never merged with another; the history is given in the order of the log.
    public init(of child: ChildID, history: [RecordedEvent], knownAt: Instant? = nil) {
        self.init(of: child, in: RelatedHistories(of: child, history), knownAt: knownAt)
    }

    /// The record without those entries, by the ids of their events, and without what was said about them.
    public func hiding(_ ids: Set<UUID>) -> EffectiveRecord {
        guard !ids.isEmpty else { return self }
        // What was said of them, and what was said of that, in the order in which it was said.
        var hidden = ids
        let all = strands.flatMap(\.events) + entries.map(\.recorded) + entries.map(\.original)
        for recorded in all.sorted(by: { $0.position < $1.position }) {
            if let changed = recorded.event.data.asChange?.changedEntry, hidden.contains(changed) {
                hidden.insert(recorded.event.id)
            }
        }
        func isShown(_ recorded: RecordedEvent) -> Bool { !hidden.contains(recorded.event.id) }
        var record = self
        record.isPartial = true
        record.entries = entries.filter { isShown($0.recorded) }
        record.strands = strands.map { RecordStrand(child: $0.child, events: $0.events.filter(isShown)) }
        return record
    }

    /// The entries that stand, as they stand, in the order of the log.
    public var standing: [RecordedEvent] { entries.filter(\.stands).map(\.recorded) }

    /// The last correction in effect of each entry that has one, by the entry's position.
    public var corrections: [Int64: EntryChange] {
        Dictionary(
            entries.compactMap { entry in entry.correctedBy.map { (entry.recorded.position, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}

/// Which entries belong to one child's record, and to which of the records that are part of it.
struct RecordScope {
    /// The record and those merged into it, nearest first.
    let members: [ChildID]
    private let whole: [ChildID]
    private let tree: MergeTree

    init(_ child: ChildID, _ tree: MergeTree) {
        self.tree = tree
        members = tree.members(of: child)
        whole = tree.path(from: child)
    }

    /// Entries that name the child or one whose record is part of this one; with them, what was said about them under
    /// the records that this one is part of.
    func events(among known: [RecordedEvent]) -> [RecordedEvent] {
        let members = Set(members)
        guard !whole.isEmpty else { return known.filter { !members.isDisjoint(with: $0.event.children) } }
        let wholeSet = Set(whole)
        var ids: Set<UUID> = []
        return known.filter { recorded in
            let concerns = recorded.event.data.asChange.map { ids.contains($0.changedEntry) } ?? false
            guard
                !members.isDisjoint(with: recorded.event.children)
                    || (concerns && !wholeSet.isDisjoint(with: recorded.event.children))
            else { return false }
            ids.insert(recorded.event.id)
            return true
        }
    }

    /// The record that an entry stands in: the nearest of those that it names.
    func record(of recorded: RecordedEvent) -> ChildID {
        (members + whole).first(where: recorded.event.children.contains) ?? members[0]
    }

    /// Why a change does not reach an entry; `nil` where it does.
    func refusal(of change: RecordedEvent, on concerned: RecordedEvent) -> String? {
        let home = record(of: concerned)
        let reaches = change.event.children.contains { named in
            // An entry that names several children stands in the record of each in its own right.
            named == home || (tree.isPart(home, of: named) && !concerned.event.children.contains(named))
        }
        return reaches ? nil : "the entry stands in the record of \(home), which it does not name"
    }
}
