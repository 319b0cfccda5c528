import Foundation
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// A daemon that is told to stop answers what it accepted; one that is not told to goes on, whoever else is started.
@Suite(.serialized) struct StopTests {
    /// Whatever is in the log was acknowledged, and whatever was acknowledged is in the log.
    @Test func stoppedUnderLoadItAnswersEverythingItAccepted() async throws {
        let daemon = try DaemonProcess()
        let clients = (0..<24).map { StoppedClient(child: "L\($0)") }
        try await daemon.running { process in
            await withDiscardingTaskGroup { group in
                for client in clients { group.addTask { await client.write(to: daemon.socket) } }
                group.addTask {
                    try? await Task.sleep(for: .seconds(2))
                    kill(process.value, SIGTERM)
                }
            }
        }
        #expect(daemon.log.contains("stopped"))
        try await daemon.running { _ in
            var (stored, after): (Set<String>, Int64) = ([], 0)
            while let last = try await daemon.get("/v1/events?after=\(after)&limit=1000").json {
                stored.formUnion((last["events"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue })
                guard let next = last["next"]?.integerValue else { break }
                after = next
            }
            var acknowledged: Set<String> = []
            for client in clients { acknowledged.formUnion(await client.acknowledged) }
            // However slow the machine, it was stopped in the midst of work.
            #expect(acknowledged.count > 20)
            #expect(stored.subtracting(acknowledged).isEmpty)
            #expect(acknowledged.subtracting(stored).isEmpty)
        }
    }

    /// An answer that is larger than what the socket holds is not cut off because the daemon stops.
    @Test func stoppedWhileAClientReadsItSendsAllOfTheAnswer() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { process in
            let text = String(repeating: "x", count: 10_000)
            let events = (0..<400).map {
                event("note.recorded", ["S"], on: "2026-01-02", "{\"text\":\"\($0)\(text)\"}")
            }
            #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
            let socket = try RawSocket(daemon.socket)
            try socket.send("GET /v1/events?limit=400 HTTP/1.1\r\nHost: x\r\n\r\n")
            // It is under way, and nothing of it is read before the daemon is told to stop.
            try await Task.sleep(for: .seconds(1))
            kill(process.value, SIGTERM)
            try await Task.sleep(for: .seconds(1))
            let answer = try #require(try socket.answer(), "the answer was cut off")
            #expect(try JSONValue(parsing: answer.body)["events"]?.arrayValue?.count == 400)
            #expect(socket.isHungUp())
        }
    }

    /// Clients that do nothing keep no daemon from stopping.
    @Test func idleAndStalledClientsDoNotKeepItFromStopping() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { process in
            let post = "POST /v1/events HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
            let stream = "GET /v1/events HTTP/1.1\r\nAccept: text/event-stream\r\n\r\n"
            let sockets = try ["", "GET /v1/hea", post, stream].map { text in
                let socket = try RawSocket(daemon.socket)
                try socket.send(text)
                return socket
            }
            try await Task.sleep(for: .milliseconds(500))
            let begin = ContinuousClock.now
            kill(process.value, SIGTERM)
            #expect(try await daemon.logs("caselogd: stopped", orEnded: process))
            #expect(ContinuousClock.now - begin < .seconds(20))
            withExtendedLifetime(sockets) {}
        }
    }

    @Test func aSecondDaemonOnTheSameSocketIsRefusedAndTheFirstGoesOn() async throws {
        let (one, two) = (try DaemonProcess(), try DaemonProcess())
        try await one.running { _ in
            let held = try RawSocket(one.socket)
            try await two.running(arguments: ["--socket", one.socket], mustBeReady: false) { process in
                _ = try await two.logs("another caselogd serves", orEnded: process)
            }
            #expect(two.log.contains("another caselogd serves \(one.socket)"))
            try held.send("GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try held.answer()?.status == 200)
            #expect(try await one.post(event("note.recorded", ["N"], on: "2026-01-02", #"{"text":"a"}"#)).status == 201)
        }
        // Its socket goes with it, and no sooner.
        #expect(!FileManager.default.fileExists(atPath: one.socket))
    }
}

/// Appends one event after the other until the daemon takes no more.
private actor StoppedClient {
    private let child: String
    private(set) var acknowledged: Set<String> = []

    init(child: String) { self.child = child }

    nonisolated func write(to socket: String) async {
        while (try? await writeOverOneConnection(to: socket)) != nil {}
    }

    /// Returns after some events, and throws where the daemon is not there any more.
    private nonisolated func writeOverOneConnection(to socket: String) async throws {
        try await SocketConnection.with(socket: socket) { connection in
            for _ in 0..<50 {
                let id = UUID()
                let body = event("note.recorded", [self.child], on: "2026-01-02", #"{"text":"a"}"#, id: id)
                let reply = try await connection.send(
                    Call("POST", "/v1/events", headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
                guard reply.status == 201 else { continue }
                await self.add(id.uuidString.lowercased())
            }
        }
    }

    private func add(_ id: String) { acknowledged.insert(id) }
}
