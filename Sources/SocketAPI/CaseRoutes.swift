import CaseRecord
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Timescales
import Views

/// `/v1/cases/{child}`: what a child's record says. Read from the log itself, so an appended event shows at once.
struct CaseRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/cases/{child}/timescales", timescales),
            Route(.get, "/v1/cases/{child}/identity", identity),
            Route(.get, "/v1/cases/{child}/findings", findings),
        ]
    }

    @Sendable private func identity(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["asAt", "knownAt"])
        let date = try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
        let record = try await api.record(request, context)
        var object = ChildIdentity(record).on(date ?? LondonTime.date(of: api.now())).json
        object["position"] = .integer(record.position)
        object["knownAt"] = record.knownAt.map { .string($0.description) }
        object["mergedInto"] = record.mergedInto.map { .string($0.text) }
        if !record.mergedFrom.isEmpty { object["mergedFrom"] = record.mergedFrom.field }
        return .json(.object(object))
    }

    @Sendable private func findings(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["knownAt"])
        let record = try await api.record(request, context)
        var object: JSONObject = ["child": .string(record.child.text), "position": .integer(record.position)]
        object["knownAt"] = record.knownAt.map { .string($0.description) }
        object["mergedInto"] = record.mergedInto.map { .string($0.text) }
        object["findings"] = .array(QualityFinding.all(in: record).map(\.json))
        return .json(.object(object))
    }

    @Sendable private func timescales(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["knownAt"])
        let record = try await api.record(request, context)
        let authority = try await api.authority.state(knownAt: record.knownAt)
        let clocks = Clocks.of(
            record, rulebook: authority.rulebook, calendars: authority.calendars, workers: authority.workerFacts)
        // What a clock showed at an earlier moment includes how near its end it was then.
        let now = api.now()
        let asAt = record.knownAt.map { min($0, now) } ?? now
        var object: JSONObject = [
            "child": .string(record.child.text), "asAt": .string(asAt.description),
            "position": .integer(record.position), "calendar": .string(authority.calendars.current.version),
        ]
        object["knownAt"] = record.knownAt.map { .string($0.description) }
        object["mergedInto"] = record.mergedInto.map { .string($0.text) }
        object["clocks"] = .array(clocks.map { $0.json(at: asAt) })
        return .json(.object(object))
    }
}

extension API {
    /// The record of the child in the path as far as the caller may see it, as it was known at the moment that the query names, if it names one.
    func record(_ request: Request, _ context: APIContext) async throws -> EffectiveRecord {
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let child = try context.child()
        return try await seen(child, knownAt: knownAt, context)
    }

    /// The record of a child; `nil` where no event names it.
    func record(of child: ChildID, knownAt: Instant?) async throws -> EffectiveRecord? {
        guard let knownAt else { return try await records.record(of: child) }
        let related = try await RecordReader(reader).histories(of: child)
        guard related.isKnown else { return nil }
        return EffectiveRecord(of: child, in: related, knownAt: knownAt)
    }
}

extension APIContext {
    /// The child in the path.
    func child() throws -> ChildID {
        guard let child = ChildID(try parameters.require("child")) else {
            throw Problem.badParameter("child", "is not a child's identifier")
        }
        return child
    }
}
