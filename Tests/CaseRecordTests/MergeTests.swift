import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing

@Suite struct MergeTests {
    static func twoRecords() throws -> (log: Log, merge: JSONValue) {
        var log = Log()
        try log.add("note.recorded", ["A"])
        try log.add("note.recorded", ["B"])
        let merge = try log.merge("A", into: "B")
        return (log, merge)
    }

    @Test func theOneRecordShowsTheOthersEntriesToo() throws {
        let (log, _) = try Self.twoRecords()
        let whole = log.record("B")
        #expect(whole.positions == [1, 2, 3] && whole.mergedFrom == [ChildID("A")] && whole.mergedInto == nil)
        #expect(try whole.entry(1).child == ChildID("A") && whole.entry(2).child == ChildID("B"))
        #expect(whole.strands.map { $0.events.map(\.position) } == [[2, 3], [1]])
        let part = log.record("A")
        #expect(part.positions == [1, 3] && part.mergedInto == ChildID("B") && part.mergedFrom.isEmpty)
    }

    @Test func anUnmergedRecordStandsAlone() throws {
        var (log, merge) = try Self.twoRecords()
        let end = try log.unmerge(merge, "A", from: "B")
        #expect(log.record("A").mergedInto == nil && log.record("B").mergedFrom.isEmpty)
        #expect(log.record("B").positions == [2, 3])
        #expect(try log.record("B").entry(3).unmergedBy?.reason == "twins")
        #expect(log.record("B", knownAt: 3).positions == [1, 2, 3])
        // The unmerging was wrong, then the merge itself.
        try log.strike(end, in: ["A", "B"])
        #expect(log.record("A").mergedInto == ChildID("B"))
        try log.strike(merge, in: ["A", "B"])
        #expect(log.record("A").mergedInto == nil && log.record("B").positions == [2])
    }

    @Test func aChangeOfAMergeHasToNameBothRecords() throws {
        var (log, merge) = try Self.twoRecords()
        try log.strike(merge, in: ["A"])
        #expect(log.record("A").mergedInto == ChildID("B") && log.record("B").mergedFrom == [ChildID("A")])
        #expect(try log.record("A").entry(4).withoutEffect?.contains("both records") == true)
        let both = try log.strike(merge, in: ["B", "A"])
        try log.strike(both, in: ["B"])
        #expect(log.record("A").mergedInto == nil && log.record("B").mergedFrom.isEmpty)
    }

    @Test func aMergeTheWrongWayRoundCanBeCorrected() throws {
        var (log, merge) = try Self.twoRecords()
        func turned(_ from: String, _ into: String) throws {
            try log.correct(
                merge, of: "record.merged", in: ["A", "B"],
                ["data": ["from": .string(from), "into": .string(into), "reason": "B is the older number"]])
        }
        try turned("B", "A")
        #expect(log.record("A").positions == [1, 2, 3] && log.record("B").mergedInto == ChildID("A"))
        try turned("B", "C")
        #expect(log.record("B").mergedInto == ChildID("A"), "the event does not name C")
        #expect(try log.record("A").entry(5).withoutEffect?.contains("children") == true)
    }

    @Test func recordsMergeInChains() throws {
        var log = Log()
        for child in ["A", "B", "C", "D"] { try log.add("note.recorded", [child]) }
        try log.merge("A", into: "B")
        try log.merge("B", into: "C")
        #expect(log.record("C").positions == [1, 2, 3, 5, 6])
        #expect(log.record("C").mergedFrom == [ChildID("B"), ChildID("A")])
        #expect(try log.record("C").entry(1).child == ChildID("A"))
        #expect(log.record("B").positions == [1, 2, 5, 6] && log.record("B").mergedInto == ChildID("C"))
        #expect(log.record("A").mergedInto == ChildID("C"))
        // A later merge of the same record holds.
        try log.merge("A", into: "D")
        #expect(log.record("D").positions == [1, 4, 7] && log.record("A").mergedInto == ChildID("D"))
        #expect(log.record("C").positions == [2, 3, 6])
        #expect(try log.record("B").entry(5).withoutEffect?.contains("position 7") == true)
    }

    @Test func aCircleOfMergesHoldsWithoutItsEarliest() throws {
        var log = Log()
        for child in ["A", "B", "C"] { try log.add("note.recorded", [child]) }
        try log.merge("A", into: "B")
        try log.merge("B", into: "C")
        let last = try log.merge("C", into: "A")
        #expect(["A", "B", "C"].map { log.record($0).mergedInto?.text } == [nil, "A", "A"])
        #expect(log.record("A").positions == [1, 2, 3, 5, 6])
        #expect(try log.record("A").entry(4).withoutEffect != nil)
        try log.unmerge(last, "C", from: "A")
        #expect(["A", "B", "C"].map { log.record($0).mergedInto?.text } == ["C", "C", nil])
    }

    @Test func whatIsSaidUnderTheWholeRecordHoldsForItsParts() throws {
        var (log, merge) = try Self.twoRecords()
        let shared = try log.add("note.recorded", ["A", "B"])
        try log.correct(Log.id(1), in: ["B"], ["summary": "Seen under B"])
        #expect(try log.record("B").entry(1).recorded.event.summary == "Seen under B")
        #expect(try log.record("A").entry(1).recorded.event.summary == "Seen under B")
        // Under the part: its own entries only.
        try log.strike(Log.id(2), in: ["A"])
        #expect(log.record("B").positions == [1, 2, 3, 4])
        #expect(try log.record("B").entry(6).withoutEffect?.contains("record of B") == true)
        // An entry of both stands in each in its own right.
        try log.strike(shared, in: ["A"])
        #expect(log.record("B").positions == [1, 2, 3, 4] && log.record("A").positions == [1, 3])
        try log.unmerge(merge, "A", from: "B")
        #expect(try log.record("A").entry(1).recorded.event.summary == nil)
        #expect(try log.record("B").entry(5).withoutEffect?.contains("no entry of that id") == true)
    }

    @Test func anEntryOfBothIsStruckFromTheOneThatIsNamed() throws {
        var (log, _) = try Self.twoRecords()
        let shared = try log.add("note.recorded", ["A", "B"])
        try log.strike(shared, in: ["B"])
        #expect(log.record("B").positions == [1, 2, 3] && log.record("A").positions == [1, 3, 4])
    }

    @Test func anEntryBelongsToTheRecordWhoseMatterItNames() throws {
        var log = Log()
        try log.add("referral.received", ["A"], ["referral": "R-1"])
        try log.add("referral.received", ["A"], ["referral": "R-2"])
        try log.add("referral.received", ["B"], ["referral": "R-1"])
        try log.add("case.closed", ["B"], ["reason": "RC8"])
        try log.merge("A", into: "B")
        try log.add("assessment.started", ["B"], ["assessment": "S-1", "kind": "initial", "referral": "R-2"])
        try log.add("assessment.authorised", ["B"], ["assessment": "S-1"])
        try log.add("referral.decided", ["B"], ["referral": "R-1", "outcome": "advice"])
        try log.add("case.closed", ["A"], ["reason": "RC8"])
        try log.add("case.closed", ["B"], ["reason": "RC8"])
        let strands = log.record("B").strands
        #expect(strands.map { $0.child.text } == ["B", "A"])
        #expect(strands.map { $0.events.map(\.position) } == [[3, 4, 5, 8, 10], [1, 2, 6, 7, 9, 10]])
    }
}
