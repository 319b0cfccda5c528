import PostgresClient
import Testing

@Suite("Pipeline", .timeLimit(.minutes(2)))
struct PipelineTests {
    let insert = Statement(name: "insert", sql: "INSERT INTO t VALUES ($1) RETURNING a * 2")
    let count = "SELECT count(*) FROM t"

    func table(_ c: PostgresConnection) async throws {
        try await c.simple("CREATE TABLE t (a int8 PRIMARY KEY)")
    }

    @Test func success() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        for base in [Int64(0), 100] {
            let results = try await c.pipeline((0..<10).map { PipelineCommand(insert, [.int8(base + $0)]) })
            #expect(results.map(\.affectedRows) == Array(repeating: 1, count: 10))
            let doubled = try results.flatMap { try $0.rows { try $0.decode(0, as: Int64.self) } }
            #expect(doubled == (0..<10).map { (base + $0) * 2 })
        }
        #expect(try await c.pipeline([]).isEmpty)
        let prepared = "SELECT count(*) FROM pg_prepared_statements WHERE name = 'insert'"
        #expect(try await one(c, prepared, as: Int.self) == 1)
        #expect(try await one(c, count, as: Int.self) == 20)
        await c.close()
    }

    @Test func errorInTheMiddle() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        let bad = Statement(name: "bad", sql: "SELECT 1 / $1")
        let commands = [
            PipelineCommand(insert, [.int8(1)]), PipelineCommand(bad, [.int8(0)]), PipelineCommand(insert, [.int8(2)]),
            PipelineCommand(Statement(name: "late", sql: "SELECT 1")),
        ]
        let error = try await failure { _ = try await c.pipeline(commands) }
        #expect(error.sqlState == "22012")
        #expect(error.statement == "bad")
        #expect(error.pipelineIndex == 1)
        #expect(try await one(c, count, as: Int.self) == 0)
        // What was aborted is prepared when it is needed.
        #expect(try await one(c, "SELECT 1", as: Int32.self) == 1)
        let later = try await c.pipeline([commands[0], commands[3], commands[2]])
        #expect(later.count == 3)
        await c.close()
    }

    /// A parameter that cannot be sent, after others were: those must not be committed.
    @Test func errorOfTheCaller() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        let far = PipelineCommand(
            Statement(name: "far", sql: "SELECT $1"), [.timestamptz(PostgresTimestamp(microseconds: .min + 1))])
        let error = try await failure {
            _ = try await c.pipeline([PipelineCommand(insert, [.int8(1)]), far, PipelineCommand(insert, [.int8(2)])])
        }
        #expect(error.code == .decoding)
        #expect(error.pipelineIndex == 1)
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    /// A constraint that speaks only at the commit.
    @Test func errorAtTheEnd() async throws {
        let (c, _) = try await freshConnection()
        try await c.simple("CREATE TABLE t (a int8 PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)")
        let error = try await failure {
            _ = try await c.pipeline([PipelineCommand(insert, [.int8(1)]), PipelineCommand(insert, [.int8(1)])])
        }
        #expect(error.sqlState == "23505")
        #expect(error.pipelineIndex == nil)
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    /// 2000 commands with 32 KB each way: far more than the socket buffers of both sides hold.
    @Test func large() async throws {
        let (c, _) = try await freshConnection()
        let echo = Statement(name: "echo", sql: "SELECT $1, $2")
        let bytes = [UInt8](repeating: 7, count: 32_768)
        let results = try await c.pipeline((0..<2000).map { PipelineCommand(echo, [.int8($0), .bytea(bytes)]) })
        #expect(results.count == 2000)
        for (index, result) in results.enumerated() {
            let rows = try result.rows { (try $0.decode(0, as: Int.self), try $0.decode(1, as: [UInt8].self).count) }
            #expect(rows.map(\.0) == [index])
            #expect(rows.map(\.1) == [bytes.count])
        }
        await c.close()
    }

    @Test func withinTransaction() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        try await c.transaction { tx in
            _ = try await tx.pipeline([PipelineCommand(insert, [.int8(1)])])
            _ = try await tx.pipeline([PipelineCommand(insert, [.int8(2)])])
        }
        _ = try await failure(Stop.self) {
            try await c.transaction { tx in
                _ = try await tx.pipeline([PipelineCommand(insert, [.int8(3)])])
                throw Stop()
            }
        }
        #expect(try await one(c, count, as: Int.self) == 2)
        await c.close()
    }

    @Test func deadline() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        let nap = Statement(name: "nap", sql: "SELECT pg_sleep(600)")
        let error = try await failure {
            _ = try await c.pipeline(
                [PipelineCommand(insert, [.int8(1)]), PipelineCommand(nap), PipelineCommand(insert, [.int8(2)])],
                deadline: .milliseconds(100))
        }
        #expect(error.code == .deadlineExceeded)
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    /// Given up while commands are still unsent (the server is busy and reads no more): nothing may be committed.
    @Test func deadlineWhileSending() async throws {
        let (c, _) = try await freshConnection()
        try await c.simple("CREATE TABLE t (a int8 PRIMARY KEY, b bytea)")
        let put = Statement(name: "put", sql: "INSERT INTO t VALUES ($1, $2)")
        let nap = Statement(name: "nap", sql: "SELECT pg_sleep(600)")
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        let commands =
            [PipelineCommand(put, [.int8(-1), .bytea([])]), PipelineCommand(nap)]
            + (0..<40).map { PipelineCommand(put, [.int8($0), .bytea(bytes)]) }
        let error = try await failure { _ = try await c.pipeline(commands, deadline: .milliseconds(200)) }
        #expect(error.code == .deadlineExceeded)
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    @Test func copyIsRefused() async throws {
        let (c, _) = try await freshConnection()
        try await table(c)
        let error = try await failure {
            _ = try await c.pipeline([PipelineCommand(Statement(name: "copy", sql: "COPY t FROM STDIN"))])
        }
        #expect(error.statement == "copy")
    }
}
