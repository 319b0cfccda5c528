import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// SIGHUP: what can change while the daemon runs does, and what cannot is said.
@Suite(.serialized) struct ReloadTests {
    private let daemon: DaemonProcess
    private let manager: NotifySocket
    private var file: String { daemon.directory + "/caselogd.yaml" }

    init() throws {
        daemon = try DaemonProcess()
        manager = NotifySocket(path: daemon.directory + "/notify")
    }

    private func write(_ text: String) throws { try text.write(toFile: file, atomically: true, encoding: .utf8) }

    /// Asks over so many connections at once.
    private func statuses(_ count: Int) throws -> [Int?] {
        let sockets = try (0..<count).map { _ in try RawSocket(daemon.socket) }
        return try sockets.map { socket in
            try socket.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
            return try socket.answer()?.status
        }
    }

    /// Waits until so many connections at once are answered, and one more is not: those of before are let go of in time.
    private func takes(_ count: Int) async throws -> Bool {
        for _ in 0..<100 {
            if try statuses(count + 1) == Array(repeating: 200, count: count) + [503] { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    private func hangUp(_ process: ProcessIdentifier) async throws {
        let before = manager.lines.filter { $0 == "READY=1" }.count
        kill(process.value, SIGHUP)
        #expect(try await manager.waits { $0.lines.filter { $0 == "READY=1" }.count > before })
    }

    @Test func whatCanChangeChangesAndTheRestIsNamed() async throws {
        try write("limits:\n  connections: 2\n  peer-connections: 9\n")
        try await running { process in
            #expect(try await takes(2))
            try write("limits:\n  connections: 4\n  peer-connections: 9\nstream:\n  patience: 31\nauthority: '926'\n")
            try await hangUp(process)
            #expect(try await takes(4))
            #expect(try await daemon.logs("hold only after a restart", orEnded: process))
            #expect(daemon.log.contains(#"["authority", "checkpoint.key", "stream.patience"]"#))
            #expect(try await daemon.get("/v1/health").json?["authority"] == "000")
            // Nothing is said any more that is less severe.
            try write("log:\n  level: error\n")
            try await hangUp(process)
        }
        #expect(!daemon.log.contains("caselogd: stopped"))
        let lines = manager.lines
        let reloading = lines.indices.filter { lines[$0] == "RELOADING=1" }
        #expect(reloading.count == 2)
        for index in reloading {
            #expect(Int64(lines[index + 1].replacing("MONOTONIC_USEC=", with: "")) ?? 0 > 0)
            #expect(lines[index...].contains("READY=1"))
        }
    }

    @Test func aFileWithAMistakeIsNotTaken() async throws {
        try write("limits:\n  connections: 2\n  peer-connections: 9\n")
        try await running { process in
            for mistake in ["limits:\n  connections: none\n", "log:\n  level: loud\n", "a: [\n"] {
                try write(mistake)
                try await hangUp(process)
                #expect(manager.status?.hasSuffix("the configuration has a mistake, and the one before holds") == true)
            }
            #expect(daemon.log.contains("limits.connections: must be a number"))
            #expect(try await takes(2))
            try write("limits:\n  connections: 2\n  peer-connections: 9\n")
            try await hangUp(process)
            #expect(manager.status?.hasSuffix("on record") == true)
        }
    }

    @Test func theAccessFileIsReadAtOnce() async throws {
        let access = daemon.directory + "/access.yaml"
        @Sendable func grant(_ role: String) throws {
            try "grants:\n  - users: [\(NSUserName())]\n    roles: [\(role)]\n    teams: all\n"
                .write(toFile: access, atomically: true, encoding: .utf8)
            chmod(access, 0o600)
        }
        try grant("operator")
        try write("access:\n  file: \(access)\n")
        try await running { process in
            #expect(try await daemon.get("/v1/alerts").status == 403)
            try grant("manager")
            try await hangUp(process)
            #expect(try await daemon.get("/v1/alerts").status == 200)
            try grant("nonsense")
            try await hangUp(process)
            #expect(manager.status?.contains("the configuration has a mistake") == true)
            #expect(try await daemon.get("/v1/alerts").status == 200)
        }
    }

    /// One that comes before there is anything to reload does not end the daemon.
    @Test func aHangupWhileItStartsIsNotItsEnd() async throws {
        // It can be ready before it is seen to start.
        for _ in 0..<5 where try await isHungUpWhileItStarts() { return }
        Issue.record("it was always ready before")
    }

    /// Hangs up as soon as a daemon has said that it starts its database; `false` if it was ready by then.
    private func isHungUpWhileItStarts() async throws -> Bool {
        let daemon = try DaemonProcess(makesItsCluster: true)
        let manager = NotifySocket(path: daemon.directory + "/notify")
        return try await daemon.running(environment: ["NOTIFY_SOCKET": manager.path], mustBeReady: false) { process in
            #expect(try await manager.waits { $0.lines.contains("STATUS=starting the database") })
            kill(process.value, SIGHUP)
            let wasReady = manager.lines.contains("READY=1")
            try await daemon.waitUntilReady(attempts: 600)
            #expect(try await manager.waits { $0.lines.contains("RELOADING=1") })
            return !wasReady
        }
    }

    private func running(_ body: @Sendable @escaping (ProcessIdentifier) async throws -> Void) async throws {
        try await daemon.running(
            arguments: FileManager.default.fileExists(atPath: file) ? ["--config", file] : [],
            environment: ["NOTIFY_SOCKET": manager.path], body)
    }
}
