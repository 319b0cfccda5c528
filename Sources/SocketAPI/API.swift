import Access
public import AccessLog
public import Alerts
public import CaseRecord
public import Hummingbird
public import Ledger
public import PostgresClient
public import Projections
import StrictJSON

/// What the routes answer from.
public struct API: Sendable {
    let ledger: Ledger
    let reader: LedgerReader
    let authority: AuthorityReader
    let evidence: LedgerEvidence
    let alerts: AlertReader
    let deliveries: DeliveryReader
    let engine: AlertEngine
    let projector: Projector
    let cases: CaseReader
    let records: RecordCache
    let readiness: Readiness
    let gate: AccessGate
    let accessLog: AccessLogReader
    let streamPatience: Duration
    let limits: Limits
    /// What goes through the sockets that it is served on.
    public let traffic: Traffic
    let pools: @Sendable () -> [(name: String, PostgresPool.Statistics)]
    let now: @Sendable () -> Instant

    /// The API of one authority's log. `streamPatience`: how long a reader of an event stream may take over a page; `pools`:
    /// how the connections to the database stand.
    public init(
        ledger: Ledger, reader: LedgerReader, evidence: LedgerEvidence, alerts: AlertReader,
        deliveries: DeliveryReader, engine: AlertEngine, projector: Projector, authority: AuthorityReader,
        cases: CaseReader, records: RecordCache, readiness: Readiness, gate: AccessGate, accessLog: AccessLogReader,
        streamPatience: Duration = .seconds(30), limits: Limits = Limits(),
        pools: @escaping @Sendable () -> [(name: String, PostgresPool.Statistics)] = { [] },
        now: @escaping @Sendable () -> Instant
    ) {
        self.ledger = ledger
        self.reader = reader
        self.authority = authority
        self.evidence = evidence
        self.alerts = alerts
        self.deliveries = deliveries
        self.engine = engine
        self.projector = projector
        self.cases = cases
        self.records = records
        self.readiness = readiness
        self.gate = gate
        self.accessLog = accessLog
        self.streamPatience = streamPatience
        self.limits = limits
        traffic = Traffic(limits)
        self.pools = pools
        self.now = now
    }

    /// Every route with what answers it. The OpenAPI document lists the same ones; a test compares them.
    public var routes: [Route] {
        [
            EventRoutes(api: self).routes,
            LedgerRoutes(api: self).routes,
            CaseRoutes(api: self).routes,
            StandingRoutes(api: self).routes,
            ChronologyRoutes(api: self).routes,
            RetentionRoutes(api: self).routes,
            SubjectAccessRoutes(api: self).routes,
            SupervisionRoutes(api: self).routes,
            IndicatorRoutes(api: self).routes,
            AlertRoutes(api: self).routes,
            AlertHandlingRoutes(api: self).routes,
            DeliveryRoutes(api: self).routes,
            TestNoticeRoutes(api: self).routes,
            RuleRoutes(api: self).routes,
            WorkforceRoutes(api: self).routes,
            ReadModelRoutes(api: self).routes,
            MetricRoutes(api: self).routes,
            AccessRoutes(api: self).routes,
            ServiceRoutes(api: self).routes,
        ].flatMap { $0 }
    }

    /// Answers requests by ``routes``; every error becomes a problem document.
    public func responder() -> some HTTPResponder<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: RequestMeter(traffic: traffic))
        router.add(middleware: ProblemMiddleware(limits: limits))
        router.add(middleware: Door(allowed: AllowedMethods(routes), limits: limits))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                guard !route.isBrief else { return try await gate.answer(route, request, context, self) }
                return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    try await gate.answer(route, request, context, self)
                }
            }
        }
        return router.buildResponder()
    }
}

/// One route.
public struct Route: Sendable {
    /// The HTTP method.
    public let method: HTTPRequest.Method
    /// The path, with parameters in braces.
    public let path: String
    let perform: @Sendable (Request, APIContext) async throws -> Response
    /// Whether it is answered on the thread of the connection's event loop.
    let isBrief: Bool

    init(
        _ method: HTTPRequest.Method, _ path: String, isBrief: Bool = false,
        _ perform: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.isBrief = isBrief
        self.perform = perform
    }
}
