import Foundation
import PostgresClient
import StrictJSON
import Testing

@testable import Notifier

/// How a delivery goes on, with the time as a parameter.
@Suite struct SettlementTests {
    static let begin = PostgresTimestamp(microseconds: 1_770_000_000_000_000)

    static func delivery(
        _ receiver: String = "mail", attempt: Int32 = 1, kind: String = "alerts", payload: JSONValue = [:],
        alerts: [UUID] = []
    ) -> Delivery {
        Delivery(
            id: .digest("delivery"), receiver: receiver, attempt: attempt, firstTriedAt: begin, authority: "926",
            notice: Notice(
                id: .digest("notice"), number: 7, kind: kind, recipient: "team-manager", team: "west", worker: "w1",
                severity: 2, alerts: alerts, payload: payload.bytes(), createdAt: begin))
    }

    func settle(
        _ outcome: HandoverOutcome, _ delivery: Delivery = Self.delivery(), failures: Int32 = 0,
        after: Duration = .zero, chance: Double = 0
    ) -> Settlement {
        Settlement(
            after: outcome, of: delivery, failures: failures, policy: DeliveryPolicy(), at: Self.begin.adding(after),
            chance: chance)
    }

    @Test func aHookIsTriedAgainTwiceAsLateEachTimeUpToAQuarterOfAnHour() {
        let pauses = (1...12).map { attempt in
            settle(.failed("no"), Self.delivery(attempt: attempt)).nextAttemptAt.since(Self.begin).seconds
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        #expect(settle(.failed("no"), chance: 0.5).nextAttemptAt.since(Self.begin).seconds == 1.05)
    }

    @Test func aWebhookIsTriedAgainByTheScheduleOfStandardWebhooks() {
        let pauses = (1...9).map { attempt in
            settle(.failed("no"), Self.delivery("webhook/chat", attempt: attempt)).nextAttemptAt.since(Self.begin)
                .seconds
        }
        #expect(pauses == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
    }

    @Test func whatAReceiverAsksForIsKept() {
        let settled = settle(.failed("busy", after: .seconds(600)))
        #expect(settled.nextAttemptAt == Self.begin.adding(.seconds(600)))
        #expect(settled.receiverRestsUntil == Self.begin.adding(.seconds(600)))
        // Not sooner than its own pause.
        let later = settle(.failed("busy", after: .seconds(1)), Self.delivery(attempt: 10))
        #expect(later.nextAttemptAt == Self.begin.adding(.seconds(512)))
    }

    @Test func afterThreeDaysADeliveryIsDeadAndTheLastTryIsAtTheirEnd() {
        let days = Duration.seconds(3 * 86_400)
        let late = settle(.failed("no"), Self.delivery(attempt: 400), after: days - .seconds(60))
        #expect(late.state == .waiting && late.nextAttemptAt == Self.begin.adding(days))
        #expect(settle(.failed("no"), Self.delivery(attempt: 401), after: days).state == .dead)
        #expect(settle(.delivered, Self.delivery(attempt: 401), after: days).state == .delivered)
    }

    @Test func aRefusalIsForGoodAndNotTheReceiversFailure() {
        let refused = settle(.refused("no"))
        #expect(refused.state == .dead && refused.isReceiverWell)
        let gone = settle(.disabled("410"))
        #expect(gone.state == .waiting && gone.disablesReceiver)
    }

    @Test func aReceiverThatKeepsFailingIsHandedNothingForAWhile() {
        #expect(settle(.failed("no"), failures: 1).receiverRestsUntil == nil)
        let rests = [2, 3, 4, 20].map { failures in
            settle(.failed("no"), failures: Int32(failures)).receiverRestsUntil?.since(Self.begin).seconds
        }
        #expect(rests == [1, 2, 4, 60])
    }
}

/// What hooks and webhooks are handed.
@Suite struct DocumentTests {
    static let alert: JSONValue = [
        "id": "a1", "child": "N1001", "rule": ["id": "R03"], "team": "west", "worker": "w1", "stage": "overdue",
        "due": "2026-03-02", "sentence": "Anna Name is late",
    ]

    @Test func aHookReadsAllAndTheEssentialsOfALoneAlertInItsEnvironment() {
        let delivery = SettlementTests.delivery(payload: ["alerts": [Self.alert], "kind": "forged"])
        #expect(delivery.document["kind"] == "alerts")
        #expect(delivery.document["alerts"]?.arrayValue?.first?["child"] == "N1001")
        #expect(delivery.document["deliveryId"]?.stringValue == delivery.id.text)
        #expect(
            delivery.environment == [
                "CASELOG_KIND": "alerts", "CASELOG_DELIVERY_ID": delivery.id.text,
                "CASELOG_NOTICE_ID": delivery.notice.id.text, "CASELOG_AUTHORITY": "926", "CASELOG_SEVERITY": "2",
                "CASELOG_ATTEMPT": "1", "CASELOG_FIRST_TRIED": SettlementTests.begin.text, "CASELOG_RECEIVER": "mail",
                "CASELOG_RECIPIENT": "team-manager", "CASELOG_TEAM": "west", "CASELOG_WORKER": "w1",
                "CASELOG_ALERT_ID": "a1", "CASELOG_CHILD": "N1001", "CASELOG_RULE": "R03", "CASELOG_STAGE": "overdue",
                "CASELOG_DUE": "2026-03-02",
            ])
        let two = SettlementTests.delivery(payload: ["alerts": [Self.alert, Self.alert]])
        #expect(two.environment["CASELOG_CHILD"] == nil)
        #expect(SettlementTests.begin.text == "2026-02-02T02:40:00.000Z")
    }

    @Test func aWebhookIsToldWhichAlertsAndNothingOfTheChild() throws {
        let many = JSONValue.array([JSONValue](repeating: Self.alert, count: 5000))
        let delivery = SettlementTests.delivery(payload: ["alerts": many, "sentence": "Anna Name"])
        let text = delivery.thinPayload.text()
        #expect(text.utf8.count < 20_000)
        #expect(!text.contains("Anna") && !text.contains("N1001") && !text.contains("w1"))
        #expect(delivery.thinPayload["type"] == "caselog.alerts")
        #expect(delivery.thinPayload["data"]?["alertCount"] == 5000)
        let ids = SettlementTests.delivery(alerts: (0..<5000).map { _ in UUID() }).thinPayload
        #expect(ids.text().utf8.count < 20_000 && ids["data"]?["alertCount"] == 5000)
    }
}
