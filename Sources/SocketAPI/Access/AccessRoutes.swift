import Access
import AccessLog
import CaseRecord
import Foundation
import Hummingbird
import Ledger
import Projections
import StrictJSON

/// Who the caller is, who read what, and opening a record in an emergency.
struct AccessRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/me", me), Route(.get, "/v1/access-log", list),
            Route(.post, "/v1/access-log/verify", verify),
            Route(.get, "/v1/cases/{child}/access-log", ofChild),
            Route(.post, "/v1/cases/{child}/emergency-access", open),
        ]
    }

    /// Who the daemon takes the caller for, and what that lets them do.
    @Sendable private func me(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let caller = context.caller
        let scope = caller.sight(Set(Role.allCases)).scope
        return .json([
            "account": .string(caller.account.description), "worker": .string(caller.worker.text),
            "spokenFor": .bool(caller.isSpokenFor),
            "roles": .array(caller.roles.sorted().map { .string($0.rawValue) }),
            "teams": scope.isEverything
                ? "all"
                : .array(
                    scope.teams.sorted().map { .string($0.text) } + (scope.includesUnassigned ? ["none"] : [])),
        ])
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        guard context.sight.isEverything else { throw Problem.needsEverything }
        let child = try request.query("child", "a child's identifier") { ChildID($0) }
        return try await entries(of: child, request, ["child"])
    }

    @Sendable private func ofChild(_ request: Request, _ context: APIContext) async throws -> Response {
        guard context.sight.isEverything else { throw Problem.needsEverything }
        return try await entries(of: try context.child(), request, [])
    }

    private func entries(of child: ChildID?, _ request: Request, _ known: [String]) async throws -> Response {
        try request.allowOnly(known + ["worker", "from", "to", "after", "limit"])
        var filter = AccessLogReader.Filter()
        filter.child = child
        filter.worker = try request.query("worker", "a worker's identifier") { WorkerID($0) }
        filter.from = try request.query("from", "an RFC 3339 date-time") { Instant($0) }
        filter.to = try request.query("to", "an RFC 3339 date-time") { Instant($0) }
        filter.after =
            try request.query("after", "the number of an entry, 0 or more") { text in
                Int64(text).flatMap { $0 >= 0 ? $0 : nil }
            } ?? 0
        filter.limit =
            try request.query("limit", "1 to 1000") { Int($0).flatMap { (1...1000).contains($0) ? $0 : nil } } ?? 100
        let entries = try await api.accessLog.entries(filter)
        if request.prefers("application/x-ndjson") { return .ndjson(entries.map { .object($0.entry) }) }
        return .json([
            "entries": .array(entries.map { .object($0.entry) }),
            "next": entries.count == filter.limit ? entries.last.map { .integer($0.number) } ?? .null : .null,
        ])
    }

    /// Reads all of the access log again.
    @Sendable private func verify(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        do {
            let verified = try await api.accessLog.verify()
            return .json([
                "sound": true, "entries": .integer(verified.entries), "sealed": .integer(verified.sealed),
            ])
        } catch let error as AccessLogContradiction {
            return .json(["sound": false, "entry": .integer(error.number), "reason": .string("\(error)")])
        }
    }

    /// Opens a record to a caller who may not see it, until the end of the next day; those who have the case are alerted.
    @Sendable private func open(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let child = try context.child()
        let form = try await AlertForm(request, fields: ["reason"])
        guard let reason = form.data["reason"]?.stringValue, !reason.isEmpty else {
            throw Problem.malformed([FieldProblem(pointer: "/reason", reason: "must say why it cannot wait")])
        }
        guard form.recordedBy == nil || form.recordedBy == context.caller.worker.text else {
            throw Problem.malformed([FieldProblem(pointer: "/recordedBy", reason: "must be the caller")])
        }
        context.accessed.add(child)
        let today = LondonTime.date(of: api.now())
        let id = UUID()
        let event: JSONObject = [
            "id": form.id ?? id.field, "type": "emergency-access.opened", "children": .array([.string(child.text)]),
            "occurredAt": .string(api.now().description),
            "data": [
                "access": .string("EA-\(id.uuidString.lowercased().prefix(8))"),
                "worker": .string(context.caller.worker.text), "reason": .string(reason),
                "until": .string(today.adding(days: 1).description),
            ],
        ]
        let recording = RecordingContext(
            authority: api.ledger.authority, recordedBy: context.caller.worker, now: api.now())
        do {
            let draft = try EventDraft.reading(.object(event), in: recording)
            guard try await api.records.record(of: child) != nil else { throw Problem.unknownChild(child) }
            let receipts = try await api.ledger.append([draft], submittedBy: context.caller.submitter)
            guard let receipt = receipts.first else { throw Problem.unavailable }
            return .json(
                ["receipt": receipt.json, "until": .string(today.adding(days: 1).description)],
                status: receipt.isNew ? .created : .ok)
        } catch let error as MalformedInput {
            throw Problem.malformed(AlertForm.problems(of: error))
        } catch let error as AppendError {
            throw Problem(error)
        }
    }
}
