import CaseRecord
import Foundation
import Ledger
import Logging
import PostgresClient

/// The ledger as a library: callers in this process, the database of the same server.
struct LibraryRuns {
    static let database = "library"
    let server: BenchmarkServer
    let seconds: Int
    let seed: UInt64
    let logger: Logger

    private func withLedger<Result: Sendable>(
        in database: String = Self.database, _ body: @Sendable (Ledger) async throws -> Result
    ) async throws -> Result {
        let ledger = Ledger(
            authority: SampleEvents.authority,
            configuration: PostgresConfiguration(
                connectionString: server.connectionString(database), role: "caselogd"),
            now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }, logger: logger)
        try await ledger.open()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            let result = try await body(ledger)
            ledger.stop()
            try await group.waitForAll()
            return result
        }
    }

    /// Events appended a second by that many callers, each waiting for its receipt before it appends again.
    func appends(callers: Int, eventsPerCall: Int, seconds: Int? = nil) async throws -> Double {
        let limit = Duration.seconds(seconds ?? self.seconds)
        // The events exist before the clock starts: making them is not what is measured.
        let expected = (seconds ?? self.seconds) * 60_000
        var events = SampleEvents(seed: seed &+ UInt64(callers * 1000 + eventsPerCall))
        let perCaller = max(eventsPerCall, min(expected, 400_000) / callers / eventsPerCall * eventsPerCall)
        let prepared = (0..<callers).map { _ in events.next(perCaller) }
        return try await withLedger { ledger in
            let begin = ContinuousClock.now
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for drafts in prepared {
                    group.addTask {
                        var done = 0
                        while done + eventsPerCall <= drafts.count, ContinuousClock.now - begin < limit {
                            let call = Array(drafts[done..<done + eventsPerCall])
                            _ = try await ledger.append(call, submittedBy: "benchmark")
                            done += eventsPerCall
                        }
                        return done
                    }
                }
                return try await group.reduce(0, +)
            }
            return Double(count) / begin.elapsedSeconds
        }
    }
}
