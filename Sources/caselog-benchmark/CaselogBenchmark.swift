import ArgumentParser
import CaseRecord
import Foundation
import Logging

/// Runs caselog and the raw limits of PostgreSQL side by side and prints their ratios.
@main
struct CaselogBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caselog-benchmark",
        abstract: "Measures caselog against PostgreSQL itself, on the same durable cluster in the same run.",
        discussion: """
            Each comparison is repeated; in each repetition the raw limit is taken right before caselog's figure, and
            the table shows medians. Build with -c release; a quiet machine gives steadier ratios.
            """)

    @Option(help: "How often each comparison is made.") var repeats = 5
    @Option(help: "Seconds of each measurement.") var seconds = 5
    @Option(help: "Seconds of the sustained measurement.") var sustained = 30
    @Option(help: "Events of the measurements that load or read a whole log.") var events = 200_000
    @Option(help: "Events stored in the log of the measurement of growth, which is compared with one of 50,000.")
    var grown = 5_000_000
    @Option(help: "Seed of the events.") var seed: UInt64 = 2011
    @Option(help: "Only the comparisons whose name contains this.") var only: String?
    @Option(help: "Where the cluster is made and removed again; it needs some gigabytes.") var directory =
        "/tmp/caselog-benchmark-\(ProcessInfo.processInfo.processIdentifier)"

    private static let start = "ready after its start with millions stored (raw: 1/s)"
    private static let growth = "rate with millions stored, against 50,000"

    func run() async throws {
        // Needs no server; what is asked for by its name is all that is wanted.
        if only.map({ DeadlineRun.name.contains($0) }) ?? true {
            try deadlines()
            if only != nil { return }
        }
        var logger = Logger(label: "caselog-benchmark")
        logger.logLevel = .warning
        let server = try await BenchmarkServer.start(in: directory, logger: logger)
        do {
            try await compare(on: server, logger: logger)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func deadlines() throws {
        let run = DeadlineRun(seed: seed)
        var rates: [Double] = []
        for _ in 0..<repeats { rates.append(try run.run()) }
        Report.head()
        Report.row(
            Comparison(
                name: DeadlineRun.name, must: Double(DeadlineRun.count) / DeadlineRun.mostSeconds / 1_000_000,
                stretch: 10, raw: rates.map { _ in 1 }, own: rates))
        Report.seconds(of: DeadlineRun.count, rates.map { $0 * 1_000_000 })
    }

    private func compare(on server: BenchmarkServer, logger: Logger) async throws {
        let raw = RawLimits(server: server, seconds: seconds, seed: seed)
        try await raw.prepare()
        try raw.writeRows(events)
        let library = LibraryRuns(server: server, seconds: seconds, seed: seed, logger: logger)
        Report.head()
        for (callers, must, stretch) in [(1, 0.75, 0.9), (8, 1.1, 1.5), (32, 1.6, 3)] {
            try await compare("library, \(callers) callers, one event per call", must, stretch, on: server) {
                try await raw.inserts(clients: callers)
            } with: {
                try await server.createDatabase(LibraryRuns.database, migrated: true)
                return try await library.appends(callers: callers, eventsPerCall: 1)
            }
        }
        try await compare("library, 8 callers, 100 events per call", 0.9, 1.4, on: server) {
            try await raw.copyIn(events)
        } with: {
            try await server.createDatabase(LibraryRuns.database, migrated: true)
            return try await library.appends(callers: 8, eventsPerCall: 100, seconds: sustained)
        }
        try await compare("tamper evidence, on against off", 0.95, 0.98, on: server) {
            try await server.createDatabase(LibraryRuns.database, migrated: true)
            return try await library.appends(callers: 8, eventsPerCall: 100, sealed: false)
        } with: {
            try await server.createDatabase(LibraryRuns.database, migrated: true)
            return try await library.appends(callers: 8, eventsPerCall: 100)
        }
        if only.map({ Self.growth.contains($0) }) ?? true {
            _ = try await library.bulk(grown, in: LibraryRuns.grownDatabase)
            try await compare(Self.growth, 0.85, 0.95, on: server) {
                _ = try await library.bulk(50_000)
                return try await library.appends(callers: 8, eventsPerCall: 100)
            } with: {
                try await library.appends(callers: 8, eventsPerCall: 100, in: LibraryRuns.grownDatabase)
            }
        }
        let socket = SocketRuns(server: server, seconds: seconds, seed: seed)
        for (clients, must, stretch) in [(1, 0.45, 0.6), (32, 0.7, 1.0), (256, 0.7, 1.0)] {
            try await compare("socket, \(clients) clients, one event per request", must, stretch, on: server) {
                try await raw.inserts(clients: clients)
            } with: {
                try await socket.appends(clients: clients, eventsPerRequest: 1)
            }
        }
        try await compare("socket, 8 clients, 100 events per request", 0.7, 0.9, on: server) {
            try await raw.copyIn(events)
        } with: {
            try await socket.appends(clients: 8, eventsPerRequest: 100)
        }
        try await compareReads(ReadRuns(socket: socket), on: server, logger: logger)
        try await compareViews(on: server, logger: logger)
        try await compareAlerts(AlertRuns(socket), on: server, logger: logger)
        if only.map({ Self.start.contains($0) }) ?? true {
            let starts = StartRun(socket: socket, library: library)
            try await starts.prepare(grown)
            try await compare(Self.start, 1, 4, on: server) {
                1
            } with: {
                1 / (try await starts.start())
            }
        }
        // From here on the library's log is the one that this has written.
        guard ["bulk import", "whole log", "verify"].contains(where: { only.map($0.contains) ?? true }) else { return }
        _ = try await library.bulk(events)
        try await compare("bulk import, against COPY into its own tables", 0.8, 1.2, on: server) {
            try await raw.copyIntoOwnTables()
        } with: {
            try await library.bulk(events)
        }
        try await compare("whole log read in order, decoded", 1.0, 2, on: server) {
            try await raw.copyOut()
        } with: {
            try await library.read()
        }
        try await compare("verify, every stored byte (raw: 1/s)", 200_000, 500_000, on: server) {
            1
        } with: {
            try await library.verify()
        }
    }

    private static let reads = [
        "small reads/s, 32 clients (raw: 1/s)", "small reads at 2,500/s, p99 (raw: 1/s)",
        "reads noted, against reads that are not", "memory, idle and after a million reads",
    ]

    /// What must be so much at most is compared as so much a second, or a megabyte, at least.
    private func compareReads(_ runs: ReadRuns, on server: BenchmarkServer, logger: Logger) async throws {
        guard Self.reads.contains(where: { name in only.map { name.contains($0) } ?? true }) else { return }
        try await runs.prepare(logger: logger)
        try await compare(Self.reads[0], 5000, 10_000, on: server) {
            1
        } with: {
            try await runs.rate(of: ReadRuns.cases, clients: 32)
        }
        try await compare(Self.reads[1], 50, 200, on: server) {
            1
        } with: {
            let latency = try await runs.latency(of: ReadRuns.cases, clients: 32, rate: 2500)
            Report.note("median \(latency.median) ms, p99 \(latency.p99) ms, longest \(latency.longest) ms")
            return 1000 / latency.p99
        }
        try await compare(Self.reads[2], 0.5, 0.8, on: server) {
            try await runs.rate(of: ReadRuns.rules, clients: 32)
        } with: {
            try await runs.rate(of: ReadRuns.cases, clients: 32)
        }
        guard only.map({ Self.reads[3].contains($0) }) ?? true else { return }
        try await server.settle()
        let memory = try await runs.memory(after: 1_000_000)
        Report.note("\(Self.reads[3]): \(memory.idle) MiB (at most 60), then \(memory.after) MiB (at most 150)")
    }

    private static let views = [
        "chronology of 200 events", "chronology of 1000 events", "team view of 1,000 open cases (raw: 1/s)",
        "rebuild of all read models (raw: 1/s)", "reader's longest wait in a rebuild (raw: 1/s)",
        "lag of views at 500 events/s, p99 (raw: 1/s)",
    ]

    /// What must be so many milliseconds at most is compared as so many a second at least.
    private func compareViews(on server: BenchmarkServer, logger: Logger) async throws {
        guard Self.views.contains(where: { name in only.map { name.contains($0) } ?? true }) else { return }
        let views = ViewRuns(server: server, seconds: seconds, seed: seed, logger: logger)
        try await views.prepare(records: [200, 1000], cases: 1000)
        for (name, length) in zip(Self.views, [200, 1000]) {
            try await compare(name, 1 / 1.5, 1, on: server) {
                try await views.rawRecord(length)
            } with: {
                try await views.replies(to: "/v1/cases/\(ViewRuns.child(of: length).text)/chronology")
            }
        }
        try await compare(Self.views[2], 20, 50, on: server) {
            1
        } with: {
            try await views.replies(to: "/v1/supervision/teams/\(CaseloadEvents.team)")
        }
        guard Self.views[3...].contains(where: { name in only.map { name.contains($0) } ?? true }) else { return }
        let count = try await views.prepareCounty(children: 6000)
        try await compare(Self.views[3], 50_000, 150_000, on: server) {
            1
        } with: {
            try await views.rebuild(count)
        }
        try await compare(Self.views[4], 20, 1000, on: server) {
            1
        } with: {
            let wait = try await views.longestWait(rebuilds: 1)
            Report.note("longest wait undisturbed \(wait.undisturbed) ms, during a rebuild \(wait.during) ms")
            return 1000 / max(0.1, wait.during - wait.undisturbed)
        }
        try await compare(Self.views[5], 10, 50, on: server) {
            1
        } with: {
            1000 / (try await views.lag(appendsPerSecond: 500))
        }
    }

    private static let alerts = [
        "due to hook, p99, 10,000 open clocks (raw: 1/s)", "due to hook, p99, 1,000,000 open clocks (raw: 1/s)",
        "10,000 alerts due at once, to hook (raw: 1/min)", "database time of one lone alert (raw: 1/ms)",
    ]

    private func compareAlerts(_ runs: AlertRuns, on server: BenchmarkServer, logger: Logger) async throws {
        for (name, open) in zip(Self.alerts, [10_000, 1_000_000]) {
            try await compare(name, 1, 2, on: server) {
                1
            } with: {
                1 / (try await runs.latency(openClocks: open))
            }
        }
        try await compare(Self.alerts[2], 1, 4, on: server) {
            1
        } with: {
            60 / (try await runs.flood(of: 10_000))
        }
        try await compare(Self.alerts[3], 1, 2, on: server) {
            1
        } with: {
            let time = try await runs.raising(logger: logger)
            Report.note("database time \(time.work) ms; with the wait for the disk at each commit \(time.durable) ms")
            return 1 / max(0.001, time.work)
        }
    }

    private func compare(
        _ name: String, _ must: Double, _ stretch: Double, on server: BenchmarkServer,
        _ raw: () async throws -> Double, with own: () async throws -> Double
    ) async throws {
        if let only, !name.contains(only) { return }
        var (limits, figures): ([Double], [Double]) = ([], [])
        for _ in 0..<repeats {
            try await server.settle()
            limits.append(try await raw())
            try await server.settle()
            figures.append(try await own())
        }
        Report.row(Comparison(name: name, must: must, stretch: stretch, raw: limits, own: figures))
    }
}
