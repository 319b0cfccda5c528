import Foundation
import Glibc
import PrivateCluster
import Subprocess
import SystemPackage
import TestSupport
import Testing

@Suite("Crashes", .serialized, .timeLimit(.minutes(3)))
struct CrashTests {
    private func marked(_ connection: String) async throws {
        try await Psql.run(connection, "CREATE TABLE mark (n int); INSERT INTO mark VALUES (7)")
    }

    private func expectMark(_ connection: String) async throws {
        try await expectRows(connection, "SELECT n FROM mark", "7")
    }

    @Test("a killed postmaster comes back with what was committed, and the states tell")
    func postmasterKilled() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                try await marked(cluster.connectionString())
                var states = cluster.states.makeAsyncIterator()
                #expect(await states.next() == .ready)
                let before = try #require(cluster.postmasterPID)
                kill(before, SIGKILL)
                #expect(await states.next() == .lost(reason: "the postmaster was ended by signal 9"))
                #expect(await states.next() == .starting)
                #expect(await states.next() == .ready)
                #expect(cluster.postmasterPID != before)
                try await expectMark(cluster.connectionString())
            }
        }
    }

    @Test("a killed postmaster comes back although one of its backends is busy and does not notice")
    func busyBackend() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                let connection = cluster.connectionString()
                try await marked(connection)
                async let busy: String? = try? Psql.run(
                    connection, "SET application_name = 'busy'; DO $$ BEGIN LOOP END LOOP; END $$")
                let query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'busy' AND state = 'active'"
                try await until("busy backend") { try await !Psql.run(connection, query).isEmpty }
                let backend = try #require(Int32(try await Psql.run(connection, query)))
                kill(try #require(cluster.postmasterPID), SIGKILL)
                try await until("lost") { cluster.state != .ready }
                #expect(isAlive(backend))
                try await until("ready again") { cluster.state == .ready }
                #expect(!isAlive(backend))
                #expect(await busy == nil)
                try await expectMark(connection)
            }
        }
    }

    @Test("a killed backend is the server's own business")
    func backendKilled() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { cluster in
                let connection = cluster.connectionString()
                try await marked(connection)
                let before = cluster.postmasterPID
                async let victim: String? = try? Psql.run(
                    connection, "SET application_name = 'victim'; SELECT pg_sleep(1000)")
                let query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'victim' AND state = 'active'"
                try await until("victim") { try await !Psql.run(connection, query).isEmpty }
                kill(try #require(Int32(try await Psql.run(connection, query))), SIGKILL)
                #expect(await victim == nil)
                try await until("recovery") { (try? await Psql.run(connection, "SELECT 1")) == "1" }
                try await expectMark(connection)
                #expect(cluster.postmasterPID == before)
                #expect(cluster.state == .ready)
            }
        }
    }

    @Test("when the daemon is killed the server goes too, and the next start has what was committed")
    func daemonKilled() async throws {
        try await withDirectory { directory in
            try await withHolder(on: directory, waitingFor: "ready") { holder, line in
                let postmaster = try #require(line.split(separator: " ").last.flatMap { Int32($0) })
                #expect(isAlive(postmaster))
                try await marked("host='\(directory)/run' dbname=caselog user=postgres")
                kill(holder, SIGKILL)
                try await until("the postmaster's end") { !isAlive(postmaster) }
            }
            try await withCluster(on: directory) { try await expectMark($0.connectionString()) }
        }
    }

    @Test("a server that runs on without its daemon is stopped by the next start")
    func leftoverServer() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { try await marked($0.connectionString()) }
            // Started by hand, as no child of a daemon would go on: the way an older daemon's server could.
            let leftover = try await startByHand(directory)
            #expect(isAlive(leftover))
            try await withCluster(on: directory) { cluster in
                #expect(!isAlive(leftover))
                #expect(cluster.postmasterPID != leftover)
                try await expectMark(cluster.connectionString())
            }
        }
    }

    @Test("a pid file that names a live process of another kind does not hurt that process")
    func foreignPID() async throws {
        try await withDirectory { directory in
            try await withCluster(on: directory) { try await marked($0.connectionString()) }
            // Runs as the server's user, so that PostgreSQL itself would take it for a postmaster.
            let result = try await Subprocess.run(
                asServerUser(directory, ["/bin/sleep", "1000"]), input: .none,
                output: .discarded, error: .discarded
            ) { sleeper in
                let pid = sleeper.processIdentifier.value
                for path in ["/pgdata/postmaster.pid", "/run/.s.PGSQL.5432.lock"] {
                    let text = "\(pid)\n\(directory)/pgdata\n1700000000\n5432\n\(directory)/run\n\n0 0\nready   \n"
                    try text.write(toFile: directory + path, atomically: true, encoding: .utf8)
                }
                try await withCluster(on: directory) { try await expectMark($0.connectionString()) }
                #expect(isAlive(pid))
                try sleeper.send(signal: .terminate)
            }
            #expect(result.terminationStatus == .signaled(SIGTERM))
        }
    }

    @Test("an initialisation that was killed half way leaves nothing in the way")
    func initialisationKilled() async throws {
        try await withDirectory { directory in
            @Sendable func unfinished() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix("pgdata.init-") }
            }
            try await withHolder(on: directory, waitingFor: "locked") { holder, _ in
                try await until("half an initialisation") {
                    try unfinished().contains {
                        FileManager.default.fileExists(atPath: "\(directory)/\($0)/PG_VERSION")
                    }
                }
                kill(holder, SIGKILL)
            }
            #expect(!FileManager.default.fileExists(atPath: directory + "/pgdata"))
            #expect(try unfinished().count == 1)
            try await withCluster(on: directory) { cluster in
                try await expectRows(cluster.connectionString(), "SELECT 1", "1")
            }
            #expect(try unfinished().isEmpty)
        }
    }

    /// A command that runs as the owner of the data directory.
    private func asServerUser(_ directory: String, _ command: [String]) -> Configuration {
        var command = command
        var status = stat()
        if geteuid() == 0, stat(directory + "/pgdata", &status) == 0 {
            command =
                ["/usr/bin/setpriv", "--reuid=\(status.st_uid)", "--regid=\(status.st_gid)", "--clear-groups", "--"]
                + command
        }
        return Configuration(
            executable: .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
            workingDirectory: "/")
    }

    /// Starts a postmaster that is nobody's child.
    private func startByHand(_ directory: String) async throws -> Int32 {
        let binaries = try await PostgresBinaries.find()
        let result = try await Subprocess.run(
            asServerUser(
                directory,
                [
                    binaries.path("pg_ctl"), "start", "-w", "-D", directory + "/pgdata", "-l",
                    directory + "/log/by-hand.log",
                ]), input: .none,
            output: .string(limit: 10_000), error: .combinedWithOutput)
        try #require(result.terminationStatus.isSuccess, "\(result.standardOutput)")
        let file = try String(contentsOfFile: directory + "/pgdata/postmaster.pid", encoding: .utf8)
        return try #require(file.split(separator: "\n").first.flatMap { Int32($0) })
    }
}
