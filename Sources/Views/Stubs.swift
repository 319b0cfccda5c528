public import CaseRecord

extension CaseRow {
    /// To come.
    public static func of(_ record: EffectiveRecord) -> CaseRow? { nil }
}

extension CaseItem {
    /// To come.
    public static func all(in record: EffectiveRecord) -> [CaseItem] { [] }
}
