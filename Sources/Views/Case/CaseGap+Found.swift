public import CaseRecord

extension CaseGap {
    /// Every gap of the open episodes of a record as it now stands, and of the plans that go on in them.
    ///
    /// - Parameter siblings: Records of other children of the family, as far as they are known, by whose words it is
    ///   seen what was copied.
    public static func found(in record: EffectiveRecord, siblings: [EffectiveRecord] = []) -> [FoundGap] {
        GapFinder(
            CaseFold(record), items: CaseItem.all(in: record),
            siblings: siblings.filter { $0.child != record.child }.map { CaseFold($0) }
        ).all
    }
}
