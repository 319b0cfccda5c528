import Foundation
import Glibc
import TestSupport
import Testing

@testable import PrivateCluster

@Suite("Starting a cluster", .serialized, .timeLimit(.minutes(3)))
struct StartTests {
    @Test("the second start finds what the first has committed, and the database exists")
    func twoStarts() async throws {
        try await withDirectory { directory in
            let system = try await withCluster(on: directory) { cluster in
                try await Psql.run(cluster.connectionString(), "CREATE TABLE t (n int); INSERT INTO t VALUES (42)")
                return try await Psql.run(
                    cluster.connectionString(), "SELECT system_identifier FROM pg_control_system()")
            }
            try await withCluster(on: directory) { cluster in
                let connection = cluster.connectionString()
                try await expectRows(connection, "SELECT n FROM t", "42")
                try await expectRows(connection, "SELECT system_identifier FROM pg_control_system()", system)
                let databases = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
                try await expectRows(connection, databases, "caselog\npostgres")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            #expect(names == ["caselogd.lock", "log", "pgdata", "run"])
        }
    }

    @Test("the settings are in force, and ALTER SYSTEM does not open the server or switch off fsync")
    func settings() async throws {
        let expected = [
            "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
            "listen_addresses": "", "log_statement": "none", "log_min_error_statement": "panic",
            "log_error_verbosity": "terse", "TimeZone": "UTC", "server_encoding": "UTF8", "lc_collate": "C",
            "lc_ctype": "C.UTF-8", "max_connections": "64", "wal_compression": "lz4",
            "idle_in_transaction_session_timeout": "5min", "logging_collector": "on",
        ]
        try await withDirectory { directory in
            for round in 1...2 {
                try await withCluster(on: directory) { cluster in
                    let connection = cluster.connectionString()
                    for (name, value) in expected {
                        try await expectRows(connection, "SHOW \(name)", value, comment: "\(name), start \(round)")
                    }
                    try await Psql.run(connection, "ALTER SYSTEM SET fsync = off")
                    try await Psql.run(connection, "ALTER SYSTEM SET listen_addresses = 'localhost'")
                }
            }
        }
    }

    @Test("a failed statement leaves nothing of its text in the log")
    func logsHoldNoStatements() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                let connection = cluster.connectionString()
                await #expect(throws: Psql.Failure.self) {
                    try await Psql.run(connection, "SELECT 'Marigold Thistlewood'::date")
                }
                await #expect(throws: Psql.Failure.self) {
                    try await Psql.run(connection, "DO $$ BEGIN RAISE 'Marigold Thistlewood'; END $$")
                }
            }
            let log = directory + "/log"
            let texts = try FileManager.default.contentsOfDirectory(atPath: log).map {
                try String(contentsOfFile: log + "/" + $0, encoding: .utf8)
            }
            #expect(texts.contains { $0.contains("database system is ready to accept connections") })
            #expect(!texts.contains { $0.contains("Marigold") })
        }
    }

    @Test("the daemon's user may take on the three roles and no other")
    func roles() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                try await Psql.run(
                    cluster.connectionString(),
                    "CREATE ROLE caselogd LOGIN; CREATE ROLE caselog_reader LOGIN; CREATE ROLE stranger LOGIN")
                for role in ["postgres", "caselogd", "caselog_reader"] {
                    let connection = cluster.connectionString(database: "caselog", user: role)
                    try await expectRows(connection, "SELECT current_user", role)
                }
                await #expect(throws: Psql.Failure.self) {
                    try await Psql.run(cluster.connectionString(user: "stranger"), "SELECT 1")
                }
            }
        }
    }

    @Test("every server process runs unprivileged, in a session of its own", .enabled(if: geteuid() == 0))
    func unprivileged() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                // Exactly those of the server's user: none is inherited from root.
                let groups = Set(try OSUser.forCluster().groups.map(String.init))
                let query = "SELECT pid FROM pg_stat_activity"
                let pids = try await Psql.run(cluster.connectionString(), query).split(separator: "\n")
                let postmaster = try #require(cluster.postmasterPID)
                // A backend, as that of the query itself, may be gone by now.
                for status in (pids.compactMap { Int32($0) } + [postmaster]).compactMap({ status(of: $0) }) {
                    let ids = Set((status["Uid"] ?? ["0"]) + (status["Gid"] ?? ["0"]))
                    #expect(!ids.contains("0"))
                    #expect(Set(status["Groups"] ?? []) == groups)
                }
                #expect(getsid(postmaster) == postmaster)
                #expect(status(of: postmaster)?["PPid"] == [String(getpid())])
            }
        }
    }

    @Test("the server inherits none of the daemon's descriptors")
    func descriptors() async throws {
        try await withDirectory { directory in
            let leaky = open("/etc/hostname", O_RDONLY)
            defer { close(leaky) }
            try await withCluster(on: directory) { cluster in
                let folder = "/proc/\(try #require(cluster.postmasterPID))/fd"
                let names = try FileManager.default.contentsOfDirectory(atPath: folder)
                let targets = names.compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)
                }
                #expect(targets.contains { $0.hasPrefix("socket:") })
                #expect(!targets.contains("/etc/hostname") && !targets.contains(directory + "/caselogd.lock"))
            }
        }
    }

    @Test("data that came back from a backup as root's is given to the server's user", .enabled(if: geteuid() == 0))
    func restoredAsRoot() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) {
                try await Psql.run($0.connectionString(), "CREATE TABLE t (n int); INSERT INTO t VALUES (42)")
            }
            let files = FileManager.default.enumerator(atPath: directory + "/pgdata")
            while let name = files?.nextObject() as? String { lchown("\(directory)/pgdata/\(name)", 0, 0) }
            lchown(directory + "/pgdata", 0, 0)
            try await withCluster(on: directory) {
                try await expectRows($0.connectionString(), "SELECT n FROM t", "42")
            }
        }
    }

    @Test("a directory in the way of the unprivileged user is named", .enabled(if: geteuid() == 0))
    func untraversable() async throws {
        try await withDirectory { directory in
            let closed = directory + "/closed"
            try FileManager.default.createDirectory(atPath: closed + "/state", withIntermediateDirectories: true)
            chmod(closed, 0o700)
            guard case .untraversable(let named, _)? = try await startError(on: closed + "/state") else {
                Issue.record("another error")
                return
            }
            #expect(named == closed)
        }
    }

    @Test("starting twice is refused; stopping twice is not")
    func twice() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                await #expect(throws: ClusterError.alreadyStarted) { try await cluster.start() }
                let postmaster = try #require(cluster.postmasterPID)
                async let first: Void = cluster.stop()
                async let second: Void = cluster.stop()
                _ = await (first, second)
                #expect(!isAlive(postmaster))
                #expect(cluster.state == .stopped)
                await cluster.stop()
                try await cluster.start()
                try await expectRows(cluster.connectionString(), "SELECT 1", "1")
            }
        }
    }

    @Test("stopping a cluster that is starting ends the start and leaves no process")
    func stopWhileStarting() async throws {
        try await withDirectory { directory in
            let held = try StateDirectory.lock(directory)
            let cluster = PrivateCluster(
                stateDirectory: held, binaries: try await PostgresBinaries.find(), logger: quietLogger())
            var states = cluster.states.makeAsyncIterator()
            let start = Task { try await cluster.start() }
            #expect(await states.next() == .starting)
            await cluster.stop()
            await #expect(throws: ClusterError.stoppedWhileStarting) { try await start.value }
            #expect(cluster.postmasterPID == nil)
            #expect(await states.next() == .stopped)
        }
    }

    @Test("run() ends with its task, and the server with it")
    func run() async throws {
        try await withDirectory { directory in
            let cluster = PrivateCluster(
                stateDirectory: try StateDirectory.lock(directory), binaries: try await PostgresBinaries.find(),
                logger: quietLogger())
            let task = Task { try await cluster.run() }
            try await until("ready") { cluster.state == .ready }
            let postmaster = try #require(cluster.postmasterPID)
            task.cancel()
            try await task.value
            #expect(!isAlive(postmaster))
        }
    }
}
