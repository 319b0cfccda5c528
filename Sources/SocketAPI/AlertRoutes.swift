import Access
import Alerts
import CaseRecord
import Foundation
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Timescales
import Views

/// `/v1/alerts`: what is near, due and overdue, what became of it, and why.
struct AlertRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/alerts", list), Route(.get, "/v1/alerts/rules", rules),
            Route(.get, "/v1/alerts/{id}", alert), Route(.get, "/v1/alerts/{id}/explanation", explanation),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([
            "team", "child", "rule", "stage", "severity", "acknowledged", "state", "limit", "cursor",
        ])
        var filter = AlertReader.Filter()
        filter.team = try request.query("team", "a team's identifier") { TeamID($0) }
        filter.child = try request.query("child", "a child's identifier") { ChildID($0) }
        let rulebook = try await api.authority.state().rulebook
        filter.rule = try request.query("rule", "a rule of the rulebook") { text in
            text == CaseloadRule.id || rulebook.rules.contains { $0.id.rawValue == text } ? text : nil
        }
        let stages = AlertStage.allCases.map(\.rawValue).joined(separator: ", ")
        filter.stage = try request.query("stage", "one of \(stages)") { AlertStage(rawValue: $0) }
        filter.severity = try request.query("severity", "1, 2 or 3") { Int($0).flatMap { Severity(rawValue: $0) } }
        filter.isAcknowledged = try request.query("acknowledged", "true or false") { Bool($0) }
        filter.includesClosed =
            try request.query("state", "open or all") { ["open": false, "all": true][$0] } ?? false
        filter.limit =
            try request.query("limit", "1 to 500") { Int($0).flatMap { (1...500).contains($0) ? $0 : nil } } ?? 100
        filter.after = try request.query("cursor", "the cursor of an earlier reply", Self.cursor(reading:))

        let position = try await api.settleAlerts()
        filter.seenBy = try await api.seenAlerts(context)
        context.accessed.reflects(position)
        let alerts = try await api.alerts.alerts(filter)
        let listed = try await api.json(of: alerts)
        let cursor = alerts.count == filter.limit ? alerts.last.map { Self.cursor(after: $0) } : nil
        if request.prefers("application/x-ndjson") {
            var response = Response.ndjson(listed)
            // Without it a list that was cut off would look like a whole one.
            if let cursor { response.link(next: request.nextPage(cursor)) }
            return response
        }
        return .json([
            "position": .integer(position), "alerts": .array(listed),
            "cursor": cursor.map { .string($0) } ?? .null,
        ])
    }

    @Sendable private func alert(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let position = try await api.settleAlerts()
        let alert = try await api.alert(context)
        var object = try await api.json(of: [alert]).first?.objectValue ?? JSONObject()
        object["position"] = .integer(position)
        object["steps"] = .array(try await api.alerts.steps(of: alert))
        object["notices"] = .array(try await api.alerts.told(of: alert.id))
        return .json(.object(object))
    }

    /// The clock as the log gives it now: with every day counted and skipped, which the alert itself does not keep. Of one
    /// that fell away there is only what the alert keeps.
    @Sendable private func explanation(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let position = try await api.settleAlerts()
        let alert = try await api.alert(context)
        var clock: JSONValue?
        if let child = alert.child.flatMap({ ChildID($0) }),
            let record = try await api.seenIfAny(child, knownAt: nil, context)
        {
            let authority = try await api.authority.state()
            let clocks = Clocks.of(
                record, rulebook: authority.rulebook, calendars: authority.calendars, workers: authority.workerFacts)
            clock = clocks.first { $0.id == alert.clockID }?.json(at: api.now())
        }
        return .json([
            "alert": alert.id.field, "position": .integer(position), "stage": .string(alert.stage.rawValue),
            "current": .bool(clock != nil), "clock": clock ?? alert.clock,
        ])
    }

    @Sendable private func rules(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let position = try await api.settleAlerts()
        let rulebook = try await api.authority.state().rulebook
        let figures = try await api.alerts.precision(now: api.now())
        let rules = figures.map { figure in
            var object = figure.json.objectValue ?? JSONObject()
            let title =
                figure.rule == CaseloadRule.id ? CaseloadRule.title : rulebook[RuleID(rawValue: figure.rule)]?.title
            object["title"] = title.map { .string($0) } ?? .null
            return JSONValue.object(object)
        }
        return .json(["position": .integer(position), "rules": .array(rules)])
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

extension API {
    /// Read your writes: waits until what was appended before this request shows in alerts, and says up to where.
    func settleAlerts() async throws -> Int64 {
        let position = try await reader.lastPosition()
        guard await engine.settle(through: position, within: .seconds(10)) != .behind else {
            throw Problem.behind(position)
        }
        return position
    }

    /// Alerts with what holds of what people did about each.
    func json(of alerts: [Alert]) async throws -> [JSONValue] {
        let (state, now) = (try await authority.state(), now())
        let deeds = try await self.alerts.deeds(
            about: alerts, policy: state.rulebook.alerts, calendar: state.calendars.current, now: now)
        return alerts.map { alert in
            var object = alert.json.objectValue ?? JSONObject()
            object["openSeconds"] = .integer(Int64((alert.endedAt ?? now).seconds(since: alert.openedAt)))
            object["handling"] = deeds[alert.id]?.json ?? .null
            return .object(object)
        }
    }

    /// Whether the caller may see the record of the alert's child or, of an alert about a worker, that worker's team.
    func mayTell(of alert: Alert, _ context: APIContext) async throws -> Bool {
        guard let child = alert.child.flatMap({ ChildID($0) }) else {
            let team = alert.team.map { TeamID(unchecked: $0) }
            return context.sight.scope.includes(team) || alert.worker == context.sight.worker.text
        }
        guard let (record, guarding) = try await records.guarded(child) else { return false }
        do {
            // An alert is made of all entries: where some are not seen, it is not either.
            return try await hidden(in: record, guarding, context).isEmpty
        } catch let problem as Problem where problem.status == .notFound {
            return false
        }
    }

    /// Whose alerts the caller sees in lists; `nil`: everybody's.
    func seenAlerts(_ context: APIContext) async throws -> AlertReader.SeenBy? {
        guard !context.sight.isEverything else { return nil }
        let seen = try await seenCases(context)
        let scope = context.sight.scope
        return AlertReader.SeenBy(
            everyTeam: scope.isEverything, teams: scope.teams, unassigned: scope.includesUnassigned,
            worker: context.sight.worker, opened: seen.opened, hidden: seen.hidden)
    }

    /// The alert in the path, where the caller may see the child's record.
    func alert(_ context: APIContext) async throws -> Alert {
        guard let id = UUID(uuidString: try context.parameters.require("id")), let alert = try await alerts.alert(id),
            try await mayTell(of: alert, context)
        else {
            throw Problem(
                .notFound, "unknown-alert", "There is no such alert",
                detail: "No clock has raised an alert of this id. What the log says about it has no effect.")
        }
        return alert
    }
}
