import CaseRecord
import Foundation
import Ledger
import Logging
import MerkleLog
import PostgresClient

/// The ledger as a library: callers in this process, the database of the same server.
struct LibraryRuns {
    static let database = "library"
    static let grownDatabase = "grown"
    /// Events of each call of a bulk import, and calls that are under way at a time.
    private static let (bulkSize, bulkCalls) = (5000, 2)
    /// Signs the checkpoints of all runs: a run may verify the log of the one before.
    private static let signer = NoteSigner(name: "benchmark")
    let server: BenchmarkServer
    let seconds: Int
    let seed: UInt64
    let logger: Logger

    /// - Parameter sealed: Whether leaves and tree are hashed, and the tree is signed every second.
    private func withLedger<Result: Sendable>(
        in database: String, sealed: Bool = true, _ body: @Sendable (Ledger) async throws -> Result
    ) async throws -> Result {
        let configuration = PostgresConfiguration(
            connectionString: server.connectionString(database), role: "caselogd")
        let now = { @Sendable in Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
        let ledger = Ledger(
            authority: SampleEvents.authority, configuration: configuration, now: now, logger: logger, hashes: sealed)
        try await ledger.open()
        let pool = PostgresPool(configuration, maxSize: 1, logger: logger)
        let keeper = CheckpointKeeper(
            ledger: ledger, signer: Self.signer,
            directory: CheckpointDirectory(path: server.directory + "/checkpoints"), pool: pool, now: now,
            logger: logger)
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            if sealed { group.addTask { await keeper.run() } }
            let result = try await body(ledger)
            ledger.stop()
            try await group.waitForAll()
            return result
        }
        await pool.close()
        return result
    }

    /// Events appended a second by that many callers, each waiting for its receipt before it appends again.
    func appends(
        callers: Int, eventsPerCall: Int, seconds: Int? = nil, in database: String = Self.database, sealed: Bool = true
    ) async throws -> Double {
        let limit = Duration.seconds(seconds ?? self.seconds)
        // The events exist before the clock starts, but for their ids: making them is not what is measured.
        var events = SampleEvents(seed: seed &+ UInt64(callers * 1000 + eventsPerCall))
        let prepared = events.next(20_000)
        return try await withLedger(in: database, sealed: sealed) { ledger in
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

    /// Events a second written in large batches, as a migration does that makes the next ready while one is written.
    func bulk(_ count: Int, in database: String = Self.database, children: Int = 2000) async throws -> Double {
        try await server.createDatabase(database, migrated: true)
        return try await withLedger(in: database) { ledger in
            var events = SampleEvents(seed: seed, children: children)
            var elapsed = 0.0
            // In portions, as the events of a long history do not all fit into memory.
            for portion in stride(from: 0, to: count, by: 200_000) {
                let drafts = events.next(min(200_000, count - portion))
                let begin = ContinuousClock.now
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, start) in stride(from: 0, to: drafts.count, by: Self.bulkSize).enumerated() {
                        if index >= Self.bulkCalls { try await group.next() }
                        group.addTask {
                            let batch = Array(drafts[start..<min(start + Self.bulkSize, drafts.count)])
                            _ = try await ledger.append(batch, submittedBy: "benchmark")
                        }
                    }
                    try await group.waitForAll()
                }
                elapsed += begin.elapsedSeconds
            }
            return Double(count) / elapsed
        }
    }

    /// Entries a second verified of the log that the run before has left.
    func verify() async throws -> Double {
        let connection = try await server.connect(Self.database)
        let directory = CheckpointDirectory(path: server.directory + "/no-checkpoints")
        let key = Self.signer.verifier
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
