import SocketClient
import StrictJSON
import TestOracle
import TestSupport
import Testing

/// What `/metrics` says, read as Prometheus reads it.
@Suite struct FigureTests {
    /// The figures of one moment.
    private struct Figures {
        let all: JSONValue

        init(_ daemon: DaemonProcess) async throws {
            let reply = try await daemon.get("/metrics")
            try #require(reply.status == 200)
            #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let oracle = try PythonOracle("prometheus.py", in: .module, packages: "prometheus-client")
            all = try JSONValue(parsing: try oracle.ask([], reply.body))
        }

        /// The value of that name with those labels among others.
        func callAsFunction(_ name: String, _ labels: [String: String] = [:]) -> Double? {
            for sample in all[name]?.arrayValue ?? [] {
                guard let parts = sample.arrayValue, parts.count == 2 else { continue }
                guard labels.allSatisfy({ parts[0][$0.key]?.stringValue == $0.value }) else { continue }
                switch parts[1] {
                case .integer(let value): return Double(value)
                case .number(let value): return value
                default: return nil
                }
            }
            return nil
        }
    }

    @Test func figuresCountWhatHappened() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for number in 1...3 {
                let referral = event(
                    "referral.received", ["N\(number)"], on: "2011-04-14",
                    "{\"referral\":\"R-\(number)\",\"sourceCode\":\"6\"}")
                #expect(try await daemon.post(referral).status == 201)
            }
            #expect(try await daemon.post("{}").status == 422)
            #expect(try await daemon.get("/v1/cases/N1").status == 200)
            #expect(try await daemon.get("/v1/cases/N9").status == 404)
            #expect(try await daemon.get("/v1/secret-child").status == 404)
            #expect(try await daemon.get("/v1/alerts?child=N1").status == 200)
            let figures = try await Figures(daemon)
            #expect(figures("caselog_log_position") == 3)
            #expect(figures("caselog_append_duration_seconds_count") == 3)
            #expect(figures("caselog_commit_events_sum") == 3)
            #expect(figures("caselog_http_requests_total", ["route": "POST /v1/events", "status": "201"]) == 3)
            #expect(figures("caselog_http_requests_total", ["route": "POST /v1/events", "status": "422"]) == 1)
            #expect(figures("caselog_http_requests_total", ["route": "GET /v1/cases/{child}", "status": "404"]) == 1)
            #expect(figures("caselog_http_requests_total", ["route": "none", "status": "404"]) == 1)
            #expect(figures("caselog_read_model_position", ["model": "clocks"]) == 3)
            #expect(figures("caselog_read_model_lag_seconds") == 0)
            #expect((figures("caselog_alerts_open", ["stage": "severely-overdue"]) ?? 0) >= 3)
            #expect(figures("caselog_clocks_due") == 0)
            #expect(figures("caselog_outbox", ["state": "dead"]) == 0)
            #expect(figures("caselog_database_up") == 1)
            #expect(figures("caselog_pool_connections", ["pool": "reads", "state": "idle"]) != nil)
            #expect((figures("caselog_access_log_wait_seconds_count") ?? 0) >= 2)
            #expect((figures("process_resident_memory_bytes") ?? 0) > 1_000_000)
            // They name no child, and nothing that a client made up.
            let text = figures.all.text()
            #expect(!text.contains("N1") && !text.contains("N9") && !text.contains("secret"))
        }
    }

    @Test func withoutTheDatabaseTheRestIsStillSaid() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        try await daemon.running(arguments: ["--database", database]) { _ in
            #expect(try await daemon.get("/metrics").status == 200)
            // The daemon's role may read nothing any more.
            try await Psql.run(database, "REVOKE SELECT ON caselog.event, caselog.alert FROM caselogd")
            let figures = try await Figures(daemon)
            #expect(figures("caselog_database_up") == 0)
            #expect(figures("caselog_log_position") == nil)
            #expect((figures("process_resident_memory_bytes") ?? 0) > 1_000_000)
        }
    }

    @Test func everyAnswerNamesItsRequest() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let first = try await daemon.get("/v1/health").headers["x-request-id"]
            let second = try await daemon.get("/v1/nowhere").headers["x-request-id"]
            #expect(first != nil && second != nil && first != second)
            func named(_ name: String) async throws -> String? {
                try await SocketConnection.with(socket: daemon.socket) { connection in
                    try await connection.send(Call("GET", "/v1/health", headers: [("X-Request-Id", name)]))
                }.headers["x-request-id"]
            }
            #expect(try await named("visit-7_a.b") == "visit-7_a.b")
            for bad in ["two words", String(repeating: "x", count: 65), "<b>", "é"] {
                #expect(try await named(bad) != bad)
            }
        }
    }
}
