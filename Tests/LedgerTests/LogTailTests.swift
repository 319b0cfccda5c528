import CaseRecord
import Foundation
import PostgresClient
import Testing

@testable import Ledger
@testable import TestSupport

@Suite struct LogTailTests {
    private static func child(_ name: String) -> ChildID { ChildID(unchecked: name) }

    @Test func itTellsWhoseRecordGrewAndWhoseDidNot() async throws {
        try await RunningLedger.with { running in
            let tail = LogTail(running.reader)
            #expect(try await tail.mark().position == 0)
            _ = try await running.ledger.append([note("a", ["A"]), note("b", ["B"])], submittedBy: "t")
            let before = try await tail.mark()
            #expect(before.position == 2 && !tail.haveGrown([Self.child("A"), Self.child("B")], since: before))
            _ = try await running.ledger.append([note("c", ["C", "A"])], submittedBy: "t")
            let after = try await tail.mark()
            #expect(after.position == 3 && before < after && before.log == after.log)
            for (name, hasGrown) in [("A", true), ("B", false), ("C", true), ("D", false)] {
                #expect(tail.haveGrown([Self.child(name)], since: before) == hasGrown, "\(name)")
                #expect(!tail.haveGrown([Self.child(name)], since: after))
            }
            #expect(tail.haveGrown([Self.child("B"), Self.child("C")], since: before))
            #expect(!tail.hasAuthorityGrown(since: before))
            _ = try await running.ledger.append([worker("kim")], submittedBy: "t")
            _ = try await tail.mark()
            #expect(tail.hasAuthorityGrown(since: after) && !tail.haveGrown([Self.child("A")], since: after))
        }
    }

    /// Nobody may be told that nothing was added who asks after an append was acknowledged.
    @Test func whatWasAcknowledgedBeforeTheAskingIsNeverPassedOver() async throws {
        try await RunningLedger.with { running in
            let tail = LogTail(running.reader)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        let child = Self.child("W\(writer)")
                        var kept = try await tail.mark()
                        for number in 0..<60 {
                            let receipt = try await running.ledger.append(
                                [note("\(number)", [child.text])], submittedBy: "t")[0]
                            let mark = try await tail.mark()
                            #expect(mark.position >= receipt.position)
                            #expect(tail.haveGrown([child], since: kept))
                            #expect(!tail.haveGrown([child], since: mark))
                            kept = mark
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func whereMoreWasAddedThanOneLookTakesAllThatIsKeptIsReadAnew() async throws {
        try await RunningLedger.with { running in
            let tail = LogTail(running.reader)
            _ = try await running.ledger.append([note("a", ["A"])], submittedBy: "t")
            let before = try await tail.mark()
            for batch in 0..<2 {
                let drafts = (0..<LogTail.mostEntries / 2).map { note("\(batch) \($0)", ["B"]) }
                _ = try await running.ledger.append(drafts, submittedBy: "t")
            }
            _ = try await tail.mark()
            #expect(!tail.haveGrown([Self.child("A")], since: before), "a full look is enough")
            for batch in 0..<3 {
                let drafts = (0..<LogTail.mostEntries / 2).map { note("more \(batch) \($0)", ["B"]) }
                _ = try await running.ledger.append(drafts, submittedBy: "t")
            }
            let after = try await tail.mark()
            #expect(tail.haveGrown([Self.child("A")], since: before) && tail.hasAuthorityGrown(since: before))
            #expect(before < after && after.log == before.log && after.position == 2501)
            #expect(!tail.haveGrown([Self.child("B")], since: after))
        }
    }

    /// A replica that took over can lack what the old primary had acknowledged, and go on from there.
    @Test func aLogThatLostItsEndAndWentOnIsAnotherLog() async throws {
        let database = try await TestDatabase.migrated()
        try await RunningLedger.with(database: database) { running in
            let tail = LogTail(running.reader)
            _ = try await running.ledger.append([note("a", ["A"]), note("lost", ["A"])], submittedBy: "t")
            let before = try await tail.mark()
            try await Psql.run(
                database,
                """
                SET session_replication_role = replica;
                DELETE FROM caselog.event WHERE position = 2; DELETE FROM caselog.child_event WHERE position = 2;
                INSERT INTO caselog.event
                SELECT authority, 2, gen_random_uuid(), type, type_version, format, occurred_at, occurred_precision,
                       recorded_at, recorded_by, submitted_by, versions, content, sha256(leaf_hash)
                FROM caselog.event WHERE position = 1;
                INSERT INTO caselog.child_event SELECT authority, child, 2, 2 FROM caselog.child_event;
                """)
            let mark = try await tail.mark()
            #expect(mark.log != before.log && mark.position == 2)
            #expect(tail.haveGrown([Self.child("A")], since: before))
            #expect(!tail.haveGrown([Self.child("A")], since: mark))
        }
    }

    /// An entry that nobody can read must not hide the rest of the log.
    @Test func anEntryThatCannotBeReadMakesEverythingBeReadAnew() async throws {
        let database = try await TestDatabase.migrated()
        try await RunningLedger.with(database: database) { running in
            let tail = LogTail(running.reader)
            let before = try await tail.mark()
            _ = try await running.ledger.append([note("a", ["A"])], submittedBy: "t")
            try await Psql.run(
                database, "SET session_replication_role = replica; UPDATE caselog.event SET content = '{'")
            let after = try await tail.mark()
            #expect(after.position == 1 && tail.haveGrown([Self.child("B")], since: before))
        }
    }
}
