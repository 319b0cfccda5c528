import Foundation

/// Which records are merged into which. A record goes into one other; of merges that cannot all hold, because they
/// take a record to two places or round in a circle, the later ones hold.
struct MergeTree {
    /// Where a record went, and the position of the merge that took it there.
    private(set) var into: [ChildID: (record: ChildID, position: Int64)] = [:]
    /// Why a merge that was neither ended nor struck out changes nothing, by the id of its event.
    private(set) var withoutEffect: [UUID: String] = [:]

    /// The tree of every merge among those entries, which are given in the order of the log and hold every entry of
    /// every record that merges connect.
    init(_ events: [RecordedEvent], around child: ChildID) {
        let fold = ChangeFold(events)
        let concerned = events.filter { fold.merging($0) != nil }
        guard !concerned.isEmpty else { return }
        let entries = ChangeFold(concerned).entries(child: { _ in child }) { change, entry in
            fold.merging(entry).flatMap { Self.refusal(of: change, on: $0) }
        }
        for entry in entries.reversed() where entry.stands && entry.unmergedBy == nil {
            guard let merge = entry.recorded.event.data.as(RecordMerged.self) else { continue }
            let id = entry.recorded.event.id
            if let later = into[merge.from] {
                withoutEffect[id] = "a later merge (position \(later.position)) took \(merge.from) to \(later.record)"
            } else if path(from: merge.into).contains(merge.from) {
                withoutEffect[id] = "later merges took \(merge.into) into \(merge.from)"
            } else {
                into[merge.from] = (merge.into, entry.recorded.position)
            }
        }
    }

    /// A change of a merge has to reach both records, or they would disagree.
    static func refusal(of change: RecordedEvent, on merge: RecordedEvent) -> String? {
        merge.event.children.allSatisfy(change.event.children.contains)
            ? nil : "it concerns a merge and does not name both records"
    }

    /// The records that a record was merged into, one after the other, nearest first; without the record itself.
    func path(from record: ChildID) -> [ChildID] {
        var path: [ChildID] = []
        var current = record
        while let next = into[current]?.record {
            path.append(next)
            current = next
        }
        return path
    }

    /// The record and those merged into it, nearest first.
    func members(of record: ChildID) -> [ChildID] {
        var members = [record]
        var next = 0
        while next < members.count {
            members += into.filter { $0.value.record == members[next] }.map(\.key).sorted()
            next += 1
        }
        return members
    }

    /// Whether it is the record or one merged into it.
    func isPart(_ record: ChildID, of whole: ChildID) -> Bool {
        record == whole || path(from: record).contains(whole)
    }

    /// The position from which the one record has been part of the other; `nil` where it is not.
    func joined(_ record: ChildID, to whole: ChildID) -> Int64? {
        var current = record
        var position: Int64 = 0
        while current != whole {
            guard let next = into[current] else { return nil }
            position = max(position, next.position)
            current = next.record
        }
        return position
    }
}
