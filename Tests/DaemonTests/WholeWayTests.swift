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
        let daemon = try DaemonProcess()
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

    @Test func migratedHistoryIsToldInOneNoticeNotInOneEach() async throws {
        let daemon = try DaemonProcess()
        let database = try await TestDatabase.create()
        try await daemon.running(arguments: ["--database", database]) { _ in
            let events = (0..<30).map { index in
                event(
                    "referral.received", ["M\(index)"], on: "2019-0\(1 + index % 9)-1\(index % 10)",
                    #"{"referral":"R-1","team":"west"}"#, more: #","original":{"system":"old"}"#)
            }
            #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
            let alerts = try await daemon.get("/v1/alerts?limit=500").json?["alerts"]?.arrayValue ?? []
            #expect(alerts.count == 60)
            #expect(alerts.allSatisfy { $0["migrated"] == true })
            var kinds = ""
            for _ in 0..<600 where kinds.isEmpty {
                kinds = try await Psql.run(database, "SELECT kind FROM caselog.notice ORDER BY number")
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(kinds == "history")
            let open = "convert_from(payload, 'UTF8')::jsonb->'open'"
            #expect(try await Psql.run(database, "SELECT \(open) FROM caselog.notice") == "60")
        }
    }
}
