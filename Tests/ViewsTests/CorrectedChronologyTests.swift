import CaseRecord
import Foundation
import StrictJSON
import Testing
import Views

/// Chronology and responsibility show the record as it now stands, with the trail.
@Suite struct CorrectedChronologyTests {
    static let start = Instant("2026-01-01T00:00:00Z")!

    /// The events in the order of the log, one an hour.
    static func log(_ events: [(children: [String], day: String, id: UUID, data: any EventPayload)]) -> [RecordedEvent]
    {
        var versions: [String: Int64] = [:]
        return events.enumerated().map { index, event in
            for child in event.children { versions[child, default: 0] += 1 }
            return RecordedEvent(
                position: Int64(index + 1), recordedAt: start.adding(seconds: Int64(index) * 3600),
                versions: event.children.map { versions[$0] ?? 0 }, hash: [],
                typeVersion: type(of: event.data).version,
                event: CaseEvent(
                    id: event.id, authority: AuthorityCode("926")!, children: event.children.map { ChildID($0)! },
                    occurredAt: Occurrence(event.day)!, recordedBy: WorkerID("jo")!, data: event.data))
        }
    }

    static func record(_ child: String, _ log: [RecordedEvent]) -> EffectiveRecord {
        var related = RelatedHistories(of: ChildID(child)!)
        while let next = related.missing.first {
            related.add(log.filter { $0.event.children.contains(next) }, of: next)
        }
        return EffectiveRecord(of: ChildID(child)!, in: related)
    }

    static func corrected() -> Chronology {
        let (birth, note, contact) = (UUID(), UUID(), UUID())
        let log = log([
            (["A"], "2020-05-01", birth, ChildRegistered(birthDate: CivilDate("2015-05-01"))),
            (["A"], "2020-05-02", note, NoteRecorded(text: "Seen at school.")),
            (["A"], "2020-05-03", contact, ContactReceived(contact: Reference("C-1")!)),
            (
                ["A"], "2020-05-04", UUID(),
                EntryCorrected(
                    entry: birth, entryType: "child.registered", reason: "Certificate seen",
                    data: ChildRegistered(birthDate: CivilDate("2016-05-01")))
            ),
            (
                ["A"], "2020-05-04", UUID(),
                EntryCorrected(
                    entry: note, entryType: "note.recorded", reason: "It was in June",
                    occurredAt: Occurrence("2020-06-02"))
            ),
            (["A"], "2020-05-05", UUID(), EntryStruckOut(entry: contact, reason: "Another family")),
            (["A"], "2020-05-06", UUID(), EntryStruckOut(entry: UUID(), reason: "Twice")),
        ])
        return Chronology.of(record("A", log))
    }

    @Test func theCorrectedStateStandsWithItsTrail() throws {
        let chronology = Self.corrected()
        #expect(chronology.entries.map { $0.recorded.position } == [1, 3, 7, 2])
        #expect(chronology.count == 2 && chronology.position == 7)
        #expect(chronology.birthDate == CivilDate("2016-05-01"))
        let note = try #require(chronology.entries.last)
        #expect(note.occurredAt == Occurrence("2020-06-02") && note.age?.description == "4 y 1 m")
        #expect(note.version == 2)

        let json = note.json
        #expect(json["occurredAt"] == "2020-06-02" && json["asRecorded"]?["occurredAt"] == "2020-05-02")
        #expect(json["asRecorded"]?["data"] == json["data"])
        let trail = try #require(json["corrections"]?.arrayValue)
        #expect(trail.count == 1)
        #expect(trail[0]["kind"] == "corrected" && trail[0]["reason"] == "It was in June")
        #expect(trail[0]["recordedBy"] == "jo" && trail[0]["recordedAt"] == "2026-01-01T04:00:00Z")
        #expect(trail[0]["position"] == 5 && trail[0]["inEffect"] == true)
        let field: JSONValue = ["pointer": "/occurredAt", "before": "2020-05-02", "after": "2020-06-02"]
        #expect(trail[0]["fields"] == [field])
    }

