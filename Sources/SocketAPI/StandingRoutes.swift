import CaseRecord
import Foundation
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

    /// What both ask: of what day, and in what form.
    private struct Question {
        let asAt: CivilDate?
        let knownAt: Instant?
        /// The present moment or, where it is asked what was known earlier, that one.
        let now: Instant
        let layout: TextLayout
        let type: String

        var day: CivilDate { asAt ?? LondonTime.date(of: now) }
        var contentType: String { type == "text/plain" ? "text/plain; charset=utf-8" : type }
    }

    private func question(_ request: Request) throws -> Question {
        try request.allowOnly(["asAt", "knownAt"] + Request.layoutParameters)
        let asAt = try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let now = api.now()
        return Question(
            asAt: asAt, knownAt: knownAt, now: knownAt.map { min($0, now) } ?? now, layout: try request.layout(),
            type: try request.negotiated(Self.types))
    }

    @Sendable private func standing(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try question(request)
        guard question.knownAt == nil else {
            let record = try await api.record(request, context)
            let state = try await api.authority.state(knownAt: question.knownAt)
            return .body(try await standing(of: record, by: state, question, context).bytes, question.contentType)
        }
        let child = try context.child()
        let state = try await api.authority.state()
        // All that it depends on beside records and time.
        let rules = Data(state.lastEntry).base64EncodedString()
        let key = "standing \(question.type) \(rules) \(request.uri.query ?? "")"
        let bytes = try await api.records.bytes(
            of: child, for: key, at: question.now, hiding: { try await api.hidden(in: $0, $1, context) },
            others: { try await related($0, question, context).versions }
        ) { record in
            try await standing(of: record, by: state, question, context)
        }
        guard let bytes else { throw Problem.unknownChild(child) }
        return .body(bytes, question.contentType)
    }

    private func standing(
        of record: EffectiveRecord, by state: AuthorityState, _ question: Question, _ context: APIContext
    ) async throws -> MadeAnswer {
        let clocks = Clocks.of(
            record, rulebook: state.rulebook, calendars: state.calendars, workers: state.workerFacts)
        let children = CaseStanding.siblings(in: record, on: question.day)
        let related = try await related(children, question, context)
        let standing = CaseStanding.of(
            record, clocks: clocks, now: question.now, asAt: question.asAt, siblings: related.records)
        return MadeAnswer(
            question.type == "text/plain"
                ? Array(standing.text(question.layout).utf8) : standing.json.bytes() + [UInt8(ascii: "\n")],
            until: standing.changesAt, others: children, versions: related.versions)
    }

    @Sendable private func protection(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try question(request)
        let protection = Protection.of(try await api.record(request, context), asAt: question.day)
        return question.type == "text/plain" ? .text(protection.text(question.layout)) : .json(protection.json)
    }

    /// The records of other children of the family that the caller may see, each as the record that it is part of, and for each
    /// child what that has grown to; `nil` where the caller sees only a part.
    private func related(
        _ children: [ChildID], _ question: Question, _ context: APIContext
    ) async throws -> (records: [EffectiveRecord], versions: [Int64]?) {
        var (records, versions): ([EffectiveRecord], [Int64]) = ([], [])
        for child in children {
            var other = try await api.seenIfAny(child, knownAt: question.knownAt, context)
            if let whole = other?.mergedInto {
                other = try await api.seenIfAny(whole, knownAt: question.knownAt, context)
            }
            if let other { records.append(other) }
            versions.append(other?.basis ?? -1)
        }
        return (records, records.contains(where: \.isPartial) ? nil : versions)
    }
}
