import Testing

@testable import PostgresClient

@Suite("COPY", .timeLimit(.minutes(2)))
struct CopyTests {
    let count = "SELECT count(*) FROM t"

    func table() async throws -> PostgresConnection {
        let (c, _) = try await freshConnection()
        try await c.simple("CREATE TABLE t (a int8, b text)")
        return c
    }

    @Test func inAndOut() async throws {
        let c = try await table()
        let rows = try await c.copyIn("COPY t FROM STDIN") { writer in
            for number in 0..<100_000 { try writer.write("\(number)\trow number \(number) of many\n") }
        }
        #expect(rows == 100_000)
        #expect(try await one(c, "SELECT sum(a)::int8 FROM t", as: Int.self) == 4_999_950_000)
        let seen = Shared((rows: 0, bytes: 0))
        let read = try await c.copyOut("COPY (SELECT * FROM t ORDER BY a) TO STDOUT") { bytes in
            seen.withLock {
                $0.rows += 1
                $0.bytes += bytes.count
            }
        }
        #expect(read == 100_000)
        #expect(seen.withLock { $0.rows } == 100_000)
        // 21 bytes of text in each row, and its number twice: 488890 digits in all.
        #expect(seen.withLock { $0.bytes } == 3_077_780)
        await c.close()
    }

    @Test func abortedByTheWriter() async throws {
        let c = try await table()
        _ = try await failure(Stop.self) {
            try await c.copyIn("COPY t FROM STDIN") { writer in
                for number in 0..<50_000 { try writer.write("\(number)\tx\n") }
                throw Stop()
            }
        }
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    @Test func abortedByTheReader() async throws {
        let c = try await table()
        let pid = c.backendPID
        let seen = Shared(0)
        _ = try await failure(Stop.self) {
            try await c.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in
                let number = seen.withLock { count in
                    count += 1
                    return count
                }
                if number == 10 { throw Stop() }
            }
        }
        #expect(seen.withLock { $0 } == 10)
        #expect(try await one(c, "SELECT pg_backend_pid()", as: Int32.self) == pid)
        await c.close()
    }

    @Test func refusedByTheServer() async throws {
        let c = try await table()
        let row = try await failure { try await c.copyIn("COPY t FROM STDIN") { try $0.write("not a number\tx\n") } }
        #expect(row.sqlState == "22P02")
        let table = try await failure { try await c.copyIn("COPY missing FROM STDIN") { try $0.write("1\n") } }
        #expect(table.sqlState == "42P01")
        let direction = try await failure { try await c.copyIn("COPY t TO STDOUT") { _ in } }
        #expect(direction.code == .misuse)
        #expect(try await failure { try await c.copyOut("COPY t FROM STDIN") { _ in } }.code == .misuse)
        #expect(try await failure { try await c.copyOut("SELECT 1") { _ in } }.code == .misuse)
        #expect(try await failure { try await c.simple("COPY t FROM STDIN") }.code == .misuse)
        #expect(try await failure { try await c.simple("COPY t TO STDOUT") }.code == .misuse)
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }

    /// A closure that goes on writing after the cancellation was reported to it does not get its rows stored.
    @Test func cancelled() async throws {
        let c = try await table()
        let task = Task {
            try await c.copyIn("COPY t FROM STDIN") { writer in
                withUnsafeCurrentTask { $0?.cancel() }
                for number in 0..<200_000 { try? writer.write("\(number)\tx\n") }
            }
        }
        _ = try await failure(CancellationError.self) { _ = try await task.value }
        #expect(try await one(c, count, as: Int.self) == 0)
        let reading = Task {
            try await c.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        _ = try await failure(CancellationError.self) { _ = try await reading.value }
        #expect(try await one(c, count, as: Int.self) == 0)
        await c.close()
    }
}
