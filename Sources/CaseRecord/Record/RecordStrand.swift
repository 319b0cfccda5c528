/// What stands of one of the records that a record consists of.
///
/// References are unique within one record only, and what names no referral means its own record's, so records that
/// were merged are still read one by one: two referrals called R-1 stay two, and the closing of a duplicate record
/// does not close the case that goes on.
public struct RecordStrand: Sendable {
    /// The child under whose identifier it was recorded.
    public let child: ChildID
    /// The entries that stand, in the order of the log.
    public let events: [RecordedEvent]

    /// The strands of a record, its own first. An entry belongs to the record that it stands in, except that one that
    /// names matters of another strand and none of its own belongs there, and that a closure of every open episode
    /// counts for what had been merged by then, too.
    static func strands(of standing: [EffectiveEntry], _ scope: RecordScope, _ tree: MergeTree) -> [RecordStrand] {
        guard scope.members.count > 1 else {
            return [RecordStrand(child: scope.members[0], events: standing.map(\.recorded))]
        }
        var events: [ChildID: [RecordedEvent]] = [:]
        let homes = Assignment(standing, scope.members)
        for entry in standing {
            let home = homes.strand(of: entry)
            var strands = [home]
            if let closure = entry.recorded.event.data.as(CaseClosed.self), closure.referral == nil {
                strands += scope.members.filter { member in
                    member != home && tree.joined(member, to: home).map { $0 < entry.recorded.position } ?? false
                }
            }
            for strand in strands { events[strand, default: []].append(entry.recorded) }
        }
        return scope.members.map { RecordStrand(child: $0, events: events[$0] ?? []) }
    }
}

/// Which strand has which matter.
private struct Assignment {
    private let members: [ChildID]
    private var begun: [ChildID: Set<NamedMatter>] = [:]

    init(_ standing: [EffectiveEntry], _ members: [ChildID]) {
        self.members = members
        for entry in standing {
            let data = entry.recorded.event.data
            let begins = data.begins
            guard !begins.isEmpty else { continue }
            let matters = data.matters
            let strand = strand(of: matters.filter { !begins.contains($0.matter) }, home: entry.child)
            begun[strand, default: []].formUnion(matters.filter { begins.contains($0.matter) })
        }
    }

    func strand(of entry: EffectiveEntry) -> ChildID {
        strand(of: entry.recorded.event.data.matters, home: entry.child)
    }

    /// The nearest strand that has one of the matters; the entry's own where none has.
    private func strand(of matters: [NamedMatter], home: ChildID) -> ChildID {
        ([home] + members).first { !(begun[$0]?.isDisjoint(with: matters) ?? true) } ?? home
    }
}
