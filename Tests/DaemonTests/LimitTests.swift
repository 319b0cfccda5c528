import Foundation
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// Beyond a limit a client is told so, and those that were accepted go on.
@Suite(.serialized) struct LimitTests {
    private static let health = "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let stream = "GET /v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"

    @Test func aBodyThatIsTooLargeIsRefusedHoweverItIsSent() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_BODY": "20000"]) { _ in
            let head = "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            let body = String(repeating: " ", count: 30_000)
            let chunked = (0..<30).map { _ in "3e8\r\n\(body.prefix(1000))\r\n" }.joined() + "0\r\n\r\n"
            for request in ["Content-Length: 30000\r\n\r\n\(body)", "Transfer-Encoding: chunked\r\n\r\n\(chunked)"] {
                let socket = try RawSocket(daemon.socket)
                socket.push(Array((head + request).utf8))
                let answer = try #require(try socket.answer())
                #expect(answer.status == 413)
                #expect(answer.problem?["detail"]?.stringValue?.contains("20000") == true)
                // What was too much is not kept, and the next request is taken.
                socket.push(Array(Self.health.utf8))
                #expect(try socket.answer()?.status == 200)
            }
            let note = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)
            #expect(try await daemon.post(note).status == 201)
        }
    }

    @Test func aRequestThatDoesNotComeInTimeIsGivenUp() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_RECEIVING": "2"]) { _ in
            let post = "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            for start in [
                "G", "GET /v1/health HTTP/1.1\r\nX: ", post, post + "Content-Length: 10\r\n\r\n[",
                post + "Transfer-Encoding: chunked\r\n\r\n5\r\n[",
            ] {
                let socket = try RawSocket(daemon.socket)
                try socket.send(start)
                let answer = try #require(try socket.answer(), "\(start)")
                #expect(answer.status == 408 && answer.problem != nil, "\(start)")
                #expect(answer.headers["connection"] == "close")
                #expect(socket.isHungUp())
            }
            // A byte now and then does not make it last longer.
            let slow = try RawSocket(daemon.socket)
            try slow.send(Self.health.replacing("\r\n\r\n", with: "\r\nX: "))
            let begin = ContinuousClock.now
            while slow.push([UInt8(ascii: "a")]) == 1, ContinuousClock.now - begin < .seconds(20) {
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(ContinuousClock.now - begin < .seconds(10))
            #expect(try slow.answer()?.status == 408)
            // A connection that says nothing is only idle.
            let idle = try RawSocket(daemon.socket)
            try await Task.sleep(for: .seconds(3))
            try idle.send(Self.health)
            #expect(try idle.answer()?.status == 200)
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_IDLE": "1"]) { _ in
            let socket = try RawSocket(daemon.socket)
            try socket.send(Self.health)
            #expect(try socket.answer()?.status == 200)
            #expect(socket.isHungUp())
        }
    }

    @Test func aClientThatTakesNothingOfItsAnswerIsLetGo() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_SENDING": "1"]) { _ in
            try await Self.fill(daemon, pages: 4)
            let socket = try RawSocket(daemon.socket)
            // More than the buffers between the two hold.
            try socket.send(String(repeating: "GET /v1/events?limit=400 HTTP/1.1\r\nHost: x\r\n\r\n", count: 4))
            #expect(socket.isLetGo(withinSeconds: 60))
            var answers = 0
            while try socket.answer() != nil { answers += 1 }
            #expect(answers < 4)
            // One that takes its time gets all of it.
            let slow = try RawSocket(daemon.socket)
            try slow.send("GET /v1/events?limit=400 HTTP/1.1\r\nHost: x\r\n\r\n")
            try await Task.sleep(for: .milliseconds(500))
            #expect(try slow.answer()?.status == 200)
        }
    }

    @Test func aConnectionTooManyIsToldSoAndTheOthersGoOn() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: [
            "CASELOG_LIMITS_CONNECTIONS": "4", "CASELOG_LIMITS_PEER_CONNECTIONS": "9",
        ]) { _ in
            var held = try (0..<4).map { _ in try RawSocket(daemon.socket) }
            for socket in held {
                try socket.send(Self.health)
                #expect(try socket.answer()?.status == 200)
            }
            for _ in 0..<20 {
                let socket = try RawSocket(daemon.socket)
                try socket.send(Self.health)
                let answer = try #require(try socket.answer())
                #expect(answer.status == 503 && answer.problem != nil)
                #expect(answer.headers["retry-after"] == "1")
                #expect(socket.isHungUp())
            }
            for socket in held {
                try socket.send(Self.health)
                #expect(try socket.answer()?.status == 200)
            }
            // As soon as there is room again.
            held.removeLast()
            try await daemon.waitUntilReady(attempts: 50)
        }
    }

    /// Hundreds that connect and say nothing neither take all descriptors nor keep anybody out for long.
    @Test func aFloodOfConnectionsPasses() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_CONNECTIONS": "4", "CASELOG_LIMITS_IDLE": "2"]) { _ in
            let flood = (0..<400).compactMap { _ in try? RawSocket(daemon.socket) }
            #expect(flood.count > 200)
            try await daemon.waitUntilReady(attempts: 200)
            #expect(try await daemon.get("/v1/ready").status == 200)
        }
    }

    @Test func aRequestTooManyIsToldSo() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_LIMITS_REQUESTS": "2", "CASELOG_LIMITS_PEER_REQUESTS": "9"]) {
            _ in
            let post =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
            let held = try (0..<2).map { _ in try RawSocket(daemon.socket) }
            for socket in held { try socket.send(post) }
            // Until both are at work.
            try await Task.sleep(for: .seconds(1))
            let socket = try RawSocket(daemon.socket)
            try socket.send("GET /v1/ledger/head HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try socket.answer()
            #expect(answer?.status == 503 && answer?.problem != nil)
            #expect(answer?.headers["retry-after"] == "1")
            // How the daemon is it says even so.
            #expect(try await daemon.get("/v1/health").status == 200)
            for socket in held {
                try socket.send("{}")
                #expect(try socket.answer()?.status == 422)
            }
            #expect(try await daemon.get("/v1/ledger/head").status == 200)
        }
    }

    /// Connections that are turned away because the account has too many take no place from another account.
    @Test(.enabled(if: geteuid() == 0, "only root can be two accounts"))
    func whoConnectsTooOftenKeepsNobodyElseOut() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(
            environment: [
                "CASELOG_LIMITS_CONNECTIONS": "4", "CASELOG_LIMITS_PEER_CONNECTIONS": "2", "CASELOG_SOCKET_MODE": "666",
            ]
        ) { _ in
            let held = try (0..<2).map { _ in try RawSocket(daemon.socket) }
            for socket in held {
                try socket.send(Self.health)
                #expect(try socket.answer()?.status == 200)
            }
            // They say nothing, and wait to be told.
            let silent = try (0..<20).map { _ in try RawSocket(daemon.socket) }
            try await Task.sleep(for: .milliseconds(300))
            for directory in [daemon.directory, (daemon.socket as NSString).deletingLastPathComponent] {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory)
            }
            let other = try await run(
                .path("/usr/bin/setpriv"),
                arguments: [
                    "--reuid", "65534", "--regid", "65534", "--clear-groups", "curl", "--silent", "--max-time", "5",
                    "--unix-socket", daemon.socket, "--output", "/dev/null", "--write-out", "%{http_code}",
                    "http://caselog/v1/health",
                ], output: .string(limit: 100), error: .string(limit: 1000))
            #expect(other.standardOutput == "200", "\(other.standardError)")
            withExtendedLifetime((held, silent)) {}
        }
    }

    @Test func oneAccountCannotTakeAllPlaces() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(
            environment: ["CASELOG_LIMITS_PEER_CONNECTIONS": "3", "CASELOG_LIMITS_PEER_REQUESTS": "1"]
        ) { _ in
            let post =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
            var held = try (0..<3).map { _ in try RawSocket(daemon.socket) }
            try held[0].send(post)
            try await Task.sleep(for: .seconds(1))
            try held[1].send("GET /v1/ledger/head HTTP/1.1\r\nHost: x\r\n\r\n")
            let busy = try #require(try held[1].answer())
            #expect(busy.status == 429 && busy.problem != nil && busy.headers["retry-after"] == "1")
            try held[1].send(Self.health)
            #expect(try held[1].answer()?.status == 200)
            // The kernel says who connects; another account has places of its own.
            let full = try RawSocket(daemon.socket)
            try full.send(Self.health)
            let refused = try #require(try full.answer())
            #expect(refused.status == 429 && refused.headers["retry-after"] == "1" && full.isHungUp())
            try held[0].send("{}")
            #expect(try held[0].answer()?.status == 422)
            // A moment after the answer has gone out.
            var status: Int?
            for _ in 0..<50 where status != 200 {
                try held[1].send("GET /v1/ledger/head HTTP/1.1\r\nHost: x\r\n\r\n")
                status = try held[1].answer()?.status
            }
            #expect(status == 200)
            held.removeLast()
            try await daemon.waitUntilReady(attempts: 50)
        }
    }

    @Test func aStreamTooManyIsToldSoUntilAnotherEnds() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(
            environment: [
                "CASELOG_LIMITS_STREAMS": "2", "CASELOG_LIMITS_PEER_STREAMS": "9", "CASELOG_LIMITS_REQUESTS": "2",
                "CASELOG_LIMITS_PEER_REQUESTS": "2",
            ]
        ) { _ in
            var held = try (0..<2).map { _ in try RawSocket(daemon.socket) }
            for socket in held {
                try socket.send(Self.stream)
                #expect(try socket.answer()?.status == 200)
            }
            let socket = try RawSocket(daemon.socket)
            try socket.send(Self.stream)
            let answer = try #require(try socket.answer())
            #expect(answer.status == 503 && answer.problem != nil && answer.headers["retry-after"] != nil)
            // Streams are not requests at work.
            #expect(try await daemon.get("/v1/ledger/head").status == 200)
            held.removeLast()
            var status = 503
            for _ in 0..<100 where status != 200 {
                let next = try RawSocket(daemon.socket)
                try next.send(Self.stream)
                status = try next.answer()?.status ?? 0
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(status == 200)
        }
    }

    /// What waits for a reader waits in the database.
    @Test func readersThatDoNotReadDoNotGrowTheDaemon() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { process in
            try await Self.fill(daemon, pages: 1)
            let readers = try (0..<32).map { _ in try RawSocket(daemon.socket) }
            for reader in readers { try reader.send(Self.stream) }
            try await Self.fill(daemon, pages: 20)
            let before = try Self.residentMegabytes(of: process)
            // Sixty million bytes more for each of them, 1,900 in all. What the daemon itself remembers of what it appended
            // grows, too, readers or not.
            try await Self.fill(daemon, pages: 60)
            let after = try Self.residentMegabytes(of: process)
            #expect(after - before < 200, "\(before) MiB before, \(after) MiB after")
            #expect(try await daemon.get("/v1/ready").status == 200)
            withExtendedLifetime(readers) {}
        }
    }

    /// Appends so many times 100 events of 10,000 bytes each, no two of a time in one record.
    private static func fill(_ daemon: DaemonProcess, pages: Int) async throws {
        let text = String(repeating: "x", count: 10_000)
        for page in 0..<pages {
            let events = (0..<100).map {
                event("note.recorded", ["S\(page)-\($0)"], on: "2026-01-02", "{\"text\":\"\(text)\"}")
            }
            #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
        }
    }

    private static func residentMegabytes(of process: ProcessIdentifier) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.value)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").compactMap { Int($0) }.first) / 1024
    }
}
