import Foundation
import PostgresClient
import StrictJSON

/// A notice of the notifier itself.
struct OwnNotice: Sendable {
    let id: UUID
    let kind: String
    let severity: Int16
    let thread: String
    let payload: JSONValue

    /// That notices arrive: one in each interval, whoever writes it and however often.
    static func heartbeat(authority: String, every interval: Duration, at now: Moment) -> OwnNotice {
        // Days of the heartbeat begin at eight, when somebody reads it.
        let slot = (now.microseconds - 8 * 3_600_000_000) / max(interval.microseconds, 1)
        return OwnNotice(
            id: .digest("heartbeat/\(authority)/\(interval.microseconds)/\(slot)"), kind: "heartbeat", severity: 3,
            thread: "heartbeat",
            payload: ["sentence": "Notices of caselog arrive. Nothing has to be done."])
    }

    /// That somebody tries a receiver, or all.
    static func test(of receiver: String?) -> OwnNotice {
        let id = UUID()
        return OwnNotice(
            id: id, kind: "test", severity: 3, thread: "test/\(id.text)",
            payload: [
                "receiver": JSONValue(receiver), "sentence": "This is a test of caselog. Nothing has to be done.",
            ])
    }

    /// That a receiver does not take what it is handed. What it printed may be about a child, so that is not said.
    static func failure(of receiver: String, _ sentence: String, reason: String?) -> OwnNotice {
        OwnNotice(
            id: UUID(), kind: "delivery-failure", severity: 2, thread: "receiver/\(receiver)",
            payload: [
                "receiver": .string(receiver), "reason": JSONValue(reason), "sentence": .string(sentence),
            ])
    }
}
