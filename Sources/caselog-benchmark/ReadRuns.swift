import CLoadClient
import CaseRecord
import Foundation
import Ledger
import Logging
import PostgresClient
import Projections
import Subprocess
import Timescales

/// Small reads through the socket: how many, how soon, and in how much memory.
struct ReadRuns {
    static let database = "reads"
    /// Where each of some children's cases stands: what the daemon answers stands in the access log before.
    static let cases = (0..<children).map { "/v1/cases/\(child($0).text)" }
    /// What tells of no record, and stands in no log.
    static let rules = ["/v1/rules/R03"]
    private static let children = 200

    let socket: SocketRuns

    /// Stores children's records of 20 events each.
    func prepare(logger: Logger) async throws {
        try await socket.server.createDatabase(Self.database, migrated: true)
        var events = SampleEvents(seed: socket.seed)
        let drafts = (0..<Self.children).flatMap { child in events.next(20).map { $0.about(Self.child(child)) } }
        let ledger = Ledger(
            authority: SampleEvents.authority,
            configuration: PostgresConfiguration(
                connectionString: socket.server.connectionString(Self.database), role: "caselogd"),
            now: ViewRuns.now, logger: logger)
        try await ledger.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            _ = try await ledger.append(drafts, submittedBy: "benchmark")
            ledger.stop()
            try await group.waitForAll()
        }
    }

    private static func child(_ number: Int) -> ChildID { ChildID(unchecked: "S\(number)") }

    /// Answers a second to that many clients.
    func rate(of paths: [String], clients: Int) async throws -> Double {
        try await socket.withDaemon(on: Self.database) { address in
            try await Self.warmUp(address)
            let result = try await read(address, paths, socket.seconds * 40_000, clients: clients)
            return Double(result.answered) / result.elapsed_seconds
        }
    }

    /// How long answers take at that many requests a second, in milliseconds, counted from when each was to be asked.
    func latency(
        of paths: [String], clients: Int, rate: Double
    ) async throws -> (median: Double, p99: Double, longest: Double) {
        try await socket.withDaemon(on: Self.database) { address in
            try await Self.warmUp(address)
            let result = try await read(
                address, paths, socket.seconds * Int(rate), clients: clients, seconds: Double(socket.seconds) * 2,
                rate: rate)
            return (result.p50_ms, result.p99_ms, result.max_ms)
        }
    }

    /// The daemon's resident memory in MiB, ten seconds after its start and after so many reads.
    func memory(after reads: Int) async throws -> (idle: Int, after: Int) {
        try await socket.withDaemonProcess(on: Self.database) { address, process in
            try await Task.sleep(for: .seconds(10))
            let idle = try Self.resident(process)
            _ = try await read(address, Self.cases, reads, clients: 32, seconds: 3600)
            return (idle, try Self.resident(process))
        }
    }

    private static func resident(_ process: ProcessIdentifier) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.value)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
    }

    /// Until views are up with the log.
    private static func warmUp(_ address: String) async throws {
        for _ in 0..<60 {
            let result = try await SocketRuns.load(
                address, cases.map(request), clients: 8, seconds: 60)
            if result.refused == 0 { return }
        }
    }

    private func read(
        _ address: String, _ paths: [String], _ count: Int, clients: Int, seconds: Double? = nil, rate: Double = 0
    ) async throws -> caselog_load_result {
        let requests = paths.map(Self.request)
        let result = try await SocketRuns.load(
            address, (0..<count).map { requests[$0 % requests.count] }, clients: clients,
            seconds: seconds ?? Double(socket.seconds), rate: rate)
        guard result.refused == 0 else {
            throw BenchmarkError(description: "\(result.refused) reads refused: status \(result.first_bad_status)")
        }
        return result
    }

    private static func request(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    }
}
