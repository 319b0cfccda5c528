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

/// What people do about alerts: each is an event like any other, and these routes make it from a few fields.
struct AlertHandlingRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.post, "/v1/alerts/{id}/acknowledgement", acknowledge),
            Route(.post, "/v1/alerts/{id}/dismissal", dismiss),
            Route(.get, "/v1/silences", silences), Route(.post, "/v1/silences", silence),
        ]
    }

    @Sendable private func acknowledge(_ request: Request, _ context: APIContext) async throws -> Response {
        try await handle("alert.acknowledged", fields: ["note"], request, context)
    }

    @Sendable private func dismiss(_ request: Request, _ context: APIContext) async throws -> Response {
        try await handle("alert.dismissed", fields: ["reason"], request, context)
    }

    private func handle(
        _ type: String, fields: [String], _ request: Request, _ context: APIContext
    ) async throws -> Response {
        try request.allowOnly([])
        _ = try await api.settleAlerts()
        let alert = try await api.alert(context)
        let form = try await AlertForm(request, fields: fields)
        var data = form.data
        data["alert"] = alert.id.field
        // Of the same words by the same person on the same day about the same stage there is one event that stands.
        let steps = try await api.alerts.steps(of: alert).filter { $0["kind"] == "stage" }.count
        let receipt = try await append(
            type, children: alert.child.map { [$0] } ?? [], data, form, distinction: "\(alert.id) \(steps)", context)
        _ = try await api.settleAlerts()
        let handled = try await api.alerts.alert(alert.id) ?? alert
        return .json(
            ["receipt": receipt.json, "alert": try await api.json(of: [handled]).first ?? .null],
            status: receipt.isNew ? .created : .ok)
    }

    @Sendable private func silence(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let form = try await AlertForm(
            request, fields: ["silence", "reason", "until", "alert", "rule", "team"])
        var data = form.data
        var problems: [FieldProblem] = []
        if ["alert", "rule", "team"].allSatisfy({ data[$0] == nil || data[$0] == .null }) {
            problems.append(
                FieldProblem(pointer: "", reason: "must name an alert, a rule or a team", allowed: nil))
        }
        var children: [String] = []
        if let text = data["alert"]?.stringValue, let id = UUID(uuidString: text) {
            _ = try await api.settleAlerts()
            if let alert = try await api.alerts.alert(id), try await api.mayTell(of: alert, context) {
                children = alert.child.map { [$0] } ?? []
            } else {
                problems.append(FieldProblem(pointer: "/alert", reason: "must be the id of an alert"))
            }
        }
        if let rule = data["rule"]?.stringValue, rule != CaseloadRule.id,
            try await api.authority.state().rulebook[RuleID(rawValue: rule)] == nil
        {
            problems.append(FieldProblem(pointer: "/rule", reason: "must be a rule of the rulebook, as R03"))
        }
        if data["rule"]?.stringValue == EmergencyRule.id {
            problems.append(FieldProblem(pointer: "/rule", reason: "cannot be silenced: somebody opened a record"))
        }
        if let until = data["until"]?.stringValue.flatMap({ Occurrence($0) }) {
            if until.silenceEnd <= api.now() {
                problems.append(FieldProblem(pointer: "/until", reason: "must not lie in the past"))
            } else if until.lastDay > today.adding(months: 12) {
                problems.append(
                    FieldProblem(pointer: "/until", reason: "must lie within a year: no silence is for ever"))
            }
        }
        guard problems.isEmpty else { throw Problem.malformed(problems) }
        // What was struck out before this request counts.
        _ = try await api.settleAlerts()
        let distinction = AlertForm.digest("silence", data.members.map { "\($0.name)=\($0.value.text())" })
        data["silence"] = data["silence"] ?? .string("silence-\(distinction.uuidString.lowercased().prefix(8))")
        let receipt = try await append(
            "alert.silenced", children: children, data, form, distinction: distinction.uuidString, context)
        _ = try await api.settleAlerts()
        let said = try await api.alerts.silence(saidBy: receipt.id, now: api.now())
        return .json(
            ["receipt": receipt.json, "silence": said?.json ?? .null],
            status: receipt.isNew ? .created : .ok)
    }

    @Sendable private func silences(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["state", "limit"])
        let all = try request.query("state", "active or all") { ["active": false, "all": true][$0] } ?? false
        let limit =
            try request.query("limit", "1 to 500") { Int($0).flatMap { (1...500).contains($0) ? $0 : nil } } ?? 100
        let position = try await api.settleAlerts()
        var listed: [JSONValue] = []
        for silence in try await api.alerts.silences(all: all, limit: limit, now: api.now()) {
            // One of a single alert tells of its child.
            if let id = silence.silence.alert, !context.sight.isEverything {
                guard let alert = try await api.alerts.alert(id), try await api.mayTell(of: alert, context) else {
                    continue
                }
            }
            listed.append(silence.json)
        }
        return .json(["position": .integer(position), "silences": .array(listed)])
    }

    private var today: CivilDate { LondonTime.date(of: api.now()) }

    /// The id that the client gives, else one that follows from the words: the same when they are sent again, and another one
    /// where what was said before was corrected or struck out.
    private func id(_ type: String, _ parts: [String], _ form: AlertForm) async throws -> JSONValue {
        if let id = form.id { return id }
        var derived = AlertForm.digest(type, parts)
        var again = 0
        while try await api.alerts.isChanged(derived) {
            again += 1
            derived = AlertForm.digest(type, parts + [String(again)])
        }
        return derived.field
    }

    /// Appends the event, as `/v1/events` would.
    private func append(
        _ type: String, children: [String], _ data: JSONObject, _ form: AlertForm, distinction: String,
        _ context: APIContext
    ) async throws -> Receipt {
        let recording = RecordingContext(
            authority: api.ledger.authority, recordedBy: context.caller.worker, now: api.now())
        let by = form.recordedBy ?? context.caller.worker.text
        let parts = [distinction, by, today.description, JSONValue.object(data).text()]
        var event: JSONObject = [
            "id": try await id(type, parts, form), "type": .string(type),
            "children": .array(children.map { .string($0) }), "occurredAt": .string(today.description),
            "data": .object(data),
        ]
        event["recordedBy"] = form.recordedBy.map { .string($0) }
        do {
            let draft = try EventDraft.reading(.object(event), in: recording)
            _ = try await api.checkAppend([draft], context)
            let receipts = try await api.ledger.append([draft], submittedBy: context.caller.submitter)
            guard let receipt = receipts.first else { throw Problem.unavailable }
            return receipt
        } catch let error as MalformedInput {
            throw Problem.malformed(AlertForm.problems(of: error))
        } catch let error as AppendError {
            throw Problem(error)
        }
    }
}
