import CLoadClient
import CaseRecord
import DemonstrationCounty
import Foundation
import Ledger
import Logging
import PostgresClient
import Projections
import Synchronization
import Timescales

/// Views: through the socket, and the work that keeps them up with the log.
struct ViewRuns {
    static let database = "views"
    let server: BenchmarkServer
    let seconds: Int
    let seed: UInt64
    let logger: Logger

    /// Stores one child's record of each of those lengths, and a team's open cases, beside some other children's.
    func prepare(records: [Int], cases: Int) async throws {
        try await server.createDatabase(Self.database, migrated: true)
        var events = SampleEvents(seed: seed)
        var drafts = events.next(20_000)
        for length in records { drafts += events.next(length).map { $0.about(Self.child(of: length)) } }
        var caseload = CaseloadEvents(seed: seed, now: Self.now())
        drafts += try caseload.next(cases: cases)
        try await append(drafts, to: Self.database)
    }

    static func child(of length: Int) -> ChildID { ChildID(unchecked: "L\(length)") }

    private func append(_ drafts: [EventDraft], to database: String) async throws {
        let ledger = Ledger(
            authority: SampleEvents.authority,
            configuration: PostgresConfiguration(connectionString: server.connectionString(database), role: "caselogd"),
            now: Self.now, logger: logger)
        try await ledger.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            for start in stride(from: 0, to: drafts.count, by: 5000) {
                let batch = Array(drafts[start..<min(start + 5000, drafts.count)])
                _ = try await ledger.append(batch, submittedBy: "benchmark")
            }
            ledger.stop()
            try await group.waitForAll()
        }
    }

    /// The same rows of one child read by a client in C, readings a second.
    func rawRecord(_ length: Int) async throws -> Double {
        let script = server.directory + "/record.sql"
        try """
        SELECT event.position, event.recorded_at, event.versions, event.type_version,
               convert_from(event.content, 'UTF8')
        FROM caselog.child_event AS entry
        JOIN caselog.event AS event ON event.authority = entry.authority AND event.position = entry.position
        WHERE entry.authority = '\(SampleEvents.authority.text)' AND entry.child = '\(Self.child(of: length).text)'
        ORDER BY entry.version;
        """.write(toFile: script, atomically: true, encoding: .utf8)
        let output = try await server.run(
            "pgbench",
            [
                "-n", "-M", "prepared", "-f", script, "-c", "1", "-T", "\(seconds)",
                server.connectionString(Self.database),
            ])
        return try RawLimits.rate(printed: output)
    }

    /// Replies a second to one client that asks for that path again and again.
    func replies(to path: String, accept: String = "application/json") async throws -> Double {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: x\r\nAccept: \(accept)\r\n\r\n".utf8)
        let socket = SocketRuns(server: server, seconds: seconds, seed: seed)
        return try await socket.withDaemon(on: Self.database) { address in
            // The daemon brings views and alerts up to the log's end first.
            let alerts = Array("GET /v1/alerts?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            for first in [alerts, request] {
                for _ in 0..<60 {
                    let result = try await SocketRuns.load(address, [first], clients: 1, seconds: 600)
                    if result.refused == 0 { break }
                }
            }
            let requests = Array(repeating: request, count: seconds * 20_000)
            let result = try await SocketRuns.load(address, requests, clients: 1, seconds: Double(seconds))
            guard result.refused == 0 else {
                throw BenchmarkError(description: "\(path): status \(result.first_bad_status)")
            }
            return Double(result.answered) / result.elapsed_seconds
        }
    }

    // MARK: - The work behind the views

    /// Stores an invented county's history.
    ///
    /// - Returns: How many events it has.
    func prepareCounty(children: Int) async throws -> Int {
        try await server.createDatabase(Self.database, migrated: true)
        let county = DemonstrationCounty(
            seed: seed, children: children, through: LondonTime.date(of: Self.now()), authority: SampleEvents.authority)
        let drafts = county.events().map { EventDraft(event: $0) }
        try await append(drafts, to: Self.database)
        return drafts.count
    }

    private func withProjector<Result: Sendable>(
        _ moved: @escaping @Sendable () async -> Void = {},
        _ body: @Sendable (Projector, PostgresPool) async throws -> Result
    ) async throws -> Result {
        let pool = PostgresPool(
            PostgresConfiguration(connectionString: server.connectionString(Self.database), role: "caselogd"),
            maxSize: 8, logger: logger)
        let reader = LedgerReader(authority: SampleEvents.authority, pool: pool)
        let projector = Projector(
            authority: SampleEvents.authority, pool: pool,
            state: AuthorityReader(reader, tail: LogTail(reader), standard: try Rulebook.standard()), logger: logger,
            now: Self.now, moved: moved)
        let work = Task { await projector.run() }
        let result = try await body(projector, pool)
        work.cancel()
        await work.value
        await pool.close()
        return result
    }

    /// Events a second that a rebuild of all read models takes in, from the wish until the new generations are live.
    func rebuild(_ events: Int) async throws -> Double {
        try await withProjector { projector, _ in
            try await Self.untilAllAreLive(projector)
            // What an earlier rebuild left behind is removed while nothing else is to be done, and is not part of this one.
            try await untilNothingIsLeftBehind()
            let begin = ContinuousClock.now
            try await Self.rebuild(projector)
            return Double(events) / begin.elapsedSeconds
        }
    }

    /// The longest that a reader waited for all open cases while rebuilds swapped in, in milliseconds.
    func longestWait(rebuilds: Int) async throws -> (undisturbed: Double, during: Double) {
        try await withProjector { projector, pool in
            try await Self.untilAllAreLive(projector)
            let watch = Watch()
            let reader = Task {
                while !Task.isCancelled {
                    let begin = ContinuousClock.now
                    _ = try await CaseTables.read(of: SampleEvents.authority, pool: pool) { tables in
                        try await tables.rows(.all, openOnly: true).count
                    }
                    watch.note(begin.elapsedSeconds * 1000)
                }
            }
            try await Task.sleep(for: .seconds(2))
            let undisturbed = watch.takeLongest()
            for _ in 0..<rebuilds { try await Self.rebuild(projector) }
            let during = watch.takeLongest()
            reader.cancel()
            _ = await reader.result
            return (undisturbed, during)
        }
    }

    /// How long after its acknowledgement an event shows in all views, at that many appends a second, in milliseconds:
    /// the 99th percentile.
    func lag(appendsPerSecond rate: Int) async throws -> Double {
        let ledger = Ledger(
            authority: SampleEvents.authority,
            configuration: PostgresConfiguration(
                connectionString: server.connectionString(Self.database), role: "caselogd"),
            now: Self.now, logger: logger)
        try await ledger.open()
        return try await withProjector { projector, _ in
            try await Self.untilAllAreLive(projector)
            let lags = Mutexed<[Double]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ledger.run() }
                let positions = ledger.positions()
                let waking = Task {
                    for await _ in positions {
                        await projector.wake()
                        try? await Task.sleep(for: .milliseconds(10))
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { appends in
                    var events = SampleEvents(seed: seed &+ 1)
                    let drafts = events.next(rate * seconds)
                    let begin = ContinuousClock.now
                    for (number, draft) in drafts.enumerated() {
                        try await Task.sleep(
                            until: begin + .microseconds(number * 1_000_000 / rate), clock: .continuous)
                        appends.addTask {
                            let receipts = try await ledger.append([draft], submittedBy: "benchmark")
                            let acknowledged = ContinuousClock.now
                            for receipt in receipts {
                                _ = await projector.settle(through: receipt.position, within: .seconds(60))
                            }
                            lags.change { $0.append(acknowledged.elapsedSeconds * 1000) }
                        }
                    }
                    try await appends.waitForAll()
                }
                waking.cancel()
                ledger.stop()
                try await group.waitForAll()
            }
            let sorted = lags.value.sorted()
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        }
    }

    private static func untilAllAreLive(_ projector: Projector) async throws {
        while await projector.status().contains(where: { $0.position == nil || $0.isRebuilding }) {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func untilNothingIsLeftBehind() async throws {
        let admin = try await server.connect(Self.database)
        let old = Statement(
            name: "benchmark_old_generations",
            sql: """
                SELECT (SELECT count(*) FROM caselog.projection WHERE state = 'old')
                    + (SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%gather_statistics()')
                """)
        while try await admin.query(old, [], { try $0.decode(0, as: Int64.self) }) != [0] {
            try await Task.sleep(for: .milliseconds(50))
        }
        await admin.close()
    }

    private static func rebuild(_ projector: Projector) async throws {
        let goal = await projector.reached.swaps + projector.status().count
        _ = await projector.rebuild()
        while await projector.reached.swaps < goal { try await Task.sleep(for: .milliseconds(5)) }
    }

    static let now: @Sendable () -> Instant = {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    }
}

/// The longest of many waits.
private final class Watch: Sendable {
    private let longest = Mutex(0.0)

    func note(_ milliseconds: Double) { longest.withLock { $0 = max($0, milliseconds) } }

    func takeLongest() -> Double {
        longest.withLock { value in
            defer { value = 0 }
            return value
        }
    }
}

/// A value that several tasks change.
private final class Mutexed<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) { content = Mutex(value) }

    var value: Value { content.withLock { $0 } }

    func change(_ body: @Sendable (inout Value) -> Void) { content.withLock { body(&$0) } }
}

extension EventDraft {
    /// The same event in that child's record.
    func about(_ child: ChildID) -> EventDraft {
        EventDraft(
            event: CaseEvent(
                id: event.id, authority: event.authority, children: [child], occurredAt: event.occurredAt,
                recordedBy: event.recordedBy, data: event.data, source: event.source, significance: event.significance,
                summary: event.summary))
    }
}
