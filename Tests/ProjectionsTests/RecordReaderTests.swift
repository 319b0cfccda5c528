import CaseRecord
import Foundation
import Testing

@testable import Projections

@Suite struct RecordReaderTests {
    /// A chain of merges OLD to A to B, and a child apart from it.
    static let log = CorrectedChronologyTests.log(
        [["OLD"], ["A"], ["B"], ["C"]].map { ($0, "2020-05-01", UUID(), NoteRecorded(text: "A note.")) }
            + [("OLD", "A"), ("A", "B")].map { from, into in
                let merge = RecordMerged(from: ChildID(from)!, into: ChildID(into)!, reason: "One child")
                return ([from, into], "2020-05-02", UUID(), merge)
            } + [(["A"], "2020-05-03", UUID(), NoteRecorded(text: "Later."))])

    static func reader(lastPosition: Int64 = 7) -> RecordReader {
        RecordReader(
            history: { child in log.filter { $0.event.children.contains(child) } }, lastPosition: { lastPosition })
    }

    @Test(arguments: ["OLD", "A", "B"])
    func everyRecordThatMergesConnectIsRead(child: String) async throws {
        let related = try await Self.reader().histories(of: ChildID(child)!)
        #expect(related.children.map(\.text) == ["A", "B", "OLD"] && related.missing.isEmpty && related.isKnown)
        let whole = EffectiveRecord(of: ChildID("B")!, in: related)
        #expect(whole.standing.map(\.position) == [1, 2, 3, 5, 6, 7])
    }

    @Test func aRecordOnItsOwnIsReadAlone() async throws {
        let related = try await Self.reader().histories(of: ChildID("C")!)
        #expect(related.children == [ChildID("C")!] && related.isKnown)
        let unknown = try await Self.reader().histories(of: ChildID("nobody")!)
        #expect(!unknown.isKnown && unknown.missing.isEmpty)
    }

    /// Readings of several histories see the log at several moments: nothing later than the first counts.
    @Test func severalHistoriesAreReadAsOfOneMoment() async throws {
        let related = try await Self.reader(lastPosition: 6).histories(of: ChildID("B")!)
        #expect(EffectiveRecord(of: ChildID("B")!, in: related).position == 6)
    }
}
