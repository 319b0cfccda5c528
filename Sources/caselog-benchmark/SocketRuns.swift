import CLoadClient
import CaseRecord
import Foundation
import StrictJSON
import Subprocess
import SystemPackage

/// caselogd as a process of its own, with clients on its Unix socket.
struct SocketRuns {
    static let database = "socket"
    let server: BenchmarkServer
    let seconds: Int
    let seed: UInt64

    /// Events appended a second by that many clients, each with one request under way.
    func appends(clients: Int, eventsPerRequest: Int) async throws -> Double {
        try await server.createDatabase(Self.database, migrated: true)
        let requests = requests(count: seconds * 40_000 / eventsPerRequest, eventsPerRequest: eventsPerRequest)
        return try await withDaemon(on: Self.database) { socket in
            let result = try await Self.load(socket, requests, clients: clients, seconds: Double(seconds))
            guard result.refused == 0 else {
                throw BenchmarkError(
                    description: "the daemon refused \(result.refused) requests: \(result.first_bad_status)")
            }
            return Double(Int(result.answered) * eventsPerRequest) / result.elapsed_seconds
        }
    }

    private func requests(count: Int, eventsPerRequest: Int) -> [[UInt8]] {
        var events = SampleEvents(seed: seed)
        var ids = SampleIDs(seed: seed)
        let pool = events.next(5000)
        return (0..<count).map { request in
            let lines = (0..<eventsPerRequest).map { index in
                JSONValue.object(
                    pool[(request * eventsPerRequest + index) % pool.count].with(id: ids.next()).event.json
                ).text()
            }
            let body = lines.joined(separator: "\n")
            let type = eventsPerRequest == 1 ? "json" : "x-ndjson"
            return Array(
                ("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/\(type)\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
        }
    }

    /// Sends the requests over that many connections, for so many seconds at most; `rate`: so many a second and no more.
    static func load(
        _ socket: String, _ requests: [[UInt8]], clients: Int, seconds: Double, rate: Double = 0
    ) async throws -> caselog_load_result {
        // The load client blocks: it has a thread of its own.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let all = requests.flatMap { $0 }
                var result = caselog_load_result()
                let error = all.withUnsafeBufferPointer { bytes -> Int32 in
                    guard let base = bytes.baseAddress else { return EINVAL }
                    var offset = 0
                    let prepared = requests.map { request -> caselog_request in
                        defer { offset += request.count }
                        return caselog_request(
                            bytes: UnsafeRawPointer(base + offset).assumingMemoryBound(to: CChar.self),
                            length: request.count)
                    }
                    return caselog_load(socket, prepared, prepared.count, Int32(clients), seconds, rate, &result)
                }
                if error == 0 {
                    continuation.resume(returning: result)
                } else {
                    continuation.resume(
                        throwing: BenchmarkError(
                            description: "the load client failed: \(String(cString: strerror(error)))"))
                }
            }
        }
    }

    /// A daemon on that database that is asked by that socket.
    func daemon(on database: String, state: String, socket: String) -> Configuration {
        let programs = (CommandLine.arguments[0] as NSString).deletingLastPathComponent
        return Configuration(
            executable: .path(FilePath(programs + "/caselogd")),
            arguments: [
                "--authority", SampleEvents.authority.text, "--state-directory", "\(server.directory)/\(state)",
                "--socket", socket, "--log-level", "warning", "--database", server.connectionString(database),
            ])
    }

    /// Runs a daemon on that database for as long as `body` takes, which gets the path of its socket.
    func withDaemon<Result: Sendable>(
        on database: String, _ body: @Sendable (String) async throws -> Result
    ) async throws -> Result {
        try await withDaemonProcess(on: database) { socket, _ in try await body(socket) }
    }

    /// The same; `body` gets its process, too.
    func withDaemonProcess<Result: Sendable>(
        on database: String, _ body: @Sendable (String, ProcessIdentifier) async throws -> Result
    ) async throws -> Result {
        let socket = server.directory + "/s.sock"
        let outcome = try await Subprocess.run(
            daemon(on: database, state: "daemon", socket: socket), input: .none, output: .discarded, error: .discarded
        ) { execution in
            for _ in 0..<600 where !FileManager.default.fileExists(atPath: socket) {
                try await Task.sleep(for: .milliseconds(50))
            }
            try await Task.sleep(for: .milliseconds(200))
            let result = try await body(socket, execution.processIdentifier)
            try? execution.send(signal: .terminate)
            return result
        }
        // Its checkpoints belong to a database that is dropped for the next run.
        try? FileManager.default.removeItem(atPath: server.directory + "/daemon")
        return outcome.takeClosureResult()
    }
}
