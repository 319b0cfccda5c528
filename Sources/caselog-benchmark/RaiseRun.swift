import Alerts
import CaseRecord
import Foundation
import Ledger
import Logging
import PostgresClient
import Projections
import StrictJSON
import Timescales
import Views

/// What raising one lone alert of the gravest kind costs the database: its steps, who is told, and the notice.
///
/// PostgreSQL itself says for how long sessions were at work in the database (`pg_stat_database.active_time`): neither the
/// client nor the socket is in it. Nobody else has a session there, and the time of asking for the figures to be written is
/// measured and taken off.
struct RaiseRun {
    /// How many raisings the statements and their plans get used to it by.
    static let warmUp = 50
    let server: BenchmarkServer
    let database: String
    let logger: Logger

    /// The middle of so many raisings, in milliseconds, by clocks of which one falls due each second from `begin` on; with
    /// or without waiting for the disk at each commit.
    func run(_ count: Int, from begin: Instant, isDurable: Bool) async throws -> Double {
        let worker = try await PostgresConnection.connect(
            PostgresConfiguration(
                connectionString: server.connectionString(database), role: "caselogd",
                settings: AlertScheduler.session.merging(
                    ["synchronous_commit": isDurable ? "on" : "off"]) { _, own in own }), logger: logger)
        // In a database of its own, so that what it does is not in the figures.
        let observer = try await server.connect("postgres")
        let pool = PostgresPool(
            PostgresConfiguration(connectionString: server.connectionString(database), role: "caselogd"), maxSize: 1,
            logger: logger)
        let reader = LedgerReader(authority: SampleEvents.authority, pool: pool)
        let state = try await AuthorityReader(reader, tail: LogTail(reader), standard: try Rulebook.standard()).state()
        await pool.close()
        let asking = try await median(of: Self.warmUp, worker, observer) { _ in }
        let scheduler = AlertScheduler(authority: SampleEvents.authority)
        let raising = try await median(of: count + Self.warmUp, worker, observer) { number in
            let now = begin.adding(seconds: Int64(number))
            let steps = try await scheduler.raiseDue(at: now, by: state, over: worker).steps
            guard steps == 1 else { throw BenchmarkError(description: "\(steps) steps were taken and not one") }
        }
        await worker.close()
        await observer.close()
        return max(0, raising - asking)
    }

    private func median(
        of count: Int, _ worker: PostgresConnection, _ observer: PostgresConnection,
        _ work: (Int) async throws -> Void
    ) async throws -> Double {
        var (figures, before) = ([Double](), try await activeTime(worker, observer))
        for number in 0..<count {
            try await work(number)
            let after = try await activeTime(worker, observer)
            if number >= min(Self.warmUp, count / 2) { figures.append(after - before) }
            before = after
        }
        figures.sort()
        return figures.isEmpty ? 0 : figures[figures.count / 2]
    }

    /// For how many milliseconds sessions have been at work in the database, the last asking not among it.
    private func activeTime(_ worker: PostgresConnection, _ observer: PostgresConnection) async throws -> Double {
        _ = try await worker.query(Self.flush, []) { _ in true }
        let times = try await observer.query(Self.activeTime, [.text(database)]) { try $0.decode(0, as: Double.self) }
        return times.first ?? 0
    }

    /// It reads a table: figures are written with those of tables, and of none there is nothing to write.
    private static let flush = Statement(
        name: "benchmark_flush", sql: "SELECT pg_stat_force_next_flush()::text FROM pg_catalog.pg_class LIMIT 1")
    private static let activeTime = Statement(
        name: "benchmark_active_time", sql: "SELECT active_time FROM pg_stat_database WHERE datname = $1")
}
