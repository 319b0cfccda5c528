import Foundation
import SocketClient
import StrictJSON
import TestSupport
import Testing

/// A test notice by the real way: the daemon's outbox, the notifier and real hooks.
@Suite struct TestNoticeTests {
    private let daemon: DaemonProcess

    init() throws { daemon = try DaemonProcess() }

    private func send(_ body: String) async throws -> Reply {
        try await SocketConnection.with(socket: daemon.socket) { connection in
            try await connection.send(
                Call(
                    "POST", "/v1/alerts/test", headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
        }
    }

    private func kinds(_ name: String) -> [String] {
        let text = try? String(contentsOfFile: daemon.output + "/" + name, encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    @Test func whatCameOfItIsSaidOfEveryReceiver() async throws {
        try daemon.install(hook: "good", "echo $CASELOG_KIND >> \(daemon.output)/good; cat > \(daemon.output)/notice")
        try daemon.install(hook: "sad", "echo not today; exit 3")
        try daemon.install(hook: "picky", "exit 65")
        try await daemon.running { _ in
            try await daemon.notifier.running { _ in
                #expect(try await daemon.notifier.knowsReceivers())
                let one = try await daemon.caselog(["alerts", "test", "good"])
                #expect(one.status == 0 && one.output == "good  delivered\n", "\(one)")
                #expect(kinds("good") == ["test"])
                let notice = try String(contentsOfFile: daemon.output + "/notice", encoding: .utf8)
                #expect(notice.contains("This is a test of caselog") && notice.contains("\"by\""))

                let all = try await daemon.caselog(["alerts", "test"])
                #expect(all.status == 1)
                #expect(
                    all.output == """
                        good  delivered
                        picky  failed: the hook refused it (exit status 65)
                        sad  failed: exit status 3: not today

                        """)
                let named = try await daemon.caselog(["alerts", "test", "nobody"])
                #expect(named.status == 1 && named.errors.contains("There is no such receiver"))

                let sent = try await send(#"{"receiver":"good"}"#)
                #expect(sent.status == 202 && sent.json?["receivers"] == ["good"])
                let id = try #require(sent.json?["id"]?.stringValue)
                let isDelivered = try await NotifierProcess.waits {
                    try await daemon.get("/v1/alerts/test/\(id)").json?["deliveries"]?.arrayValue?.first?["state"]
                        == "delivered"
                }
                #expect(isDelivered)
                #expect(try await send(#"{"reciever":"good"}"#).status == 422)
                #expect(try await send(#"{"receiver":1}"#).status == 422)
                #expect(try await daemon.get("/v1/alerts/test/\(UUID())").status == 404)
            }
            // A notifier that does not run takes up nothing, which is a failure, too.
            let alone = try await daemon.caselog(["alerts", "test", "good", "--wait", "1"])
            #expect(alone.status == 1 && alone.errors.contains("does caselog-notifier run?"))
        }
    }

    @Test func whoMayNotBeHandedAnythingFailsAtOnce() async throws {
        try daemon.install(hook: "open", "exit 0")
        chmod(daemon.hooks + "/open", 0o777)
        try await daemon.running { _ in
            let nobody = try await daemon.caselog(["alerts", "test"])
            #expect(nobody.status == 1 && nobody.errors.contains("There are no receivers"))
            try await daemon.notifier.running { _ in
                let isListed = try await NotifierProcess.waits {
                    try await daemon.caselog(["alerts", "test", "open", "--wait", "1"]).output.hasPrefix("open")
                }
                #expect(isListed)
                let begin = ContinuousClock.now
                let refused = try await daemon.caselog(["alerts", "test"])
                #expect(ContinuousClock.now - begin < .seconds(30))
                #expect(refused.status == 1 && refused.output.hasPrefix("open  failed: others may change the hook"))
            }
        }
    }
}
