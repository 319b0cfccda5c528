import Foundation
import SocketClient
import Subprocess
import SystemPackage
import TestSupport

/// What the tests of operations have in common.
enum OperationsRig {
    /// The folder of the scripts.
    static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Deploy").path(percentEncoded: false)

    /// The scripts where the server's user can read them: a checkout may lie where only its owner can.
    static func copiedScripts(to server: ServerCluster) throws -> String {
        let folder = server.directory + "/scripts"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["archive-wal", "backup", "restore", "prepare-database"] {
            try FileManager.default.copyItem(atPath: scripts + "/" + name, toPath: folder + "/" + name)
            chmod(folder + "/" + name, 0o755)
        }
        return folder
    }

    /// Makes roles and a database on a server for a log that is to come.
    static func prepareForMove(_ server: ServerCluster) async throws {
        try await server.run(
            try copiedScripts(to: server) + "/prepare-database", ["--no-schema"],
            environment: ["PGHOST": server.directory, "PGPORT": "5432", "PGUSER": "postgres"])
    }

    /// Moves the log of that daemon's embedded cluster to a server.
    static func move(
        _ daemon: DaemonProcess, to server: ServerCluster
    ) async throws -> (succeeded: Bool, output: String) {
        let result = try await run(
            .path(FilePath(scripts + "/move")),
            arguments: [daemon.directory + "/state", server.connection + " dbname=caselog"],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
    }
}

extension DaemonProcess {
    /// Runs on that server.
    func running<Result: Sendable>(
        on connection: String, environment: [Environment.Key: String?] = [:],
        _ body: @Sendable @escaping (ProcessIdentifier) async throws -> Result
    ) async throws -> Result {
        try await running(arguments: ["--database", connection], environment: environment, body)
    }

    /// Appends notes about a child.
    func note(_ child: String, _ count: Int) async throws {
        for number in 1...count {
            let reply = try await post(
                event("note.recorded", [child], on: "2026-01-02", "{\"text\":\"note \(number)\"}"))
            guard reply.status == 201 else { throw DidNotStart(description: "\(reply.status) \(log)") }
        }
    }

    /// The log sealed as it is now: its size and the root of its tree, signed. The same log gives the same text.
    func head() async throws -> String {
        let reply = try await get("/v1/ledger/checkpoint", accept: "text/plain")
        guard reply.status == 200 else { throw DidNotStart(description: "\(reply.status)") }
        return String(decoding: reply.body, as: UTF8.self)
    }

    /// Records the demonstration county.
    func county(children: Int) async throws {
        let demo = try await caselog(["demo", "--children", String(children), "--through", "2026-11-23"])
        let file = directory + "/county.ndjson"
        try demo.output.write(toFile: file, atomically: true, encoding: .utf8)
        let imported = try await caselog(["import", file])
        guard imported.status == 0 else { throw DidNotStart(description: imported.errors) }
    }
}
