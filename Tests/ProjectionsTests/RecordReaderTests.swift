import CaseRecord
import TestHistory
import Testing

@testable import Projections

@Suite struct RecordReaderTests {
    /// A chain of merges OLD to A to B, and a child apart from it.
    static func log() throws -> [RecordedEvent] {
        var log = Log()
        for child in ["OLD", "A", "B", "C"] { try log.add("note.recorded", [child]) }
        try log.merge("OLD", into: "A")
        try log.merge("A", into: "B")
        try log.add("note.recorded", ["A"])
        return log.events
    }

    static func reader(lastPosition: Int64 = 7) throws -> RecordReader {
        let log = try log()
        return RecordReader(
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
