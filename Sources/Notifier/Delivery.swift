import Foundation
import PostgresClient
import StrictJSON

/// A delivery that is being handed over, with what its notice says.
struct Delivery: Sendable {
    let id: UUID
    let receiver: String
    let attempt: Int32
    let firstTriedAt: PostgresTimestamp
    let authority: String
    let notice: Notice
}

/// A notice, as it is read from the database.
struct Notice: Sendable {
    let id: UUID
    let number: Int64
    let kind: String
    let recipient: String?
    let team: String?
    let worker: String?
    let severity: Int16
    let alerts: [UUID]
    let payload: [UInt8]
    let createdAt: PostgresTimestamp
}

extension UUID {
    /// The id in lower case, as it stands everywhere else.
    var text: String { uuidString.lowercased() }
}

// MARK: - What hooks are handed

extension Delivery {
    /// What a hook reads: all that the notice says. The same at every try.
    var document: JSONValue {
        var members = (try? JSONValue(parsing: notice.payload))?.objectValue ?? JSONObject()
        members["kind"] = .string(notice.kind)
        members["deliveryId"] = .string(id.text)
        members["noticeId"] = .string(notice.id.text)
        members["number"] = .integer(notice.number)
        members["authority"] = .string(authority)
        members["recipient"] = JSONValue(notice.recipient)
        members["severity"] = .integer(Int64(notice.severity))
        members["team"] = JSONValue(notice.team)
        members["worker"] = JSONValue(notice.worker)
        members["createdAt"] = .string(notice.createdAt.text)
        return .object(members)
    }

    /// The essentials, for a hook that reads no JSON.
    var environment: [String: String] {
        var variables = [
            "CASELOG_KIND": notice.kind, "CASELOG_DELIVERY_ID": id.text, "CASELOG_NOTICE_ID": notice.id.text,
            "CASELOG_AUTHORITY": authority, "CASELOG_SEVERITY": "\(notice.severity)", "CASELOG_ATTEMPT": "\(attempt)",
            "CASELOG_FIRST_TRIED": firstTriedAt.text, "CASELOG_RECEIVER": receiver,
        ]
        variables["CASELOG_RECIPIENT"] = notice.recipient
        variables["CASELOG_TEAM"] = notice.team
        variables["CASELOG_WORKER"] = notice.worker
        guard let alert = onlyAlert else { return variables }
        variables["CASELOG_ALERT_ID"] = alert["id"]?.stringValue
        variables["CASELOG_CHILD"] = alert["child"]?.stringValue
        variables["CASELOG_RULE"] = Self.rule(of: alert)
        variables["CASELOG_STAGE"] = alert["stage"]?.stringValue
        variables["CASELOG_DUE"] = alert["due"]?.stringValue
        if let team = alert["team"]?.stringValue { variables["CASELOG_TEAM"] = team }
        if let worker = alert["worker"]?.stringValue { variables["CASELOG_WORKER"] = worker }
        return variables
    }

    private var listedAlerts: [JSONValue] {
        (try? JSONValue(parsing: notice.payload))?["alerts"]?.arrayValue ?? []
    }

    private var onlyAlert: JSONValue? {
        let listed = listedAlerts
        return listed.count == 1 ? listed.first : nil
    }

    private static func rule(of alert: JSONValue) -> String? {
        alert["rule"]?["id"]?.stringValue ?? alert["rule"]?.stringValue
    }
}

// MARK: - What webhooks are sent

extension Delivery {
    /// How many alerts a webhook is told by their ids; the rest is a number.
    static let mostListed = 100

    /// What a webhook is sent: which alerts, and where they stand. Who they are about is for those who may read the record,
    /// so neither a child's id nor a worker's is in it. The same at every try.
    var thinPayload: JSONValue {
        let listed = listedAlerts
        let told: [JSONValue] =
            listed.isEmpty
            ? notice.alerts.prefix(Self.mostListed).map { ["id": .string($0.text)] }
            : listed.prefix(Self.mostListed).map { alert in
                [
                    "id": alert["id"] ?? .null, "rule": JSONValue(Self.rule(of: alert)),
                    "stage": alert["stage"] ?? .null,
                    "due": alert["due"] ?? .null,
                ]
            }
        return [
            "type": .string("caselog." + notice.kind), "timestamp": .string(notice.createdAt.text),
            "data": [
                "noticeId": .string(notice.id.text), "number": .integer(notice.number), "authority": .string(authority),
                "recipient": JSONValue(notice.recipient), "team": JSONValue(notice.team),
                "severity": .integer(Int64(notice.severity)),
                "alertCount": .integer(Int64(max(listed.count, notice.alerts.count))), "alerts": .array(told),
            ],
        ]
    }
}

extension JSONValue {
    /// The text, or null.
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }
}
