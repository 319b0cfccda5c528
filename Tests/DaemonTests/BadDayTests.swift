import Foundation
import PostgresClient
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// Days on which things break: what was acknowledged is there afterwards, once, and the log is whole.
@Suite(.serialized) struct BadDayTests {
    @Test func everyAcknowledgedEventSurvivesFiftyKills() async throws {
        let daemon = try DaemonProcess()
        let load = Load(daemon: daemon)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let target = await load.count + Int.random(in: 1...25, using: &random)
            try await daemon.running(endedBy: .kill) { _ in
                await load.run(writers: 4) { await load.count >= target }
            }
        }
        try await daemon.running { _ in try await load.check(atLeast: 100) }
    }

    @Test func appendsGoOnAfterPostgreSQLIsStoppedAtOnce() async throws {
        let daemon = try DaemonProcess()
        let load = Load(daemon: daemon)
        try await daemon.running { _ in
            for round in 1...3 {
                let target = await load.count + 40
                await load.run(writers: 4) {
                    guard await load.count >= target else { return false }
                    // SIGQUIT is PostgreSQL's immediate shutdown: as after a loss of power, but for the disk.
                    kill(daemon.postmaster, round == 3 ? SIGKILL : SIGQUIT)
                    return true
                }
                try await daemon.waitUntilPosted()
            }
            await load.run(writers: 2) { await load.count >= 150 }
            try await load.check(atLeast: 150)
        }
    }

    /// Two daemons, one log: one writes, the other waits and takes over, and the first can no longer write.
    @Test func aSecondDaemonTakesOverFromOneThatIsKilledOrHangs() async throws {
        let database = try await TestDatabase.create()
        let (one, two) = (try DaemonProcess(), try DaemonProcess())
        let (first, second) = (Load(daemon: one), Load(daemon: two))
        let arguments = ["--database", database]
        // Daemons that take over from each other sign with the same key.
        let key: [Environment.Key: String?] = ["CASELOG_CHECKPOINT_KEY": one.directory + "/checkpoint.key"]
        try await one.running(arguments: arguments, environment: key, endedBy: .kill) { process in
            _ = await first.run(writers: 2) { await first.count >= 30 }
            try await two.running(arguments: arguments, environment: key, mustBeReady: false) { _ in
                #expect(try await two.logs("standing by"))
                #expect((try? await two.get("/v1/health")) == nil)
                _ = await first.run(writers: 2) { await first.count >= 60 }
                // It hangs: nothing of it moves, and its sessions stand.
                kill(process.value, SIGSTOP)
                try await two.waitUntilReady(attempts: 600)
                _ = await second.run(writers: 2) { await second.count >= 30 }
                kill(process.value, SIGCONT)
                let late = try? await one.post(event("note.recorded", ["L"], on: "2026-01-02", #"{"text":"too late"}"#))
                #expect(late?.status != 201)
                #expect(try await one.logs("stopped", orEnded: process))
                try await second.check(atLeast: 90, including: first)
            }
        }
    }

    /// The database's disk fills up: appends are refused with a clear word, nothing is half-written, and all goes on
    /// once there is room again.
    @Test(.enabled(if: geteuid() == 0, "mounting a small file system needs root"))
    func aFullDiskRefusesClearlyAndLosesNothing() async throws {
        let daemon = try DaemonProcess()
        let state = daemon.directory + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
        guard try await Self.mount(["-t", "tmpfs", "-o", "size=260m", "tmpfs", state]) else {
            print("skipped: this machine does not let root mount a tmpfs")
            return
        }
        do {
            try await daemon.running { _ in
                // Nothing that PostgreSQL could compress.
                let words = (0..<2500).map { _ in UUID().uuidString }.joined()
                var (stored, refused): (Int, Reply?) = (0, nil)
                for index in 0..<6000 where refused == nil {
                    let reply = try await daemon.post(
                        event(
                            "note.recorded", ["D\(index % 7)"], on: "2026-01-02",
                            "{\"text\":\"\(index) \(words)\(UUID())\"}"))
                    if reply.status == 201 { stored += 1 } else { refused = reply }
                }
                let problem = try #require(refused, "the disk never filled")
                #expect([503, 507].contains(problem.status))
                #expect(problem.headers["content-type"] == "application/problem+json")
                #expect(problem.headers["retry-after"] != nil)
                #expect(try await Self.mount(["-o", "remount,size=2g", state]))
                try await daemon.waitUntilPosted()
                let head = try await daemon.get("/v1/ledger/head").json?["position"]?.integerValue ?? 0
                // The refused one may have been kept by a commit whose answer was lost; nothing else may differ.
                #expect((stored + 1...stored + 2).contains(Int(head)))
                #expect(try await daemon.caselog(["verify"]).status == 0)
            }
        } catch {
            _ = try await Self.run("umount", ["-l", state])
            throw error
        }
        _ = try await Self.run("umount", ["-l", state])
    }

    private static func mount(_ arguments: [String]) async throws -> Bool { try await run("mount", arguments) }

    private static func run(_ program: String, _ arguments: [String]) async throws -> Bool {
        try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .discarded, error: .discarded
        ).terminationStatus.isSuccess
    }
}

