import Foundation
import PostgresClient
import Testing

/// Only in a process of its own (`CASELOG_TEST_SIGNALS`): what it does to SIGPIPE would end the tests of others.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CASELOG_TEST_SIGNALS"] != nil))
struct SignalTests {
    /// Writing to a connection that is gone must not raise SIGPIPE, whose default action would end this process.
    @Test func noSIGPIPE() async throws {
        // Libraries may have it ignored.
        signal(SIGPIPE, SIG_DFL)
        let (killer, configuration) = try await freshConnection()
        let victim = try await PostgresConnection.connect(configuration, logger: quiet)
        try await killer.execute(
            Statement(name: "terminate", sql: "SELECT pg_terminate_backend($1, 60000)"), [.int4(victim.backendPID)])
        let big = [UInt8](repeating: 1, count: 8 << 20)
        let error = try await failure { _ = try await one(victim, "SELECT $1", [.bytea(big)], as: [UInt8].self) }
        #expect(error.code == .connectionLost)
        await killer.close()
    }
}
