import Foundation
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// Backup and restore by the scripts that operators use, of a real server with an archive of its write-ahead log.
@Suite(.serialized) struct BackupTests {
    /// A server with an archive, with the folder of scripts and that of backups.
    private func server() async throws -> (server: ServerCluster, scripts: String, backups: String) {
        let server = try await ServerCluster.make(settings: ["max_wal_size = '1GB'"])
        let scripts = try OperationsRig.copiedScripts(to: server)
        let backups = server.directory + "/backups"
        for folder in [backups, backups + "/wal"] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try server.give(folder)
        }
        try server.configure(settings: [
            "archive_mode = on", "archive_command = '\(scripts)/archive-wal \"%p\" \"%f\" \(backups)/wal'",
        ])
        try await server.start()
        try await server.sql("CREATE DATABASE caselog")
        return (server, scripts, backups)
    }

    /// Waits until all that was written so far is in the archive.
    private func archive(_ server: ServerCluster, _ backups: String) async throws {
        let file = try await server.sql("SELECT pg_walfile_name(pg_switch_wal())")
        for _ in 0..<300 {
            if FileManager.default.fileExists(atPath: "\(backups)/wal/\(file)") { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(file) was not archived: \(server.log)")
    }

    private func backup(_ server: ServerCluster, _ scripts: String, _ backups: String) async throws -> String {
        try await server.run(
            scripts + "/backup", [backups], environment: ["PGCONNECT": server.connection + " dbname=caselog"])
    }

    /// Restores into a new server, which is started.
    private func restore(
        _ base: String, _ scripts: String, _ backups: String, until: String? = nil
    ) async throws -> ServerCluster {
        let restored = try await ServerCluster.make(hasData: false)
        try await restored.run(
            scripts + "/restore",
            ["--drill"] + (until.map { ["--until", $0] } ?? []) + [base, backups + "/wal", restored.data])
        try restored.configure(settings: [])
        try await restored.start()
        for _ in 0..<300 {
            if try await restored.sql("SELECT pg_is_in_recovery()") == "f" {
                // What a drill begins must not be taken for what went on.
                #expect(try await restored.sql("SHOW archive_mode") == "off")
                return restored
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw ServerCluster.Failure(description: "it does not end its recovery: \(restored.log)")
    }

    @Test func aDrillEndsWithASoundLogAndTheSameHead() async throws {
        let (server, scripts, backups) = try await server()
        let daemon = try DaemonProcess()
        let database = " dbname=caselog"
        let (base, head) = try await daemon.running(on: server.connection + database) { _ in
            try await daemon.note("N", 40)
            let base = try await self.backup(server, scripts, backups)
            // The part that no base backup has.
            try await daemon.note("N", 40)
            return (base, try await daemon.head())
        }
        let heads = try String(contentsOfFile: base + ".heads", encoding: .utf8)
        #expect(heads.contains("000|40"))
        try await archive(server, backups)
        // The machine is lost with its disk.
        server.kill()
        try FileManager.default.removeItem(atPath: server.data)

        let begin = ContinuousClock.now
        let restored = try await restore(base, scripts, backups)
        print("restored in \(ContinuousClock.now - begin)")
        // With the same checkpoints, which were kept outside.
        let after = try await daemon.running(on: restored.connection + database) { _ in
            let head = try await daemon.head()
            let verified = try await daemon.caselog(["verify"])
            #expect(verified.status == 0, "\(verified)")
            // It goes on.
            try await daemon.note("N", 1)
            return head
        }
        #expect(after == head && !head.isEmpty)
        await restored.remove()
        TestDirectory.remove(server.directory)
    }

    @Test func aRestoreToAnEarlierMomentIsNotTakenForTheWholeLog() async throws {
        let (server, scripts, backups) = try await server()
        let daemon = try DaemonProcess()
        let (base, moment, early) = try await daemon.running(on: server.connection + " dbname=caselog") { _ in
            try await daemon.note("N", 10)
            let base = try await self.backup(server, scripts, backups)
            try await daemon.note("N", 10)
            let early = try await daemon.head()
            try await Task.sleep(for: .seconds(1))
            let moment = try await server.sql("SELECT now()")
            try await Task.sleep(for: .seconds(1))
            try await daemon.note("N", 10)
            return (base, moment, early)
        }
        try await archive(server, backups)
        try await server.stop()
        let restored = try await restore(base, scripts, backups, until: moment)
        let connection = restored.connection + " dbname=caselog"
        // Ten entries that were sealed are not there: the daemon does not write on as if nothing had been.
        await #expect(throws: DaemonProcess.DidNotStart.self) {
            try await daemon.running(on: connection) { _ in }
        }
        #expect(daemon.log.contains("30 were sealed: 10 are lost"), "\(daemon.log.suffix(500))")
        // Who knows why moves the checkpoints away.
        let checkpoints = daemon.directory + "/state/checkpoints"
        try FileManager.default.moveItem(atPath: checkpoints, toPath: checkpoints + ".before-restore")
        let head = try await daemon.running(on: connection) { _ in
            #expect(try await daemon.caselog(["verify"]).status == 0)
            return try await daemon.head()
        }
        #expect(head == early)
        await restored.remove()
        TestDirectory.remove(server.directory)
    }

    @Test func theEmbeddedClusterIsBackedUpInTheSameWay() async throws {
        let daemon = try DaemonProcess()
        let head = try await daemon.running { _ in
            try await daemon.note("N", 5)
            let backup = try await run(
                .path(FilePath(OperationsRig.scripts + "/backup")), arguments: [daemon.directory + "/backups"],
                environment: .inherit.updating(["PGCONNECT": daemon.database]), output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20))
            #expect(backup.terminationStatus.isSuccess, "\(backup.standardError)")
            return try await daemon.head()
        }
        // The state directory with the data directory of the backup is the service again.
        let state = daemon.directory + "/state"
        let base = try #require(
            try FileManager.default.contentsOfDirectory(atPath: daemon.directory + "/backups").first {
                !$0.contains(".heads")
            })
        let owner = try FileManager.default.attributesOfItem(atPath: state + "/pgdata")
        try FileManager.default.removeItem(atPath: state + "/pgdata")
        try FileManager.default.moveItem(atPath: daemon.directory + "/backups/" + base, toPath: state + "/pgdata")
        if geteuid() == 0, let user = owner[.ownerAccountName] as? String {
            _ = try await run(
                .name("chown"), arguments: ["-R", user, state + "/pgdata"], output: .discarded, error: .discarded)
        }
        let after = try await daemon.running { _ in
            #expect(try await daemon.caselog(["verify"]).status == 0)
            return try await daemon.head()
        }
        #expect(after == head)
    }

    @Test func anArchivedFileIsNeverReplacedByAnother() async throws {
        let folder = try TestDirectory.make()
        defer { TestDirectory.remove(folder) }
        func archive(_ text: String) async throws -> Bool {
            try text.write(toFile: folder + "/from", atomically: true, encoding: .utf8)
            let result = try await run(
                .path(FilePath(OperationsRig.scripts + "/archive-wal")),
                arguments: [folder + "/from", "000000010000000000000001", folder], output: .discarded, error: .discarded
            )
            return result.terminationStatus.isSuccess
        }
        #expect(try await archive("one"))
        // A server that was killed tries again.
        #expect(try await archive("one"))
        #expect(try await !archive("two"))
        #expect(try String(contentsOfFile: folder + "/000000010000000000000001", encoding: .utf8) == "one")
    }
}
