import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

@testable import caselog

/// The log as a stream that goes on.
@Suite(.serialized) struct StreamTests {
    /// A reader that takes its time is told so and let go; from the position it was told it misses nothing.
    @Test func aSlowReaderIsCutOffWithAClearWordAndResumes() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running(environment: ["CASELOG_STREAM_PATIENCE": "1"]) { _ in
            let text = String(repeating: "x", count: 5000)
            for page in 0..<6 {
                let events = (0..<100).map {
                    event("note.recorded", ["S\($0 % 3)"], on: "2026-01-02", "{\"text\":\"\(page)/\($0) \(text)\"}")
                }
                #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
            }
            let slow = try RawSocket(daemon.socket)
            try slow.send("GET /v1/events?after=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
            try await Task.sleep(for: .seconds(3))
            let taken = slow.readToEnd()
            let last = try #require(taken.range(of: "event: cut-off\ndata: "), "\(taken.suffix(300))")
            let word = try JSONValue(parsing: taken[last.upperBound...].prefix { $0 != "\n" }.utf8)
            let position = try #require(word["position"]?.integerValue)
            #expect(position < 600)
            #expect(taken.ranges(of: "\nevent: note.recorded\n").count == position)

            let rest = Positions()
            let reading = Task {
                try await SocketConnection.with(socket: daemon.socket) { connection in
                    var lines = EventStreamLines()
                    try await connection.stream(
                        Call(
                            "GET", "/v1/events",
                            headers: [("Accept", "text/event-stream"), ("Last-Event-ID", "\(position)")])
                    ) { chunk in
                        for data in lines.take(chunk) {
                            await rest.add(try JSONValue(parsing: data)["position"]?.integerValue ?? 0)
                        }
                    }
                }
            }
            for _ in 0..<300 where await rest.positions.count < 600 - Int(position) {
                try await Task.sleep(for: .milliseconds(50))
            }
            // And live.
            #expect(
                try await daemon.post(event("note.recorded", ["S"], on: "2026-01-02", #"{"text":"y"}"#)).status == 201)
            for _ in 0..<300 where await rest.positions.last != 601 { try await Task.sleep(for: .milliseconds(50)) }
            reading.cancel()
            #expect(await rest.positions == Array(position + 1...601))
        }
    }

    @Test func theLogIsListedAsKnownEarlier() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func post(_ text: String) async throws -> String {
                let reply = try await daemon.post(
                    event("note.recorded", ["T"], on: "2026-01-02", "{\"text\":\"\(text)\"}"))
                return reply.json?["receipts"]?.arrayValue?.first?["recordedAt"]?.stringValue ?? ""
            }
            let first = try await post("a")
            try await Task.sleep(for: .milliseconds(5))
            _ = try await post("b")
            let known = try await daemon.get("/v1/events?knownAt=\(first)").json?["events"]?.arrayValue
            #expect(known?.count == 1)
            #expect(try await daemon.get("/v1/events").json?["events"]?.arrayValue?.count == 2)
            #expect(try await daemon.get("/v1/events?knownAt=yesterday").status == 400)
        }
    }
}

/// What a reader has seen.
private actor Positions {
    private(set) var positions: [Int64] = []
    func add(_ position: Int64) { positions.append(position) }
}
