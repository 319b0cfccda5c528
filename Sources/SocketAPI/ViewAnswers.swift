import CaseRecord
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Views

extension API {
    /// Gives `body` the rows of the cases that the caller sees, which views over many cases are counted from. What was appended before this request shows in
    /// them; where that is not so, the notices say why.
    ///
    /// - Throws: ``Problem/behind(_:)``, what `body` throws, what the database says.
    func withCases<R: Sendable>(
        knownAt: Instant?, _ context: APIContext, _ body: @Sendable (any CaseSource, ViewNotices) async throws -> R
    ) async throws -> R {
        var notices = ViewNotices(texts: [])
        if knownAt == nil {
            let position = try await reader.lastPosition()
            switch await projector.settle(through: position, within: .seconds(10)) {
            case .settled: break
            case .behind: throw Problem.behind(position)
            case .rebuilding:
                notices.texts = ["Rows are being made again by new rules; what is shown is by those before."]
            case .stopped(let models):
                notices.texts = models.map { model in
                    let place = model.position.map { "at log position \($0)" } ?? "before its first position"
                    return "The read model \(model.name) has stopped \(place); what is counted from it ends there."
                }
            }
        }
        let found = notices
        let seen = try await seenCases(context, isOfThePast: knownAt != nil)
        do {
            return try await cases.read(knownAt: knownAt) { source in
                context.accessed.reflects(source.position)
                return try await body(SeenCaseSource(source: source, seen: seen), found)
            }
        } catch ProjectionError.incomplete(let why) {
            throw Problem.notBuilt(why)
        }
    }
}

/// What a reader of a view has to know of the rows that it was counted from.
struct ViewNotices: Sendable {
    /// In words; empty where all is well.
    var texts: [String]

    /// Adds them to a reply as `notices`, if there are any.
    func add(to object: inout JSONObject) {
        if !texts.isEmpty { object["notices"] = .array(texts.map { .string($0) }) }
    }

    /// For a terminal: a line for each.
    var text: String { texts.map { "! \($0)\n" }.joined() }
}

extension Problem {
    /// There is nothing yet to count from.
    static func notBuilt(_ why: String) -> Problem {
        Problem(
            .serviceUnavailable, "not-built", "Views are being counted for the first time", detail: why, retryAfter: 5)
    }
}
