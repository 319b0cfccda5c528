import Alerts
import CaseRecord
import Foundation
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Timescales
import Views

/// `/v1/alerts`: what is near, due and overdue.
struct AlertRoutes: Sendable {
    let api: API

    var routes: [Route] { [Route(.get, "/v1/alerts", list)] }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["team", "child", "rule", "stage", "state", "limit", "cursor"])
        var filter = AlertReader.Filter()
        filter.team = try request.query("team", "a team's identifier") { TeamID($0) }
        filter.child = try request.query("child", "a child's identifier") { ChildID($0) }
        let rulebook = try await api.authority.state().rulebook
        filter.rule = try request.query("rule", "a rule of the rulebook") { text in
            rulebook.rules.contains { $0.id.rawValue == text } ? text : nil
        }
        let stages = AlertStage.allCases.map(\.rawValue).joined(separator: ", ")
        filter.stage = try request.query("stage", "one of \(stages)") { AlertStage(rawValue: $0) }
        filter.includesClosed =
            try request.query("state", "open or all") { ["open": false, "all": true][$0] } ?? false
        filter.limit =
            try request.query("limit", "1 to 500") { Int($0).flatMap { (1...500).contains($0) ? $0 : nil } } ?? 100
        filter.after = try request.query("cursor", "the cursor of an earlier reply", Self.cursor(reading:))

        // Read your writes: what was appended before this request shows in the answer.
        let position = try await api.reader.lastPosition()
        guard await api.engine.settle(through: position, within: .seconds(10)) != .behind else {
            throw Problem.behind(position)
        }
        let alerts = try await api.alerts.alerts(filter)
        if request.prefers("application/x-ndjson") { return .ndjson(alerts.map(\.json)) }
        let isFull = alerts.count == filter.limit
        return .json([
            "position": .integer(position), "alerts": .array(alerts.map(\.json)),
            "cursor": isFull ? alerts.last.map { .string(Self.cursor(after: $0)) } ?? .null : .null,
        ])
    }

    private static func cursor(after alert: Alert) -> String {
        Data("\(alert.due) \(alert.id.uuidString)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func cursor(reading text: String) -> (due: CivilDate, id: UUID)? {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let due = CivilDate(String(parts[0])), let id = UUID(uuidString: String(parts[1]))
        else {
            return nil
        }
        return (due, id)
    }
}
