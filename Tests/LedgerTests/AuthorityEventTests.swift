import CaseRecord
import Foundation
import Ledger
import StrictJSON
import TestSupport
import Testing

func worker(_ name: String, id: UUID = UUID()) -> EventDraft {
    EventDraft(
        event: CaseEvent(
            id: id, authority: RunningLedger.authority, children: [], occurredAt: Occurrence("2011-04~")!,
            recordedBy: WorkerID("jo")!, data: WorkerRegistered(worker: WorkerID(name)!)))
}

private func team(_ name: String) -> EventDraft {
    EventDraft(
        event: CaseEvent(
            id: UUID(), authority: RunningLedger.authority, children: [], occurredAt: Occurrence("2011")!,
            recordedBy: WorkerID("jo")!, data: TeamRegistered(team: TeamID(name)!)))
}

/// Events that stand in no child's record.
@Suite struct AuthorityEventTests {
    @Test func theyAreStoredReadAndFoundSound() async throws {
        try await SealedLedger.with { sealed in
            let running = sealed.running
            let id = UUID()
            let receipts = try await running.ledger.append(
                [note("a"), worker("sam", id: id), team("N"), note("b", ["N1", "N2"])], submittedBy: "t")
            #expect(receipts.map(\.position) == [1, 2, 3, 4])
            #expect(receipts.map { $0.versions.count } == [1, 0, 0, 2] && receipts[1].json["versions"] == [:])
            // Enough of them at once to be written by COPY.
            _ = try await running.ledger.append(
                (0..<80).flatMap { [worker("w\($0)"), note("c \($0)")] }, submittedBy: "t")
            // Nothing but them, too.
            _ = try await running.ledger.append((0..<70).map { worker("x\($0)") }, submittedBy: "t")
            let again = try await running.ledger.append([worker("sam", id: id)], submittedBy: "t")
            #expect(again.map(\.isNew) == [false] && again[0].position == 2)

            let types = [WorkerRegistered.type]
            let first = try await running.reader.authorityEvents(of: types, limit: 3)
            #expect(first.map(\.position) == [2, 5, 7])
            let rest = try await running.reader.authorityEvents(of: types, after: 7, limit: 1000)
            #expect(rest.count == 148 && rest.last?.event.headline == "Worker x69 registered")
            let both = try await running.reader.authorityEvents(of: types + [TeamRegistered.type], limit: 2)
            #expect(both.map(\.position) == [2, 3] && both[0].event.occurredAt.description == "2011-04~")
            let named = try await running.reader.authorityEvents(of: types, saying: "w7", limit: 100)
            #expect(named.map(\.event.headline) == ["Worker w7 registered"])
            #expect(try await running.reader.authorityEvents(of: types, saying: "w", limit: 100).isEmpty)
            #expect(try await running.reader.events(ids: [id, UUID()]).map(\.position) == [2])
            #expect(try await running.reader.events(after: 1, limit: 2).map(\.position) == [2, 3])

            _ = try await sealed.keeper.current()
            let found = try await sealed.verify()
            #expect(found.isSound && found.entries == 234, "\(found.findings)")
            // A new daemon goes on where the log ends.
            try await sealed.tamper("UPDATE caselog.event SET versions = '{1}' WHERE position = 2")
            #expect(try await !sealed.verify().isSound)
        }
    }

    @Test func theirIndexIsTheWayToThem() async throws {
        let database = try await TestDatabase.migrated()
        try await RunningLedger.with(database: database) { running in
            for batch in 0..<10 {
                let drafts = (0..<200).map { note("\(batch) \($0)", ["C\($0 % 97)"]) }
                _ = try await running.ledger.append(drafts + [worker("w\(batch)")], submittedBy: "t")
            }
        }
        try await Psql.run(database, "ANALYZE")
        let plan = try await Psql.run(
            database,
            """
            EXPLAIN SELECT content FROM caselog.event
            WHERE authority = '926' AND cardinality(versions) = 0 AND type = ANY (ARRAY['worker.registered'])
                AND position > 0 ORDER BY position LIMIT 100
            """)
        #expect(plan.contains("event_of_authority") || plan.contains("authority_position_idx"), "\(plan)")
        #expect(!plan.contains("Seq Scan") && !plan.contains("pkey"), "\(plan)")
    }
}
