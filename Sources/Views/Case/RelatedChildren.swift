public import CaseRecord

extension CaseStanding {
    /// How many other children's records are read for one child's standing at most.
    static let mostSiblings = 12

    /// The other children whose words views of a child are compared with: those whom relationships name on that day and,
    /// after them, those in whose records entries of this one stand too. The nearest twelve.
    public static func siblings(in record: EffectiveRecord, on day: CivilDate) -> [ChildID] {
        let own = Set([record.child] + record.mergedFrom + [record.mergedInto].compactMap(\.self))
        var children = ChildIdentity(record).on(day).linkedChildren.filter { !own.contains($0) }
        var met = Set(children)
        for recorded in record.standing where recorded.event.children.count > 1 {
            guard !(recorded.event.data is RecordMerged), !(recorded.event.data is RelationshipRecorded) else {
                continue
            }
            for child in recorded.event.children where !own.contains(child) && met.insert(child).inserted {
                children.append(child)
            }
        }
        return Array(children.prefix(mostSiblings))
    }
}
