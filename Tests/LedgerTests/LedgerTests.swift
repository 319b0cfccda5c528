import CaseRecord
import Foundation
import Ledger
import MerkleLog
import PostgresClient
import StrictJSON
import Synchronization
import Testing

@testable import TestSupport

func note(_ text: String, _ children: [String] = ["N1"], id: UUID = UUID(), expected: Int64? = nil) -> EventDraft {
    let ids = children.map { ChildID($0)! }
    return EventDraft(
        event: CaseEvent(
            id: id, authority: RunningLedger.authority, children: ids, occurredAt: Occurrence("2026-11-20")!,
            recordedBy: WorkerID("jo")!, data: NoteRecorded(text: text)),
        expectedVersions: expected.map { [ids[0]: $0] } ?? [:])
}

/// What happened in which order, told by several tasks.
private final class Story: Sendable {
    let lines = Mutex<[String]>([])
    let task = Mutex<Task<Void, any Error>?>(nil)
}

/// Tells one task that another has ended.
private final class End: Sendable {
    let isReached = Atomic(false)
    /// Steps taken so far.
    let progress = Atomic(0)
}

@Suite struct LedgerTests {
    @Test func positionsAndVersionsCountFromOneWithoutGap() async throws {
        try await RunningLedger.with { running in
            let first = try await running.ledger.append([note("a"), note("b", ["N1", "N2"])], submittedBy: "t")
            let second = try await running.ledger.append([note("c", ["N2"])], submittedBy: "t")
            #expect((first + second).map(\.position) == [1, 2, 3])
            #expect(first[1].versions.map(\.version) == [2, 1])
            #expect(second[0].versions.map(\.version) == [2])
            let history = try await running.reader.history(of: ChildID("N2")!)
            #expect(history.map(\.position) == [2, 3])
            #expect(history[0].event.children.map(\.text) == ["N1", "N2"])
        }
    }

    @Test func theSameEventTwiceIsStoredOnceAndGetsItsFirstReceipt() async throws {
        try await RunningLedger.with { running in
            let event = note("a")
            let first = try await running.ledger.append([event], submittedBy: "t")
            let again = try await running.ledger.append([event, event], submittedBy: "t")
            #expect(first[0].isNew && !again[0].isNew && !again[1].isNew)
            #expect(again.map(\.position) == [1, 1])
            #expect(again[0].recordedAt == first[0].recordedAt && again[0].leafHash == first[0].leafHash)
            #expect(try await running.reader.lastPosition() == 1)
        }
    }

