import CaseRecord
import Foundation
import Logging
import PostgresClient
import StrictJSON
import Subprocess
import SystemPackage

/// Alerts, with caselogd and caselog-notifier as processes of their own: from the instant at which clocks are overdue to the
/// start of a hook's process.
///
/// The clocks are written by SQL, as a year of many authorities' work would have left them: what is measured is raising,
/// routing and handing over.
struct AlertRuns {
    static let database = "alerts"
    private static let teams = 8
    let socket: SocketRuns
    private var server: BenchmarkServer { socket.server }
    private var hooks: String { server.directory + "/hooks" }
    private var taken: String { server.directory + "/taken" }

    init(_ socket: SocketRuns) { self.socket = socket }

    /// The 99th percentile of the seconds from the due instant to the start of the hook, of one hundred alerts of the gravest
    /// kind that fall due one after the other, while so many other clocks are open.
    func latency(openClocks: Int) async throws -> Double {
        try await prepare(openClocks: openClocks)
        let delays = try await take(100, spread: "number * interval '100 milliseconds'").sorted()
        return delays[delays.count * 99 / 100 - 1]
    }

    /// The seconds until so many alerts, all due at one instant, have been raised and handed to a hook.
    func flood(of count: Int) async throws -> Double {
        try await prepare(openClocks: 10_000)
        guard let last = try await take(count, spread: "interval '0'").max() else {
            throw BenchmarkError(description: "nothing was handed to the hook")
        }
        return last
    }

    /// The milliseconds that the database is at work for one lone alert, while ten thousand clocks are open: the median,
    /// without and with waiting for the disk.
    func raising(logger: Logger) async throws -> (work: Double, durable: Double) {
        let count = 400
        try await prepare(openClocks: 10_000)
        var figures: [Double] = []
        for (index, isDurable) in [false, true].enumerated() {
            // Long past, so that the instant of each is known beforehand; an hour apart, so that none climbs meanwhile.
            let begin = Instant(microseconds: 1_760_000_000_000_000 + Int64(index) * 3_600_000_000)
            try await write(
                count + RaiseRun.warmUp, from: 6_000_000 + index * 100_000,
                due: "to_timestamp(\(begin.microseconds / 1_000_000)) + (number - \(6_000_000 + index * 100_000)) "
                    + "* interval '1 second'")
            let run = RaiseRun(server: server, database: Self.database, logger: logger)
            figures.append(try await run.run(count, from: begin, isDurable: isDurable))
        }
        return (figures[0], figures[1])
    }

    // MARK: - The clocks

    private func prepare(openClocks: Int) async throws {
        try await server.createDatabase(Self.database, migrated: true)
        // The daemon makes the tables' first generation, which has nothing in it.
        try await socket.withDaemon(on: Self.database) { _ in }
        try await write(openClocks, from: 0, due: "now() + interval '30 days' + number * interval '1 second'")
        let admin = try await server.connect(Self.database)
        // As things stand long after: otherwise what was just written is vacuumed and flushed while alerts are raised.
        try await admin.simple("VACUUM (ANALYZE)", deadline: .seconds(300))
        await admin.close()
        try await server.settle()
        for directory in [hooks, taken] {
            try? FileManager.default.removeItem(atPath: directory)
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        // Hooks run as another user where this runs as root.
        chmod(taken, 0o777)
        let script = "#!/bin/bash\nfile=\(taken)/$EPOCHREALTIME-$$\ncat > $file.part && mv $file.part $file.notice\n"
        try script.write(toFile: hooks + "/10-take", atomically: true, encoding: .utf8)
        chmod(hooks + "/10-take", 0o755)
    }

    /// Writes open clocks of a rule whose alerts are told at once.
    private func write(_ count: Int, from first: Int, due: String) async throws {
        let admin = try await server.connect(Self.database)
        let numbers = "generate_series(\(first), \(first + count - 1)) AS number"
        try await admin.simple(
            """
            INSERT INTO caselog.clock (
                authority, generation, child, clock_id, rule, state, alerting, team, day_zero, due, overdue_from, migrated,
                known_at, edition, sentence, remarks)
            SELECT '\(SampleEvents.authority.text)', 1, 'B' || number, 'P09/B' || number || '/S-1', 'P09', 'open', true,
                   'T' || number % \(Self.teams), current_date, current_date, \(due), false, now(), 'WT2010',
                   'The core assessment with section 47 enquiry S-1 was due as soon as the enquiry was started.', ''
            FROM \(numbers);
            INSERT INTO caselog.clock_look (authority, child, clock_id, look_at)
            SELECT authority, child, clock_id, overdue_from FROM caselog.clock
            WHERE child IN (SELECT 'B' || number FROM \(numbers));
            """, deadline: .seconds(600))
        await admin.close()
    }

    // MARK: - What the hook took

    /// Has so many alerts fall due, some seconds from now, and waits until the hook took all of them: the seconds that each took.
    private func take(_ count: Int, spread: String) async throws -> [Double] {
        try await write(
            count, from: 5_000_000,
            due: "date_trunc('second', now()) + interval '8 seconds' + \(spread)".replacing(
                "number", with: "(number - 5000000)"))
        return try await socket.withDaemon(on: Self.database) { _ in
            try await withNotifier {
                for _ in 0..<1200 {
                    try await Task.sleep(for: .milliseconds(100))
                    let alerts = try takenAlerts()
                    if alerts.count >= count { return Array(alerts.values) }
                }
                throw BenchmarkError(description: "the hook was handed \(try takenAlerts().count) of \(count) alerts")
            }
        }
    }

    /// How many seconds after it fell due each alert was first handed over.
    private func takenAlerts() throws -> [String: Double] {
        var alerts: [String: Double] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: taken).sorted() where name.hasSuffix(".notice")
        {
            guard let started = name.split(separator: "-").first.flatMap({ Double($0) }),
                let data = FileManager.default.contents(atPath: taken + "/" + name)
            else { continue }
            let notice = try JSONValue(parsing: Array(data))
            for alert in notice["alerts"]?.arrayValue ?? [] {
                guard let id = alert["id"]?.stringValue, alerts[id] == nil,
                    let fell = alert["fellAt"]?.stringValue.flatMap({ Instant($0) })
                else { continue }
                alerts[id] = started - Double(fell.microseconds) / 1_000_000
            }
        }
        return alerts
    }

    private func withNotifier<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let programs = (CommandLine.arguments[0] as NSString).deletingLastPathComponent
        let configuration = Configuration(
            executable: .path(FilePath(programs + "/caselog-notifier")),
            arguments: [
                "serve", "--authority", SampleEvents.authority.text, "--database",
                server.connectionString(Self.database), "--hooks", hooks, "--log-level", "warning",
            ])
        let outcome = try await Subprocess.run(
            configuration, input: .none, output: .discarded, error: .discarded
        ) { execution in
            let result = try await body()
            try? execution.send(signal: .terminate)
            return result
        }
        return outcome.takeClosureResult()
    }
}
