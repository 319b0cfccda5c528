import Access
import CaseRecord
import HTTPTypes
import Hummingbird
import Projections
import StrictJSON
import TextTable
import Views

/// `/v1/cases/{child}/chronology`: what happened, from the log itself, so an appended event shows at once.
struct ChronologyRoutes: Sendable {
    let api: API

    var routes: [Route] { [Route(.get, "/v1/cases/{child}/chronology", chronology)] }

    /// The forms of the reply; JSON where the client does not say.
    private static let types = [
        "application/json", "application/x-ndjson", "text/csv", "text/plain", "text/html",
    ]

    @Sendable private func chronology(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(
            ["form", "from", "to", "type", "source", "significance", "text", "family", "asAt", "knownAt"]
                + Request.layoutParameters, repeatable: ["type"])
        let type = try request.negotiated(Self.types)
        let layout = try request.layout()
        let isFamily = try request.query("family", "true or false") { Bool($0) } ?? false
        let selection = try selection(request)
        let isAsKnown = request.uri.queryParameters["knownAt"] != nil
        if isFamily || isAsKnown || type == "text/html" {
            let record = try await api.record(request, context)
            let chronology =
                isFamily
                ? Chronology.family(of: record, among: try await linked(to: record, selection, context), selection)
                : Chronology.of(record, selection)
            if type == "text/html" {
                return .page(chronology.page(Printing(by: context.caller.worker, at: api.now())))
            }
            return .body(Self.bytes(chronology, type, layout), Self.contentType(type))
        }
        // All that it depends on beside the record, which the cache proves to be the present one.
        let key = "chronology \(type) \(selection.today?.description ?? "") \(request.uri.query ?? "")"
        let child = try context.child()
        let bytes = try await api.records.bytes(
            of: child, for: key, at: api.now(), hiding: { try await api.hidden(in: $0, $1, context) }
        ) { record in
            MadeAnswer(Self.bytes(Chronology.of(record, selection), type, layout))
        }
        guard let bytes else { throw Problem.unknownChild(child) }
        return .body(bytes, Self.contentType(type))
    }

    private static func bytes(_ chronology: Chronology, _ type: String, _ layout: TextLayout) -> [UInt8] {
        switch type {
        case "text/plain": Array(chronology.text(layout).utf8)
        case "application/x-ndjson": chronology.ndjsonBytes
        case "text/csv": Array(chronology.csv.utf8)
        default: chronology.jsonBytes + [UInt8(ascii: "\n")]
        }
    }

    private static func contentType(_ type: String) -> String {
        switch type {
        case "text/plain": "text/plain; charset=utf-8"
        case "text/csv": "text/csv; charset=utf-8; header=present"
        default: type
        }
    }

    private func selection(_ request: Request) throws(Problem) -> Chronology.Selection {
        var filter = Chronology.Filter()
        filter.from = try request.query("from", "a date, YYYY-MM-DD") { CivilDate($0) }
        filter.to = try request.query("to", "a date, YYYY-MM-DD") { CivilDate($0) }
        if let from = filter.from, let to = filter.to, to < from {
            throw .badParameter("to", "must not be before from")
        }
        filter.significance = try request.query("significance", "significant or routine") { Significance(rawValue: $0) }
        for name in request.uri.queryParameters[values: "type"].flatMap({ $0.split(separator: ",") }) {
            guard let pattern = Chronology.TypePattern(String(name)) else {
                throw .badParameter("type", "must be types of event, or groups of them as referral.*")
            }
            filter.types.append(pattern)
        }
        if request.uri.queryParameters["type"] != nil, filter.types.isEmpty {
            throw .badParameter("type", "must be types of event, or groups of them as referral.*")
        }
        filter.source = try request.query("source", "an agency") { $0.isEmpty ? nil : $0 }
        filter.text = try request.query("text", "some words") { $0.isEmpty ? nil : $0 }
        let form = try request.query(
            "form", "one of " + Chronology.Form.allCases.map(\.rawValue).joined(separator: ", ")
        ) { Chronology.Form(rawValue: $0) }
        let asAt = try request.query("asAt", "a date, YYYY-MM-DD") { CivilDate($0) }
        // What was known at an earlier moment was asked then.
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let asked = knownAt.map { min($0, api.now()) } ?? api.now()
        return Chronology.Selection(
            form: form ?? .full, filter: filter, asAt: asAt, today: LondonTime.date(of: asked))
    }

    /// The records that the caller may see of the children linked with that one on the day asked about, each as the record that it is part of.
    private func linked(
        to record: EffectiveRecord, _ selection: Chronology.Selection, _ context: APIContext
    ) async throws -> [EffectiveRecord] {
        var records: [EffectiveRecord] = []
        guard let day = selection.asAt ?? selection.today else { return records }
        for child in ChildIdentity(record).on(day).linkedChildren {
            guard let other = try await api.seenIfAny(child, knownAt: record.knownAt, context) else { continue }
            guard let whole = other.mergedInto else {
                records.append(other)
                continue
            }
            if let joined = try await api.seenIfAny(whole, knownAt: record.knownAt, context) { records.append(joined) }
        }
        return records
    }
}
