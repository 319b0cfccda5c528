import Foundation
import NIOConcurrencyHelpers
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// A primary and a synchronous standby, of which the first fails while clients append.
@Suite(.serialized) struct FailoverTests {
    /// A primary that acknowledges nothing before the standby has it, and that standby.
    private func pair() async throws -> (primary: ServerCluster, standby: ServerCluster) {
        let primary = try await ServerCluster.make()
        try await primary.start()
        try await primary.sql("CREATE DATABASE caselog")
        let standby = try await ServerCluster.make(hasData: false)
        try await standby.tool(
            "pg_basebackup",
            [
                "-d", primary.connection + " application_name=standby", "-D", standby.data, "-R", "-X", "stream", "-c",
                "fast", "-C",
                "-S", "standby",
            ])
        try standby.configure(settings: ["hot_standby = on"])
        try await standby.start()
        try await primary.sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        try await primary.sql("SELECT pg_reload_conf()")
        for _ in 0..<100 {
            if try await primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync" { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return (primary, standby)
    }

    private static let patience = " connect_timeout=2 target_session_attrs=read-write"

    @Test func noAcknowledgedEventIsLostAndTheOldPrimaryCannotBeWrittenTo() async throws {
        let (primary, standby) = try await pair()
        let both =
            "host=\(primary.directory),\(standby.directory) port=5432,5432 user=postgres dbname=caselog" + Self.patience
        let daemon = try DaemonProcess()
        let acknowledged = NIOLockedValueBox<[(id: String, at: ContinuousClock.Instant)]>([])
        let failedAt = NIOLockedValueBox<ContinuousClock.Instant?>(nil)
        try await daemon.running(on: both) { _ in
            try await daemon.note("N", 5)
            let isOver = NIOLockedValueBox(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<4 {
                    group.addTask {
                        while !isOver.withLockedValue({ $0 }) {
                            let id = UUID()
                            let body = event(
                                "note.recorded", ["C\(client)"], on: "2026-01-02", "{\"text\":\"\(id)\"}", id: id)
                            // The same event until it is acknowledged, as clients do it.
                            while !isOver.withLockedValue({ $0 }) {
                                let reply = try? await daemon.post(body)
                                if let reply, [200, 201].contains(reply.status) {
                                    acknowledged.withLockedValue {
                                        $0.append((id.uuidString.lowercased(), ContinuousClock.now))
                                    }
                                    break
                                }
                                try await Task.sleep(for: .milliseconds(20))
                            }
                        }
                    }
                }
                try await Task.sleep(for: .seconds(2))
                // What analysts do on a standby, while it is one.
                try await self.analystsReadAndCannotWrite(standby)
                primary.kill()
                failedAt.withLockedValue { $0 = ContinuousClock.now }
                // An operator, or Patroni, sees it and decides: that time is not caselog's.
                try await standby.tool("pg_ctl", ["-D", standby.data, "-w", "-s", "promote"])
                try await standby.sql("ALTER SYSTEM RESET synchronous_standby_names")
                try await standby.sql("SELECT pg_reload_conf()")
                let promoted = ContinuousClock.now
                for _ in 0..<300 {
                    if acknowledged.withLockedValue({ $0.contains { $0.at > promoted } }) { break }
                    try await Task.sleep(for: .milliseconds(100))
                }
                try await Task.sleep(for: .seconds(1))
                isOver.withLockedValue { $0 = true }
                try await group.waitForAll()
            }
            #expect(try await daemon.caselog(["verify"]).status == 0)
        }
        let failed = try #require(failedAt.withLockedValue { $0 })
        let acks = acknowledged.withLockedValue { $0 }
        let moments = acks.map(\.at).sorted()
        let before = try #require(moments.last { $0 <= failed })
        // What was under way may have come through just before the server was gone, so the longest pause counts.
        let after = [before] + moments.filter { $0 > failed }
        let pause = try #require(zip(after, after.dropFirst()).map { $1 - $0 }.max(), "\(daemon.log.suffix(2000))")
        print("without service for \(pause), \(acks.count) events acknowledged")
        #expect(pause < .seconds(10))
        let stored = Set(
            try await standby.sql("SELECT event_id FROM caselog.event", in: "caselog").split(separator: "\n").map(
                String.init))
        #expect(acks.allSatisfy { stored.contains($0.id) })
        #expect(acks.count > 50, "\(acks.count)")

        // The old primary comes back as if nothing had been. A daemon that is pointed at it sees that it is not the log
        // that was sealed; and it can commit nothing, as its standby is gone.
        try await primary.start()
        await #expect(throws: DaemonProcess.DidNotStart.self) {
            try await daemon.running(on: primary.connection + " dbname=caselog") { _ in }
        }
        #expect(daemon.log.contains("are lost") || daemon.log.contains("stand"), "\(daemon.log.suffix(500))")
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        let write = Task {
            try await Psql.run(primary.connection + " dbname=caselog", "UPDATE caselog.authority SET holder = 'x'")
        }
        try await Task.sleep(for: .seconds(2))
        #expect(try await primary.sql(waiting) == "1")
        try await primary.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        await #expect(throws: Psql.Failure.self) { try await write.value }
        await primary.remove()
        await standby.remove()
    }

