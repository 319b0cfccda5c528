import Alerts
import CaseRecord
import Figures
import Hummingbird
import Ledger
import Logging
import PostgresClient
import Projections
import Timescales

/// `/metrics`: figures of the daemon's work, for Prometheus. They name routes and no person.
struct MetricRoutes: Sendable {
    let api: API

    var routes: [Route] { [Route(.get, "/metrics", metrics)] }

    @Sendable private func metrics(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.allowOnly([])
        var families = ProcessFigures.families()
        families += traffic
        families += ledger
        families += await readModels()
        families.append(
            pools("caselog_pool_connections", "Connections of a pool to the database, by what they do.") { pool in
                [("lent", pool.open - pool.idle), ("idle", pool.idle), ("connecting", pool.connecting)]
            })
        families.append(
            pools("caselog_pool_waiting", "Tasks that wait for a connection of a pool.") { [(nil, $0.waiting)] })
        // What only the database knows is left out while it does not answer: that it does not is a figure, too.
        var isAnswering = true
        do {
            families += try await Self.within(.seconds(3)) { try await fromDatabase() }
        } catch {
            context.logger.warning("figures without the database", metadata: ["error": "\(error)"])
            isAnswering = false
        }
        families.append(
            MetricFamily(
                "caselog_database_up", .gauge, "Whether the database answered these questions (1) or not (0).",
                isAnswering ? 1 : 0))
        return .body(Array(MetricText.render(families).utf8), MetricText.contentType)
    }

    private var traffic: [MetricFamily] {
        let traffic = api.traffic
        return [
            MetricFamily(
                "caselog_http_requests_total", .counter, "Answers by route and status.",
                traffic.answers.snapshot.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
                    .map { answer, count in
                        .init(Double(count), [.init("route", answer.route), .init("status", "\(answer.status)")])
                    }),
            MetricFamily(
                "caselog_http_request_duration_seconds", "How long answers took until they began to be sent.",
                [(labels: [], seen: traffic.seconds.snapshot)]),
            MetricFamily(
                "caselog_http_turned_away_total", .counter, "Connections and requests that were too many, by limit.",
                Self.samples(traffic.turnedAway.snapshot, "limit")),
            MetricFamily(
                "caselog_http_connections", .gauge, "Open connections, by socket.",
                [
                    .init(Double(traffic.connections.inUse), [.init("socket", "main")]),
                    .init(Double(traffic.proxyConnections.inUse), [.init("socket", "proxy")]),
                ]),
            MetricFamily("caselog_http_requests_at_work", .gauge, "Requests at work.", traffic.requests.inUse),
            MetricFamily("caselog_http_streams", .gauge, "Event streams that are followed.", traffic.streams.inUse),
            MetricFamily(
                "caselog_access_log_wait_seconds", "How long answers waited for their entry in the access log.",
                [(labels: [], seen: traffic.accessLogSeconds.snapshot)]),
        ]
    }

    private var ledger: [MetricFamily] {
        let meter = api.ledger.meter
        return [
            MetricFamily(
                "caselog_append_duration_seconds", "How long appends took until they were durable.",
                [(labels: [], seen: meter.appends.snapshot)]),
            MetricFamily(
                "caselog_commit_events", "How many events each commit of the log added.",
                [(labels: [], seen: meter.commits.snapshot)]),
            MetricFamily(
                "caselog_append_refusals_total", .counter, "Appends that added nothing, by why.",
                Self.samples(meter.refusals.snapshot, "reason")),
        ]
    }

    private func readModels() async -> [MetricFamily] {
        let models = await api.projector.status()
        func figures(_ value: (ModelStatus) -> Int64) -> [MetricFamily.Sample] {
            models.map { .init(Double(value($0)), [.init("model", $0.name)]) }
        }
        return [
            MetricFamily(
                "caselog_read_model_position", .gauge, "The position of the log that a read model reflects.",
                figures { $0.position ?? 0 }),
            MetricFamily(
                "caselog_read_model_stopped", .gauge, "Whether a read model has stopped (1) or goes on (0).",
                figures { $0.stopped == nil ? 0 : 1 }),
            MetricFamily(
                "caselog_read_model_rebuilding", .gauge, "Whether a read model is being made anew (1) or not (0).",
                figures { $0.isRebuilding ? 1 : 0 }),
        ]
    }

    private func pools(
        _ name: String, _ help: String, _ values: (PostgresPool.Statistics) -> [(String?, Int)]
    ) -> MetricFamily {
        MetricFamily(
            name, .gauge, help,
            api.pools().flatMap { pool, statistics in
                values(statistics).map { state, value in
                    .init(Double(value), [.init("pool", pool)] + (state.map { [.init("state", $0)] } ?? []))
                }
            })
    }

    private func fromDatabase() async throws -> [MetricFamily] {
        let now = api.now()
        let head = try await api.reader.lastPosition()
        let reached = await api.projector.status().compactMap { $0.stopped == nil ? $0.position : nil }.min()
        var lag: Int64 = 0
        if let reached, reached < head, let next = try await api.reader.events(after: reached, limit: 1).first {
            lag = max(now.microseconds - next.recordedAt.microseconds, 0)
        }
        let pending = try await api.alerts.pending(at: now)
        let outbox = try await api.deliveries.counts()
        return [
            MetricFamily("caselog_log_position", .gauge, "The last position of the log.", head),
            MetricFamily(
                "caselog_read_model_lag_seconds", .gauge,
                "The age of the oldest event that not every read model which goes on reflects; 0 where all do.",
                reached == nil ? [] : [.init(Double(lag) / 1e6)]),
            MetricFamily(
                "caselog_alerts_open", .gauge, "Open alerts by stage and severity.",
                try await api.alerts.openCounts().map { count in
                    .init(
                        Double(count.alerts),
                        [.init("stage", count.stage.rawValue), .init("severity", "\(count.severity.rawValue)")])
                }),
            MetricFamily(
                "caselog_clocks_due", .gauge, "Clocks whose time has come and that were not looked at yet.",
                pending.clocks),
            MetricFamily(
                "caselog_clock_delay_seconds", .gauge, "For how long the first of them has been waiting.",
                [.init(seconds(since: pending.firstClock, now))]),
            MetricFamily(
                "caselog_tellings_due", .gauge, "Alerts that somebody is to hear of now and has not.", pending.tellings),
            MetricFamily(
                "caselog_outbox", .gauge,
                "Notices that no receiver was chosen for yet (new), deliveries that wait, and dead ones.",
                ["new", "waiting", "dead"].map { state in
                    .init(
                        Double(outbox.first { $0.state == state }?.count ?? 0), [.init("state", state)])
                }),
            MetricFamily(
                "caselog_outbox_age_seconds", .gauge, "The age of the oldest of these.",
                ["new", "waiting", "dead"].map { state in
                    .init(
                        seconds(since: outbox.first { $0.state == state }?.oldest, now), [.init("state", state)])
                }),
        ]
    }

    /// What hangs is given up, so that the rest can still be said.
    private static func within<Result: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Problem.unavailable
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw Problem.unavailable }
            return result
        }
    }

    private func seconds(since instant: Instant?, _ now: Instant) -> Double {
        instant.map { Double(max(now.microseconds - $0.microseconds, 0)) / 1e6 } ?? 0
    }

    private static func samples(_ counts: [String: UInt64], _ label: String) -> [MetricFamily.Sample] {
        counts.sorted { $0.key < $1.key }.map { .init(Double($0.value), [.init(label, $0.key)]) }
    }
}
