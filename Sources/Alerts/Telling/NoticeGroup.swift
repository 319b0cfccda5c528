import CaseRecord
import Foundation
import StrictJSON
import Timescales

/// What goes to the same people in one notice: alerts of one rule or, in a digest, of all.
struct NoticeGroup: Sendable {
    /// How many alerts one notice names at most; of more there are several notices.
    static let largest = 500

    private struct Key: Hashable {
        let severity: Severity
        let address: Address
        let rule: String?
    }

    let address: Address
    let severity: Severity
    let tellings: [DueTelling]

    /// The groups of those tellings, in which every alert stands once; the gravest first.
    static func groups(of tellings: [DueTelling]) -> [NoticeGroup] {
        var order: [Key] = []
        var members: [Key: [DueTelling]] = [:]
        var seen: [Key: Set<UUID>] = [:]
        for telling in tellings {
            let rule = telling.severity == .digest ? nil : telling.inHand.alert.rule
            let key = Key(severity: telling.severity, address: telling.address, rule: rule)
            if members[key] == nil { order.append(key) }
            guard seen[key, default: []].insert(telling.inHand.alert.id).inserted else { continue }
            members[key, default: []].append(telling)
        }
        let gravestFirst = order.enumerated().sorted { one, other in
            (one.element.severity.rawValue, one.offset) < (other.element.severity.rawValue, other.offset)
        }
        return gravestFirst.flatMap { _, key in
            let all = members[key] ?? []
            return stride(from: 0, to: all.count, by: largest).map { start in
                NoticeGroup(
                    address: key.address, severity: key.severity,
                    tellings: Array(all[start..<min(start + largest, all.count)]))
            }
        }
    }

    func notice(at now: Instant) -> Notice {
        let isDigest = severity == .digest
        return Notice(
            kind: isDigest ? .digest : .alerts, recipient: address.recipient.rawValue, team: address.team,
            worker: address.worker, severity: Int16(severity.rawValue), thread: address.thread,
            alerts: tellings.map { $0.inHand.alert.id }, payload: payload(at: now))
    }

    private func payload(at now: Instant) -> JSONValue {
        [
            "sentence": .string(sentence), "count": .integer(Int64(tellings.count)),
            "rule": severity == .digest ? .null : tellings.first?.inHand.alert.ruleInBrief ?? .null,
            "alerts": .array(tellings.map { $0.json }),
        ]
    }

    /// What it is about, how many and how bad, in one line.
    private var sentence: String {
        let first = tellings.first?.inHand.alert
        let title = first?.clock["rule"]?["title"]?.stringValue ?? first?.rule ?? ""
        let what = severity == .digest ? "Alerts" : title
        let parts = AlertStage.allCases.compactMap { stage -> String? in
            let count = tellings.filter { $0.stage == stage }.count
            return count == 0 ? nil : "\(count) \(stage.rawValue.replacing("-", with: " "))"
        }
        return "\(what)\(address.team.map { ", team \($0)" } ?? ""): \(parts.joined(separator: ", "))"
    }
}

extension Alert {
    fileprivate var ruleInBrief: JSONValue {
        ["id": .string(rule), "title": clock["rule"]?["title"] ?? .null]
    }
}

extension DueTelling {
    fileprivate var json: JSONValue {
        var object = inHand.alert.json.objectValue ?? JSONObject()
        object["stage"] = .string(stage.rawValue)
        object["step"] = .integer(Int64(number))
        object["because"] = .string(reason.rawValue)
        object["fellAt"] = .string(fellAt.description)
        object["raisedAt"] = .string(raisedAt.description)
        object["explanation"] = [
            "sentence": inHand.alert.clock["explanation"]?["sentence"] ?? .null,
            "remarks": inHand.alert.clock["explanation"]?["remarks"] ?? [],
        ]
        return .object(object)
    }
}