    @Test func theSameIdWithOtherContentIsAConflictThatStoresNothing() async throws {
        try await RunningLedger.with { running in
            let id = UUID()
            _ = try await running.ledger.append([note("a", id: id)], submittedBy: "t")
            await #expect(throws: AppendError.contentConflict(index: 1, id: id, position: 1)) {
                try await running.ledger.append([note("new"), note("b", id: id)], submittedBy: "t")
            }
            #expect(try await running.reader.lastPosition() == 1)
        }
    }

    @Test func ofManyThatExpectTheSameVersionExactlyOneWins() async throws {
        try await RunningLedger.with { running in
            _ = try await running.ledger.append([note("a")], submittedBy: "t")
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<40 {
                    group.addTask {
                        (try? await running.ledger.append([note("race \(index)", expected: 1)], submittedBy: "t"))
                            != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes == 1)
            #expect(try await running.reader.lastPosition() == 2)
        }
    }

    @Test func aFailingAppendDoesNotTouchTheOthersOfItsBatch() async throws {
        try await RunningLedger.with { running in
            let results = await withTaskGroup(of: (Int, Bool).self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let draft = index % 7 == 0 ? note("bad", ["X"], expected: 99) : note("good", ["C\(index % 10)"])
                        return (index, (try? await running.ledger.append([draft], submittedBy: "t")) != nil)
                    }
                }
                return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            #expect(results.allSatisfy { $0.value == ($0.key % 7 != 0) })
            let events = try await running.reader.events(after: 0, limit: 1000)
            #expect(events.map(\.position) == Array(1...Int64(events.count)))
            #expect(events.count == results.values.filter { $0 }.count)
        }
    }

    @Test func aReaderThatTailsTheLogMissesNothingWhileManyWrite() async throws {
        try await RunningLedger.with { running in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for index in 0..<60 {
                            _ = try await running.ledger.append(
                                [note("\(writer) \(index)", ["W\(writer)"])], submittedBy: "t")
                        }
                    }
                }
                group.addTask {
                    var position: Int64 = 0
                    while position < 480 {
                        let events = try await running.reader.events(after: position, limit: 50)
                        for event in events {
                            #expect(event.position == position + 1)
                            position = event.position
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aLostConnectionLosesNoAppendAndRepeatsNone() async throws {
        try await RunningLedger.with { running in
            let end = End()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { end.isReached.store(true, ordering: .releasing) }
                    for index in 0..<150 {
                        _ = try await running.ledger.append([note("n\(index)")], submittedBy: "t")
                        end.progress.add(1, ordering: .releasing)
                    }
                }
                group.addTask {
                    let admin = try await PostgresConnection.connect(
                        PostgresConfiguration(connectionString: running.database), logger: TestDatabase.quietLogger)
                    let kill = Statement(
                        name: "kill",
                        sql: """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """)
                    while !end.isReached.load(ordering: .acquiring) {
                        let progress = end.progress.load(ordering: .acquiring)
                        _ = try await admin.query(kill) { try $0.decode(0, as: Bool.self) }
                        // On a busy machine a kill every few milliseconds would leave no time to reconnect.
                        repeat {
                            try await Task.sleep(for: .milliseconds(15))
                        } while end.progress.load(ordering: .acquiring) == progress
                            && !end.isReached.load(ordering: .acquiring)
                    }
                    await admin.close()
                }
                try await group.waitForAll()
            }
            let history = try await running.reader.history(of: ChildID("N1")!)
            #expect(history.compactMap { ($0.event.data as? NoteRecorded)?.text } == (0..<150).map { "n\($0)" })
        }
    }

    @Test func aLedgerThatLostItsTurnCanNoLongerWrite() async throws {
        let database = try await TestDatabase.migrated()
        var ending: AppendError?
        do {
            try await RunningLedger.with(database: database) { old in
                _ = try await old.ledger.append([note("before")], submittedBy: "t")
                // As if it had hung for longer than its lease and another had had the turn.
                try await Psql.run(
                    database, "UPDATE caselog.authority SET epoch = epoch + 1, lease_until = '-infinity'")
                try await RunningLedger.with(database: database) { new in
                    _ = try await new.ledger.append([note("after")], submittedBy: "t")
                    let late = try? await old.ledger.append([note("too late")], submittedBy: "t")
                    #expect(late?.count == nil)
                    #expect(try await new.reader.lastPosition() == 2)
                }
            }
        } catch let error as AppendError {
            ending = error
        }
        // Its run ends too, so that the daemon ends.
        #expect(ending == .fenced)
    }

    @Test func aSecondLedgerStandsByUntilTheFirstIsGone() async throws {
        let database = try await TestDatabase.migrated()
        let story = Story()
        let second = Ledger(
            authority: RunningLedger.authority,
            configuration: PostgresConfiguration(connectionString: database, role: "caselogd"),
            now: { Instant(microseconds: 0) }, logger: TestDatabase.quietLogger)
        let (standby, isStandingBy) = AsyncStream<String>.makeStream()
        try await RunningLedger.with(database: database) { first in
            _ = try await first.ledger.append([note("a")], submittedBy: "t")
            let opening = Task {
                try await second.open { isStandingBy.yield($0) }
                story.lines.withLock { $0.append("second open") }
            }
            story.task.withLock { $0 = opening }
            for await holder in standby {
                #expect(holder.contains("pid"))
                break
            }
            _ = try await first.ledger.append([note("b")], submittedBy: "t")
            try await Task.sleep(for: .seconds(1))
            story.lines.withLock { $0.append("first ends") }
        }
        try await story.task.withLock { $0 }?.value
        #expect(story.lines.withLock { $0 } == ["first ends", "second open"])
    }

    @Test func theChainLinksEveryEventToAllBefore() async throws {
        let database = try await TestDatabase.migrated()
        let shared = note("same", id: UUID())
        var hashes: [TreeHash] = []
        try await RunningLedger.with(database: database) { running in
            hashes = try await running.ledger.append([note("a"), shared, note("c")], submittedBy: "t").map(\.leafHash)
        }
        #expect(Set(hashes).count == 3)
        // Taken up again where it ended: another turn goes on from the stored hash.
        try await RunningLedger.with(database: database) { running in
            let next = try await running.ledger.append([note("d")], submittedBy: "t")
            #expect(next[0].position == 4)
        }
    }
}

