import Access
import Alerts
import CaseRecord
import Foundation
import Hummingbird
import StrictJSON

/// `/v1/alerts/test`: a notice that tries receivers by the way that alerts go.
struct TestNoticeRoutes: Sendable {
    let api: API

    var routes: [Route] {
        [Route(.post, "/v1/alerts/test", send), Route(.get, "/v1/alerts/test/{id}", outcome)]
    }

    @Sendable private func send(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        let form = try await AlertForm(request, fields: ["receiver"], envelope: [])
        var receiver: String?
        if let value = form.data["receiver"], value != .null {
            guard let name = value.stringValue else {
                throw Problem.malformed([FieldProblem(pointer: "/receiver", reason: "must be a receiver's name")])
            }
            receiver = name
        }
        let known = try await api.deliveries.receivers().map(\.name)
        guard !known.isEmpty else {
            throw Problem(
                .conflict, "no-receivers", "There are no receivers",
                detail: "caselog-notifier has found neither hook nor webhook, or never ran: nobody hears of alerts.")
        }
        if let receiver, !known.contains(receiver) {
            throw Problem(
                .notFound, "unknown-receiver", "There is no such receiver",
                detail: "caselog-notifier knows: \(known.joined(separator: ", "))")
        }
        let id = try await api.deliveries.addTest(of: receiver, by: context.caller.worker, at: api.now())
        return .json(
            ["id": id.field, "receivers": .array((receiver.map { [$0] } ?? known).map { .string($0) })],
            status: .accepted)
    }

    @Sendable private func outcome(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        guard let id = UUID(uuidString: try context.parameters.require("id")),
            let test = try await api.deliveries.test(id)
        else {
            throw Problem(.notFound, "unknown-test", "There is no such test notice")
        }
        return .json([
            "id": id.field, "at": .string(test.at.description), "takenUp": .bool(test.deliveries != nil),
            "deliveries": .array((test.deliveries ?? []).map(\.json)),
        ])
    }
}
