import CaseRecord
import Hummingbird
import Projections
import StrictJSON
import TextTable
import Views

/// `/v1/indicators`: measures of practice for a period, each with what it was counted from.
struct IndicatorRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [Route(.get, "/v1/indicators", list), Route(.get, "/v1/indicators/{indicator}", indicator)]
    }

    private static let types = ["application/json", "text/csv", "text/plain"]

    /// What is asked: a period, and by what to show figures.
    private struct Question {
        let days: ClosedRange<CivilDate>
        let grouping: IndicatorFigure.Grouping?
        let knownAt: Instant?
        let type: String
        let layout: TextLayout
    }

    private func question(_ request: Request) throws(Problem) -> Question {
        try request.allowOnly(["from", "to", "by", "knownAt"] + Request.layoutParameters)
        let type = try request.negotiated(Self.types)
        let knownAt = try request.query("knownAt", "an RFC 3339 date-time") { Instant($0) }
        let asked = knownAt.map { min($0, api.now()) } ?? api.now()
        let to = try request.query("to", "a date, YYYY-MM-DD") { CivilDate($0) } ?? LondonTime.date(of: asked)
        let from =
            try request.query("from", "a date, YYYY-MM-DD") { CivilDate($0) } ?? to.adding(months: -12).adding(days: 1)
        try Request.checkPeriod(from, to)
        let groupings = IndicatorFigure.Grouping.allCases.map(\.rawValue)
        let grouping = try request.query("by", "one of \(groupings.joined(separator: ", "))") {
            IndicatorFigure.Grouping(rawValue: $0)
        }
        return Question(
            days: from...to, grouping: grouping, knownAt: knownAt, type: type, layout: try request.layout())
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try question(request)
        return try await api.withCases(knownAt: question.knownAt, context) { source, notices in
            let kinds = Set(Indicator.all.flatMap(\.kinds))
            let facts = try await source.facts(kinds, during: question.days)
            let figures = Indicator.all.map { indicator in
                IndicatorFigure(indicator, of: facts, during: question.days, by: question.grouping)
            }
            switch question.type {
            case "text/csv": return .body(Array(IndicatorFigure.csv(figures).utf8), Self.csv)
            case "text/plain":
                let heading =
                    "Indicators from \(question.days.lowerBound) to \(question.days.upperBound), "
                    + Self.standing(source) + "\n"
                let table = IndicatorFigure.table(figures, by: question.grouping, columns: question.layout.columns)
                return .text(notices.text + heading + table)
            default:
                var object = Self.head(question, source)
                object["indicators"] = .array(figures.map { .object($0.object) })
                notices.add(to: &object)
                return .json(.object(object))
            }
        }
    }

    @Sendable private func indicator(_ request: Request, _ context: APIContext) async throws -> Response {
        let question = try question(request)
        guard let indicator = Indicator.named(try context.parameters.require("indicator")) else {
            throw Problem(
                .notFound, "unknown-indicator", "There is no such indicator",
                detail: "There is no indicator of this name; /v1/indicators lists all.")
        }
        return try await api.withCases(knownAt: question.knownAt, context) { source, notices in
            let facts = try await source.facts(indicator.kinds, during: question.days)
            let figure = IndicatorFigure(indicator, of: facts, during: question.days, by: question.grouping)
            switch question.type {
            case "text/csv": return .body(Array(figure.csv.utf8), Self.csv)
            case "text/plain":
                let text = figure.text(question.layout)
                return .text(notices.text + text + "\nCounted \(Self.standing(source)).\n")
            default:
                var object = Self.head(question, source)
                for member in figure.objectWithLists.members { object[member.name] = member.value }
                notices.add(to: &object)
                return .json(.object(object))
            }
        }
    }

    private static let csv = "text/csv; charset=utf-8; header=present"

    private static func standing(_ source: any CaseSource) -> String {
        "as at log position \(source.position)\(source.knownAt.map { " and as known at \($0)" } ?? "")"
    }

    private static func head(_ question: Question, _ source: any CaseSource) -> JSONObject {
        var object: JSONObject = ["position": .integer(source.position)]
        object["knownAt"] = source.knownAt.map { .string($0.description) }
        object["from"] = question.days.lowerBound.field
        object["to"] = question.days.upperBound.field
        object["by"] = question.grouping.map { .string($0.rawValue) }
        return object
    }
}
