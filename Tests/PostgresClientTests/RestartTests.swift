import Foundation
import Testing

@testable import PostgresClient

/// A cluster of its own, which a test may restart.
final class PrivateCluster: Sendable {
    let directory: String
    var connectionString: String { "host=\(directory) user=postgres dbname=postgres" }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "pg-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if getuid() == 0 { try Self.run("/bin/chown", ["postgres", directory]) }
        try pg("initdb", ["-N", "-A", "trust", "-U", "postgres", "-D", directory + "/data"])
        try control("start")
    }

    deinit {
        try? control("stop")
        try? FileManager.default.removeItem(atPath: directory)
    }

    func control(_ command: String) throws {
        let options = "-c listen_addresses='' -c unix_socket_directories='\(directory)' -c fsync=off"
        try pg(
            "pg_ctl",
            ["-D", directory + "/data", "-l", directory + "/log", "-w", "-m", "immediate", "-o", options, command])
    }

    /// The server's programs refuse to run as root.
    private func pg(_ program: String, _ arguments: [String]) throws {
        let binaries = ProcessInfo.processInfo.environment["CASELOG_TEST_PG_BIN"] ?? "/usr/lib/postgresql/15/bin"
        let path = binaries + "/" + program
        if getuid() == 0 {
            try Self.run("/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
        } else {
            try Self.run(path, arguments)
        }
    }

    private static func run(_ path: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(path: path) }
    }

    struct Failed: Error { let path: String }
}

@Suite("Server restart", .timeLimit(.minutes(3)))
struct RestartTests {
    @Test func poolAndListenerComeBack() async throws {
        let cluster = try PrivateCluster()
        let configuration = PostgresConfiguration(connectionString: cluster.connectionString)
        let pool = PostgresPool(configuration, maxSize: 3, leaseTimeout: .seconds(60), logger: quiet)
        var events = PostgresListener(configuration, channels: ["x"], logger: quiet).makeAsyncIterator()
        #expect(await events.next() == .connected)
        try await pool.withConnection { a in
            try await pool.withConnection { b in
                try await a.simple("CREATE TABLE t (a int)")
                try await b.simple("SELECT 1")
            }
        }
        #expect(pool.statistics.idle == 2)
        try cluster.control("restart")
        try await Task.sleep(for: .milliseconds(300))
        for _ in 0..<3 {
            try await pool.withConnection { try await $0.simple("INSERT INTO t VALUES (1)") }
        }
        #expect(await events.next() == .connected)

        // Those who wait while the server is away are served when it is back.
        try cluster.control("stop")
        async let waiting = withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask { try await pool.withConnection { try await $0.simple("INSERT INTO t VALUES (2)") } }
            }
            try await group.waitForAll()
        }
        try await eventually { pool.statistics.waiting == 6 }
        try await Task.sleep(for: .milliseconds(300))
        try cluster.control("start")
        try await waiting
        let count = try await pool.withConnection { try await one($0, "SELECT count(*) FROM t", as: Int.self) }
        #expect(count == 9)
        await pool.close()
    }
}
