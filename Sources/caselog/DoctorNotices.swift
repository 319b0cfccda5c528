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
        let waiting = state("new", json)
        let now = json["now"]?.stringValue.flatMap(time) ?? Date()
        let age = waiting?["oldest"]?.stringValue.flatMap(time).map { now.timeIntervalSince($0) } ?? 0
        if age > patience {
            return Finding(
                subject: "notices", isWell: false,
                says: "\(waiting?["count"]?.integerValue ?? 0) wait for caselog-notifier, the first for "
                    + "\(Int(age / 60)) minutes",
                advice: "Is it running? systemctl status caselog-notifier; caselog-notifier receivers")
        }
        return Finding(
            subject: "notices", isWell: true,
            says: hasReceivers
                ? "are handed over" : "go to nobody: no hook or webhook is set up (caselog-notifier --help)")
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
