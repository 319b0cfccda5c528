import CaseRecord
import Hummingbird
import Projections
import StrictJSON
import TextTable
import Timescales
import Views

/// `/v1/cases/{child}` and what was done to protect the child: from the log itself, so an appended event shows at once.
struct StandingRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/cases/{child}", standing),
            Route(.get, "/v1/cases/{child}/protection", protection),
        ]
    }

    private static let types = ["application/json", "text/plain"]

    /// What both ask: the record, the day and the moment as at which they are answered.
    private struct Question {
        let record: EffectiveRecord
        let asAt: CivilDate?
        /// The present moment or, where it is asked what was known earlier, that one.
        let now: Instant
        let layout: TextLayout
        let type: String

        var day: CivilDate { asAt ?? LondonTime.date(of: now) }
    }

    private func question(_ request: Request, _ context: APIContext) async throws -> Question {
        try request.allowOnly(["asAt", "knownAt"] + Request.layoutParameters)
        let type = try request.negotiated(Self.types)
        let layout = try request.layout()
        let asAt = try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
        let record = try await api.record(request, context)
        let now = api.now()
        return Question(
            record: record, asAt: asAt, now: record.knownAt.map { min($0, now) } ?? now, layout: layout, type: type)
    }

    @Sendable private func standing(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try await question(request, context)
        let authority = try await api.authority.state(knownAt: question.record.knownAt)
        let clocks = Clocks.of(
            question.record, rulebook: authority.rulebook, calendars: authority.calendars,
            workers: authority.workerFacts)
        let standing = CaseStanding.of(
            question.record, clocks: clocks, now: question.now, asAt: question.asAt,
            siblings: try await siblings(of: question.record, on: question.day, context))
        return question.type == "text/plain" ? .text(standing.text(question.layout)) : .json(standing.json)
    }

    @Sendable private func protection(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try await question(request, context)
        let protection = Protection.of(question.record, asAt: question.day)
        return question.type == "text/plain" ? .text(protection.text(question.layout)) : .json(protection.json)
    }

    /// The records of other children of the family that the caller may see, each as the record that it is part of.
    private func siblings(
        of record: EffectiveRecord, on day: CivilDate, _ context: APIContext
    ) async throws -> [EffectiveRecord] {
        var records: [EffectiveRecord] = []
        for child in CaseStanding.siblings(in: record, on: day) {
            guard let other = try await api.seenIfAny(child, knownAt: record.knownAt, context) else { continue }
            if let whole = other.mergedInto {
                if let joined = try await api.seenIfAny(whole, knownAt: record.knownAt, context) {
                    records.append(joined)
                }
            } else {
                records.append(other)
            }
        }
        return records
    }
}
