import Alerts
import CaseRecord
import Foundation
import Hummingbird
import StrictJSON

/// `/v1/deliveries`: what `caselog-notifier` could not hand over, and having it tried again. `/v1/receivers`: to whom it hands
/// what.
struct DeliveryRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [
            Route(.get, "/v1/deliveries", list), Route(.post, "/v1/deliveries/{id}/replay", replay),
            Route(.get, "/v1/receivers", receivers),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly(["state", "after", "limit"])
        _ = try request.query("state", "dead") { $0 == "dead" ? $0 : nil }
        let after = try request.query("after", "the number of a notice, 0 or more") { text in
            Int64(text).flatMap { $0 >= 0 ? $0 : nil }
        }
        let limit =
            try request.query("limit", "1 to 500") { Int($0).flatMap { (1...500).contains($0) ? $0 : nil } } ?? 100
        let dead = try await api.deliveries.dead(afterNumber: after ?? 0, limit: limit)
        return .json([
            "deliveries": .array(dead.map(\.json)),
            "next": dead.count >= limit ? dead.last.map { .integer($0.number) } ?? .null : .null,
        ])
    }

    /// The receivers, and what waits for them.
    @Sendable private func receivers(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let outbox = try await api.deliveries.counts().map { state in
            JSONValue.object([
                "state": .string(state.state), "count": .integer(state.count),
                "oldest": .string(state.oldest.description),
            ])
        }
        return .json([
            "receivers": .array(try await api.deliveries.receivers().map(\.json)), "outbox": .array(outbox),
            "now": .string(api.now().description),
        ])
    }

    @Sendable private func replay(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        guard let id = UUID(uuidString: try context.parameters.require("id")),
            try await api.deliveries.replay(id, at: api.now()) > 0
        else {
            throw Problem(
                .notFound, "unknown-delivery", "There is no such dead delivery",
                detail: "Only a delivery that was given up is tried again; /v1/deliveries lists them.")
        }
        return .json(["id": id.field, "state": "waiting"])
    }
}
