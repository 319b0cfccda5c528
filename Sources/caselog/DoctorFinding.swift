import SocketClient
import StrictJSON

/// One answer of the doctor.
struct Finding {
    let subject: String
    let isWell: Bool
    let says: String
    var advice: String?

    var json: JSONValue {
        var object: JSONObject = ["subject": .string(subject), "well": .bool(isWell), "says": .string(says)]
        object["advice"] = advice.map { .string($0) }
        return .object(object)
    }

    var text: String {
        "\(isWell ? "ok   " : "WRONG") \(subject): \(says)\n" + (advice.map { "      \($0)\n" } ?? "")
    }

    static func readiness(_ reply: Reply) -> Finding {
        guard reply.status == 200 else {
            return Finding(
                subject: "daemon", isWell: false,
                says: "not ready: \(reply.json?["detail"]?.stringValue ?? "status \(reply.status)")",
                advice: "Look at its log: journalctl -u caselogd")
        }
        let authority = reply.json?["authority"]?.stringValue ?? "?"
        return Finding(subject: "daemon", isWell: true, says: "ready, for authority \(authority)")
    }

    static func log(_ head: JSONValue?) -> Finding {
        Finding(subject: "log", isWell: true, says: "ends at position \(head?["position"]?.integerValue ?? 0)")
    }

    static func alerts(_ head: JSONValue?) -> Finding {
        let (position, reflected) = (
            head?["position"]?.integerValue ?? 0, head?["clocksAndAlertsReflect"]?.integerValue ?? 0
        )
        let behind = max(0, position - reflected)
        return Finding(
            subject: "alerts", isWell: behind < 10_000,
            says: behind == 0 ? "reflect the whole log" : "are \(behind) entries behind the log",
            advice: behind < 10_000 ? nil : "They catch up on their own; if the number does not fall, look at the log.")
    }

    static func readModels(_ reply: JSONValue?) -> [Finding] {
        let position = reply?["position"]?.integerValue ?? 0
        return (reply?["readModels"]?.arrayValue ?? []).map { model in
            let name = model["name"]?.stringValue ?? "?"
            if let because = model["stopped"]?["because"]?.stringValue {
                let place = model["position"]?.integerValue.map { "at position \($0)" } ?? "before its first position"
                return Finding(
                    subject: "read model \(name)", isWell: false, says: "has stopped \(place): \(because)",
                    advice: "The others go on. After an update, or to try again: caselog rebuild \(name)")
            }
            guard let reflected = model["position"]?.integerValue else {
                return Finding(subject: "read model \(name)", isWell: true, says: "is being built for the first time")
            }
            let behind = max(0, position - reflected)
            let rebuilding = model["rebuilding"] == true ? ", and is being built anew beside" : ""
            return Finding(
                subject: "read model \(name)", isWell: true,
                says: (behind == 0 ? "reflects the whole log" : "is \(behind) entries behind the log") + rebuilding)
        }
    }

    static func rules(_ reply: JSONValue?) -> [Finding] {
        guard let why = reply?["unreadableRules"]?.stringValue else { return [] }
        return [
            Finding(
                subject: "rules", isWell: false, says: "the rules adopted last cannot be read: \(why)",
                advice: "Clocks run by the national rules alone. Adopt a mended file: caselog rules adopt FILE")
        ]
    }
}
