import Hummingbird

/// Answers HEAD as GET, without the body (RFC 9110 section 9.3.2): by the same rights, with the same entry in the access log.
struct HeadRequests: RouterMiddleware {
    typealias Context = APIContext

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .head else { return try await next(request, context) }
        var head = request.head
        head.method = .get
        return try await next(Request(head: head, body: request.body), context).createHeadResponse()
    }
}
