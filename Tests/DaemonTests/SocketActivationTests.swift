import Foundation
import SocketAPI
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

@testable import Systemd

/// A daemon whose sockets somebody else opened and keeps, as systemd does.
@Suite(.serialized) struct SocketActivationTests {
    private let daemon: DaemonProcess
    private let listener: SocketListener

    init() throws {
        daemon = try DaemonProcess(makesItsCluster: true)
        listener = try SocketListener(path: daemon.socket, mode: 0o660, group: nil)
    }

    private var passed: [DaemonProcess.Passed] { [.init(descriptor: listener.descriptor, name: "caselogd")] }

    /// Clients that connect for each request see that a restart takes a while, and nothing else of it.
    @Test func whileItIsRestartedClientsWaitAndNoneIsRefused() async throws {
        let clients = (0..<8).map { PatientClient(child: "P\($0)") }
        let inode = try inode()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { await client.write(to: daemon.socket) } }
            for _ in 0..<4 {
                try await daemon.running(passing: passed) { _ in try await Task.sleep(for: .seconds(1)) }
            }
            for client in clients { await client.stop() }
            try await daemon.running(passing: passed) { _ in
                for client in clients { #expect(try await client.ends()) }
                try await check(clients)
            }
            try await group.waitForAll()
        }
        var failures: [String] = []
        for client in clients { failures += await client.failures }
        #expect(failures == [])
        #expect(try self.inode() == inode)
        print("longest answer over 4 restarts: \(await longest(clients))")
    }

    /// Killed, it breaks off what was under way; that is sent again, and nothing is refused or doubled.
    @Test func killedItIsReplacedWithoutAClientBeingRefused() async throws {
        let clients = (0..<8).map { PatientClient(child: "K\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { await client.write(to: daemon.socket) } }
            for _ in 0..<3 {
                try await daemon.running(passing: passed, endedBy: .kill) { _ in
                    try await Task.sleep(for: .seconds(1))
                }
            }
            for client in clients { await client.stop() }
            try await daemon.running(passing: passed) { _ in
                for client in clients { #expect(try await client.ends()) }
                try await check(clients)
            }
            try await group.waitForAll()
        }
        for client in clients {
            #expect(await client.failures.allSatisfy { $0.contains("went away") || $0.contains("broke") })
        }
        print("longest answer over 3 kills: \(await longest(clients))")
    }

    /// Whoever has connected before it was told to stop, and asks only then, is answered by it: nobody else can.
    @Test func whoHadConnectedBeforeItStopsIsAnswered() async throws {
        try await daemon.running(passing: passed) { process in
            let (early, silent) = (try RawSocket(daemon.socket), try RawSocket(daemon.socket))
            let used = try RawSocket(daemon.socket)
            let health = "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
            try used.send(health)
            #expect(try used.answer()?.status == 200)
            try await Task.sleep(for: .milliseconds(300))
            let begin = ContinuousClock.now
            kill(process.value, SIGTERM)
            try await Task.sleep(for: .milliseconds(200))
            // One that was answered before may be closed at any time, as HTTP has it.
            #expect(used.isHungUp())
            try early.send(health)
            let answer = try #require(try early.answer())
            #expect(answer.status == 200 && answer.headers["connection"] == "close")
            #expect(early.isHungUp())
            #expect(silent.isHungUp())
            #expect(ContinuousClock.now - begin < .seconds(5))
        }
    }

    @Test func aSocketForGatewaysIsServedByItsName() async throws {
        let gateways = try SocketListener(path: daemon.directory + "/g.sock", mode: 0o660, group: nil)
        let both = passed + [DaemonProcess.Passed(descriptor: gateways.descriptor, name: "proxy")]
        try await daemon.running(passing: both) { _ in
            let reply = try await SocketConnection.with(socket: gateways.path) {
                try await $0.send(Call("GET", "/v1/alerts"))
            }
            #expect(reply.status == 401)
            #expect(try await daemon.get("/v1/alerts").status == 200)
        }
        #expect(FileManager.default.fileExists(atPath: gateways.path))
        gateways.remove()
    }

    @Test func whatItCannotServeItRefusesBeforeItStartsTheDatabase() async throws {
        let file = open("/etc/hostname", O_RDONLY)
        defer { close(file) }
        for (descriptor, name, message) in [
            (listener.descriptor, "web", "a socket named 'web' was passed"),
            (file, "caselogd", "'caselogd' is not a listening Unix stream socket"),
        ] {
            try await daemon.running(mustBeReady: false, passing: [.init(descriptor: descriptor, name: name)]) {
                _ = try await daemon.logs(message, orEnded: $0)
            }
            #expect(daemon.log.contains(message))
        }
        #expect(!FileManager.default.fileExists(atPath: daemon.directory + "/state/pgdata"))
    }

    @Test func theVariablesSayWhatWasPassedAndToWhom() throws {
        func names(_ environment: [String: String]) throws -> [String] {
            try PassedSockets.descriptors(environment, process: 7).map { "\($0.descriptor) \($0.name)" }
        }
        let passed = ["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "caselogd:proxy"]
        #expect(try names(passed) == ["3 caselogd", "4 proxy"])
        #expect(try names(passed.merging(["LISTEN_PID": "8"]) { $1 }).isEmpty)
        #expect(try names([:]).isEmpty)
        #expect(try names(["LISTEN_PID": "7", "LISTEN_FDS": "0", "LISTEN_FDNAMES": ""]).isEmpty)
        for wrong in [["LISTEN_FDS": "x"], ["LISTEN_FDS": "-1"], ["LISTEN_FDS": "3"], ["LISTEN_FDNAMES": "a:a"]] {
            #expect(throws: PassedSockets.Unusable.self) { try names(passed.merging(wrong) { $1 }) }
        }
    }

    private func inode() throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: daemon.socket)[.systemFileNumber] as? Int)
    }

    private func longest(_ clients: [PatientClient]) async -> Duration {
        var longest = Duration.zero
        for client in clients { longest = max(longest, await client.longest) }
        return longest
    }

    /// Whatever was acknowledged is in the log, once.
    private func check(_ clients: [PatientClient]) async throws {
        var acknowledged = 0
        for client in clients { acknowledged += await client.acknowledged.count }
        #expect(acknowledged > 20)
        let head = try await daemon.get("/v1/ledger/head").json?["position"]?.integerValue ?? 0
        #expect(head == Int64(acknowledged))
    }
}

