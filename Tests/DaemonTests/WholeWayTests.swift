import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// The whole way of an event, through real processes, sockets, signals and PostgreSQL.
@Suite(.serialized) struct WholeWayTests {
    @Test func anEventGoesInAndItsClockComesOut() async throws {
        let daemon = try DaemonProcess(makesItsCluster: true)
        try await daemon.running { _ in
            let reply = try await daemon.post(
                "[\(event("referral.received", ["N1"], on: "2011-04-14", #"{"referral":"R-1","sourceCode":"6"}"#)),"
                    + "\(event("referral.decided", ["N1"], on: "2011-04-15", #"{"referral":"R-1","outcome":"initial-assessment"}"#))]"
            )
            #expect(reply.status == 201)
            let clocks = try await daemon.get("/v1/cases/N1/timescales").json?["clocks"]?.arrayValue ?? []
            let assessment = try #require(clocks.first { $0["rule"]?["id"] == "R03" })
            #expect(assessment["due"] == "2011-05-04")
            #expect(assessment["explanation"]?["counted"]?.arrayValue?.count == 10)
            let skipped = (assessment["explanation"]?["skipped"]?.arrayValue ?? []).compactMap {
                $0["date"]?.stringValue
            }
            #expect(Set(["2011-04-22", "2011-04-25", "2011-04-29", "2011-05-02"]).isSubset(of: skipped))
            #expect(clocks.first { $0["rule"]?["id"] == "R01" }?["state"] == "met")

            let chronology = try await daemon.get("/v1/cases/N1/chronology").json
            #expect(chronology?["count"] == 2)
            let alerts = try await daemon.get("/v1/alerts?child=N1&rule=R03").json?["alerts"]?.arrayValue ?? []
            #expect(alerts.map { $0["stage"] } == ["severely-overdue"])
            #expect(try await daemon.caselog(["chronology", "N1"]).output.contains("Referral received from police"))
        }
    }

    @Test func badInputNamesEveryFieldAndStoresNothing() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let good = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#)
            let bad = event("note.recorded", ["N 1"], on: "2026-02-30", #"{"txt":"a"}"#)
            let reply = try await daemon.post("[\(good),\(bad)]")
            #expect(reply.status == 422)
            #expect(reply.headers["content-type"] == "application/problem+json")
            let pointers = Set((reply.json?["errors"]?.arrayValue ?? []).compactMap { $0["pointer"]?.stringValue })
            #expect(pointers == ["/1/children/0", "/1/occurredAt", "/1/data/text", "/1/data/txt"])
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)

