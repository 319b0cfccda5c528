import CaseRecord
import DemonstrationCounty
import Testing

@Suite("The invented county: quality of its records")
struct QualityTests {
    /// Nothing that the county tells contradicts itself, except where it is to.
    @Test(arguments: [(UInt64(0), 0), (2011, 1), (.max, 2)])
    func noRecordContradictsItself(seed: UInt64, day: Int) {
        let through = SoundnessTests.days[day]
        let county = DemonstrationCounty(seed, through)
        let contradictory = Set(county.contradictoryChildren)
        #expect(Self.findings(county, through: through) { !contradictory.contains($0) } == [:])
    }

    /// How many findings there are of each rule.
    static func findings(
        _ county: DemonstrationCounty, through: CivilDate, where isWanted: (ChildID) -> Bool
    ) -> [String: Int] {
        var records: [ChildID: [RecordedEvent]] = [:]
        for (index, event) in county.events().enumerated() {
            let recorded = RecordedEvent(
                position: Int64(index + 1), recordedAt: LondonTime.startOfDay(through), versions: [], hash: [],
                typeVersion: 1, event: event)
            for child in event.children where isWanted(child) { records[child, default: []].append(recorded) }
        }
        var found: [String: Int] = [:]
        for (child, history) in records {
            for finding in QualityFinding.all(in: EffectiveRecord(of: child, history: history)) {
                found[finding.rule.rawValue, default: 0] += 1
            }
        }
        return found
    }
}
