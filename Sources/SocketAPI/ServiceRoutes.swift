import Alerts
import CaseRecord
import Hummingbird
import Ledger
import Projections
import StrictJSON

/// What operators and clients ask about the daemon itself.
struct ServiceRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/health", health), Route(.get, "/v1/ready", ready),
            Route(.get, "/v1/event-types", eventTypes), Route(.get, "/v1/openapi.json", openAPI),
        ]
    }

    /// The process answers; says nothing about the database, but what of its own work has stopped.
    @Sendable private func health(_ request: Request, _ context: APIContext) async throws -> Response {
        let stopped = await api.projector.status().filter { $0.stopped != nil }
        var object: JSONObject = [
            "status": stopped.isEmpty ? "ok" : "degraded", "authority": .string(api.ledger.authority.text),
        ]
        if !stopped.isEmpty { object["stoppedReadModels"] = .array(stopped.map(\.json)) }
        return .json(.object(object))
    }

    @Sendable private func ready(_ request: Request, _ context: APIContext) async throws -> Response {
        if let obstacle = await api.readiness.obstacle() {
            throw Problem(.serviceUnavailable, "not-ready", "Not ready", detail: obstacle, retryAfter: 2)
        }
        return .json([
            "status": "ready", "authority": .string(api.ledger.authority.text),
            "activity": .string(await api.readiness.activity),
        ])
    }

    @Sendable private func eventTypes(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(["eventTypes": EventCatalogue.current.json])
    }

    @Sendable private func openAPI(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(OpenAPIDocument.json)
    }
}
