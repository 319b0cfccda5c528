import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing

@Suite struct EffectiveRecordTests {
    @Test func fieldsAreReplacedOneByOneAndTheLaterCorrectionWins() throws {
        var log = Log()
        let note = try log.add(more: ["summary": "First", "source": ["agency": "school"]])
        try log.correct(note, because: "day", ["occurredAt": "2020-05-02", "summary": "Second"])
        try log.correct(
            note, because: "words", ["summary": "Third", "data": ["text": "Corrected.", "subject": "Visit"]])
        let record = log.record("A")
        #expect(record.positions == [1] && record.entries.count == 1 && record.position == 3)
        let entry = try record.entry(1)
        let event = entry.recorded.event
        #expect(event.occurredAt == Occurrence("2020-05-02") && event.summary == "Third")
        #expect((event.data as? NoteRecorded)?.text == "Corrected.")
        #expect(event.source?.agency == "school" && event.recordedBy.text == "jo")
        #expect(entry.recorded.recordedAt == Log.time(1) && entry.recorded.versions == [1])
        #expect(entry.original.event.canonicalBytes == log.events[0].event.canonicalBytes)

        #expect(entry.changes.map(\.reason) == ["day", "words"])
        #expect(entry.changes.map { $0.entry.recorded.position } == [2, 3])
        #expect(entry.changes.allSatisfy { $0.isInEffect && $0.entry.recorded.event.recordedBy.text == "kim" })
        #expect(
            entry.changes.map { $0.fields.map(\.pointer) } == [
                ["/occurredAt", "/summary"], ["/summary", "/data/text", "/data/subject"],
            ])
        let words = try #require(entry.changes.last?.fields.first)
        #expect(words.before == "Second" && words.after == "Third")
        #expect(entry.changes.last?.fields.last?.before == nil)
    }

    @Test func aStrikingOutTakesAnEntryAwayAndKeepsIt() throws {
        var log = Log()
        let note = try log.add()
        try log.add()
        try log.strike(note, because: "Another family")
        let record = log.record("A")
        #expect(record.positions == [2])
        let entry = try record.entry(1)
        #expect(entry.struckOutBy?.reason == "Another family" && entry.withoutEffect == nil)
        #expect(record.strands.flatMap(\.events).map(\.position) == [2])
    }

    @Test func strikingOutACorrectionUndoesIt() throws {
        var log = Log()
        let note = try log.add()
        try log.correct(note, because: "one", ["summary": "One"])
        let second = try log.correct(note, because: "two", ["summary": "Two", "significance": "significant"])
        try log.strike(second, because: "was right before")
        let entry = try log.record("A").entry(1)
        #expect(entry.recorded.event.summary == "One" && entry.recorded.event.significance == nil)
        #expect(entry.changes.map(\.isInEffect) == [true, false])
        #expect(entry.correctedBy?.reason == "one")
        #expect(entry.changes.last?.entry.struckOutBy?.reason == "was right before")
    }

    @Test func strikingOutAStrikingOutRestores() throws {
        var log = Log()
        var last = try log.add()
        for depth in 1...6 {
            last = try log.strike(last)
            let record = log.record("A")
            #expect(record.positions == (depth.isMultiple(of: 2) ? [1] : []), "\(depth) strikings")
            #expect(record.entries.count == 1)
        }
    }

    @Test func aCorrectionCanBeCorrected() throws {
        var log = Log()
        let note = try log.add()
        let correction = try log.correct(note, ["occurredAt": "2020-05-02"])
        try log.correct(
            correction, of: "entry.corrected", because: "typing error",
            ["data": ["entry": note, "type": "note.recorded", "reason": "wrong day", "occurredAt": "2020-05-03"]])
        let entry = try log.record("A").entry(1)
        #expect(entry.recorded.event.occurredAt == Occurrence("2020-05-03"))
        #expect(entry.changes.map(\.reason) == ["wrong day"])
        #expect(entry.changes.first?.entry.changes.map(\.reason) == ["typing error"])
    }

    @Test func whatCannotTakeEffectIsShownWithTheReason() throws {
        var log = Log()
        let note = try log.add()
        let foreign = try log.add("note.recorded", ["B"])
        try log.correct(Log.id(999), ["summary": "x"])
        try log.correct(note, of: "case.closed", ["summary": "x"])
        try log.correct(foreign, ["summary": "x"])
        // The entry that it names comes only after it.
        try log.strike(Log.id(7))
        try log.add()
        try log.strike(Log.id(8))
        let stray = try log.strike(note)
        try log.correct(
            stray, of: "entry.struck-out", ["data": ["entry": Log.id(7), "reason": "the other one"]])
        let record = log.record("A")
        let reasons = record.entries.compactMap { entry in
            entry.withoutEffect.map { "\(entry.recorded.position): \($0.prefix(22))" }
        }
        #expect(
            reasons == [
                "3: this record has no ent", "4: it says that the entry", "5: this record has no ent",
                "6: the entry that it name", "8: the entry that it name", "10: it would turn a change",
            ])
        #expect(record.positions == [7])
        #expect(log.record("B").positions == [2])
    }

    @Test func anEntryOfSeveralChildrenIsStruckFromTheRecordsNamed() throws {
        var log = Log()
        let note = try log.add("note.recorded", ["A", "B", "C"])
        try log.strike(note, in: ["B"])
        try log.correct(note, in: ["A", "B"], ["summary": "For two"])
        #expect(log.record("A").positions == [1] && log.record("C").positions == [1])
        #expect(log.record("B").positions == [])
        #expect(try log.record("B").entry(1).recorded.event.summary == "For two")
        #expect(try log.record("A").entry(1).recorded.event.summary == "For two")
        #expect(try log.record("C").entry(1).recorded.event.summary == nil)
    }

    @Test func asKnownEarlierTheOldStateShows() throws {
        var log = Log()
        let note = try log.add()
        try log.correct(note, ["summary": "Corrected"])
        try log.strike(note)
        let summaries = [1, 2, 3].map { log.record("A", knownAt: $0).entries.first?.recorded.event.summary }
        #expect(summaries == [nil, "Corrected", "Corrected"])
        #expect([1, 2, 3].map { log.record("A", knownAt: $0).positions } == [[1], [1], []])
        #expect(log.record("A", knownAt: 0).entries.isEmpty)
    }
}
