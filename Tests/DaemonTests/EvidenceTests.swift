import Foundation
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// The log's evidence through the socket, the client and the verifier that knows nothing of caselog.
@Suite(.serialized) struct EvidenceTests {
    private static let verifier = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Deploy/verify-bundle").path(percentEncoded: false)

    private func verifyBundle(_ key: String, _ bundle: String, in directory: String) async throws -> (Int32, String) {
        let file = directory + "/bundle.ndjson"
        try bundle.write(toFile: file, atomically: true, encoding: .utf8)
        // Debian's own Python, which has Debian's cryptography.
        let result = try await run(
            .path("/usr/bin/python3"), arguments: [Self.verifier, "--key", key, file], output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        let status: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
        return (status, result.standardOutput + result.standardError)
    }

    @Test func aBundleHoldsWithoutCaselogAndADamagedOneDoesNot() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for index in 0..<5 {
                let text = "{\"text\":\"note \(index): Zoë said “no” \\\\ 👍\"}"
                let reply = try await daemon.post(
                    "[\(event("note.recorded", ["E1"], on: "2026-01-0\(index + 1)", text)),"
                        + "\(event("note.recorded", ["E2", "E1"], on: "2026-01-0\(index + 1)T10:00:00Z", text))]")
                #expect(reply.status == 201)
            }
            // One that stands in no child's record, and times that are only approximate.
            let others = [
                event("worker.registered", [], on: "2025~", #"{"worker":"sam"}"#),
                event("note.recorded", ["E3"], on: "2025-12~", #"{"text":"about then"}"#),
            ]
            #expect(try await daemon.post("[\(others.joined(separator: ","))]").status == 201)
            let key = try #require(try await daemon.get("/v1/ledger/head").json?["checkpointKey"]?.stringValue)
            let record = try await daemon.caselog(["export", "--child", "E1"])
            #expect(record.status == 0)
            let (status, said) = try await verifyBundle(key, record.output, in: daemon.directory)
            #expect(status == 0, "\(said)")
            #expect(said.contains("10"))
            let range = try await daemon.caselog(["export", "--from", "2", "--to", "4"]).output
            #expect(try await verifyBundle(key, range, in: daemon.directory).0 == 0)
            let whole = try await daemon.caselog(["export", "--from", "1", "--to", "12"]).output
            let last = try await daemon.caselog(["export", "--from", "11", "--to", "12"]).output
            #expect(last.contains("approx") && last.split(separator: "\n").count == 3)
            #expect(try await verifyBundle(key, last, in: daemon.directory).0 == 0)
            let about = try await daemon.caselog(["export", "--child", "E3"]).output
            #expect(try await verifyBundle(key, about, in: daemon.directory).0 == 0)
            #expect(try await verifyBundle(key, whole, in: daemon.directory).0 == 0)

            var lines = record.output.split(separator: "\n").map(String.init)
            lines[3] = lines[3].replacing("note 1", with: "note 7")
            #expect(try await verifyBundle(key, lines.joined(separator: "\n"), in: daemon.directory).0 == 1)
            lines = record.output.split(separator: "\n").map(String.init)
            lines.remove(at: 4)
            #expect(try await verifyBundle(key, lines.joined(separator: "\n"), in: daemon.directory).0 == 1)

            #expect(try await daemon.caselog(["export", "--child", "nobody"]).status == 1)
            #expect(try await daemon.caselog(["export", "--from", "5", "--to", "50"]).status == 1)
            #expect(try await daemon.get("/v1/ledger/proof/13").status == 404)
            #expect(try await daemon.get("/v1/ledger/proof/x").status == 400)
            #expect(try await daemon.get("/v1/ledger/consistency?from=4&to=2").status == 400)
        }
    }

    @Test func verifyNamesAChangedEntryAndADaemonDoesNotWriteOnALogThatWasPutBack() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        let arguments = ["--database", database]
        try await daemon.running(arguments: arguments) { _ in
            for index in 0..<8 {
                _ = try await daemon.post(event("note.recorded", ["V"], on: "2026-01-02", "{\"text\":\"\(index)\"}"))
            }
            let sound = try await daemon.caselog(["verify"])
            #expect(sound.status == 0 && sound.errors.contains("sound: 8 entries"))
            try await Psql.run(
                database,
                """
                SET session_replication_role = replica;
                UPDATE caselog.event SET content = set_byte(content, 30, get_byte(content, 30) # 1) WHERE position = 5
                """)
            let found = try await daemon.caselog(["verify"])
            #expect(found.status == 1 && found.errors.contains("position 5"))
        }
        try await Psql.run(
            database,
            """
            SET session_replication_role = replica;
            DELETE FROM caselog.event; DELETE FROM caselog.child_event; DELETE FROM caselog.checkpoint;
            UPDATE caselog.authority SET last_position = 0, frontier = ''
            """)
        await #expect(throws: DaemonProcess.DidNotStart.self) {
            try await daemon.running(arguments: arguments) { _ in }
        }
        #expect(daemon.log.contains("8 were sealed: 8 are lost"))
    }
}
