import Foundation
import PrivateCluster
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport

/// A real caselogd in a directory of its own, on the embedded cluster, with a real client.
final class DaemonProcess: Sendable {
    let directory: String
    var socket: String { directory + "/s.sock" }
    var hooks: String { directory + "/hooks.d" }
    /// Where hooks can write, whatever user they run as.
    var output: String { directory + "/out" }
    private let makesItsCluster: Bool

    /// - Parameter makesItsCluster: Whether there is no cluster when it starts for the first time.
    init(makesItsCluster: Bool = false) throws {
        self.makesItsCluster = makesItsCluster
        directory = "/tmp/caselog-daemon-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        for name in ["", "/hooks.d", "/out"] {
            try FileManager.default.createDirectory(atPath: directory + name, withIntermediateDirectories: false)
        }
        chmod(directory, 0o755)
        chmod(hooks, 0o755)
        chmod(output, 0o777)
    }

    /// The folder of the built programs.
    static let programs = NotifierProcess.programs

    /// A notifier beside it, on the same cluster.
    var notifier: NotifierProcess {
        NotifierProcess(
            logFile: directory + "/notifier.log",
            arguments: ["--state-directory", directory + "/state", "--hooks", hooks])
    }

    /// An open file that the daemon is started with, as the service manager passes sockets.
    struct Passed {
        let descriptor: Int32
        let name: String
    }

    /// A shell takes what it has as input and output for the passed descriptors 3 and 4, and becomes the daemon, so that
    /// the process is the one that the variables name.
    private static let passing = """
        exec 3<&0 0</dev/null 4>&1 1>&2
        [ $1 = 2 ] || exec 4>&-
        export LISTEN_PID=$$ LISTEN_FDS=$1 LISTEN_FDNAMES=$2
        shift 2
        exec "$@"
        """

    /// Runs the daemon for as long as `body` runs, then ends it with that signal and waits for it.
    @discardableResult
    func running<Result: Sendable>(
        arguments: [String] = [], environment: [Environment.Key: String?] = [:], mustBeReady: Bool = true,
        passing sockets: [Passed] = [], endedBy signal: Signal = .terminate,
        _ body: @Sendable @escaping (ProcessIdentifier) async throws -> Result
    ) async throws -> Result {
        let state = directory + "/state"
        if !makesItsCluster, !arguments.contains("--database"), !FileManager.default.fileExists(atPath: state) {
            try await MigratedCluster.copy(to: state)
        }
        var options = PlatformOptions()
        options.createSession = true
        let own = ["--state-directory", state, "--socket", socket] + arguments
        let program = Self.programs + "/caselogd"
        let names = sockets.map(\.name).joined(separator: ":")
        let configuration = Configuration(
            executable: .path(FilePath(sockets.isEmpty ? program : "/bin/sh")),
            arguments: Arguments(
                sockets.isEmpty ? own : ["-c", Self.passing, "sh", "\(sockets.count)", names, program] + own),
            environment: .inherit.updating(["PGHOST": nil]).updating(environment),
            platformOptions: options)
        let log = try FileDescriptor.open(
            FilePath(directory + "/log"), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        defer { try? log.close() }
        let nothing = try FileDescriptor.open("/dev/null", .readOnly)
        defer { try? nothing.close() }
        let (first, second) = (sockets.first?.descriptor, sockets.dropFirst().first?.descriptor)
        let outcome = try await run(
            configuration,
            input: .fileDescriptor(
                first.map { FileDescriptor(rawValue: $0) } ?? nothing, closeAfterSpawningProcess: false),
            output: .fileDescriptor(
                second.map { FileDescriptor(rawValue: $0) } ?? log, closeAfterSpawningProcess: false),
            error: .fileDescriptor(log, closeAfterSpawningProcess: false)
        ) { execution in
            do {
                if mustBeReady { try await self.waitUntilReady(execution.processIdentifier) }
                let result = try await body(execution.processIdentifier)
                try? execution.send(signal: signal)
                return result
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
        }
        return outcome.takeClosureResult()
    }

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    private func waitUntilReady(_ process: ProcessIdentifier) async throws {
        for _ in 0..<600 {
            if let reply = try? await get("/v1/ready"), reply.status == 200 { return }
            let status = try? String(contentsOfFile: "/proc/\(process.value)/stat", encoding: .utf8)
            guard let status, !status.contains(") Z ") else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DidNotStart(description: log)
    }

    /// Waits until it is ready, whichever process it is.
    func waitUntilReady(attempts: Int) async throws {
        for _ in 0..<attempts {
            if let reply = try? await get("/v1/ready"), reply.status == 200 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DidNotStart(description: log)
    }

    /// Waits until it takes events (again).
    func waitUntilPosted() async throws {
        for _ in 0..<600 {
            let reply = try? await post(event("note.recorded", ["ready"], on: "2026-01-02", "{\"text\":\"\(UUID())\"}"))
            if reply?.status == 201 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DidNotStart(description: log)
    }

    /// Waits until its log has that text, or the process has ended.
    func logs(_ text: String, orEnded process: ProcessIdentifier? = nil) async throws -> Bool {
        for _ in 0..<600 {
            if log.contains(text) { return true }
            if let process {
                let status = try? String(contentsOfFile: "/proc/\(process.value)/stat", encoding: .utf8)
                guard let status, !status.contains(") Z ") else { return true }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    /// The embedded PostgreSQL, for its superuser.
    var database: String { PrivateCluster.connectionString(stateDirectory: directory + "/state") }

    /// The process of the embedded PostgreSQL.
    var postmaster: pid_t {
        let file = try? String(contentsOfFile: directory + "/state/pgdata/postmaster.pid", encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { pid_t($0) } ?? -1
    }

    var log: String { (try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? "" }

    func get(_ path: String, accept: String = "application/json") async throws -> Reply {
        try await SocketConnection.with(socket: socket) { connection in
            try await connection.send(Call("GET", path, headers: [("Accept", accept)]))
        }
    }

    func call(_ method: String, _ path: String) async throws -> Reply {
        try await SocketConnection.with(socket: socket) { try await $0.send(Call(method, path)) }
    }

    func post(_ body: String, type: String = "application/json") async throws -> Reply {
        try await SocketConnection.with(socket: socket) { connection in
            try await connection.send(
                Call("POST", "/v1/events", headers: [("Content-Type", type)], body: Array(body.utf8)))
        }
    }

    /// Runs the client and returns its exit status and what it printed.
    func caselog(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        let result = try await run(
            .path(FilePath(Self.programs + "/caselog")), arguments: Arguments(arguments),
            environment: .inherit.updating(["CASELOG_SOCKET_PATH": socket]), output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 20))
        let status: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
        return (status, result.standardOutput, result.standardError)
    }

    /// Puts a hook there; `script` is the body of a shell script.
    func install(hook name: String, _ script: String) throws {
        let path = hooks + "/" + name
        try ("#!/bin/sh\n" + script + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
    }

    /// Waits for a file; `false` if it does not appear within a minute.
    func appears(_ path: String) async throws -> Bool {
        for _ in 0..<600 {
            if FileManager.default.fileExists(atPath: path) { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }
}

/// An event as JSON text.
func event(
    _ type: String, _ children: [String], on day: String, _ data: String, id: UUID = UUID(), more: String = ""
) -> String {
    let names = children.map { "\"\($0)\"" }.joined(separator: ",")
    return """
        {"id":"\(id.uuidString.lowercased())","type":"\(type)","children":[\(names)],"occurredAt":"\(day)",\
        "data":\(data)\(more)}
        """
}
