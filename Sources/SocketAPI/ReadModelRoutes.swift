import CaseRecord
import Hummingbird
import Ledger
import Projections
import StrictJSON
import Views

/// `/v1/read-models`: how far what views are counted from has read the log, and the making of it anew.
struct ReadModelRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/read-models", list), Route(.post, "/v1/read-models/{model}/rebuild", rebuild),
            Route(.get, "/metrics", metrics),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        var object: JSONObject = [
            "position": .integer(try await api.reader.lastPosition()),
            "readModels": .array(await api.projector.status().map(\.json)),
        ]
        object["unreadableRules"] = try await api.authority.state().unreadableRules.map { .string("\($0)") }
        return .json(.object(object))
    }

    /// Makes a new generation beside the live one, compares the two, and puts it into the live one's place.
    @Sendable private func rebuild(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let name = try context.parameters.require("model")
        guard await api.projector.rebuild(name) else {
            let known = await api.projector.status().map(\.name)
            throw Problem.badParameter("model", "is not a read model", allowed: known)
        }
        return .json(["readModels": .array(await api.projector.status().map(\.json))], status: .accepted)
    }

    /// In the text format of Prometheus.
    @Sendable private func metrics(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let head = try await api.reader.lastPosition()
        var lines = [
            "# HELP caselog_log_position The last position of the log.", "# TYPE caselog_log_position gauge",
            "caselog_log_position \(head)",
            "# HELP caselog_read_model_position The position of the log that a read model reflects.",
            "# TYPE caselog_read_model_position gauge",
        ]
        let models = await api.projector.status()
        lines += models.map { "caselog_read_model_position{model=\"\($0.name)\"} \($0.position ?? 0)" }
        lines += [
            "# HELP caselog_read_model_stopped Whether a read model has stopped (1) or goes on (0).",
            "# TYPE caselog_read_model_stopped gauge",
        ]
        lines += models.map { "caselog_read_model_stopped{model=\"\($0.name)\"} \($0.stopped == nil ? 0 : 1)" }
        return .text(lines.map { $0 + "\n" }.joined())
    }
}

extension ModelStatus {
    /// The status as clients read it.
    var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "position": position.map { .integer($0) } ?? .null,
            "generation": generation.map { .integer(Int64($0)) } ?? .null, "rebuilding": .bool(isRebuilding),
        ]
        object["stopped"] = stopped.map { ["at": .string($0.at.description), "because": .string($0.because)] }
        return .object(object)
    }
}
