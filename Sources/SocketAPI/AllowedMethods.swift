import HTTPTypes
import Hummingbird

/// Which methods each path has, for the answer to any other (RFC 9110 section 15.5.6).
struct AllowedMethods: Sendable {
    private let routes: [(segments: [Substring], method: HTTPRequest.Method)]

    init(_ routes: [Route]) {
        self.routes = routes.map { ($0.path.split(separator: "/"), $0.method) }
    }

    /// The methods of that path, in the order of the routes; none where there is no such path. As for the router, a segment
    /// that is named goes before one that is a parameter.
    func methods(of path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let matching = routes.filter { route in
            route.segments.count == segments.count
                && zip(route.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        func named(_ route: (segments: [Substring], method: HTTPRequest.Method)) -> Int {
            route.segments.count { !$0.hasPrefix("{") }
        }
        let most = matching.map(named).max()
        let methods = matching.filter { named($0) == most }.map(\.method)
        return methods.contains(.get) ? methods + [.head] : methods
    }
}
