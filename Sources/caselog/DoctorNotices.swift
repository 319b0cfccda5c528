import Foundation
import SocketClient
import StrictJSON

extension Finding {
    /// How long a notice may wait for the notifier to look at it, in seconds.
    private static let patience = 120.0

    /// Whether those who are to hear of alerts do.
    static func notices(_ reply: Reply) -> [Finding] {
        // Whoever may not ask is told nothing, and nothing wrong.
        guard reply.status == 200, let json = reply.json else {
            let why = reply.json?["detail"]?.stringValue ?? "status \(reply.status)"
            return [Finding(subject: "notices", isWell: reply.status == 403, says: "not looked at: \(why)")]
        }
        let receivers = json["receivers"]?.arrayValue ?? []
        return [handing(json, hasReceivers: !receivers.isEmpty), dead(json)] + receivers.map(receiver)
    }

    private static func handing(_ json: JSONValue, hasReceivers: Bool) -> Finding {
        let (fresh, waiting) = (state("new", json), state("waiting", json))
        if !hasReceivers {
            let count = fresh?["count"]?.integerValue ?? 0
            return Finding(
                subject: "notices", isWell: count == 0, says: "go to nobody: \(count) wait for a hook or a webhook",
                advice: count == 0 ? nil : "Set one up and run caselog-notifier: caselog-notifier --help")
        }
        let isFailing = (json["receivers"]?.arrayValue ?? []).contains { receiver in
            ["obstacle", "disabledAt", "failingSince"].contains { receiver[$0]?.stringValue != nil }
        }
        // What waits for a receiver that fails is said of the receiver.
        if max(age(fresh, json), isFailing ? 0 : age(waiting, json)) > patience {
            let count = (fresh?["count"]?.integerValue ?? 0) + (waiting?["count"]?.integerValue ?? 0)
            let minutes = Int(max(age(fresh, json), age(waiting, json)) / 60)
            return Finding(
                subject: "notices", isWell: false,
                says: "\(count) wait for caselog-notifier, the first for \(minutes) minutes",
                advice: "Is it running? systemctl status caselog-notifier; caselog-notifier receivers")
        }
        return Finding(subject: "notices", isWell: true, says: "are handed over")
    }

    /// In seconds.
    private static func age(_ state: JSONValue?, _ json: JSONValue) -> Double {
        let now = json["now"]?.stringValue.flatMap(time) ?? Date()
        return state?["oldest"]?.stringValue.flatMap(time).map { now.timeIntervalSince($0) } ?? 0
    }

    private static func dead(_ json: JSONValue) -> Finding {
        let count = state("dead", json)?["count"]?.integerValue ?? 0
        return Finding(
            subject: "dead deliveries", isWell: count == 0, says: count == 0 ? "none" : "\(count)",
            advice: count == 0 ? nil : "caselog alerts dead shows them; caselog alerts replay --all tries them again.")
    }

    private static func receiver(_ json: JSONValue) -> Finding {
        let name = json["name"]?.stringValue ?? "?"
        let why = json["lastError"]?.stringValue.map { ": \($0)" } ?? ""
        let subject = "receiver \(name)"
        if let obstacle = json["obstacle"]?.stringValue {
            return Finding(
                subject: subject, isWell: false, says: "nothing can be handed to it: \(obstacle)",
                advice: "Mend that; caselog-notifier looks again by itself.")
        }
        if let since = json["disabledAt"]?.stringValue {
            return Finding(
                subject: subject, isWell: false, says: "wants nothing more since \(since)\(why)",
                advice: "When it does again: caselog-notifier enable \(name)")
        }
        if let since = json["failingSince"]?.stringValue {
            return Finding(
                subject: subject, isWell: false, says: "has taken nothing since \(since)\(why)",
                advice: "It is tried again by itself; caselog alerts test \(name) shows what it says.")
        }
        let last = json["lastDeliveredAt"]?.stringValue.map { "last took a notice at \($0)" }
        return Finding(subject: subject, isWell: true, says: last ?? "has not been handed a notice yet")
    }

    private static func state(_ name: String, _ json: JSONValue) -> JSONValue? {
        json["outbox"]?.arrayValue?.first { $0["state"]?.stringValue == name }
    }

    private static func time(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: text.contains(".")))
    }
}
