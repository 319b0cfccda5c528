public import CaseRecord
public import Timescales
extension CaseRow { public static func of(_ record: EffectiveRecord) -> CaseRow? { nil } }
extension CaseItem { public static func all(in record: EffectiveRecord) -> [CaseItem] { [] } }
extension CountedFact { public static func all(in record: EffectiveRecord, clocks: [Clock], calendars: CalendarHistory) -> [CountedFact] { [] } }
extension RecordingLag { public static func all(in record: EffectiveRecord) -> [RecordingLag] { [] } }
