import Foundation
import SocketClient
import StrictJSON
import TestSupport
import Testing

/// What cannot be taken is answered with a problem document where HTTP allows an answer, stores nothing, and leaves the
/// daemon as it was.
@Suite(.serialized) struct BadInputTests {
    /// One thing that a client might send, and what it is answered.
    private struct Sent {
        let name: String
        let request: String
        let status: Int
        var kind: String?
        var headers: [String: String] = [:]

        init(_ name: String, _ request: String, _ status: Int, _ kind: String? = nil, _ headers: [String: String] = [:])
        {
            (self.name, self.request, self.status, self.kind, self.headers) = (name, request, status, kind, headers)
        }
    }

    private static func get(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: caselog\r\n\(fields)\r\n"
    }

    private static func post(_ body: String, type: String = "application/json", _ fields: String = "") -> String {
        "POST /v1/events HTTP/1.1\r\nHost: caselog\r\nContent-Type: \(type)\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A request that has these fields in place of a proper Content-Length.
    private static func framed(_ fields: String, _ rest: String) -> String {
        "POST /v1/events HTTP/1.1\r\nHost: caselog\r\nContent-Type: application/json\r\n\(fields)\r\n\r\n\(rest)"
    }

    private func check(_ all: [Sent]) async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for sent in all {
                let socket = try RawSocket(daemon.socket)
                socket.push(Array(sent.request.utf8))
                let answer = try #require(try socket.answer(), "\(sent.name): no answer")
                #expect(answer.status == sent.status, "\(sent.name)")
                let problem = try #require(answer.problem, "\(sent.name): no problem document")
                #expect(problem["status"]?.integerValue == Int64(sent.status), "\(sent.name)")
                if let kind = sent.kind {
                    #expect(problem["type"]?.stringValue?.hasSuffix("/" + kind) == true, "\(sent.name): \(problem)")
                }
                for (name, value) in sent.headers { #expect(answer.headers[name] == value, "\(sent.name)") }
            }
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)
            #expect(try await daemon.get("/v1/ready").status == 200)
            #expect(
                try await daemon.post(event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)).status == 201)
        }
    }

    @Test func bodiesThatAreNoEventsAreRefused() async throws {
        let id = "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d"
        func event(_ member: String) -> String {
            #"{"id":"\#(id)","type":"note.recorded","children":["N1"],"occurredAt":"2026-01-02","data":{"text":"a"},\#(member)}"#
        }
        let deep = String(repeating: "[", count: 100_000)
        try await check([
            Sent("cut short", Self.post(#"{"id": "#), 400, "not-json"),
            Sent("two values", Self.post("{} {}"), 400, "not-json"),
            Sent("no JSON", Self.post("id=1&type=2"), 400, "not-json"),
            Sent("a number", Self.post("17"), 422, "malformed"),
            Sent("a string", Self.post("\"a\""), 422, "malformed"),
            Sent("null", Self.post("null"), 422, "malformed"),
            Sent("wrong types", Self.post(#"{"id":1,"type":[],"children":"N1","occurredAt":{},"data":"a"}"#), 422),
            Sent("deep nesting", Self.post(deep), 400, "not-json"),
            Sent("deep nesting in an event", Self.post(event(#""source":\#(deep)"#)), 400, "not-json"),
            Sent("a huge integer", Self.post(event(#""typeVersion":\#(String(repeating: "9", count: 400))"#)), 400),
            Sent("a huge number", Self.post(event(#""typeVersion":1e400"#)), 400),
            Sent("a duplicate key", Self.post(event(#""id":"\#(id)""#)), 400, "not-json"),
            Sent("a lone surrogate", Self.post(event(#""summary":"\uD800""#)), 400, "not-json"),
            Sent("NaN", Self.post(event(#""typeVersion":NaN"#)), 400, "not-json"),
            Sent("a comment", Self.post("{}//"), 400, "not-json"),
            Sent("a control character", Self.post(event("\"summary\":\"\u{1}\"")), 400, "not-json"),
            Sent("plain text", Self.post("{}", type: "text/plain"), 415),
            Sent("a form", Self.post("{}", type: "application/x-www-form-urlencoded"), 415),
            Sent("another charset", Self.post("{}", type: "application/json; charset=utf-16"), 415),
            Sent(
                "no media type",
                Self.framed("Content-Length: 2", "{}").replacing("Content-Type: application/json\r\n", with: ""), 415),
            Sent("bad NDJSON", Self.post("{}\n{", type: "application/x-ndjson"), 400, "not-json"),
        ])
    }

    @Test func bytesThatAreNoUTF8AreRefused() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for bad: [UInt8] in [[0xFF], [0xC0, 0xAE], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] {
                let body = Array("{\"id\":\"".utf8) + bad + Array("\"}".utf8)
                let socket = try RawSocket(daemon.socket)
                socket.push(Array(Self.framed("Content-Length: \(body.count)", "").utf8) + body)
                let answer = try #require(try socket.answer())
                #expect(answer.status == 400)
                #expect(answer.problem != nil)
            }
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)
        }
    }

    @Test func pathsMeanWhatTheySeemToMean() async throws {
        try await check([
            Sent("dots", Self.get("/v1/../v1/health"), 404), Sent("a dot", Self.get("/v1/./health"), 404),
            Sent("encoded dots", Self.get("/v1/cases/%2e%2e/timescales"), 400),
            Sent("an encoded slash", Self.get("/v1/cases/..%2Fetc/timescales"), 400),
            Sent("NUL", Self.get("/v1/cases/N%001/timescales"), 400, "bad-path"),
            Sent("NUL in the query", Self.get("/v1/alerts?team=a%00"), 400, "bad-path"),
            Sent("empty segments", Self.get("//v1//health"), 404),
            Sent("a slash at the end", Self.get("/v1/health/"), 404),
            Sent("overlong", Self.get("/v1/cases/%c0%ae%c0%ae/timescales"), 400, "bad-path"),
            Sent("half an escape", Self.get("/v1/cases/%2/timescales"), 400, "bad-path"),
            Sent("no escape", Self.get("/v1/cases/%zz/timescales"), 400, "bad-path"),
            Sent("a backslash", Self.get(#"/v1\health"#), 400, "bad-path"),
            Sent("raw UTF-8", Self.get("/v1/cases/é/timescales"), 400),
            Sent("a long path", Self.get("/v1/cases/" + String(repeating: "a", count: 20_000)), 400),
            Sent("a very long path", Self.get("/v1/cases/" + String(repeating: "a", count: 200_000)), 431),
            Sent("no path", "GET  HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            Sent("an unknown route", Self.get("/v1/nowhere"), 404), Sent("the root", Self.get("/"), 404),
            Sent("a star", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        ])
    }

    @Test func methodsAndFieldsThatAreNotTakenAreRefused() async throws {
        let field = String(repeating: "a", count: 40_000)
        let many = (0..<200).map { "X-\($0): a\r\n" }.joined()
        func method(_ name: String, _ path: String) -> String { "\(name) \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }
        try await check([
            Sent("PUT", method("PUT", "/v1/events"), 405, "method-not-allowed", ["allow": "POST, GET, HEAD"]),
            Sent("DELETE", method("DELETE", "/v1/cases/N1"), 405, "method-not-allowed", ["allow": "GET, HEAD"]),
            Sent("TRACE", method("TRACE", "/metrics"), 405, nil, ["allow": "GET, HEAD"]),
            Sent("OPTIONS", method("OPTIONS", "/v1/rules/check"), 405, nil, ["allow": "POST"]),
            Sent("CONNECT", method("CONNECT", "caselog:1"), 404, nil, ["connection": "close"]),
            Sent("a method nobody knows", method("BREW", "/v1/health"), 501, "unknown-method"),
            Sent("a field that is too large", Self.get("/v1/health", "X: \(field)\r\n"), 431, "head-too-large"),
            Sent("a field without end", "GET /v1/health HTTP/1.1\r\nX: " + field + field, 431, "head-too-large"),
            Sent("too many fields", Self.get("/v1/health", many), 431, "head-too-large"),
            Sent("NUL in a field", Self.get("/v1/health", "X: a\0b\r\n"), 400),
            Sent("a folded field", Self.get("/v1/health", "X: a\r\n b\r\n"), 400),
            Sent("two hosts", Self.get("/v1/health", "Host: evil\r\n"), 400, "two-hosts"),
            Sent("a page of the web", Self.get("/v1/health", "Origin: https://evil.example\r\n"), 403, "from-web-page"),
            Sent("a page of a file", Self.get("/v1/ledger/head", "Origin: null\r\n"), 403, "from-web-page"),
            Sent("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400), Sent("HTTP/0.9", "GET /v1/health\r\n\r\n", 505),
            Sent("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", 501),
        ])
    }

    /// Two readers of these might disagree about where a request ends.
    @Test func requestsWithTwoEndsAreRefusedAndTheConnectionIsClosed() async throws {
        let smuggled = "GET /v1/alerts HTTP/1.1\r\nHost: x\r\n\r\n"
        let all = [
            ("Content-Length and Transfer-Encoding", "Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            ("Transfer-Encoding and Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n"),
            ("two lengths", "Content-Length: 2\r\nContent-Length: 3", "{}"),
            ("the same length twice", "Content-Length: 2\r\nContent-Length: 2", "{}"),
            ("a list of lengths", "Content-Length: 2, 2", "{}"), ("a negative length", "Content-Length: -2", "{}"),
            ("a length with a sign", "Content-Length: +2", "{}"),
            ("a length in hexadecimal", "Content-Length: 0x2", "{}"),
            ("a length beyond 64 bits", "Content-Length: 36893488147419103234", "{}"),
            ("chunked and not", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
            ("not quite chunked", "Transfer-Encoding: xchunked", "0\r\n\r\n"),
            ("a space before the colon", "Transfer-Encoding : chunked", "0\r\n\r\n"),
            ("a bad chunk size", "Transfer-Encoding: chunked", "zz\r\n{}\r\n"),
            ("a chunk size beyond 64 bits", "Transfer-Encoding: chunked", "fffffffffffffffff\r\n{}\r\n"),
        ]
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for (name, fields, body) in all {
                let socket = try RawSocket(daemon.socket)
                socket.push(Array((Self.framed(fields, body) + smuggled).utf8))
                let answer = try #require(try socket.answer(), "\(name)")
                #expect(answer.status == 400 && answer.problem != nil, "\(name): \(answer)")
                #expect(answer.headers["connection"] == "close", "\(name)")
                // What came after it is not taken for a request.
                #expect(socket.isHungUp(), "\(name)")
            }
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)
        }
    }

    @Test func requestsInARowAreAnsweredInOrderAndWhatFollowsABadOneIsNot() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let socket = try RawSocket(daemon.socket)
            let note = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)
            let requests = (0..<50).map { Self.get("/v1/nowhere/\($0)") + Self.get("/v1/health") }.joined()
            try socket.send(requests + Self.post(note) + Self.get("/v1/ledger/head"))
            for _ in 0..<50 {
                #expect(try socket.answer()?.status == 404)
                #expect(try socket.answer()?.status == 200)
            }
            #expect(try socket.answer()?.status == 201)
            let head = try #require(try socket.answer())
            #expect(try JSONValue(parsing: head.body)["position"] == 1)

            try socket.send(
                Self.get("/v1/health") + "BOO\r\n\r\n"
                    + Self.post(event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"b"}"#)))
            #expect(try socket.answer()?.status == 200)
            #expect(try socket.answer()?.problem != nil)
            #expect(socket.isHungUp())
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 1)
        }
    }

    @Test func aClientThatWaitsBeforeItSendsTheBodyIsToldTo() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let body = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)
            let socket = try RawSocket(daemon.socket)
            try socket.send(Self.framed("Expect: 100-continue\r\nContent-Length: \(body.utf8.count)", ""))
            #expect(try socket.answer()?.status == 100)
            try socket.send(body)
            #expect(try socket.answer()?.status == 201)
            // Of a body that would not be taken it need not send anything.
            try socket.send(Self.framed("Expect: 100-continue\r\nContent-Length: \(1 << 30)", ""))
            let answer = try #require(try socket.answer())
            #expect(answer.status == 413 && answer.problem != nil)
            #expect(socket.isHungUp())
        }
    }
}
