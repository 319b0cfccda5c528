import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgresClient

@Suite("Connection", .timeLimit(.minutes(2)))
struct ConnectionTests {
    @Test func preparesOnce() async throws {
        let (c, _) = try await freshConnection()
        let statement = Statement(name: "twice", sql: "SELECT $1 * 2")
        for number in Int64(1)...3 {
            #expect(try await c.query(statement, [.int8(number)]) { try $0.decode(0, as: Int64.self) } == [number * 2])
        }
        let count = "SELECT count(*) FROM pg_prepared_statements WHERE name = 'twice'"
        #expect(try await one(c, count, as: Int.self) == 1)
        let text = try await failure { try await c.execute(Statement(name: "twice", sql: "SELECT 3")) }
        #expect(text.code == .misuse)
        #expect(try await failure { try await c.execute(statement, [.text("1")]) }.code == .misuse)
        await c.close()
    }

    /// libpq is called on the connection's own thread and on no other.
    @Test func keepsToItsThread() async throws {
        let (c, _) = try await freshConnection()
        let threads = Shared(Set<UInt>())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    _ = try await c.query(Statement(name: "one", sql: "SELECT 1")) { _ in
                        threads.withLock { _ = $0.insert(pthread_self()) }
                    }
                    try await c.copyOut("COPY (SELECT 1) TO STDOUT") { _ in
                        threads.withLock { _ = $0.insert(pthread_self()) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(threads.withLock { $0.count } == 1)
        await c.close()
    }

    @Test func preparesAnewWhenTheTableChanges() async throws {
        let (c, _) = try await freshConnection()
        try await c.simple("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
        let all = Statement(name: "all", sql: "SELECT * FROM t")
        #expect(try await c.query(all) { $0.columnCount } == [1])
        try await c.simple("ALTER TABLE t ADD b int")
        #expect(try await c.query(all) { $0.columnCount } == [2])
        try await c.simple("DEALLOCATE ALL")
        #expect(try await c.query(all) { $0.columnCount } == [2])
        await c.close()
    }

    @Test func errorFields() async throws {
        let (c, _) = try await freshConnection()
        try await c.simple("CREATE TABLE child (id int CONSTRAINT child_key PRIMARY KEY, name text NOT NULL)")
        let insert = Statement(name: "child.insert", sql: "INSERT INTO child VALUES ($1, $2)")
        #expect(try await c.execute(insert, [.int4(4711), .text("A")]) == 1)
        let twice = try await failure { try await c.execute(insert, [.int4(4711), .text("A")]) }
        #expect(twice.code == .server)
        #expect(twice.sqlState == "23505")
        #expect(twice.constraint == "child_key")
        #expect(twice.table == "child")
        #expect(twice.statement == "child.insert")
        #expect(twice.detail?.contains("4711") == true)
        #expect(!"\(twice) \(String(reflecting: twice))".contains("4711"))
        #expect(!twice.isRetryable && !twice.outcomeUnknown)
        #expect(try await failure { try await c.execute(insert, [.int4(1), .text(nil)]) }.column == "name")
        let value = try await failure { try await c.simple("SELECT 'Mary'::uuid") }
        #expect(value.message.contains("Mary"))
        #expect(!"\(value)".contains("Mary"))
        #expect(c.isUsable)
        await c.close()
    }

    @Test func settings() async throws {
        let (c, _) = try await freshConnection {
            $0.applicationName = "room test"
            $0.settings = ["caselog.test": "a b, c\\d", "default_transaction_read_only": "on"]
            $0.role = "pg_monitor"
            $0.statementTimeout = .milliseconds(1500)
        }
        #expect(try await one(c, "SELECT current_setting('application_name')") == "room test")
        #expect(try await one(c, "SELECT current_setting('caselog.test')") == "a b, c\\d")
        #expect(try await one(c, "SELECT current_user::text") == "pg_monitor")
        #expect(try await one(c, "SELECT current_setting('statement_timeout')") == "1500ms")
        #expect(try await one(c, "SELECT current_setting('TimeZone')") == "UTC")
        #expect(try await one(c, "SELECT pg_backend_pid()", as: Int32.self) == c.backendPID)
        #expect(try await failure { try await c.simple("CREATE TEMP TABLE t (); CREATE TABLE t ()") }.code == .server)
        await c.close()
        #expect(!c.isUsable)
        #expect(try await failure { try await c.simple("SELECT 1") }.code == .closed)
    }

    @Test func connectFailures() async throws {
        for (string, code) in [
            ("host=/nonexistent dbname=x", PostgresError.Code.connectionFailed), ("not a string", .configuration),
            ("host=a password='open", .configuration),
        ] {
            let error = try await failure {
                _ = try await PostgresConnection.connect(
                    PostgresConfiguration(connectionString: string), logger: quiet)
            }
            #expect(error.code == code)
        }
    }

    /// A host that takes the connection and never speaks: the next one is tried.
    @Test func silentHost() async throws {
        let silent = try SilentServer()
        defer { silent.end() }
        let database = try await TestDatabase.create()
        let host = try #require(database.split(separator: " ").first { $0.hasPrefix("host=") }).dropFirst(5)
        let both = database.replacing("host=\(host)", with: "host=\(silent.directory),\(host)")
        let c = try await PostgresConnection.connect(
            // Long enough for a real server on a busy machine.
            PostgresConfiguration(connectionString: both, connectTimeout: .seconds(5)), logger: quiet)
        #expect(try await one(c, "SELECT 1", as: Int32.self) == 1)
        await c.close()
        let alone = PostgresConfiguration(
            connectionString: "host=\(silent.directory)", connectTimeout: .milliseconds(300))
        let error = try await failure { _ = try await PostgresConnection.connect(alone, logger: quiet) }
        #expect(error.code == .connectionFailed)
        let patient = PostgresConfiguration(
            connectionString: "host=\(silent.directory)", connectTimeout: .seconds(3600))
        let task = Task { _ = try await PostgresConnection.connect(patient, logger: quiet) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(try await failure { try await task.value }.code == .cancelled)
    }

    @Test func transactions() async throws {
        let (c, configuration) = try await freshConnection()
        let other = try await PostgresConnection.connect(configuration, logger: quiet)
        try await c.simple("CREATE TABLE t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)")
        let insert = Statement(name: "insert", sql: "INSERT INTO t VALUES ($1)")
        let count = "SELECT count(*) FROM t"
        let answer = try await c.transaction { tx in
            try await tx.execute(insert, [.int4(1)])
            return 42
        }
        #expect(answer == 42)
        #expect(try await one(other, count, as: Int.self) == 1)
        _ = try await failure(Stop.self) {
            try await c.transaction { tx in
                try await tx.execute(insert, [.int4(2)])
                throw Stop()
            }
        }
        let swallowed = try await failure {
            try await c.transaction { tx in
                try await tx.execute(insert, [.int4(3)])
                try? await tx.simple("SELECT 1/0")
            }
        }
        #expect(swallowed.code == .misuse)
        let atCommit = try await failure {
            try await c.transaction { tx in _ = try await tx.execute(insert, [.int4(1)]) }
        }
        #expect(atCommit.sqlState == "23505")
        #expect(!atCommit.outcomeUnknown)
        #expect(try await failure { try await c.transaction { try await $0.simple("ROLLBACK") } }.code == .misuse)
        let nested = try await failure {
            try await c.transaction { tx in try await tx.transaction { _ in } }
        }
        #expect(nested.code == .misuse)
        let readOnly = try await failure {
            try await c.transaction(TransactionOptions(isolation: .serializable, isReadOnly: true)) { tx in
                _ = try await tx.execute(insert, [.int4(4)])
            }
        }
        #expect(readOnly.sqlState == "25006")
        #expect(try await one(other, count, as: Int.self) == 1)
        #expect(c.isUsable)
        await c.close()
        await other.close()
    }

    /// Another task must not slip its command into an open transaction.
    @Test func transactionsAreClosedToOthers() async throws {
        let (c, _) = try await freshConnection()
        try await c.transaction { tx in
            let stranger = Task.detached { try await tx.simple("SELECT 1") }
            #expect(try await failure { try await stranger.value }.code == .misuse)
            async let child: Void = tx.simple("SELECT 1")
            try await child
        }
        try await c.simple("SELECT 1")
        await c.close()
    }

    @Test func cancellation() async throws {
        let (c, configuration) = try await freshConnection()
        let pid = c.backendPID
        let observer = try await PostgresConnection.connect(configuration, logger: quiet)
        let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"
        for _ in 0..<5 {
            let task = Task { try await c.simple("SELECT pg_sleep(600)") }
            try await eventually { try await one(observer, sleeping, [.int4(pid)], as: Int.self) == 1 }
            task.cancel()
            _ = try await failure(CancellationError.self) { try await task.value }
            // The same session goes on, and the cancel request does not hit what comes next.
            #expect(try await one(c, "SELECT pg_backend_pid()", as: Int32.self) == pid)
        }
        let inTransaction = Task {
            try await c.transaction { tx in
                try await tx.simple("CREATE TABLE half ()")
                try await tx.simple("SELECT pg_sleep(600)")
            }
        }
        try await eventually { try await one(observer, sleeping, [.int4(pid)], as: Int.self) == 1 }
        inTransaction.cancel()
        _ = try await failure(CancellationError.self) { try await inTransaction.value }
        #expect(try await one(c, "SELECT to_regclass('half') IS NULL", as: Bool.self))
        await c.close()
        await observer.close()
    }

    @Test func deadlines() async throws {
        let (c, _) = try await freshConnection { $0.defaultDeadline = .milliseconds(100) }
        let pid = c.backendPID
        let own = try await failure {
            try await c.execute(
                Statement(name: "nap", sql: "SELECT pg_sleep(600)"), deadline: .milliseconds(50))
        }
        #expect(own.code == .deadlineExceeded)
        #expect(own.statement == "nap")
        #expect(!own.outcomeUnknown)
        #expect(try await failure { try await c.simple("SELECT pg_sleep(600)") }.code == .deadlineExceeded)
        try await c.simple("SELECT pg_sleep(0.2)", deadline: PostgresConnection.noDeadline)
        // The server's own timeout is the server's error.
        try await c.simple("SET statement_timeout = 20")
        let server = try await failure { try await c.simple("SELECT pg_sleep(600)", deadline: .seconds(600)) }
        #expect(server.code == .server)
        #expect(server.sqlState == "57014")
        #expect(c.backendPID == pid)
        await c.close()
    }

    /// A stopped server process answers nothing: after the grace the connection is dropped.
    @Test func unansweredCancel() async throws {
        let (c, _) = try await freshConnection { $0.cancelGrace = .milliseconds(200) }
        let pid = c.backendPID
        #expect(kill(pid, SIGSTOP) == 0)
        defer { kill(pid, SIGCONT) }
        let error = try await failure { try await c.simple("SELECT 1", deadline: .milliseconds(50)) }
        #expect(error.code == .deadlineExceeded)
        #expect(error.outcomeUnknown)
        #expect(!c.isUsable)
    }

    @Test func lostConnection() async throws {
        let (killer, configuration) = try await freshConnection()
        let terminate = Statement(name: "terminate", sql: "SELECT pg_terminate_backend($1, 60000)")

        let idle = try await PostgresConnection.connect(configuration, logger: quiet)
        try await killer.execute(terminate, [.int4(idle.backendPID)])
        let first = try await failure { try await idle.simple("SELECT 1") }
        #expect(first.code == .connectionLost)
        #expect(first.outcomeUnknown && !first.isRetryable)
        #expect(!idle.isUsable)
        #expect(try await failure { try await idle.simple("SELECT 1") }.code == .closed)

        // Before COMMIT was sent nothing is in doubt.
        let early = try await PostgresConnection.connect(configuration, logger: quiet)
        let inBody = try await failure {
            try await early.transaction { tx in
                try await killer.execute(terminate, [.int4(early.backendPID)])
                try await tx.simple("SELECT 1")
            }
        }
        #expect(inBody.code == .connectionLost)
        #expect(!inBody.outcomeUnknown && inBody.isRetryable)

        // After it was sent, all is.
        let late = try await PostgresConnection.connect(configuration, logger: quiet)
        let atCommit = try await failure {
            try await late.transaction { tx in
                try await tx.simple("SELECT 1")
                try await killer.execute(terminate, [.int4(late.backendPID)])
            }
        }
        #expect(atCommit.code == .connectionLost)
        #expect(atCommit.outcomeUnknown && !atCommit.isRetryable)

        // In the middle of a command, with the server's reason.
        let busy = try await PostgresConnection.connect(configuration, logger: quiet)
        async let sleep = failure { try await busy.simple("SELECT pg_sleep(600)") }
        let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"
        try await eventually { try await one(killer, sleeping, [.int4(busy.backendPID)], as: Int.self) == 1 }
        try await killer.execute(terminate, [.int4(busy.backendPID)])
        let middle = try await sleep
        #expect(middle.code == .connectionLost)
        #expect(middle.sqlState == "57P01")
        await killer.close()
    }

    @Test func manyAtOnce() async throws {
        let (c, configuration) = try await freshConnection()
        let statement = Statement(name: "echo", sql: "SELECT $1")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in Int64(0)..<8 {
                group.addTask {
                    let own = try await PostgresConnection.connect(configuration, logger: quiet)
                    for number in Int64(0)..<50 {
                        for connection in [own, c] {
                            let sent = worker * 1000 + number
                            let rows = try await connection.query(statement, [.int8(sent)]) {
                                try $0.decode(0, as: Int64.self)
                            }
                            #expect(rows == [sent])
                        }
                    }
                    await own.close()
                }
            }
            try await group.waitForAll()
        }
        await c.close()
    }
}

/// A Unix socket that accepts and says nothing.
struct SilentServer {
    let directory: String
    private let descriptor: Int32

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "silent-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array((directory + "/.s.PGSQL.5432").utf8)
        try #require(path.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        try #require(listen(descriptor, 8) == 0)
    }

    func end() {
        close(descriptor)
        try? FileManager.default.removeItem(atPath: directory)
    }
}
