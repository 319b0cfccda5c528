public import StrictJSON

/// One entry of a child's record as it now stands, with what it said when it was recorded and what changed it since.
public struct EffectiveEntry: Sendable {
    /// The entry as it now stands: position, version and time of recording are those of the original.
    public let recorded: RecordedEvent
    /// The entry as it was recorded.
    public let original: RecordedEvent
    /// The child whose record it stands in: another than the one asked for where that record was merged into it.
    public let child: ChildID
    /// What was said about the entry later, in the order of the log.
    public let changes: [EntryChange]
    /// Why a correction, a striking out, a merge or an unmerging changes nothing; `nil` for every other entry.
    public internal(set) var withoutEffect: String?

    /// What struck the entry out; `nil` while it stands.
    public var struckOutBy: EntryChange? { changes.last { $0.kind == .struckOut && $0.isInEffect } }

    /// The last correction in effect; `nil` where none is.
    public var correctedBy: EntryChange? { changes.last { $0.kind == .corrected && $0.isInEffect } }

    /// What ended the merge that the entry is; `nil` while it lasts and for every other entry.
    public var unmergedBy: EntryChange? { changes.last { $0.kind == .unmerged && $0.isInEffect } }

    /// Whether views count it.
    public var stands: Bool { struckOutBy == nil && withoutEffect == nil }
}

/// One thing that was said about an entry: a correction, what it matters, a striking out, or an unmerging.
public struct EntryChange: Sendable {
    /// What kind of change it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The entry says something else now.
        case corrected
        /// The entry matters more, or less, than was thought.
        case significanceSet = "significance-set"
        /// The entry should not be there.
        case struckOut = "struck-out"
        /// The merge that the entry is came to an end.
        case unmerged
    }

    /// What kind of change it is.
    public let kind: Kind
    /// Why.
    public let reason: String
    /// What a correction or a setting of significance changes, field by field; empty for other changes.
    public let fields: [FieldChange]
    /// The event that says so, which may have been corrected or struck out itself.
    public let entry: EffectiveEntry

    /// Whether it counts: one that was struck out itself does not.
    public var isInEffect: Bool { entry.struckOutBy == nil }
}

/// One field that a change changed.
public struct FieldChange: Sendable, Hashable {
    /// The field, as a JSON Pointer into the event.
    public let pointer: String
    /// What it said before this correction; `nil` where it was not there.
    public let before: JSONValue?
    /// What it says by this correction; `nil` where it is not there any more.
    public let after: JSONValue?

    /// What is different between the two states of one event.
    static func between(_ before: CaseEvent, _ after: CaseEvent) -> [FieldChange] {
        let (old, new) = (before.json, after.json)
        let envelope = ["occurredAt", "source", "significance", "summary"].map { name in
            FieldChange(pointer: "/\(name)", before: old[name], after: new[name])
        }
        let (oldData, newData) = (old["data"]?.objectValue, new["data"]?.objectValue)
        var names = oldData?.names ?? []
        names += (newData?.names ?? []).filter { !names.contains($0) }
        let data = names.map { name in
            FieldChange(pointer: "/data/\(name)", before: oldData?[name], after: newData?[name])
        }
        return (envelope + data).filter { $0.before != $0.after }
    }
}

extension CaseEvent {
    /// The event with another significance.
    func with(_ significance: Significance) -> CaseEvent {
        CaseEvent(
            id: id, authority: authority, children: children, occurredAt: occurredAt, recordedBy: recordedBy,
            data: data, original: original, source: source, significance: significance, summary: summary)
    }

    /// The event with what the correction replaces.
    func corrected(by correction: EntryCorrected) -> CaseEvent {
        CaseEvent(
            id: id, authority: authority, children: children, occurredAt: correction.occurredAt ?? occurredAt,
            recordedBy: recordedBy, data: correction.data ?? data, original: original,
            source: correction.source ?? source, significance: correction.significance ?? significance,
            summary: correction.summary ?? summary)
    }
}

extension RecordedEvent {
    /// The entry saying that instead; all that the ledger added stays.
    func saying(_ event: CaseEvent) -> RecordedEvent {
        RecordedEvent(
            position: position, recordedAt: recordedAt, versions: versions, hash: hash, typeVersion: typeVersion,
            event: event)
    }
}
