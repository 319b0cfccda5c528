import Foundation
import PrivateCluster
import SocketClient
import StrictJSON
import TestSupport
import Testing

/// From one major version of PostgreSQL to the next, whose programs come from PyPI: Debian 12 has one version alone.
@Suite(.enabled(if: NewerPostgres.folder != nil, "pip install --no-deps pgserver, beside the oracles"))
struct MajorUpgradeTests {
    /// What a daemon has to find again.
    private func tell(_ daemon: DaemonProcess) async throws -> String {
        try await daemon.county(children: 20)
        try await daemon.note("N", 30)
        return try await daemon.head()
    }

    /// The same log, the same views, and it goes on.
    private func goesOn(_ daemon: DaemonProcess, on server: ServerCluster, from head: String) async throws {
        try await daemon.running(on: server.connection + " dbname=caselog user=postgres") { _ in
            #expect(try await daemon.head() == head)
            #expect(try await daemon.caselog(["verify"]).status == 0)
            #expect(try await daemon.get("/v1/cases/N/chronology").json?["countOfAll"] == 30)
            try await daemon.note("N", 1)
            #expect(try await daemon.get("/v1/cases/N/chronology").json?["countOfAll"] == 31)
            #expect(try await daemon.get("/v1/ready").status == 200)
        }
        #expect(try await server.sql("SHOW server_version_num").hasPrefix("16"))
    }

    @Test func aServerThatPgUpgradeTookToTheNextVersionHasTheSameLog() async throws {
        let newer = try await NewerPostgres.install()
        let (old, new) = (try await ServerCluster.make(), try await ServerCluster.make(binaries: newer))
        try await old.start()
        try await old.sql("CREATE DATABASE caselog")
        let daemon = try DaemonProcess()
        let head = try await daemon.running(on: old.connection + " dbname=caselog user=postgres") { _ in
            try await tell(daemon)
        }
        try await old.stop()
        // It writes where it is run.
        try await new.run(
            "/usr/bin/env",
            [
                "-C", new.directory, newer.path("pg_upgrade"), "-b", old.binaries.directory, "-B", newer.directory,
                "-d", old.data, "-D", new.data, "-U", "postgres", "-s", new.directory,
            ])
        try await new.start()
        try await goesOn(daemon, on: new, from: head)
        await new.remove()
        await old.remove()
    }

    @Test func theEmbeddedLogMovesToAServerOfTheNextVersion() async throws {
        let daemon = try DaemonProcess()
        let head = try await daemon.running { _ in try await tell(daemon) }
        let server = try await ServerCluster.make(binaries: try await NewerPostgres.install())
        try await server.start()
        try await OperationsRig.prepareForMove(server)
        let moved = try await OperationsRig.move(daemon, to: server)
        #expect(moved.succeeded, "\(moved.output)")
        try await goesOn(daemon, on: server, from: head)
        await server.remove()
    }
}

/// The programs of a newer PostgreSQL, from the package `pgserver` beside the oracles.
private enum NewerPostgres {
    private static let programs = "/pgserver/pginstall/bin"

    /// Where the package is; `nil` where it is not there.
    static let folder: String? = {
        guard let python = ProcessInfo.processInfo.environment["CASELOG_ORACLE_PYTHON"] else { return nil }
        let library = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: library.path)) ?? []
        return versions.map { library.path + "/\($0)/site-packages" }
            .first { FileManager.default.fileExists(atPath: $0 + programs + "/pg_upgrade") }
    }()

    /// Copies it to where the server's user can run it: a checkout may lie where only its owner can.
    static func install() async throws -> PostgresBinaries {
        let (folder, copy) = (try #require(folder), try TestDirectory.make())
        for part in ["pgserver", "pgserver.libs"] {
            try FileManager.default.copyItem(atPath: "\(folder)/\(part)", toPath: "\(copy)/\(part)")
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: copy + programs) {
            chmod("\(copy)\(programs)/\(name)", 0o755)
        }
        return try await PostgresBinaries.find(configured: copy + programs)
    }
}
