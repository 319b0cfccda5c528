import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import Testing

/// What the inspection letter asks of clocks and their alerts, from the socket to the alert.
@Suite struct AcceptanceTests {
    private let daemon: DaemonProcess

    init() throws { daemon = try DaemonProcess() }

    private func post(_ type: String, _ children: [String], on day: String, _ data: String, id: UUID = UUID())
        async throws
    {
        let reply = try await daemon.post(event(type, children, on: day, data, id: id))
        #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
    }

    private func alerts(_ rule: String, _ query: String = "") async throws -> [JSONValue] {
        try await daemon.get("/v1/alerts?rule=\(rule)\(query)").json?["alerts"]?.arrayValue ?? []
    }

    private func clock(_ rule: String, _ child: String) async throws -> JSONValue? {
        let clocks = try await daemon.get("/v1/cases/\(child)/timescales").json?["clocks"]?.arrayValue ?? []
        return clocks.first { $0["rule"]?["id"] == .string(rule) }
    }

    @Test func anEnquiryWithoutACoreAssessmentIsSaidAtOnceAndClearsWhenOneIsStarted() async throws {
        try await daemon.running { _ in
            try await post("section47.started", ["A"], on: "2011-04-18", #"{"section47":"S-1"}"#)
            let raised = try await alerts("P09")
            #expect(raised.map { $0["child"] } == ["A"])
            #expect(try await clock("P09", "A")?["rule"]?["severity"]?["overdue"] == 1)

            let core = UUID()
            try await post(
                "assessment.started", ["A"], on: "2011-04-18",
                #"{"assessment":"C-1","kind":"core","section47":"S-1"}"#, id: core)
            #expect(try await alerts("P09").isEmpty)
            let cleared = try #require(try await clock("P09", "A"))
            #expect(cleared["state"] == "met" && cleared["startedBy"]?["position"] == 1)
            #expect(cleared["stoppedBy"]?["event"] == .string(core.uuidString.lowercased()))
        }
    }

    @Test func anAssessmentUnderALapsedRegistrationIsSaidWhateverIsRecordedLater() async throws {
        try await daemon.running { _ in
            try await post(
                "assessment.started", ["A"], on: "2011-04-14",
                #"{"assessment":"A-1","kind":"initial","lead":"sam"}"#)
            #expect(try await alerts("P18").isEmpty, "of a worker of whom nothing is known nothing is said")
            // Recorded later, the registration that had lapsed the day before reaches the clock that had asked.
            try await post(
                "worker.registered", [], on: "2008-04-01",
                #"{"worker":"sam","qualification":{"status":"registered","from":"2008-04-01","until":"2011-04-13"}}"#)
            #expect(try await alerts("P18").map { $0["child"] } == ["A"])
            try await post(
                "worker.changed", [], on: "2011-04-20",
                #"{"worker":"sam","qualification":{"status":"registered","from":"2011-04-20"}}"#)
            #expect(try await alerts("P18").map { $0["child"] } == ["A"])
            let clock = try #require(try await clock("P18", "A"))
            #expect(clock["state"] == "open" && clock["startedBy"]?["position"] == 1)
        }
    }

    @Test func ofFortyUnallocatedCasesTheOneThatWasNotReviewedIsSaid() async throws {
        try await daemon.running { _ in
            let today = LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
            var events: [String] = []
            for number in 1...40 {
                let child = "U\(number)"
                let team = "team-\(number % 3)"
                let (waiting, reviewed) = (today.adding(days: -20), today.adding(days: number == 17 ? -8 : -1))
                events.append(
                    event(
                        "case.waiting", [child], on: waiting.description,
                        #"{"state":"unallocated","team":"\#(team)"}"#))
                events.append(
                    event(
                        "case.reviewed", [child], on: today.adding(days: -14).description,
                        #"{"state":"unallocated","managerRole":"operational-manager"}"#))
                events.append(
                    event(
                        "case.reviewed", [child], on: reviewed.description,
                        #"{"state":"unallocated","managerRole":"operational-manager"}"#))
            }
            let reply = try await daemon.post("[" + events.joined(separator: ",") + "]")
            #expect(reply.status == 201)
            let overdue = try await alerts("P40", "&stage=overdue")
            #expect(overdue.map { $0["child"] } == ["U17"])
        }
    }

    @Test func rulesThatTheAuthorityAdoptsHoldFromThenOnAndMistakesAreRefused() async throws {
        try await daemon.running { _ in
            try await post("referral.received", ["A"], on: "2011-04-14", #"{"referral":"R-1"}"#)
            #expect(try await alerts("R03").map { $0["due"] } == ["2011-05-04"])

            func adoption(_ limit: String) -> String {
                let text = "rulebook: norfolk\\nversion: '1'\\noverrides: [{rule: R03, limit: \(limit), reason: P 4.2}]"
                return event("rulebook.adopted", [], on: "2011-04-15", #"{"name":"norfolk.yaml","text":"\#(text)"}"#)
            }
            let wrong = try await daemon.post(adoption("7 wd"))
            #expect(wrong.status == 422)
            let error = wrong.json?["errors"]?.arrayValue?.first
            #expect(error?["pointer"] == "/data/text")
            #expect(error?["reason"]?.stringValue?.hasPrefix("line 3, column") == true)
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == 1)

            #expect(try await daemon.post(adoption("7 working days")).status == 201)
            #expect(try await clock("R03", "A")?["due"] == "2011-04-27")
            // All clocks were made again, and their alerts with them.
            #expect(try await alerts("R03").map { $0["due"] } == ["2011-04-27"])
        }
    }

    @Test func aNewerCalendarMovesTheLastDayAndSaysWhatItWas() async throws {
        try await daemon.running { _ in
            try await post("referral.received", ["A"], on: "2026-11-23", #"{"referral":"R-1"}"#)
            #expect(try await clock("R05", "A")?["due"] == "2027-01-28")
            let days =
                [
                    "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "11-27", "12-25", "12-28",
                ].map { "2026-\($0)" }
                + ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"].map { "2027-\($0)" }
            let file = daemon.directory + "/bank-holidays.json"
            let events = days.map { #"{"title":"A day","date":"\#($0)","notes":"","bunting":true}"# }
            try Data(
                #"{"england-and-wales":{"division":"england-and-wales","events":[\#(events.joined(separator: ","))]}}"#
                    .utf8
            ).write(to: URL(filePath: file))
            let adopted = try await daemon.caselog(["calendar", "adopt", file, "--reason", "a day of thanks"])
            #expect(adopted.status == 0 && adopted.output.contains("GOV.UK bank holidays, 2026 to 2027"))
            let moved = try #require(try await clock("R05", "A"))
            #expect(moved["due"] == "2027-01-29" && moved["recount"]?["due"] == "2027-01-28")
            let remarks = moved["explanation"]?["remarks"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(remarks.contains { $0.contains("Evaluated again") })

            let broken = daemon.directory + "/broken.json"
            try Data(#"{"scotland":{}}"#.utf8).write(to: URL(filePath: broken))
            #expect(try await daemon.caselog(["calendar", "adopt", broken]).status == 65)
        }
    }
}