    /// A commit that waits for the standby, and whose wait somebody gives up, is reported as done by PostgreSQL: with a warning.
    @Test func whatTheStandbyDoesNotHaveIsNotAcknowledged() async throws {
        let (primary, standby) = try await pair()
        let daemon = try DaemonProcess()
        let connection = primary.connection + " dbname=caselog"
        try await daemon.running(on: connection) { _ in
            try await daemon.note("N", 2)
            try await standby.stop()
            let id = UUID()
            let body = event("note.recorded", ["N"], on: "2026-01-02", "{\"text\":\"one copy\"}", id: id)
            let statuses = NIOLockedValueBox<[Int]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        if let reply = try? await daemon.post(body) {
                            statuses.withLockedValue { $0.append(reply.status) }
                        }
                        try await Task.sleep(for: .milliseconds(200))
                    }
                }
                for _ in 0..<40 {
                    try await primary.sql(
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                    try await Task.sleep(for: .milliseconds(100))
                }
                let stored = "SELECT count(*) FROM caselog.event WHERE event_id = '\(id)'"
                // It is there, in one copy that may be lost, and nobody was told that it is.
                #expect(try await primary.sql(stored, in: "caselog") == "1")
                #expect(!statuses.withLockedValue { $0 }.contains { $0 < 300 }, "\(statuses.withLockedValue { $0 })")
                try await standby.start()
                let back = ContinuousClock.now
                for _ in 0..<600 {
                    if statuses.withLockedValue({ $0.contains { $0 < 300 } }) { break }
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(statuses.withLockedValue { $0 }.contains { $0 < 300 }, "\(daemon.log.suffix(2000))")
                print("acknowledged \(ContinuousClock.now - back) after the standby was back")
                // At once, without any wait for a replay: it was on the standby's disk before it was acknowledged.
                #expect(try await standby.sql("SELECT pg_last_wal_receive_lsn() IS NOT NULL") == "t")
                group.cancelAll()
            }
        }
        await primary.remove()
        await standby.remove()
    }

    private func analystsReadAndCannotWrite(_ standby: ServerCluster) async throws {
        let connection = standby.connection + " dbname=caselog options='-c role=caselog_analyst'"
        var count = 0
        // It shows what the primary has committed, a moment later.
        for _ in 0..<100 where count < 1 {
            count = Int(try await Psql.run(connection, "SELECT count(*) FROM caselog_analysis.cases")) ?? 0
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(count >= 1)
        #expect(try await standby.sql("SELECT pg_is_in_recovery()") == "t")
        await #expect(throws: Psql.Failure.self) {
            try await Psql.run(connection, "SELECT content FROM caselog.event")
        }
        await #expect(throws: Psql.Failure.self) {
            try await standby.sql("DELETE FROM caselog.projection", in: "caselog")
        }
    }
}
