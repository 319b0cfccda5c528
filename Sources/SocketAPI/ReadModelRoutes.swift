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
