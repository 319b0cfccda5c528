import Foundation

/// Settles what stands in a set of entries: which changes take effect, on what, and what each entry says then.
///
/// A change can only concern an entry that stands before it in the log, and a correction cannot turn a change to
/// another entry. So no change can come round to itself, and going through the log backwards every change is settled
/// before the entry that it concerns.
struct ChangeFold {
    private let events: [RecordedEvent]
    private let byID: [UUID: RecordedEvent]

    /// A fold of those entries, which are given in the order of the log.
    init(_ events: [RecordedEvent]) {
        self.events = events
        byID = Dictionary(events.map { ($0.event.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The entries in the order of the log; a change that can be seen at the entry that it concerns is not one.
    ///
    /// - Parameters:
    ///   - child: The child in whose record an entry stands.
    ///   - refusal: Why a change does not reach an entry by the children that it names; `nil` where it does.
    func entries(
        child: (RecordedEvent) -> ChildID, refusal: (_ change: RecordedEvent, _ concerned: RecordedEvent) -> String?
    ) -> [EffectiveEntry] {
        var entries: [EffectiveEntry] = []
        var changes: [UUID: [EffectiveEntry]] = [:]
        for original in events.reversed() {
            let id = original.event.id
            var entry = Self.entry(original, child(original), changedBy: changes.removeValue(forKey: id) ?? [])
            if let change = entry.recorded.event.data.asChange {
                guard let why = withoutEffect(entry, change, refusal) else {
                    changes[change.changedEntry, default: []].append(entry)
                    continue
                }
                entry.withoutEffect = why
            }
            entries.append(entry)
        }
        return entries.reversed()
    }

    /// The merge, or the unmerging, that a change comes down to in the end, or that the entry is itself.
    func merging(_ recorded: RecordedEvent) -> RecordedEvent? {
        var current = recorded
        while true {
            if current.event.data is RecordMerged || current.event.data is RecordUnmerged { return current }
            guard let change = current.event.data.asChange, let concerned = byID[change.changedEntry],
                concerned.position < current.position
            else { return nil }
            current = concerned
        }
    }

    /// - Parameter changes: Latest first, as the fold comes upon them.
    private static func entry(
        _ original: RecordedEvent, _ child: ChildID, changedBy changes: [EffectiveEntry]
    ) -> EffectiveEntry {
        var event = original.event
        var trail: [EntryChange] = []
        for change in changes.reversed() {
            guard let data = change.recorded.event.data.asChange else { continue }
            var fields: [FieldChange] = []
            if let changed = data.changing(event) {
                fields = FieldChange.between(event, changed)
                if change.struckOutBy == nil { event = changed }
            }
            trail.append(EntryChange(kind: data.kind, reason: data.reason, fields: fields, entry: change))
        }
        return EffectiveEntry(
            recorded: trail.isEmpty ? original : original.saying(event), original: original, child: child,
            changes: trail, withoutEffect: nil)
    }

    private func withoutEffect(
        _ entry: EffectiveEntry, _ change: any ChangesEntry, _ refusal: (RecordedEvent, RecordedEvent) -> String?
    ) -> String? {
        guard let concerned = byID[change.changedEntry] else { return "this record has no entry of that id" }
        guard concerned.position < entry.original.position else {
            return "the entry that it names was not recorded before it"
        }
        if let correction = change as? EntryCorrected, let why = unfit(correction, for: concerned.event) { return why }
        if change is RecordUnmerged, !(concerned.event.data is RecordMerged) {
            return "the entry that it names is not a merge"
        }
        return refusal(entry.original, concerned)
    }

    private func unfit(_ correction: EntryCorrected, for event: CaseEvent) -> String? {
        guard correction.entryType == event.type else {
            return "it says that the entry is of type \(correction.entryType), but that is of type \(event.type)"
        }
        if let change = event.data.asChange, let changed = correction.data?.asChange,
            change.changedEntry != changed.changedEntry
        {
            return "it would turn a change to another entry; that is done by striking it out and recording another"
        }
        var problems = FieldProblems()
        // Times were checked when the correction was recorded.
        let facts = EnvelopeFacts(children: event.children, now: Instant(microseconds: .max / 2))
        correction.data?.check(facts, &problems)
        return problems.found.isEmpty ? nil : "what it says does not go with the children that the entry names"
    }
}

extension ChangesEntry {
    /// The event as it is after the change; `nil` where that is not about what it says.
    fileprivate func changing(_ event: CaseEvent) -> CaseEvent? {
        switch self {
        case let correction as EntryCorrected: event.corrected(by: correction)
        case let change as SignificanceSet: event.with(change.significance)
        default: nil
        }
    }

    fileprivate var kind: EntryChange.Kind {
        switch self {
        case is EntryCorrected: .corrected
        case is SignificanceSet: .significanceSet
        case is RecordUnmerged: .unmerged
        default: .struckOut
        }
    }
}
