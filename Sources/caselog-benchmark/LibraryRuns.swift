import CaseRecord
import Foundation
import Ledger
import Logging
import MerkleLog
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
        // The events exist before the clock starts, but for their ids: making them is not what is measured.
        var events = SampleEvents(seed: seed &+ UInt64(callers * 1000 + eventsPerCall))
        let prepared = events.next(20_000)
        return try await withLedger { ledger in
            // As in a daemon that has run for a while, the ledger has met every child.
            for call in stride(from: 0, to: prepared.count, by: 500) {
                _ = try await ledger.append(Array(prepared[call..<call + 500]), submittedBy: "benchmark")
            }
            let begin = ContinuousClock.now
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        var ids = SampleIDs(seed: seed &+ UInt64(caller))
                        var (done, next) = (0, caller * prepared.count / callers)
                        while ContinuousClock.now - begin < limit {
                            var call: [EventDraft] = []
                            for _ in 0..<eventsPerCall {
                                call.append(prepared[next % prepared.count].with(id: ids.next()))
                                next += 1
                            }
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

    /// Events a second written in large batches by one caller, as a migration does.
    func bulk(_ count: Int) async throws -> Double {
        try await server.createDatabase(Self.database, migrated: true)
        var events = SampleEvents(seed: seed)
        let drafts = events.next(count)
        return try await withLedger { ledger in
            let begin = ContinuousClock.now
            for start in stride(from: 0, to: drafts.count, by: 5000) {
                let batch = Array(drafts[start..<min(start + 5000, drafts.count)])
                _ = try await ledger.append(batch, submittedBy: "benchmark")
            }
            return Double(count) / begin.elapsedSeconds
        }
    }

    /// Entries a second verified of the log that the run before has left.
    func verify() async throws -> Double {
        let connection = try await server.connect(Self.database)
        let directory = CheckpointDirectory(path: server.directory + "/no-checkpoints")
        let key = NoteSigner(name: "benchmark").verifier
        let begin = ContinuousClock.now
        let found = try await LedgerVerifier(authority: SampleEvents.authority, key: key, directory: directory)
            .verify(over: connection)
        let rate = Double(found.entries) / begin.elapsedSeconds
        await connection.close()
        guard found.isSound else { throw BenchmarkError(description: "the log is not sound: \(found.findings)") }
        return rate
    }

    /// Entries a second of that log, read in order and decoded.
    func read() async throws -> Double {
        let pool = PostgresPool(
            PostgresConfiguration(connectionString: server.connectionString(Self.database), role: "caselogd"),
            maxSize: 2, logger: logger)
        let reader = LedgerReader(authority: SampleEvents.authority, pool: pool)
        let begin = ContinuousClock.now
        var count = 0
        try await reader.scan { events in count += events.count }
        let rate = Double(count) / begin.elapsedSeconds
        await pool.close()
        return rate
    }
}