    @Test func whatWasStruckOutIsMarkedAndNotCounted() throws {
        let chronology = Self.corrected()
        let json = chronology.json
        #expect(json["count"] == 2 && json["entries"]?.arrayValue?.count == 4)
        let contact = chronology.entries[1].json
        #expect(contact["struckOut"]?["reason"] == "Another family" && contact["struckOut"]?["position"] == 6)
        #expect(contact["asRecorded"] == nil)
        let stray = chronology.entries[2].json
        #expect(stray["withoutEffect"]?.stringValue?.contains("no entry of that id") == true)
        #expect(stray["significance"] == "routine" && stray["corrections"] == nil)

        let text = chronology.text(columns: 200)
        #expect(text.contains("2 entries and 1 struck out, as at log position 7"))
        #expect(text.contains("STRUCK OUT: Another family | Contact received"))
        #expect(text.contains("Seen at school. (corrected: It was in June)"))
        #expect(text.contains("WITHOUT EFFECT: this record has no entry of that id | · Entry struck out: Twice"))
    }

    static let north = TeamID("north")!

    static func merged() -> [RecordedEvent] {
        let merge = RecordMerged(from: ChildID("OLD")!, into: ChildID("A")!, reason: "One child")
        return log([
            (["OLD"], "2020-05-01", UUID(), ChildRegistered(birthDate: CivilDate("2015-05-01"))),
            (
                ["OLD"], "2020-05-02", UUID(),
                CaseAllocated(worker: WorkerID("sam")!, allocatedTeam: TeamID("south")!)
            ),
            (["A"], "2020-05-03", UUID(), CaseAllocated(worker: WorkerID("kim")!, allocatedTeam: north)),
            (["OLD"], "2020-05-04", UUID(), CaseClosed(reason: Code("RC8")!)),
            (["A", "OLD"], "2020-05-05", UUID(), merge),
        ])
    }

    @Test func aMergedRecordIsShownWithWhereItCameFrom() {
        let log = Self.merged()
        let whole = Chronology.of(Self.record("A", log))
        #expect(whole.entries.map { $0.cameFrom?.text } == ["OLD", "OLD", nil, "OLD", nil])
        #expect(whole.entries.map(\.version) == [1, 2, 1, 3, 2])
        #expect(whole.birthDate == CivilDate("2015-05-01"))
        #expect(whole.json["mergedFrom"] == ["OLD"] && whole.json["mergedInto"] == nil)
        #expect(whole.text(columns: 200).contains("With what came from OLD.\n"))
        #expect(whole.text(columns: 200).contains("(from OLD)"))
        let part = Chronology.of(Self.record("OLD", log))
        #expect(part.json["mergedInto"] == "A" && part.count == 4)
        #expect(part.text(columns: 200).contains("This record was merged into A.\n"))
    }

    @Test func theClosingOfADuplicateLeavesTheCaseAllocated() {
        var log = Self.merged()
        #expect(Responsibility.of(Self.record("A", log)) == Responsibility.of([log[2]]))
        // Where the record's own entries allocate the case to nobody, those that came with another count.
        log.remove(at: 3)
        log.remove(at: 2)
        let responsibility = Responsibility.of(Self.record("A", log))
        #expect(responsibility.worker == WorkerID("sam") && responsibility.team == TeamID("south"))
        #expect(Responsibility.of(Self.record("B", log)).team == nil)
    }

    @Test func anAllocationStruckOutDoesNotCount() {
        let allocation = UUID()
        let log = Self.log([
            (["A"], "2020-05-03", UUID(), CaseAllocated(worker: WorkerID("kim")!, allocatedTeam: Self.north)),
            (["A"], "2020-05-04", allocation, CaseAllocated(worker: WorkerID("sam")!, allocatedTeam: Self.north)),
            (["A"], "2020-05-05", UUID(), EntryStruckOut(entry: allocation, reason: "Not agreed")),
        ])
        #expect(Responsibility.of(Self.record("A", log)).worker == WorkerID("kim"))
    }
}
