import CaseRecord
import Hummingbird
import Projections
import StrictJSON
import TextTable
import Timescales
import Views

/// How long records are to be kept, and which would fall due. Nothing is destroyed here: these routes tell.
struct RetentionRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/retention", report), Route(.get, "/v1/cases/{child}/retention", retention),
        ]
    }

    private static let types = ["application/json", "text/csv", "text/plain"]

    /// Which records would fall due by a day.
    @Sendable private func report(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["by", "knownAt"] + Request.layoutParameters)
        let type = try request.negotiated(Self.types)
        let layout = try request.layout()
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let day =
            try request.query("by", "a date, YYYY-MM-DD") { CivilDate($0) } ?? LondonTime.date(of: api.now())
        let state = try await api.authority.state(knownAt: knownAt)
        let (holds, schedule) = (state.legalHolds, RetentionSchedule(state.rulebook.retention))
        let (report, notices) = try await api.withCases(knownAt: knownAt, context) { source, notices in
            let rows = try await source.rows(.all, openOnly: false).map { row in
                // Rows of before this was kept have nothing of it; those of the new generation are being made.
                guard let facts = RetentionFacts(stored: row.retention) else {
                    throw ProjectionError.incomplete("rows that say how long records are kept are being made")
                }
                return RetentionReport.Row(
                    Retention(of: row.child, facts, isOpen: row.isOpen, by: schedule, onEveryRecord: holds),
                    team: row.team)
            }
            let report = RetentionReport(
                rows, by: day, position: source.position, knownAt: source.knownAt, schedule: schedule,
                onEveryRecord: holds)
            return (report, notices)
        }
        switch type {
        case "text/csv": return .body(Array(report.csv.utf8), "text/csv; charset=utf-8; header=present")
        case "text/plain": return .text(notices.text + report.text(layout))
        default:
            var object = report.json
            notices.add(to: &object)
            return .json(.object(object))
        }
    }

    /// How long one record is kept, and why: from the log itself.
    @Sendable private func retention(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["knownAt"] + Request.layoutParameters)
        let type = try request.negotiated(["application/json", "text/plain"])
        let layout = try request.layout()
        let record = try await api.record(request, context)
        let state = try await api.authority.state(knownAt: record.knownAt)
        let retention = Retention.of(
            record, by: RetentionSchedule(state.rulebook.retention), onEveryRecord: state.legalHolds)
        guard let retention else { throw Problem.unknownChild(record.child) }
        if type == "text/plain" { return .text(retention.text(layout)) }
        var object = retention.json
        object["position"] = .integer(record.position)
        object["knownAt"] = record.knownAt.map { .string($0.description) }
        object["mergedInto"] = record.mergedInto.map { .string($0.text) }
        return .json(.object(object))
    }
}
