import Foundation
import Glibc
import Logging
import PrivateCluster
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// What keeps a test from waiting for ever; no test depends on how fast something is.
let hangLimit = Duration.seconds(120)

struct Hung: Error {
    let what: String
}

func quietLogger() -> Logger {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
}

/// Waits until something holds.
func until(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + hangLimit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw Hung(what: what) }
        try await Task.sleep(for: .milliseconds(10))
    }
}

@discardableResult
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = try TestDirectory.make()
    defer { TestDirectory.remove(path) }
    return try await body(path)
}

/// Runs `body` with a started cluster on the directory, and stops the cluster.
@discardableResult
func withCluster<Result>(
    on directory: String, extraSettings: [String: String] = [:], _ body: (PrivateCluster) async throws -> Result
) async throws -> Result {
    let held = try StateDirectory.lock(directory)
    defer { held.close() }
    let cluster = PrivateCluster(
        stateDirectory: held, binaries: try await PostgresBinaries.find(),
        options: PrivateCluster.Options(extraSettings: extraSettings), logger: quietLogger())
    try await cluster.start()
    do {
        let result = try await body(cluster)
        await cluster.stop()
        return result
    } catch {
        await cluster.stop()
        throw error
    }
}

/// The error that starting a cluster on the directory throws.
func startError(on directory: String) async throws -> ClusterError? {
    await #expect(throws: ClusterError.self) { try await withCluster(on: directory) { _ in } }
}

/// The fields of a process's status, all of one instant; nil for a process that is gone or a zombie.
func status(of pid: Int32) -> [String: [String]]? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
    let fields = text.split(separator: "\n").compactMap { line -> (String, [String])? in
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let words = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace).map(String.init)
        return (String(line[..<colon]), words)
    }
    let status = Dictionary(fields, uniquingKeysWith: { first, _ in first })
    guard let state = status["State"]?.first, state != "Z", state != "X" else { return nil }
    return status
}

/// Whether a process runs; a zombie does not.
func isAlive(_ pid: Int32) -> Bool { status(of: pid) != nil }

/// The test-only program that holds a cluster, which the build puts beside the test bundle.
func holderPath() throws -> FilePath {
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return FilePath((bundle as NSString).deletingLastPathComponent + "/cluster-holder")
}

/// Starts a holder on the directory, runs `body` with its pid when it has printed a line with the prefix, and kills
/// it with SIGKILL. Returns what it had printed.
@discardableResult
func withHolder(
    on directory: String, waitingFor prefix: String, _ body: @Sendable (Int32, String) async throws -> Void
) async throws -> [String] {
    let result = try await Subprocess.run(
        .path(try holderPath()), arguments: [directory], input: .none, output: .sequence, error: .discarded
    ) { execution in
        var lines: [String] = []
        for try await line in execution.standardOutput.strings() {
            let line = line.trimmingCharacters(in: .newlines)
            lines.append(line)
            if line.hasPrefix(prefix) {
                do {
                    try await body(execution.processIdentifier.value, line)
                } catch {
                    try? execution.send(signal: .kill)
                    throw error
                }
                break
            }
        }
        try? execution.send(signal: .kill)
        return lines
    }
    return result.closureResult
}

/// Expects a query to give these rows.
func expectRows(
    _ connection: String, _ sql: String, _ expected: String, comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let rows = try await Psql.run(connection, sql)
    #expect(rows == expected, comment, sourceLocation: sourceLocation)
}