            for (body, status) in [("{", 400), ("[]", 422), ("{\"a\":1,\"a\":2}", 400), ("\u{FEFF}", 400), ("", 400)] {
                #expect(try await daemon.post(body).status == status, "\(body)")
            }
            #expect(try await daemon.get("/v1/cases/nobody/chronology").status == 404)
            #expect(try await daemon.get("/v1/cases/..%2Fetc/chronology").status == 400)
            #expect(try await daemon.get("/v1/cases/N1/chronology?form=x").status == 400)
            #expect(try await daemon.get("/v1/nowhere").status == 404)
            #expect(try await daemon.get("/v1/alerts?limit=0").status == 400)
            // Eighteen centuries of months would take minutes to count.
            for view in ["supervision/service", "supervision/teams/north", "indicators"] {
                #expect(try await daemon.get("/v1/\(view)?from=0168-01-01").status == 400, "\(view)")
            }
            // The daemon answers before it has read it all, or hangs up on the writer; either way it takes nothing.
            if let tooLarge = try? await daemon.post(String(repeating: "x", count: 17 << 20)) {
                #expect(tooLarge.status == 413)
            }
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 0)
        }
    }

    @Test func everyRouteIsInTheOpenAPIDocumentAndEveryPathAnswers() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let document = try await daemon.get("/v1/openapi.json").json
            let paths = try #require(document?["paths"]?.objectValue)
            for member in paths.members {
                let path = member.name.replacing("{child}", with: "nobody").replacing("{position}", with: "1")
                    .replacing("{worker}", with: "nobody").replacing("{team}", with: "none")
                    .replacing("{id}", with: "X0").replacing("{model}", with: "clock")
                    .replacing("{indicator}", with: "none")
                for method in try #require(member.value.objectValue).names {
                    let status = try await daemon.call(method.uppercased(), path).status
                    #expect(member.value[method]?["responses"]?["\(status)"] != nil, "\(method) \(path): \(status)")
                }
            }
            let types = try #require(try await daemon.get("/v1/event-types").json?["eventTypes"]?.arrayValue)
            #expect(!types.isEmpty && types.allSatisfy { $0["version"]?.integerValue ?? 0 >= 1 })
        }
    }

    /// The client refuses it before the daemon sees anything of it, and must not say that the daemon went away.
    @Test func aPathThatHTTPCannotCarryIsSaidToBeThat() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let error = await #expect(throws: SocketClientError.self) {
                try await daemon.call("GET", "/v1/cases/{child}/chronology")
            }
            #expect(error?.isTransient == false)
            #expect(error?.description.contains("cannot be sent") == true)
        }
    }

    @Test func aCensusReturnIsImportedOnceAndEveryRefusalNamed() async throws {
        let daemon = try DaemonProcess()
        let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ReturnsTests/Samples/fake_CIN_data.xml").path(percentEncoded: false)
        try await daemon.running { _ in
            let first = try await daemon.caselog(["import", samples])
            #expect(first.status == 2)
            #expect(first.errors.contains("332 children and 402 episodes read"))
            #expect(first.errors.contains("refused: RND000215205141: line"))
            let position = try await daemon.get("/v1/ledger/head").json?["position"]
            let second = try await daemon.caselog(["import", samples])
            #expect(second.errors.contains(" 0 events added"))
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == position)
            #expect(try await daemon.get("/v1/cases/RND000824303014/chronology").json?["count"]?.integerValue ?? 0 > 4)
            // The list waits until clocks and alerts have taken in the whole log.
            #expect(try await daemon.get("/v1/alerts").json?["position"] == position)
        }
    }

    @Test func conflictsAreSaid() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let id = UUID()
            let first = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#, id: id)
            #expect(try await daemon.post(first).status == 201)
            let recorded = try await daemon.get("/v1/events").json?["events"]?.arrayValue
            #expect(recorded?.map { $0["typeVersion"] } == [1])
            let newer = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"a"}"#, more: #","typeVersion":9"#)
            let errors = try await daemon.post(newer).json?["errors"]?.arrayValue
            #expect(errors?.map { $0["pointer"] } == ["/typeVersion"])
            #expect(try await daemon.post(first).status == 200)
            let other = event("note.recorded", ["N1"], on: "2026-01-02", #"{"text":"b"}"#, id: id)
            #expect(try await daemon.post(other).json?["type"]?.stringValue?.hasSuffix("id-conflict") == true)
            let stale = event(
                "note.recorded", ["N1"], on: "2026-01-02", #"{"text":"c"}"#, more: #","expectedVersion":0"#)
            let conflict = try await daemon.post(stale)
            #expect(conflict.status == 409 && conflict.json?["actual"] == 1)
            let foreign = event(
                "note.recorded", ["N1"], on: "2026-01-02", #"{"text":"c"}"#, more: #","authority":"999""#)
            #expect(try await daemon.post(foreign).status == 422)
        }
    }

    @Test func aHookThatWasDownGetsTheAlertWhenItIsBackWithTheSameId() async throws {
        let daemon = try DaemonProcess()
        let out = daemon.output
        try "".write(toFile: out + "/down", atomically: true, encoding: .utf8)
        try daemon.install(
            hook: "10-tell",
            """
            echo "$CASELOG_DELIVERY_ID $CASELOG_RULE $CASELOG_STAGE" >> \(out)/tries
            [ -e \(out)/down ] && exit 1
            # In one piece: others of it run at the same time.
            notice=$(cat)
            echo "$notice" >> \(out)/taken
            """)
        // Daemon, notifier and PostgreSQL are killed while the hook is down: the notices are in the database.
        try await daemon.running(endedBy: .kill) { _ in
            try await daemon.notifier.running(endedBy: .kill) { _ in
                #expect(try await daemon.notifier.knowsReceivers())
                let today = LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)))
                let old = event(
                    "referral.received", ["H1"], on: today.adding(days: -30).description,
                    #"{"referral":"R-1","team":"west"}"#)
                let reply = try await daemon.post(old)
                #expect(reply.status == 201)
                let isTried = try await daemon.appears(out + "/tries")
                #expect(isTried)
            }
        }
        try FileManager.default.removeItem(atPath: out + "/down")
        try await daemon.running { _ in
            try await daemon.notifier.running { _ in
                let isTaken = try await daemon.appears(out + "/taken")
                #expect(isTaken)
            }
        }
        let tries = try String(contentsOfFile: out + "/tries", encoding: .utf8).split(separator: "\n")
        let ofReferral = tries.filter { $0.contains(" R01 ") }
        // One notice for each who is told of it, at night for the out-of-hours service, too: of each, one id over all tries.
        #expect(ofReferral.count > Set(ofReferral).count && Set(ofReferral).count <= 3)
        let lines = try String(contentsOfFile: out + "/taken", encoding: .utf8).split(separator: "\n")
        let taken = try JSONValue(parsing: try #require(lines.first).utf8)
        #expect(taken["kind"] == "alerts")
        let alert = try #require(taken["alerts"]?.arrayValue?.first)
        #expect(alert["child"] == "H1")
        #expect(alert["team"] == "west")
        #expect(alert["raisedAt"]?.stringValue ?? "" >= alert["fellAt"]?.stringValue ?? "z")
    }

    /// The notifier reads the database and not the daemon's socket.
    @Test func theNotifierGoesOnWhileTheDaemonIsDown() async throws {
        let database = try await TestDatabase.create()
        let daemon = try DaemonProcess()
        try await daemon.running(arguments: ["--database", database], endedBy: .kill) { _ in
            let today = LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)))
            let old = event(
                "referral.received", ["H1"], on: today.adding(days: -30).description,
                #"{"referral":"R-1","team":"west"}"#)
            #expect(try await daemon.post(old).status == 201)
            _ = try await daemon.get("/v1/alerts")
        }
        try daemon.install(hook: "10-tell", "echo \"$CASELOG_RULE $CASELOG_CHILD\" >> \(daemon.output)/heard")
        var notifier = daemon.notifier
        notifier.arguments += ["--database", database]
        try await notifier.running { _ in
            let isHeard = try await daemon.appears(daemon.output + "/heard")
            #expect(isHeard)
        }
        #expect(try String(contentsOfFile: daemon.output + "/heard", encoding: .utf8).contains("R01 H1"))
    }

    @Test func migratedHistoryIsToldInOneNoticeNotInOneEach() async throws {
        let daemon = try DaemonProcess()
        try daemon.install(hook: "10-tell", "{ echo \"$CASELOG_KIND\"; cat; echo; } >> \(daemon.output)/told")
        try await daemon.running { _ in
            try await daemon.notifier.running { _ in
                #expect(try await daemon.notifier.knowsReceivers())
                let events = (0..<30).map { index in
                    event(
                        "referral.received", ["M\(index)"], on: "2019-0\(1 + index % 9)-1\(index % 10)",
                        #"{"referral":"R-1","team":"west"}"#, more: #","original":{"system":"old"}"#)
                }
                #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
                let alerts = try await daemon.get("/v1/alerts?limit=500").json?["alerts"]?.arrayValue ?? []
                #expect(alerts.count == 60)
                #expect(alerts.allSatisfy { $0["migrated"] == true })
                #expect(try await daemon.appears(daemon.output + "/told"))
                try await Task.sleep(for: .milliseconds(500))
                let lines = try String(contentsOfFile: daemon.output + "/told", encoding: .utf8)
                    .split(separator: "\n")
                #expect(lines.count == 2 && lines.first == "history")
                #expect(try JSONValue(parsing: try #require(lines.last).utf8)["open"] == 60)
            }
        }
    }
}