/// Clients that append notes one after the other, and what was acknowledged to them.
actor Load {
    private let daemon: DaemonProcess
    private let eventsPerAppend: [Int]
    private(set) var names: Set<String> = []
    var count: Int { names.count }

    /// Each append has one of those numbers of events.
    init(daemon: DaemonProcess, eventsPerAppend: [Int] = [1]) {
        self.daemon = daemon
        self.eventsPerAppend = eventsPerAppend
    }

    /// Writes until `isDone`; what is under way then is left to its fate.
    func run(writers: Int, until isDone: @Sendable @escaping () async -> Bool) async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { await self.write("K\(writer)") }
            }
            while !(await isDone()) { try? await Task.sleep(for: .milliseconds(2)) }
            group.cancelAll()
        }
    }

    private nonisolated func write(_ child: String) async {
        let (daemon, eventsPerAppend) = (daemon, eventsPerAppend)
        while !Task.isCancelled {
            // One connection for as long as it lasts.
            try? await SocketConnection.with(socket: daemon.socket) { connection in
                while !Task.isCancelled {
                    let names = (0..<(eventsPerAppend.randomElement() ?? 1)).map { _ in UUID().uuidString }
                    let events = names.map {
                        event("note.recorded", [child, "all"], on: "2026-01-02", "{\"text\":\"\($0)\"}")
                    }
                    let reply = try await connection.send(
                        Call(
                            "POST", "/v1/events", headers: [("Content-Type", "application/json")],
                            body: Array("[\(events.joined(separator: ","))]".utf8)))
                    if reply.status == 201 { await self.add(names) }
                }
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func add(_ more: [String]) { names.formUnion(more) }

    /// All that was acknowledged is in the log, once; positions have no gap; the log is whole.
    func check(atLeast least: Int, including other: Load? = nil) async throws {
        var texts: [String] = []
        var position: Int64 = 0
        while true {
            let page = try await daemon.get("/v1/events?after=\(position)&limit=1000").json
            let events = page?["events"]?.arrayValue ?? []
            guard !events.isEmpty else { break }
            for event in events {
                position += 1
                #expect(event["position"]?.integerValue == position)
                texts.append(event["data"]?["text"]?.stringValue ?? "")
            }
        }
        #expect(Set(texts).count == texts.count)
        #expect(names.isSubset(of: texts))
        if let other { #expect(await other.names.isSubset(of: texts)) }
        #expect(texts.count >= least)
        let verified = try await daemon.caselog(["verify"])
        #expect(verified.status == 0, "\(verified.errors)")
    }
}
