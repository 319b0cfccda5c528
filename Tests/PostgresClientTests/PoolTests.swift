import TestSupport
import Testing

@testable import PostgresClient

@Suite("Pool", .timeLimit(.minutes(2)))
struct PoolTests {
    func pool(_ size: Int, leaseTimeout: Duration = .seconds(60)) async throws -> PostgresPool {
        let configuration = PostgresConfiguration(connectionString: try await TestDatabase.create())
        return PostgresPool(configuration, maxSize: size, leaseTimeout: leaseTimeout, logger: quiet)
    }

    @Test func bound() async throws {
        let pool = try await pool(3)
        let users = Shared((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await pool.withConnection { c in
                        users.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        // Until all three are in use at once.
                        try await eventually { users.withLock { $0.most >= 3 } }
                        try await c.simple("SELECT 1")
                        users.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(users.withLock { $0.most } == 3)
        #expect(pool.statistics == .init(maxSize: 3, open: 3, idle: 3, connecting: 0, waiting: 0))
        await pool.close()
        #expect(pool.statistics.open == 0)
        #expect(try await failure { try await pool.withConnection { _ in } }.code == .closed)
    }

    @Test func firstComeFirstServed() async throws {
        let pool = try await pool(1)
        let order = Shared([Int]())
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await pool.withConnection { _ in
                for number in 0..<10 {
                    group.addTask {
                        try await pool.withConnection { _ in order.withLock { $0.append(number) } }
                    }
                    try await eventually { pool.statistics.waiting == number + 1 }
                }
            }
            try await group.waitForAll()
        }
        #expect(order.withLock { $0 } == Array(0..<10))
        await pool.close()
    }

    @Test func leaseTimeout() async throws {
        let pool = try await pool(1, leaseTimeout: .milliseconds(50))
        // The first connection may take longer than that.
        try await eventually { (try? await pool.withConnection { _ in true }) == true }
        try await pool.withConnection { _ in
            let error = try await failure { try await pool.withConnection { _ in } }
            #expect(error.code == .leaseTimeout)
        }
        #expect(pool.statistics.waiting == 0)
        try await pool.withConnection { try await $0.simple("SELECT 1") }
        await pool.close()
    }

    @Test func leaseTimeoutTellsWhy() async throws {
        let pool = PostgresPool(
            PostgresConfiguration(connectionString: "host=/nonexistent"), maxSize: 1,
            leaseTimeout: .milliseconds(300), logger: quiet)
        let error = try await failure { try await pool.withConnection { _ in } }
        #expect(error.code == .leaseTimeout)
        #expect(error.message.contains("/nonexistent"))
        await pool.close()
    }

    @Test func cancelledWaiter() async throws {
        let pool = try await pool(1)
        try await pool.withConnection { _ in
            let waiter = Task { try await pool.withConnection { _ in } }
            try await eventually { pool.statistics.waiting == 1 }
            waiter.cancel()
            _ = try await failure(CancellationError.self) { try await waiter.value }
            #expect(pool.statistics.waiting == 0)
        }
        try await pool.withConnection { try await $0.simple("SELECT 1") }
        await pool.close()
    }

    @Test func openTransactionIsRolledBack() async throws {
        let pool = try await pool(1)
        let pid = try await pool.withConnection { c in
            try await c.simple("CREATE TABLE t (); BEGIN; CREATE TABLE half ()")
            return c.backendPID
        }
        try await pool.withConnection { c in
            #expect(c.backendPID == pid)
            let isGone = try await one(c, "SELECT to_regclass('half') IS NULL", as: Bool.self)
            #expect(isGone)
        }
        // Also when the task that leaves it open is a cancelled one.
        let task = Task {
            try await pool.withConnection { c in
                try await c.simple("BEGIN")
                try await c.simple("CREATE TABLE half ()")
                withUnsafeCurrentTask { $0?.cancel() }
                try await c.simple("SELECT 1")
            }
        }
        _ = try await failure(CancellationError.self) { try await task.value }
        try await pool.withConnection { c in
            #expect(c.backendPID == pid)
            let isGone = try await one(c, "SELECT to_regclass('half') IS NULL", as: Bool.self)
            #expect(isGone)
        }
        await pool.close()
    }

    @Test func terminatedBackend() async throws {
        let pool = try await pool(2)
        let terminate = Statement(name: "terminate", sql: "SELECT pg_terminate_backend($1, 60000)")
        try await pool.withConnection { killer in
            let lost = try await failure {
                try await pool.withConnection { victim in
                    try await killer.execute(terminate, [.int4(victim.backendPID)])
                    try await victim.simple("SELECT 1")
                }
            }
            #expect(lost.code == .connectionLost)
            #expect(pool.statistics.open == 1)
            let pid = try await pool.withConnection { c in
                try await c.simple("SELECT 1")
                return c.backendPID
            }
            // One that dies while it lies idle is not handed out.
            try await killer.execute(terminate, [.int4(pid)])
            try await pool.withConnection { try await $0.simple("SELECT 1") }
        }
        await pool.close()
    }

    @Test func closeWaitsForTheLent() async throws {
        let pool = try await pool(2)
        let isDone = Shared(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await pool.withConnection { c in
                group.addTask {
                    await pool.close()
                    #expect(isDone.withLock { $0 })
                }
                try await eventually {
                    do {
                        try await pool.withConnection { _ in }
                        return false
                    } catch let error as PostgresError where error.code == .closed {
                        return true
                    }
                }
                try await c.simple("SELECT pg_sleep(0.1)")
                isDone.withLock { $0 = true }
            }
            try await group.waitForAll()
        }
    }

    @Test func lifetime() async throws {
        let configuration = PostgresConfiguration(connectionString: try await TestDatabase.create())
        let pool = PostgresPool(configuration, maxSize: 1, maxLifetime: .zero, logger: quiet)
        let first = try await pool.withConnection { $0.backendPID }
        let second = try await pool.withConnection { $0.backendPID }
        #expect(first != second)
        await pool.close()
    }
}
