import SocketClient
import StrictJSON
import TestSupport
import Testing

/// A daemon one of whose read models cannot go on.
@Suite struct DoctorTests {
    @Test func aStoppedReadModelIsSaidEverywhereHidesNothingElseAndIsRebuilt() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        try await daemon.running(arguments: ["--database", database]) { _ in
            let note = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)
            #expect(try await daemon.post(note).status == 201)
            let well = try await daemon.caselog(["doctor"])
            #expect(well.status == 0, "\(well)")
            for subject in ["daemon", "log", "read model clocks", "read model cases", "read model facts", "alerts"] {
                #expect(well.output.contains("ok    \(subject): "), "\(subject)")
            }

            try await Psql.run(
                database, "ALTER TABLE caselog.recording_lag ADD CONSTRAINT no_more CHECK (false) NOT VALID")
            let referral = event("referral.received", ["N2"], on: "2011-04-14", #"{"referral":"R-1"}"#)
            #expect(try await daemon.post(referral).status == 201)
            // Alerts, which follow the clocks, go on.
            let alerts = try await daemon.get("/v1/alerts?child=N2&rule=R03").json?["alerts"]?.arrayValue
            #expect(alerts?.map { $0["due"] } == ["2011-05-04"])
            let health = try await daemon.get("/v1/health").json
            #expect(health?["status"] == "degraded")
            #expect(health?["stoppedReadModels"]?.arrayValue?.map { $0["name"] } == ["facts"])
            let metrics = String(decoding: try await daemon.get("/metrics").body, as: UTF8.self)
            #expect(metrics.contains("caselog_read_model_stopped{model=\"facts\"} 1\n"))
            #expect(metrics.contains("caselog_read_model_position{model=\"facts\"} 1\n"))
            #expect(metrics.contains("caselog_read_model_position{model=\"cases\"} 2\n"))
            let ill = try await daemon.caselog(["doctor"])
            #expect(ill.status == 1)
            #expect(ill.output.contains("WRONG read model facts: has stopped at position 1"))

            try await Psql.run(database, "ALTER TABLE caselog.recording_lag DROP CONSTRAINT no_more")
            let rebuilt = try await daemon.caselog(["rebuild", "facts"])
            #expect(rebuilt.status == 0, "\(rebuilt)")
            let mended = try await daemon.caselog(["doctor"])
            // There is something to be told by now, and nobody to tell it to.
            let wrong = mended.output.split(separator: "\n").filter { $0.hasPrefix("WRONG") }
            #expect(wrong.count == 1 && wrong.first?.hasPrefix("WRONG notices: go to nobody") == true, "\(mended)")
            #expect(try await daemon.get("/v1/health").json?["status"] == "ok")
            #expect(try await daemon.caselog(["rebuild", "nothing"]).status == 1)
        }
    }
}
