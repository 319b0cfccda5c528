public import CaseRecord

/// What happened to a case since it was last discussed in supervision, as its record says.
public struct CaseSince: Sendable {
    /// The child.
    public let child: ChildID
    /// The entry of the last supervision; `nil` where the case was never discussed.
    public let supervision: RecordedEvent?
    /// The entries that stand and were recorded later, or of the whole open record where it was never discussed, the latest
    /// that happened first. Work on the record itself and supervision do not count.
    public let entries: [RecordedEvent]
    /// The last entry that gives the child's own view, or says why it was not obtained, whenever that was.
    public let childView: RecordedEvent?

    /// What a record says, as far as that position of the log; without one, all of it.
    public static func of(_ record: EffectiveRecord, through position: Int64 = .max) -> CaseSince {
        let standing = record.standing.filter { $0.position <= position }
        let discussed = standing.filter { recorded in
            (recorded.event.data as? SupervisionHeld).map { $0.kind != .personal } ?? false
        }.max { $0.isEarlier(than: $1) }
        let views = standing.filter { recorded in
            recorded.event.data is ChildViewRecorded || recorded.event.data is ChildViewNotObtained
        }
        let since = discussed?.position ?? 0
        let entries = standing.filter { recorded in
            recorded.position > since && !(recorded.event.data is SupervisionHeld) && recorded.event.isOfTheCase
        }
        return CaseSince(
            child: record.child, supervision: discussed, entries: entries.sorted { $1.isEarlier(than: $0) },
            childView: views.max { $0.isEarlier(than: $1) })
    }
}

extension RecordedEvent {
    fileprivate func isEarlier(than other: RecordedEvent) -> Bool {
        (event.occurredAt.firstInstant, position) < (other.event.occurredAt.firstInstant, other.position)
    }
}

extension CaseEvent {
    /// Whether it is of the case, and not only of its record.
    var isOfTheCase: Bool { data.asChange == nil && !RecordingLag.actsOnTheRecord.contains(type) }
}
