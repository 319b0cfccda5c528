import CaseRecord
import DemonstrationCounty
import Testing

@Suite("The invented county: quality of its records")
struct QualityTests {
    /// Nothing that the county tells contradicts itself.
    @Test(arguments: SoundnessTests.seeds, SoundnessTests.days)
    func noRecordContradictsItself(seed: UInt64, through: CivilDate) {
        let events = DemonstrationCounty(seed, through).events()
        var records: [ChildID: [RecordedEvent]] = [:]
        for (index, event) in events.enumerated() {
            let recorded = RecordedEvent(
                position: Int64(index + 1), recordedAt: LondonTime.startOfDay(through), versions: [], hash: [],
                typeVersion: 1, event: event)
            for child in event.children { records[child, default: []].append(recorded) }
        }
        var found: [String: Int] = [:]
        for (child, history) in records {
            for finding in QualityFinding.all(in: EffectiveRecord(of: child, history: history)) {
                found[finding.rule.rawValue, default: 0] += 1
            }
        }
        #expect(found == [:])
    }
}
