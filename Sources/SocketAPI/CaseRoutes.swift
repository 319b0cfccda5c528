import CaseRecord
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Timescales

/// `/v1/cases/{child}`: what a child's record says. Read from the log itself, so an appended event shows at once.
struct CaseRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/cases/{child}/chronology", chronology),
            Route(.get, "/v1/cases/{child}/timescales", timescales),
        ]
    }

    private func history(_ context: APIContext) async throws -> (child: ChildID, history: [RecordedEvent]) {
        let text = try context.parameters.require("child")
        guard let child = ChildID(text) else { throw Problem.badParameter("child", "is not a child's identifier") }
        let history = try await api.reader.history(of: child)
        guard !history.isEmpty else { throw Problem.unknownChild(child) }
        return (child, history)
    }

    @Sendable private func chronology(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["from", "to", "significance", "type", "knownAt", "columns"])
        var filter = Chronology.Filter()
        filter.from = try request.query("from", "a date, YYYY-MM-DD") { CivilDate($0) }
        filter.to = try request.query("to", "a date, YYYY-MM-DD") { CivilDate($0) }
        filter.significance = try request.query("significance", "significant or routine") { Significance(rawValue: $0) }
        filter.type = try request.query("type", "a type of event") { name in
            EventCatalogue.payload(of: EventType(name)).map { $0.type }
        }
        filter.knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let columns = try request.query("columns", "a width of 40 to 500 characters") { text in
            Int(text).flatMap { (40...500).contains($0) ? $0 : nil }
        }
        let (child, history) = try await history(context)
        let chronology = Chronology.of(history, child: child, filter: filter)
        if request.prefers("text/plain") { return .text(chronology.text(columns: columns ?? 100)) }
        if request.prefers("application/x-ndjson") { return .ndjson(chronology.entries.map(\.json)) }
        return .json(chronology.json)
    }

    @Sendable private func timescales(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let (child, history) = try await history(context)
        let clocks = Clocks.of(history: history, child: child, rulebook: api.rulebook, calendar: api.calendar)
        let now = api.now()
        return .json([
            "child": .string(child.text), "asAt": .string(now.description),
            "position": .integer(history.last?.position ?? 0), "calendar": .string(api.calendar.version),
            "clocks": .array(clocks.map { $0.json(at: now) }),
        ])
    }
}