@Suite struct AppendOnlyTests {
    @Test(arguments: [
        "UPDATE caselog.event SET recorded_by = 'x'", "DELETE FROM caselog.event", "TRUNCATE caselog.event",
        "UPDATE caselog.child_event SET version = 9", "DELETE FROM caselog.child_event",
        "DELETE FROM caselog.tree_node",
        "UPDATE caselog.checkpoint SET note = ''", "ALTER TABLE caselog.event DISABLE TRIGGER ALL",
        "TRUNCATE caselog.event_0", "DELETE FROM caselog.authority", "DELETE FROM caselog.alert_transition",
    ])
    func theDaemonsRoleCannotChangeTheLog(sql: String) async throws {
        let database = try await TestDatabase.migrated()
        let daemon = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database, role: "caselogd"), logger: TestDatabase.quietLogger)
        let error = await #expect(throws: PostgresError.self) { try await daemon.simple(sql) }
        #expect(error?.sqlState == "42501")
        await daemon.close()
    }

    /// An analyst sees the views for analysis and nothing else; a reader the tables, and adds nothing.
    @Test(arguments: [
        ("caselog_analyst", "SELECT count(*) FROM caselog_analysis.events", true),
        ("caselog_analyst", "SELECT count(*) FROM caselog_analysis.alerts", true),
        ("caselog_analyst", "SELECT count(*) FROM caselog.events", false),
        ("caselog_analyst", "SELECT count(*) FROM caselog.event", false),
        ("caselog_reader", "SELECT count(*) FROM caselog.event", true),
        ("caselog_reader", "INSERT INTO caselog.child_event VALUES ('926', 'x', 1, 1)", false),
        ("caselog_reader", "UPDATE caselog.authority SET epoch = 9", false),
    ])
    func everyRoleHasItsRightsAndNoMore(role: String, sql: String, isAllowed: Bool) async throws {
        let database = try await TestDatabase.migrated()
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database, role: role), logger: TestDatabase.quietLogger)
        if isAllowed {
            try await connection.simple(sql)
        } else {
            let error = await #expect(throws: PostgresError.self) { try await connection.simple(sql) }
            #expect(error?.sqlState == "42501")
        }
        await connection.close()
    }

    @Test(arguments: [
        "UPDATE caselog.event SET recorded_by = 'x'", "DELETE FROM caselog.child_event", "TRUNCATE caselog.event",
    ])
    func evenTheOwnerIsStoppedByTheTriggers(sql: String) async throws {
        try await RunningLedger.with { running in
            _ = try await running.ledger.append([note("a")], submittedBy: "t")
            let owner = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: running.database), logger: TestDatabase.quietLogger)
            let error = await #expect(throws: PostgresError.self) { try await owner.simple(sql) }
            #expect(error?.sqlState == "23001")
            await owner.close()
        }
    }
}
