import Foundation
import Glibc
import Testing

@testable import PostgresClient

/// A cluster of its own, which a test may restart. Ended with `destroy()`.
struct PrivateCluster {
    let directory: String
    var connectionString: String { "host=\(directory) user=postgres dbname=postgres" }

    init() async throws {
        directory = "/tmp/caselog-restart-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if getuid() == 0 { try await Self.run("/bin/chown", ["postgres", directory]) }
        try await pg("initdb", ["-N", "-A", "trust", "-U", "postgres", "-D", directory + "/data"])
        try await control("start")
    }

    func destroy() async {
        try? await control("stop")
        try? FileManager.default.removeItem(atPath: directory)
    }

    func control(_ command: String) async throws {
        let options = "-c listen_addresses='' -c unix_socket_directories='\(directory)' -c fsync=off"
        try await pg(
            "pg_ctl",
            ["-D", directory + "/data", "-l", directory + "/log", "-w", "-m", "immediate", "-o", options, command])
    }

    /// The server's programs refuse to run as root.
    private func pg(_ program: String, _ arguments: [String]) async throws {
        let binaries = ProcessInfo.processInfo.environment["CASELOG_TEST_PG_BIN"] ?? "/usr/lib/postgresql/15/bin"
        let path = binaries + "/" + program
        if getuid() == 0 {
            try await Self.run("/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
        } else {
            try await Self.run(path, arguments)
        }
    }

    /// Foundation's Process waits until every descendant has closed a socket that it lets them inherit: with a server
    /// that stays, for ever. And the wait must not block one of the few threads that the tests share.
    private static func run(_ path: String, _ arguments: [String]) async throws {
        let isGood = await withCheckedContinuation { continuation in
            let started = startDetachedThread(named: "run") {
                continuation.resume(returning: spawnAndWait(path, arguments))
            }
            if !started { continuation.resume(returning: false) }
        }
        guard isGood else { throw Failed(path: path, arguments: arguments) }
    }

    struct Failed: Error {
        let path: String
        let arguments: [String]
    }
}

private func spawnAndWait(_ path: String, _ arguments: [String]) -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in Int32(0)...2 {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var strings = ([path] + arguments).map { strdup($0) }
    defer { for string in strings { free(string) } }
    strings.append(nil)
    var pid: pid_t = 0
    guard posix_spawn(&pid, path, &actions, nil, strings, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
        guard errno == EINTR else { return false }
    }
    return status == 0
}

@Suite("Server restart", .timeLimit(.minutes(3)))
struct RestartTests {
    @Test func poolAndListenerComeBack() async throws {
        let cluster = try await PrivateCluster()
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
        try await cluster.control("restart")
        for _ in 0..<3 {
            try await pool.withConnection { try await $0.simple("INSERT INTO t VALUES (1)") }
        }
        #expect(await events.next() == .connected)

        // Those who wait while the server is away are served when it is back.
        try await cluster.control("stop")
        async let waiting = withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask { try await pool.withConnection { try await $0.simple("INSERT INTO t VALUES (2)") } }
            }
            try await group.waitForAll()
        }
        try await eventually { pool.statistics.waiting == 6 }
        try await Task.sleep(for: .milliseconds(300))
        try await cluster.control("start")
        try await waiting
        let count = try await pool.withConnection { try await one($0, "SELECT count(*) FROM t", as: Int.self) }
        #expect(count == 9)
        await pool.close()
        await cluster.destroy()
    }
}
