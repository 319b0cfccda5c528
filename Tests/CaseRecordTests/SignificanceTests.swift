import CaseRecord
import StrictJSON
import TestHistory
import Testing

/// An entry turns out to matter more, or less, than was thought when it was recorded.
@Suite struct SignificanceTests {
    static func set(
        _ log: inout Log, _ entry: JSONValue, _ significance: String, in children: [String] = ["A"]
    ) throws -> JSONValue {
        try log.add(
            "significance.set", children,
            ["entry": entry, "significance": .string(significance), "reason": "it happened again"])
    }

    @Test func theLastSettingCountsAndTheTrailHasEach() throws {
        var log = Log()
        let note = try log.add()
        _ = try Self.set(&log, note, "significant")
        let last = try Self.set(&log, note, "routine")
        var entry = try log.record("A").entry(1)
        #expect(entry.recorded.event.significance == .routine && entry.original.event.significance == nil)
        #expect(entry.changes.map(\.kind) == [.significanceSet, .significanceSet])
        let change = try #require(entry.changes[1].fields.first)
        #expect(change.pointer == "/significance" && change.before == "significant" && change.after == "routine")
        #expect(entry.correctedBy == nil && entry.struckOutBy == nil && entry.stands)
        #expect(log.record("A").positions == [1])
        #expect(try log.record("A", knownAt: 2).entry(1).recorded.event.significance == .significant)
        #expect(try log.record("A", knownAt: 1).entry(1).changes.isEmpty)
        // The last setting was a mistake.
        try log.strike(last)
        entry = try log.record("A").entry(1)
        #expect(entry.recorded.event.significance == .significant && !entry.changes[1].isInEffect)
    }

    @Test func whatItSaysIsLeftAlone() throws {
        var log = Log()
        let note = try log.add(more: ["significance": "routine", "summary": "In one line"])
        try log.correct(note, ["summary": "In another"])
        _ = try Self.set(&log, note, "significant")
        let entry = try log.record("A").entry(1)
        #expect(entry.recorded.event.headline == "In another")
        #expect(entry.recorded.event.significance == .significant)
        #expect(entry.recorded.event.data as? NoteRecorded == NoteRecorded(text: "A note."))
    }

    @Test func ofAnEntryInAnotherRecordItHasNoEffect() throws {
        var log = Log()
        let note = try log.add("note.recorded", ["A"])
        _ = try Self.set(&log, note, "significant", in: ["B"])
        #expect(try log.record("A").entry(1).changes.isEmpty)
        #expect(try log.record("B").entry(2).withoutEffect != nil)
    }
}
