import HTTPTypes
import Hummingbird

/// Turns away what no route may see: requests that a web page makes a browser send, paths that can be read in two ways,
/// bodies that are too large. Says which methods a path has where the request's is none of them.
struct Door: RouterMiddleware {
    typealias Context = APIContext

    let allowed: AllowedMethods
    let limits: Limits

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        // Browsers say where a request comes from; whoever may connect to the socket has no reason to.
        guard request.headers[.origin] == nil else { throw Problem.fromWebPage }
        // The first one is the request's authority. What another one says, somebody in front might have gone by.
        guard !request.headers.contains(where: { $0.name.canonicalName == "host" }) else { throw Problem.twoHosts }
        if let fault = RequestPath.fault(in: request.head.path ?? "") {
            throw Problem(.badRequest, "bad-path", "The path or the query is malformed", detail: fault)
        }
        guard !RequestPath.hasEmptySegment(request.uri.path) else { throw Problem.noSuchRoute }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.body {
            throw Problem.tooLarge(limits.body)
        }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let methods = allowed.methods(of: request.uri.path).map(\.rawValue)
            guard !methods.isEmpty else { throw Problem.noSuchRoute }
            throw Problem.methodNotAllowed(methods)
        }
    }
}

extension Problem {
    fileprivate static let fromWebPage = Problem(
        .forbidden, "from-web-page", "Requests of web pages are refused",
        detail: "The request has an Origin field, as browsers set it. Leave it out.")

    fileprivate static let twoHosts = Problem(
        .badRequest, "two-hosts", "The request has more than one Host field")

    static let noSuchRoute = Problem(
        .notFound, "http-404", "There is no such route", detail: "/v1/openapi.json lists all.")

    fileprivate static func methodNotAllowed(_ methods: [String]) -> Problem {
        let list = methods.joined(separator: ", ")
        return Problem(
            .methodNotAllowed, "method-not-allowed", "The path has no such method", detail: "It has \(list).",
            headers: [.allow: list])
    }

    /// What is sent is larger than is taken. Whoever waits before it sends the body need not send it.
    static func tooLarge(_ most: Int) -> Problem {
        Problem(
            .contentTooLarge, "too-large", "The request is too large",
            detail: "At most \(most) bytes are taken at once.")
    }
}
