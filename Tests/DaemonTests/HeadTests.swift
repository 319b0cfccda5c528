import SocketClient
import TestSupport
import Testing

/// HEAD is GET without the body, also where the answer is a problem: what comes after it on the connection is the next answer.
@Suite struct HeadTests {
    @Test func headIsAnsweredAsGetWithoutTheBody() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            #expect(
                try await daemon.post(event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)).status == 201)
            let socket = try RawSocket(daemon.socket)
            let paths = ["/v1/openapi.json", "/v1/cases/N1", "/v1/cases/N2", "/v1/nowhere", "/v1/rules?x=1"]
            for path in paths {
                for method in ["HEAD", "GET"] { try socket.send("\(method) \(path) HTTP/1.1\r\nHost: caselog\r\n\r\n") }
                let head = try #require(try socket.answer(isOfHead: true), "\(path)")
                let get = try #require(try socket.answer(), "\(path)")
                #expect(head.status == get.status, "\(path)")
                #expect(head.headers["content-length"] == String(get.body.count), "\(path)")
                #expect(head.headers["content-type"] == get.headers["content-type"], "\(path)")
            }
            // Where there is nothing to get, there is nothing to ask the head of.
            try socket.send("HEAD /v1/rules/check HTTP/1.1\r\nHost: caselog\r\n\r\n")
            let refused = try #require(try socket.answer(isOfHead: true))
            #expect(refused.status == 405 && refused.headers["allow"] == "POST")
        }
    }
}
