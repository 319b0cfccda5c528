public import CaseRecord

extension Chronology {
    /// The chronology of a child with what stands in the records of linked children, in one order. Each entry is marked
    /// with whose it is; one that stands in several records is shown once; what is about somebody else is marked, since
    /// it may not be for all who may read the child's own record. Gaps, patterns and health are the child's own.
    ///
    /// - Parameter others: The records of the linked children, as known at the same moment.
    public static func family(
        of record: EffectiveRecord, among others: [EffectiveRecord], _ selection: Selection = Selection()
    ) -> Chronology {
        var maker = ChronologyMaker(record, selection)
        // A record that is part of another shows its entries there.
        var members = [record]
        for other in others where !members.contains(where: { $0.isSame(as: other) }) { members.append(other) }
        var merged = MergedEntries()
        for member in members { merged.add(maker.entries(of: member), of: member.child) }
        return maker.make(
            of: merged.entries(in: record.child), family: members.dropFirst().map(\.child),
            position: members.map(\.position).max())
    }
}

/// The entries of several records, each event once.
private struct MergedEntries {
    private var entries: [Chronology.Entry] = []
    private var byPosition: [Int64: Int] = [:]

    mutating func add(_ added: [Chronology.Entry], of child: ChildID) {
        for var entry in added {
            let stands = entry.entry.stands
            guard let place = byPosition[entry.recorded.position] else {
                if stands { entry.whose = [child] }
                if entry.entry.struckOutBy != nil { entry.struckOutOf = [child] }
                byPosition[entry.recorded.position] = entries.count
                entries.append(entry)
                continue
            }
            // Struck out of one child's record it may stand in another's, and is shown as it stands there.
            if stands, !entries[place].entry.stands {
                (entry.whose, entry.struckOutOf) = (entries[place].whose, entries[place].struckOutOf)
                entries[place] = entry
            }
            if stands { entries[place].whose.append(child) }
            if entry.entry.struckOutBy != nil { entries[place].struckOutOf.append(child) }
        }
    }

    func entries(in child: ChildID) -> [Chronology.Entry] {
        entries.map { entry in
            var entry = entry
            let isElsewhereOnly = !entry.whose.contains(child) && !entry.struckOutOf.contains(child)
            entry.isThirdParty =
                (isElsewhereOnly && entry.entry.stands) || entry.recorded.event.source?.reliability == .thirdParty
            // Where it does not stand anywhere there is nothing to tell apart.
            if !entry.entry.stands { entry.struckOutOf = [] }
            return entry
        }
    }
}

extension EffectiveRecord {
    fileprivate func isSame(as other: EffectiveRecord) -> Bool {
        child == other.child || mergedFrom.contains(other.child) || other.mergedFrom.contains(child)
    }
}
