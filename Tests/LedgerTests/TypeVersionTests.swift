import CaseRecord
import Foundation
import MerkleLog
import PostgresClient
import StrictJSON
import Testing

@testable import Ledger
@testable import TestSupport

/// The log tells at which version of its type an event was recorded, and knows it again whichever version says it.
@Suite struct TypeVersionTests {
    /// A correction as version 1 of its type stored it.
    static let oldCorrection = """
        {"authority":"926","children":["N1"],"data":{"data":{"text":"As it was"},\
        "entry":"0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d","reason":"x","type":"note.recorded"},\
        "id":"01931f00-0000-7000-8000-000000000001","occurredAt":"2026-11-20","recordedBy":"jo",\
        "type":"entry.corrected"}
        """

    /// What an old client sends for it.
    static func draft(text: String = "As it was") throws -> EventDraft {
        var object = try #require(JSONValue(parsing: oldCorrection.replacing("As it was", with: text).utf8).objectValue)
        object["typeVersion"] = 1
        let context = RecordingContext(
            authority: RunningLedger.authority, recordedBy: WorkerID("jo")!, now: Instant("2026-11-23T09:00:00Z")!)
        return try EventDraft.reading(.object(object), in: context)
    }

    /// Puts an event where another program would have put it, at position 7.
    static func insert(_ content: String, typeVersion: Int16, _ running: RunningLedger) async throws {
        let row = """
            '926', 7, '01931f00-0000-7000-8000-000000000001', 'entry.corrected', \(typeVersion), 1, '2026-11-20', 'day',
            now(), 'jo', 't', '{1}', convert_to('\(content)', 'UTF8'), decode(repeat('00', 32), 'hex')
            """
        try await Psql.run(
            running.database,
            """
            INSERT INTO caselog.event VALUES (\(row));
            INSERT INTO caselog.child_event VALUES ('926', 'N1', 1, 7)
            """)
    }

    func answer(to draft: EventDraft) throws -> Result<[Receipt], AppendError> {
        let receipt = Receipt(
            id: draft.event.id, position: 7, recordedAt: Instant("2026-11-20T09:00:00Z")!,
            versions: [(child: ChildID("N1")!, version: 1)], leafHash: .hashing([]), isNew: false)
        let known = KnownEvent(receipt: receipt, content: Array(Self.oldCorrection.utf8), typeVersion: 1)
        let head = LedgerHead(epoch: 1, frontier: TreeFrontier(), recordedAt: receipt.recordedAt)
        var plan = BatchPlan(
            authority: RunningLedger.authority, head: head,
            recordedAt: Instant("2026-11-23T09:00:00Z")!, known: [draft.event.id: known])
        return plan.take(Submission([SubmittedEvent(draft)], submittedBy: "t") { _ in }, on: RecordVersions())
    }

    @Test func anEventThatAnOlderVersionStoredIsTheSameWhenItIsSentAgain() throws {
        let draft = try Self.draft()
        #expect(draft.event.canonicalBytes != Array(Self.oldCorrection.utf8))
        let receipts = try answer(to: draft).get()
        #expect(receipts.map(\.position) == [7] && receipts.map(\.isNew) == [false])
        let other = try Self.draft(text: "As it was not")
        #expect(throws: AppendError.contentConflict(index: 0, id: draft.event.id, position: 7)) {
            try answer(to: other).get()
        }
    }

    @Test func anEventOfANewerProgramIsFoundButCannotBeRead() async throws {
        try await RunningLedger.with { running in
            try await Self.insert(Self.oldCorrection, typeVersion: 3, running)
            // That it might say the same cannot be told.
            let draft = try Self.draft()
            await #expect(throws: AppendError.contentConflict(index: 0, id: draft.event.id, position: 7)) {
                try await running.ledger.append([draft], submittedBy: "t")
            }
            _ = try await running.ledger.append([note("the writer goes on")], submittedBy: "t")
            let error = await #expect(throws: MalformedInput.self) {
                try await running.reader.history(of: ChildID("N1")!)
            }
            #expect(error?.problems.map(\.pointer) == ["/typeVersion"])
        }
    }

    @Test func theVersionIsStoredBesideTheContentAndReadersSeeIt() async throws {
        try await RunningLedger.with { running in
            try await Self.insert(Self.oldCorrection, typeVersion: 1, running)
            let again = try await running.ledger.append([Self.draft()], submittedBy: "t")
            #expect(again.map(\.position) == [7])

            let new = EntryCorrected(
                entry: UUID(), entryType: NoteRecorded.type, reason: "x", data: NoteRecorded(text: "As it is"))
            let event = CaseEvent(
                id: UUID(), authority: RunningLedger.authority, children: [ChildID("N1")!],
                occurredAt: Occurrence("2026-11-20")!, recordedBy: WorkerID("jo")!, data: new)
            _ = try await running.ledger.append([EventDraft(event: event), note("b")], submittedBy: "t")

            let history = try await running.reader.history(of: ChildID("N1")!)
            #expect(history.map(\.typeVersion) == [1, 2, 1])
            #expect(history.map { $0.event.data.field["typeVersion"] } == [1, 1, nil])
            let log = try await running.reader.events(after: 0, limit: 10)
            #expect(log.map(\.position) == [1, 2, 7] && log.map(\.typeVersion) == [2, 1, 1])
            let stored = try await Psql.run(
                running.database, "SELECT convert_from(content, 'UTF8') FROM caselog.event WHERE position = 7")
            #expect(stored == Self.oldCorrection)
        }
    }
}
