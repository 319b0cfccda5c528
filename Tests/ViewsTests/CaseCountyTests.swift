import CaseRecord
import DemonstrationCounty
import Foundation
import Testing
import Timescales
import Views

/// Rows, items, standing and protection of every child of the demonstration county agree with each other.
@Suite struct CaseCountyTests {
    @Test func theViewsOfEveryChildAgree() throws {
        let log = CountyLog(children: 60)
        let now = Instant("2026-11-24T12:00:00Z")!
        var verdicts: Set<Concern.Verdict> = []
        var gaps: Set<String> = []
        for (child, history) in log.histories {
            let record = EffectiveRecord(of: child, history: history)
            let row = try #require(CaseRow.of(record))
            let items = CaseItem.all(in: record)
            #expect(Set(items.map(\.reference)).count == items.count, "\(child)")
            #expect(items.map(\.position) == items.map(\.position).sorted())
            #expect(row.openItems == items.count(where: \.isOpen) && CaseRow.of(record, items: items) == row)
            #expect((row.worker == nil && row.isOpen) == (row.unallocatedSince != nil), "\(child)")
            #expect(!(row.isOpen && row.closedOn != nil) && (row.isOpen ? row.openedOn != nil : row.gaps.isEmpty))
            let responsible = Responsibility.of(record)
            #expect(responsible.team == row.team && responsible.worker == row.worker, "\(child)")
            #expect(row.position == history.last?.position)
            // As at today nothing is left out.
            let standing = CaseStanding.of(record, clocks: [], now: now, asAt: CivilDate("2026-11-24"))
            #expect(standing.row == row, "\(child)")
            let protection = Protection.of(record, asAt: CivilDate("2026-11-24")!)
            let known = Set(history.map(\.event.id))
            for concern in protection.concerns {
                #expect(concern.raisedBy.allSatisfy { known.contains($0.id) } && !concern.raisedBy.isEmpty)
                #expect(
                    (concern.verdict == .notEvidenced || concern.verdict == .open) == concern.asksMore, "\(concern)")
                verdicts.insert(concern.verdict)
            }
            gaps.formUnion(row.gaps)
        }
        #expect(verdicts.isSuperset(of: [.notRequired, .open, .notEvidenced]))
        #expect(gaps.count >= 8, "\(gaps.sorted())")
    }
}

extension Concern {
    /// Whether something is missing beside another look of a manager.
    fileprivate var asksMore: Bool { missing.contains { $0 != .review } }
}