/// Appends one event after the other, each over a connection of its own; one that broke off is sent again with its id.
private actor PatientClient {
    nonisolated let child: String
    private(set) var acknowledged: Set<UUID> = []
    private(set) var failures: [String] = []
    private(set) var longest = Duration.zero
    private var (isStopping, hasEnded) = (false, false)

    init(child: String) { self.child = child }

    func stop() { isStopping = true }

    /// Waits until the last event is answered.
    func ends() async throws -> Bool {
        for _ in 0..<600 where !hasEnded { try await Task.sleep(for: .milliseconds(50)) }
        return hasEnded
    }

    func write(to socket: String) async {
        while !isStopping {
            let id = UUID()
            let body = Array(event("note.recorded", [child], on: "2026-01-02", #"{"text":"a"}"#, id: id).utf8)
            let begin = ContinuousClock.now
            var status = 0
            while ![200, 201].contains(status) {
                do {
                    status = try await SocketConnection.with(socket: socket) { connection in
                        try await connection.send(
                            Call("POST", "/v1/events", headers: [("Content-Type", "application/json")], body: body))
                    }.status
                    if ![200, 201].contains(status) { failures.append("answered \(status)") }
                } catch {
                    failures.append("\(error)")
                }
                guard failures.count < 1000 else { break }
            }
            acknowledged.insert(id)
            longest = max(longest, ContinuousClock.now - begin)
        }
        hasEnded = true
    }
}
