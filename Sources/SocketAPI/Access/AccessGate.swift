public import Access
public import AccessLog
import CaseRecord
import Figures
import HTTPTypes
import Hummingbird
import Logging
import StrictJSON

/// Lets callers through to the routes that are theirs, and writes down who was told of which record before the answer goes
/// out.
public struct AccessGate: Sendable {
    /// Who may do what, as it holds now.
    private let policy: @Sendable () async -> AccessPolicy
    private let log: AccessLog
    /// The longest reason that is kept, in characters.
    private static let longestReason = 500

    /// A gate by that policy.
    public init(policy: @escaping @Sendable () async -> AccessPolicy, log: AccessLog) {
        self.policy = policy
        self.log = log
    }

    /// Answers by the route if the caller may use it.
    func answer(_ route: Route, _ request: Request, _ context: APIContext, _ api: API) async throws -> Response {
        guard let right = RouteRights.table["\(route.method.rawValue) \(route.path)"] else {
            throw Problem.notAllowed([])
        }
        var context = context
        context.caller = try await caller(request, context, api)
        if let roles = right.roles {
            guard context.caller.has(roles) else {
                if right.tellsOfRecords { try await note(403, request, context, api) }
                throw Problem.notAllowed(roles)
            }
            context.sight = context.caller.sight(roles)
        }
        let response: Response
        do {
            response = try await route.perform(request, context)
        } catch let problem as Problem {
            // Who looked for a record that is not theirs is as telling as who read one.
            let isTelling = right.tellsOfRecords && [.forbidden, .notFound].contains(problem.status)
            if isTelling || context.accessed.hasChildren { try await note(problem.status.code, request, context, api) }
            throw problem
        }
        if right.tellsOfRecords || context.accessed.hasChildren {
            try await note(response.status.code, request, context, api)
        }
        return response
    }

    /// Whether the caller of an answer that goes on is still who they were and may do what they might.
    func stillHolds(_ request: Request, _ context: APIContext, _ api: API) async -> Bool {
        (try? await caller(request, context, api)) == context.caller
    }

    /// Writes down whom an answer that goes on tells of next, if it tells of anybody.
    func noteMore(of request: Request, _ context: APIContext, _ api: API) async throws {
        if context.accessed.hasChildren { try await note(200, request, context, api) }
    }

    private func caller(_ request: Request, _ context: APIContext, _ api: API) async throws -> Caller {
        let named = request.headers[.caselogWorker]
        var worker: WorkerID?
        if let named {
            guard let id = WorkerID(named) else {
                throw Problem.badParameter("Caselog-Worker", "is not a worker's identifier")
            }
            worker = id
        } else if context.peer.isProxied {
            throw Problem(
                .unauthorized, "no-worker", "It is not said who asks",
                detail: "On this socket the header Caselog-Worker must name the worker for whom the gateway speaks.")
        }
        let policy = await policy()
        // Asked only where an answer depends on it.
        let isWorkingTime = policy.dependsOnTime ? try await api.isWorkingTime() : true
        do {
            return try policy.caller(context.peer.account, speakingFor: worker, isWorkingTime: isWorkingTime)
        } catch {
            throw Problem(
                .forbidden, "may-not-speak-for", "The caller may not speak for this worker",
                detail: "Only an account that the access file names as a gateway may send Caselog-Worker, and only for "
                    + "workers whom a grant names.")
        }
    }

    private func note(_ status: Int, _ request: Request, _ context: APIContext, _ api: API) async throws {
        var children = context.accessed.children
        var named = context.parameters.get("child")
        // A list of one child's that came out empty told of nobody.
        if [403, 404].contains(status) { named = named ?? request.uri.queryParameters["child"].map(String.init) }
        if let child = named.flatMap({ ChildID($0) }), !children.contains(child) { children.append(child) }
        var route = "\(request.method.rawValue) \(request.uri.path)"
        if let query = request.uri.query { route += "?\(query)" }
        let entry = AccessEntry(
            at: api.now(), caller: context.caller, route: String(route.prefix(2000)), children: children,
            position: context.accessed.position, status: status,
            reason: request.headers[.caselogReason].map { String($0.prefix(Self.longestReason)) },
            request: context.requestID)
        do {
            let begin = ContinuousClock.now
            try await log.add(entry)
            api.traffic.accessLogSeconds.add(ContinuousClock.now - begin)
        } catch {
            context.logger.error(
                "the access log cannot be written",
                metadata: ["request": "\(context.requestID)", "error": "\(error)"])
            var detail = "Nothing is told of a record unless it is written down who was told."
            if request.method != .get {
                detail += " What was asked may have been done all the same."
            }
            throw Problem(
                .serviceUnavailable, "access-log-unavailable", "The access log cannot be written", detail: detail,
                retryAfter: 2)
        }
    }
}

extension HTTPField.Name {
    /// For whom a gateway speaks: a worker's identifier.
    static let caselogWorker = known("Caselog-Worker")
    /// Why the caller reads, for the access log.
    static let caselogReason = known("Caselog-Reason")

    // These names are tokens, so that the fallback is never taken.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .from }
}

extension Problem {
    /// The caller has none of the roles that the route is for.
    static func notAllowed(_ roles: Set<Role>) -> Problem {
        let names = roles.sorted().map(\.rawValue)
        return Problem(
            .forbidden, "not-allowed", "The caller may not use this route",
            detail: names.isEmpty
                ? "It is nobody's." : "It is for callers with one of the roles \(names.joined(separator: ", ")).",
            members: ["roles": .array(names.map { .string($0) })])
    }
}
