import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import Subprocess
import SystemPackage
import Testing

/// Views for supervision through the daemon and the command.
@Suite struct SupervisionRouteTests {
    private func post(_ daemon: DaemonProcess, _ events: [String]) async throws -> JSONValue? {
        let reply = try await daemon.post("[\(events.joined(separator: ","))]")
        #expect(reply.status == 201, "\(reply.json?.text() ?? "")")
        return reply.json?["receipts"]?.arrayValue?.last
    }

    private func today(_ days: Int) -> String {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        return LondonTime.date(of: now).adding(days: days).description
    }

    /// A case that was opened that many days ago.
    private func opened(_ child: String, _ days: Int, team: String = "NORTH") -> [String] {
        [
            event("child.registered", [child], on: today(-days), #"{"birthDate":"2020-01-01","givenName":"Kim"}"#),
            event(
                "referral.received", [child], on: today(-days),
                #"{"referral":"R-1","team":"\#(team)","locality":"Thetford"}"#),
            event(
                "referral.decided", [child], on: today(-days),
                #"{"referral":"R-1","outcome":"initial-assessment","riskLevel":"high","rationale":"An injury"}"#),
        ]
    }

    private func county(_ daemon: DaemonProcess) async throws -> JSONValue? {
        var events = [
            event("team.registered", [], on: "2009-01-05", #"{"team":"NORTH","name":"North","manager":"mo"}"#),
            event(
                "worker.registered", [], on: "2009-01-05",
                #"{"worker":"sam","name":"Sam Hill","team":"NORTH","fullTimeEquivalent":1}"#),
            event(
                "finding.raised", [], on: "2011-05-06",
                #"{"finding":"F-1","source":"inspection","what":"Plans lack measurable outcomes"}"#),
        ]
        events += opened("A", 70) + opened("B", 40)
        events += [
            event("case.allocated", ["A"], on: today(-69), #"{"worker":"sam","team":"NORTH","weight":3}"#),
            event(
                "supervision.held", ["A"], on: today(-60), #"{"kind":"case","supervisor":"mo","supervisee":"sam"}"#),
            event(
                "decision.made", ["A"], on: today(-60),
                #"{"decision":"D-1","kind":"plan","what":"See the child alone","due":"\#(today(-50))"}"#),
            event(
                "visit.made", ["A"], on: today(-30),
                #"{"visit":"V-1","purpose":"child-in-need","seen":true,"seenAlone":false}"#),
            event(
                "protective-action.required", ["A"], on: today(-30),
                #"{"protectiveAction":"PA-1","what":"Father sleeps elsewhere","due":"\#(today(-29))"}"#),
            event("case.waiting", ["B"], on: today(-40), #"{"state":"unallocated","team":"NORTH"}"#),
        ]
        return try await post(daemon, events)
    }

    @Test func managersSeeTheirCasesAtThePositionOfTheLastEntry() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let receipt = try await county(daemon)
            let position = try #require(receipt?["position"])

            let team = try #require(try await daemon.get("/v1/supervision/teams/NORTH").json)
            #expect(team["position"] == position && team["openCases"] == 2 && team["name"] == "North")
            #expect(team["notices"] == nil)
            let waiting = team["unallocated"]?["rows"]?.arrayValue
            #expect(waiting?.map { $0["case"]?["child"] } == ["B"] && waiting?.first?["since"] == .string(today(-40)))
            #expect(team["unallocated"]?["bands"]?.arrayValue?.last == ["band": "29+", "count": 1])
            let protective = team["protectiveActions"]?["rows"]?.arrayValue?.first
            #expect(protective?["what"] == "Father sleeps elsewhere" && protective?["position"] == 14)
            #expect(team["overdueItems"]?["rows"]?.arrayValue?.first?["reference"] == "D-1")
            // Both have clocks that are late; the child who was not seen comes first.
            let late = try #require(team["overdueClocks"]?["rows"]?.arrayValue)
            #expect(late.map { $0["case"]?["child"] } == ["B", "A"])
            #expect(team["supervisionOverdue"]?["rows"]?.arrayValue?.map { $0["case"]?["child"] } == ["A"])
            #expect(team["caseload"]?.arrayValue?.map { $0["points"] } == [3])
            #expect(team["recording"]?["workers"]?.arrayValue?.isEmpty == true)

            let worker = try #require(try await daemon.get("/v1/supervision/workers/sam").json)
            #expect(worker["position"] == position && worker["load"]?["points"] == 3)
            let found = try #require(worker["cases"]?.arrayValue?.first)
            #expect(found["case"]?["name"] == "Kim" && found["case"]?["workerName"] == "Sam Hill")
            #expect(found["case"]?["child"] == "A" && found["lastSupervisedOn"] == .string(today(-60)))
            #expect(found["since"]?["supervision"]?["position"] == 11)
            #expect(
                found["since"]?["entries"]?.arrayValue?.map { $0["type"] } == [
                    "protective-action.required", "visit.made", "decision.made",
                ])
            #expect(found["items"]?.arrayValue?.map { $0["fromLastSupervision"] } == [false, true])

            let service = try #require(try await daemon.get("/v1/supervision/service").json)
            #expect(service["position"] == position)
            #expect(service["funnel"]?.arrayValue?.first?["steps"]?["referrals"]?["count"] == 2)
            let allocated = service["variation"]?.arrayValue?.first { $0["measure"] == "cases-allocated" }
            #expect(allocated?["met"] == 1 && allocated?["cases"] == 2)
            #expect(service["findings"]?["open"] == 1)
            #expect(service["from"] == .string(today(0).yearBefore) && service["to"] == .string(today(0)))
        }
    }

    @Test func aViewLooksBackBeyondItsPeriodAndIsAsKnown() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            _ = try await county(daemon)
            let before = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
            try await Task.sleep(for: .milliseconds(20))
            let court = UUID()
            _ = try await post(
                daemon,
                [
                    event("team.reorganised", [], on: today(-35), #"{"from":["NORTH"],"into":["NEW"]}"#),
                    event("vacancy.opened", [], on: today(-3), #"{"vacancy":"V-1","team":"NEW","post":"Manager"}"#),
                    event("training.completed", [], on: today(-5), #"{"worker":"sam","course":"Level 3"}"#),
                    event("training.completed", [], on: today(-5), #"{"worker":"kim","course":"Court"}"#, id: court),
                ])
            let path = "/v1/supervision/service?from=\(today(-20))"
            let service = try #require(try await daemon.get(path).json)
            let effect = try #require(service["reorganisations"]?.arrayValue?.first)
            #expect(effect["months"] == 1 && effect["breaksPeriod"] == false)
            let measures = try #require(effect["measures"]?.arrayValue)
            func cases(_ measure: String, _ side: String) -> JSONValue? {
                measures.first { $0["measure"] == .string(measure) }?[side]?["cases"]
            }
            // The decision of 60 days ago and the visit of 30 days ago lie before the period.
            #expect(cases("decisions-specific", "before") == 1 && cases("visits-child-seen", "since") == 1)
            let capacity = service["capacity"]?["teams"]?.arrayValue?.first
            #expect(capacity?["team"] == "NEW" && capacity?["vacancies"]?.arrayValue?.map { $0["post"] } == ["Manager"])
            let earlier = try await daemon.get(path + "&knownAt=\(before)").json
            #expect(earlier?["reorganisations"] == .array([]) && earlier?["position"] != nil)

            let worker = "/v1/supervision/workers/sam"
            let courses = try await daemon.get(worker).json?["development"]?["courses"]?.arrayValue
            #expect(courses?.map { $0["course"] } == ["Level 3"])
            let known = try await daemon.get(worker + "?knownAt=\(before)").json?["development"]?["courses"]
            #expect(known == .array([]))

            // What was recorded of another names the worker only since it was corrected.
            let correction =
                #"{"entry":"\#(court.uuidString.lowercased())","type":"training.completed","reason":"Wrong name","#
                + #""data":{"worker":"sam","course":"Court"}}"#
            _ = try await post(daemon, [event("entry.corrected", [], on: today(0), correction)])
            let corrected = try await daemon.get(worker).json?["development"]?["courses"]?.arrayValue
            #expect(Set(corrected?.compactMap { $0["course"]?.stringValue } ?? []) == ["Court", "Level 3"])
        }
    }

    @Test func aHandoverStandsOnTheBoardOfTheTeamThatIsToGoOnWithItUntilItIsAccepted() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            _ = try await county(daemon)
            _ = try await post(
                daemon,
                [
                    event("contact.received", ["C"], on: today(-1), #"{"contact":"K-1","sourceCode":"3B"}"#),
                    event(
                        "handover.sent", ["C"], on: today(-1),
                        #"{"handover":"H-1","toTeam":"NORTH","fromService":"emergency duty","riskLevel":"high","#
                            + #""situation":"Police took the father away","#
                            + #""actions":[{"action":"AC-1","what":"See the child"},{"what":"Ring the school"}]}"#),
                ])
            func board(_ team: String) async throws -> JSONValue? {
                try await daemon.get("/v1/supervision/teams/\(team)").json?["handovers"]
            }
            let waiting = try #require(try await board("NORTH"))
            #expect(waiting["count"] == 1 && waiting["openActions"] == 2)
            let row = waiting["rows"]?.arrayValue?.first
            #expect(row?["case"]?["child"] == "C" && row?["from"] == "emergency duty" && row?["riskLevel"] == "high")
            #expect(row?["situation"] == "Police took the father away" && row?["acceptedOn"] == .null)
            #expect(row?["actions"]?.arrayValue?.map { $0["what"] } == ["See the child", "Ring the school"])
            // The child's case is no team's yet.
            #expect(try await daemon.get("/v1/supervision/teams/NORTH").json?["openCases"] == 2)
            let text = try await daemon.caselog(["supervise", "team", "NORTH"])
            #expect(text.output.contains("Handovers: 1 | 1 not accepted") && text.output.contains("emergency duty"))
            let wide = try await daemon.get("/v1/supervision/teams/NORTH?columns=200", accept: "text/plain").body
            #expect(
                String(decoding: wide, as: UTF8.self).contains(
                    "Police took the father away; to do: See the child; to do: Ring the school"))

            _ = try await post(
                daemon,
                [
                    event("handover.accepted", ["C"], on: today(0), #"{"handover":"H-1","acceptedBy":"sam"}"#),
                    event("action.completed", ["C"], on: today(0), #"{"action":"AC-1"}"#),
                ])
            let accepted = try #require(try await board("NORTH"))
            #expect(accepted["count"] == 0 && accepted["openActions"] == 1)
            let kept = accepted["rows"]?.arrayValue?.first
            #expect(kept?["acceptedBy"] == "sam" && kept?["acceptedOn"] == .string(today(0)))
            #expect(kept?["actions"]?.arrayValue?.map { $0["state"] } == ["done", "open"])

            let map = try await daemon.get("/v1/supervision/service").json?["oversight"]
            #expect(map?["managers"]?.arrayValue?.first?["manager"] == "mo" && map?["weeks"]?.arrayValue?.count == 13)
            // One supervision; of the other decision and those on the two referrals it is not said whose they were.
            #expect(map?["managers"]?.arrayValue?.map { $0["count"] } == [1, 3])
            let north = map?["teams"]?.arrayValue?.first
            #expect(north?["team"] == "NORTH" && north?["openCases"] == 2 && north?["withoutOversight"] == 1)
        }
    }

    @Test func aPackMadeAgainForItsMomentIsTheSameByteForByte() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let known = try #require(try await county(daemon)?["recordedAt"]?.stringValue)
            func pack(_ name: String, _ more: [String]) async throws -> [String: Data] {
                let directory = daemon.directory + "/" + name
                let made = try await daemon.caselog(["pack", directory] + more)
                #expect(made.status == 0, "\(made)")
                let names = try FileManager.default.contentsOfDirectory(atPath: directory)
                return try Dictionary(
                    uniqueKeysWithValues: names.map {
                        ($0, try Data(contentsOf: URL(fileURLWithPath: directory + "/" + $0)))
                    })
            }
            let days = ["--from", today(-100), "--to", today(0)]
            let first = try await pack("first", days + ["--known-at", known])
            #expect(
                Set(first.keys) == [
                    "checkpoint.txt", "indicators.json", "indicators.txt", "pack.json", "service.json", "service.txt",
                    "team-NORTH.json", "team-NORTH.txt",
                ])
            let list = try JSONValue(parsing: Array(try #require(first["pack.json"])))
            #expect(list["knownAt"] == .string(known) && list["files"]?.arrayValue?.count == 7)
            // By another program than the one that made it.
            let files = (list["files"]?.arrayValue ?? []).compactMap { file in
                file["name"]?.stringValue.map { (path: "\(daemon.directory)/first/\($0)", digest: file["sha256"]) }
            }
            let sums = try await run(
                .path("/usr/bin/sha256sum"), arguments: Arguments(files.map(\.path)), output: .string(limit: 1 << 16)
            ).standardOutput.split(separator: "\n")
            #expect(sums.map { JSONValue.string(String($0.prefix(64))) } == files.map(\.digest))

            _ = try await post(
                daemon, [event("case.allocated", ["B"], on: today(0), #"{"worker":"kim","team":"NORTH"}"#)])
            let again = try await pack("again", days + ["--known-at", known])
            for name in first.keys where name != "checkpoint.txt" && name != "pack.json" {
                #expect(first[name] == again[name], "\(name)")
            }
            // What is recorded within the last second is in no pack: somebody may still be recording in it.
            try await Task.sleep(for: .milliseconds(2100))
            let now = try await pack("now", days)
            #expect(now["team-NORTH.json"] != first["team-NORTH.json"])
            // What is there already is not written over.
            #expect(try await daemon.caselog(["pack", daemon.directory + "/now"]).status == 64)
        }
    }

    @Test func whatWasKnownEarlierIsAnsweredAndParametersAreChecked() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let known = try #require(try await county(daemon)?["recordedAt"]?.stringValue)
            _ = try await post(
                daemon, [event("case.allocated", ["B"], on: today(0), #"{"worker":"kim","team":"NORTH"}"#)])
            #expect(try await daemon.get("/v1/supervision/teams/NORTH").json?["unallocated"]?["count"] == 0)
            #expect(try await daemon.get("/v1/supervision/workers/kim").status == 200)
            for path in ["teams/NORTH", "workers/sam", "service"] {
                let then = try await daemon.get("/v1/supervision/\(path)?knownAt=\(known)").json
                #expect(then?["knownAt"] == .string(known) && then?["position"] == 15, "\(path)")
            }
            let then = try await daemon.get("/v1/supervision/teams/NORTH?knownAt=\(known)").json
            #expect(then?["unallocated"]?["count"] == 1)
            #expect(try await daemon.get("/v1/supervision/workers/kim?knownAt=\(known)").status == 404)

            for path in ["teams/NOWHERE", "workers/nobody"] {
                #expect(try await daemon.get("/v1/supervision/\(path)").status == 404)
            }
            for path in [
                "teams/a%20b", "workers/sam?from=yesterday", "service?from=2011-05-01&to=2011-04-30", "service?team=x",
                "teams/NORTH?columns=4",
            ] {
                #expect(try await daemon.get("/v1/supervision/\(path)").status == 400, "\(path)")
            }
            #expect(try await daemon.get("/v1/supervision/service", accept: "text/html").status == 406)

            let text = try await daemon.caselog(["supervise", "team", "NORTH"])
            #expect(text.status == 0 && text.output.hasPrefix("Team NORTH (North), managed by mo: 2 open cases"))
            let worker = try await daemon.caselog(["supervise", "worker", "sam"])
            #expect(worker.output.contains("1 case of 3 points"))
            let service = try await daemon.caselog(["supervise", "service", "--json"])
            #expect(service.status == 0 && service.output.hasPrefix("{"))
        }
    }
}

extension String {
    /// The day after the same day a year before.
    fileprivate var yearBefore: String {
        CivilDate(self)?.adding(months: -12).adding(days: 1).description ?? ""
    }
}
