import Access
import Figures
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Counts answers by route and status, and writes down what failed. It names routes, never what was asked of them.
struct RequestMeter: RouterMiddleware {
    typealias Context = APIContext

    let traffic: Traffic

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        let response = try await next(request, context)
        let took = ContinuousClock.now - begin
        // A path that is no route's has no name of ours, and what a client made up is not kept.
        let path = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
        let route = path.map { "\(request.method.rawValue) \($0)" } ?? "none"
        traffic.seconds.add(took)
        traffic.answers.add(Traffic.Answer(route: route, status: response.status.code))
        context.logger.debug(
            "answered",
            metadata: [
                "request": "\(context.requestID)", "route": "\(route)", "status": "\(response.status.code)",
                "account": "\(context.peer.account)", "milliseconds": "\(took / .milliseconds(1))",
            ])
        return response
    }
}
