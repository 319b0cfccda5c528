import Foundation
import PostgresClient
import StrictJSON
import TestSupport
import Testing

@testable import Notifier

/// Webhooks, against a real server.
@Suite struct WebhookTests {
    static let secrets = [
        "whsec_" + Data(repeating: 7, count: 32).base64EncodedString(), "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ]

    static func webhook(_ url: String, _ filter: Webhook.Filter = Webhook.Filter(), name: String = "chat") throws
        -> Webhook
    {
        try Webhook(name: name, url: url, secrets: secrets.compactMap { WebhookSecret($0) }, filter: filter)
    }

    static func with(_ body: @Sendable @escaping (WebhookServer, NotifierRig) async throws -> Void) async throws {
        try await WebhookServer.with(secrets: secrets) { server in
            let webhook = try Self.webhook(server.url)
            try await NotifierRig.with(webhooks: [webhook]) { try await body(server, $0) }
        }
    }

    @Test func aDeliveryIsSignedWithEachSecretAndSaysNothingOfTheChild() async throws {
        try await Self.with { server, rig in
            let alert =
                #"{"alerts":[{"id":"a1","child":"N1001","rule":{"id":"R03"},"stage":"due","sentence":"Anna Name"}]}"#
            try await rig.add(payload: alert)
            #expect(try await rig.notifier.round() == (1, 1))
            let request = try #require(try server.requests().first)
            #expect(request["signed"] == true && request["type"] == "application/json" && request["path"] == "/hook")
            #expect(request["time"] == "1770000000")
            let id = try await rig.sql("SELECT delivery_id FROM caselog.delivery")
            #expect(request["id"]?.stringValue == id)
            let body = try JSONValue(parsing: (request["body"]?.stringValue ?? "").utf8)
            #expect(body.objectValue?.names == ["type", "timestamp", "data"])
            #expect(body["type"] == "caselog.alerts" && body["timestamp"] == "2026-02-02T02:40:00.000Z")
            #expect(body["data"]?["alerts"] == [["id": "a1", "rule": "R03", "stage": "due", "due": nil]])
            #expect(!body.text().contains("Anna") && !body.text().contains("N1001"))
        }
    }

    @Test func aWebhookThatAnswers500ForADayGetsTheNoticeWithTheSameId() async throws {
        try await Self.with { server, rig in
            try server.answers("500")
            try await rig.add("t")
            try await rig.add("t")
            for _ in 0..<(24 * 60) {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(60))
            }
            #expect(try server.requests().count == 7)
            #expect(try await rig.deliveries() == ["1 webhook/chat waiting 7", "2 webhook/chat waiting 0"])
            #expect(try await rig.sql("SELECT last_error FROM caselog.delivery WHERE number = 1") == "status 500: why")
            try server.answers("204")
            rig.advance(.seconds(10 * 3600))
            _ = try await rig.notifier.round()
            #expect(
                try await rig.deliveries().prefix(2) == ["1 webhook/chat delivered 8", "2 webhook/chat delivered 1"])
            let requests = try server.requests()
            #expect(requests.count == 9 && requests.allSatisfy { $0["signed"] == true })
            #expect(Set(requests.prefix(8).compactMap { $0["id"]?.stringValue }).count == 1)
            #expect(Set(requests.prefix(8).compactMap { $0["body"]?.stringValue }).count == 1)
            #expect(Set(requests.prefix(8).compactMap { $0["time"]?.stringValue }).count == 8)
        }
    }

    @Test func aWebhookThatIsGoneIsDisabledUntilSomebodyEnablesIt() async throws {
        try await Self.with { server, rig in
            try rig.hook("other", words: "$CASELOG_KIND")
            try server.answers("410")
            try await rig.add("t")
            try await rig.add("u")
            _ = try await rig.notifier.round()
            rig.advance(.seconds(86_400))
            try await rig.add("v")
            _ = try await rig.notifier.round()
            #expect(try server.requests().count <= 2)
            let state = try await rig.sql(
                "SELECT disabled_at IS NOT NULL, last_error FROM caselog.receiver WHERE name = 'webhook/chat'")
            #expect(state == "t|status 410")
            #expect(rig.heard("other").filter { $0 == "delivery-failure" }.count == 1)
            try server.answers("200")
            let pool = PostgresPool(
                PostgresConfiguration(connectionString: rig.database, role: "caselog_notifier"), maxSize: 1,
                logger: TestDatabase.quietLogger)
            let store = NotifierStore(authority: NotifierRig.authority, pool: pool)
            #expect(try await !store.enable("nobody", at: rig.now))
            #expect(try await store.enable("webhook/chat", at: rig.now))
            await pool.close()
            _ = try await rig.notifier.round()
            let delivered =
                "SELECT string_agg(number::text, ' ' ORDER BY number) FROM caselog.delivery WHERE state = 'delivered' AND receiver = 'webhook/chat'"
            // The third came while it wanted nothing, and waited.
            #expect(try await rig.sql(delivered) == "1 2 3")
        }
    }

    @Test func anAnswerThatNeverGoesOnKeepsNobodyWaiting() async throws {
        try await Self.with { server, rig in
            try server.answers("200\nX-Stall: yes")
            try await rig.add("t")
            let begin = ContinuousClock.now
            _ = try await rig.notifier.round()
            #expect(ContinuousClock.now - begin < .seconds(30))
            #expect(try await rig.deliveries() == ["1 webhook/chat delivered 1"])
        }
    }

    @Test func aWebhookThatAsksToWaitIsLeftAloneThatLong() async throws {
        try await Self.with { server, rig in
            try server.answers("429\nRetry-After: 3600")
            try await rig.add("t")
            _ = try await rig.notifier.round()
            try server.answers("200")
            try await rig.add("u")
            rig.advance(.seconds(3599))
            #expect(try await rig.notifier.round().tried == 0)
            rig.advance(.seconds(1))
            #expect(try await rig.notifier.round().tried == 2)
            try server.answers("503\nRetry-After: Mon, 02 Feb 2026 05:40:00 GMT")
            try await rig.add("v")
            _ = try await rig.notifier.round()
            let next = try await rig.sql(
                "SELECT extract(epoch FROM next_attempt_at)::bigint FROM caselog.delivery WHERE thread = 'v'")
            #expect(next == "1770010800")
        }
    }

    @Test func aWebhookThatNeverAnswersOrRedirectsFails() async throws {
        try await Self.with { server, rig in
            try server.answers("never")
            try await rig.add("t")
            let begin = ContinuousClock.now
            _ = try await rig.notifier.round()
            #expect(ContinuousClock.now - begin < .seconds(20))
            #expect(try await rig.sql("SELECT last_error FROM caselog.delivery").hasPrefix("could not be sent"))
            try server.answers("302\nLocation: \(server.url)/elsewhere")
            rig.advance(.seconds(5))
            _ = try await rig.notifier.round()
            #expect(try await rig.sql("SELECT last_error FROM caselog.delivery") == "status 302: why")
            #expect(try server.requests().allSatisfy { $0["path"] == "/hook" })
            #expect(try await rig.deliveries() == ["1 webhook/chat waiting 2"])
        }
    }

    @Test func aServerThatIsNotThereFails() async throws {
        let webhook = try Self.webhook("http://127.0.0.1:1/")
        try await NotifierRig.with(webhooks: [webhook]) { rig in
            try await rig.add()
            _ = try await rig.notifier.round()
            #expect(try await rig.deliveries() == ["1 webhook/chat waiting 1"])
        }
    }

    @Test func aFilterSaysWhatAWebhookHears() async throws {
        try await WebhookServer.with(secrets: Self.secrets) { server in
            var filter = Webhook.Filter()
            (filter.kinds, filter.severities, filter.recipients) = (["alerts"], [1], ["out-of-hours"])
            let webhook = try Self.webhook(server.url, filter)
            try await NotifierRig.with(webhooks: [webhook]) { rig in
                try await rig.add(recipient: "out-of-hours", severity: 1)
                try await rig.add(recipient: "out-of-hours", severity: 2)
                try await rig.add(recipient: "director", severity: 1)
                try await rig.add(severity: 1)
                try await rig.add(kind: "digest", recipient: "out-of-hours", severity: 1)
                _ = try await rig.notifier.round()
                #expect(try await rig.deliveries() == ["1 webhook/chat delivered 1"])
            }
        }
    }

    @Test func aWebhookNeedsASecretAndHTTPSUnlessItStaysOnThisMachine() throws {
        for url in [
            "https://example.org/x", "http://localhost:1/x", "http://127.0.0.2/x", "http://[::1]:80/",
            "http+unix://%2Frun%2Fx/y",
        ] {
            #expect(throws: Never.self) { try Self.webhook(url) }
        }
        for url in [
            "http://example.org/x", "http://127.0.0.1.example.org/", "ftp://localhost/", "https://u:p@example.org/", "",
            "x",
        ] {
            #expect(throws: Webhook.Mistake.self, "\(url)") { try Self.webhook(url) }
        }
        for name in ["", "a/b", "A", "a b"] {
            #expect(throws: Webhook.Mistake.self) { try Self.webhook("https://example.org/", name: name) }
        }
        for text in ["", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"] {
            #expect(WebhookSecret(text) == nil)
        }
        // The example of the specification's reference implementations.
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }
}
