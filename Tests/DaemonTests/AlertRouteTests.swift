import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// What people do about alerts, over the socket and by the client.
@Suite struct AlertRouteTests {
    private let daemon: DaemonProcess

    init() throws { daemon = try DaemonProcess() }

    private var today: CivilDate {
        LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    }

    /// A referral of ten days ago on which nobody decided: severely overdue, of severity 1.
    private func refer(_ child: String) async throws -> JSONValue {
        let reply = try await daemon.post(
            event(
                "referral.received", [child], on: today.adding(days: -10).description,
                #"{"referral":"R-\#(child)","team":"west"}"#))
        #expect(reply.status == 201)
        let alerts = try await daemon.get("/v1/alerts?rule=R01&child=\(child)").json?["alerts"]?.arrayValue ?? []
        return try #require(alerts.first)
    }

    private func send(_ path: String, _ body: String) async throws -> Reply {
        try await SocketConnection.with(socket: daemon.socket) { connection in
            try await connection.send(
                Call("POST", path, headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
        }
    }

    private func pointers(_ reply: Reply) -> [String] {
        (reply.json?["errors"]?.arrayValue ?? []).compactMap { $0["pointer"]?.stringValue }
    }

    @Test func anAlertIsAcknowledgedAndExplained() async throws {
        try await daemon.running { _ in
            let alert = try await refer("A")
            #expect(alert["severity"] == 1 && alert["handling"] == .null && alert["endedAt"] == .null)
            let id = try #require(alert["id"]?.stringValue)
            let first = try await send("/v1/alerts/\(id)/acknowledgement", #"{"note":"visit on Friday"}"#)
            #expect(first.status == 201 && first.json?["alert"]?["handling"]?["state"] == "acknowledged")
            let again = try await send("/v1/alerts/\(id)/acknowledgement", #"{"note":"visit on Friday"}"#)
            #expect(again.status == 200 && again.json?["receipt"]?["id"] == first.json?["receipt"]?["id"])
            let own = UUID().uuidString.lowercased()
            let named = #"{"id":"\#(own)","note":"other words"}"#
            #expect(try await send("/v1/alerts/\(id)/acknowledgement", named).status == 201)
            #expect(try await send("/v1/alerts/\(id)/acknowledgement", named).status == 200)
            let other = try await send("/v1/alerts/\(id)/acknowledgement", #"{"id":"\#(own)","note":"not the same"}"#)
            #expect(other.status == 409)

            let story = try #require(try await daemon.get("/v1/alerts/\(id)").json)
            let kinds = (story["steps"]?.arrayValue ?? []).compactMap { $0["kind"]?.stringValue }
            #expect(kinds == ["stage", "stage", "stage", "acknowledged", "acknowledged"])
            let told = Set((story["notices"]?.arrayValue ?? []).compactMap { $0["recipient"]?.stringValue })
            #expect(told.isSuperset(of: ["team-manager", "service-manager"]))
            let explained = try #require(try await daemon.get("/v1/alerts/\(id)/explanation").json)
            #expect(explained["current"] == true && explained["clock"]?["id"] == alert["clock"])
            #expect(explained["clock"]?["explanation"]?["counted"]?.arrayValue?.count == 1)

            func count(_ query: String) async throws -> Int? {
                try await daemon.get("/v1/alerts?rule=R01&\(query)").json?["alerts"]?.arrayValue?.count
            }
            #expect(try await count("acknowledged=true") == 1)
            #expect(try await count("acknowledged=false") == 0)
            #expect(try await count("severity=1") == 1)
            #expect(try await count("severity=3") == 0)
            #expect(try await daemon.get("/v1/alerts?severity=4").status == 400)
            // It stands in the child's record like everything else.
            let chronology = try await daemon.get("/v1/events?limit=10").json?["events"]?.arrayValue ?? []
            #expect(chronology.last?["children"] == ["A"] && chronology.last?["type"] == "alert.acknowledged")
        }
    }

    @Test func mistakesAreNamedAndNothingIsStored() async throws {
        try await daemon.running { _ in
            let id = try #require(try await refer("A")["id"]?.stringValue)
            let head = try await daemon.get("/v1/ledger/head").json?["position"]
            #expect(pointers(try await send("/v1/alerts/\(id)/dismissal", "{}")) == ["/reason"])
            #expect(pointers(try await send("/v1/alerts/\(id)/dismissal", #"{"reasons":"x"}"#)) == ["/reasons"])
            #expect(try await send("/v1/alerts/\(UUID())/acknowledgement", "{}").status == 404)
            #expect(try await send("/v1/alerts/\(id)/acknowledgement", "{").status == 400)
            let soon = today.adding(days: 30)
            #expect(pointers(try await send("/v1/silences", #"{"reason":"x","until":"\#(soon)"}"#)) == [""])
            let none = #"{"reason":"x","until":"\#(soon)","team":null,"rule":null}"#
            #expect(pointers(try await send("/v1/silences", none)) == [""])
            let ever = #"{"reason":"x","team":"west","until":"2999-01-01"}"#
            #expect(pointers(try await send("/v1/silences", ever)) == ["/until"])
            let silence = #"{"until":"2001-01-01","rule":"X9","alert":"\#(UUID())"}"#
            #expect(Set(pointers(try await send("/v1/silences", silence))) == ["/alert", "/rule", "/until"])
            #expect(pointers(try await send("/v1/silences", #"{"team":"west","until":"\#(soon)"}"#)) == ["/reason"])
            #expect(try await daemon.get("/v1/ledger/head").json?["position"] == head)
        }
    }

    @Test func silencesAreListedAndDismissalsCountInTheRulesPrecision() async throws {
        try await daemon.running { _ in
            let id = try #require(try await refer("A")["id"]?.stringValue)
            _ = try await refer("B")
            let until = today.adding(days: 30).description
            let said = try await send(
                "/v1/silences", #"{"silence":"S-1","reason":"agency starts","rule":"R01","until":"\#(until)"}"#)
            #expect(said.status == 201 && said.json?["silence"]?["state"] == "active")
            let listed = try await daemon.get("/v1/alerts?rule=R01").json?["alerts"]?.arrayValue ?? []
            #expect(listed.map { $0["handling"]?["state"] } == ["silenced", "silenced"])
            #expect(try await daemon.get("/v1/silences").json?["silences"]?.arrayValue?.count == 1)

            let dismissed = try await send("/v1/alerts/\(id)/dismissal", #"{"reason":"entered twice"}"#)
            #expect(dismissed.status == 201 && dismissed.json?["alert"]?["handling"]?["state"] == "dismissed")
            _ = try await daemon.post(
                event(
                    "referral.decided", ["B"], on: today.description,
                    #"{"referral":"R-B","outcome":"initial-assessment"}"#))
            let rules = try await daemon.get("/v1/alerts/rules").json?["rules"]?.arrayValue ?? []
            let figures = try #require(rules.first { $0["rule"] == "R01" })
            #expect(figures["raised"] == 2 && figures["dismissed"] == 1 && figures["actedOn"] == 1)
            #expect(figures["open"] == 0 && figures["percent"] == 50)

            // Struck out, the silence is one no more.
            let event = try #require(said.json?["receipt"]?["id"]?.stringValue)
            _ = try await daemon.post(
                DaemonTests.event(
                    "entry.struck-out", [], on: today.description, #"{"entry":"\#(event)","reason":"wrong rule"}"#))
            #expect(try await daemon.get("/v1/silences").json?["silences"] == [])
            let all = try await daemon.get("/v1/silences?state=all").json?["silences"]?.arrayValue ?? []
            #expect(all.map { $0["state"] } == ["struck-out"])
        }
    }

    @Test func theClientDoesAllOfIt() async throws {
        try await daemon.running { _ in
            let id = try #require(try await refer("A")["id"]?.stringValue)
            let listed = try await daemon.caselog(["alerts", "--team", "west"])
            #expect(listed.status == 0 && listed.output.contains("R01") && listed.output.contains(id))
            #expect(try await daemon.caselog(["alerts", "list", "--severity", "1"]).output.contains(id))
            #expect(try await daemon.caselog(["alerts", "list", "--acknowledged"]).output.contains("No open alerts"))
            #expect(
                try await daemon.caselog(["alerts", "ack", id, "--note", "seen"]).output.hasPrefix("Acknowledged until")
            )
            let shown = try await daemon.caselog(["alerts", "show", id]).output
            #expect(shown.contains("severely-overdue, severity 1") && shown.contains("acknowledged by"))
            #expect(shown.contains("team-manager west"))
            let explained = try await daemon.caselog(["alerts", "explain", id]).output
            #expect(explained.contains("R01 Decision on a referral") && explained.contains("day 1"))
            let until = today.adding(days: 3).description
            let silence = ["alerts", "silence", "--rule", "R01", "--until", until, "--reason", "known"]
            #expect(try await daemon.caselog(silence).output.contains("rule R01 until"))
            #expect(try await daemon.caselog(["alerts", "silence"]).output.contains("(active): known"))
            #expect(try await daemon.caselog(["alerts", "silence", "--rule", "R01"]).status == 64)
            #expect(try await daemon.caselog(["alerts", "dismiss", id, "--reason", "twice"]).status == 0)
            #expect(try await daemon.caselog(["alerts", "rules"]).output.contains("Decision on a referral"))
            #expect(try await daemon.caselog(["alerts", "dead"]).output == "No delivery was given up.\n")
            #expect(try await daemon.caselog(["alerts", "replay", "--all"]).output == "0 deliveries wait again.\n")
            #expect(try await daemon.caselog(["alerts", "replay", UUID().uuidString]).status == 1)
            let watched = try await daemon.caselog(["alerts", "watch", "--rounds", "2", "--every", "1"])
            #expect(watched.output.contains("alerts are open"))
            let json = try await daemon.caselog(["alerts", "show", id, "--json"]).output
            #expect(try JSONValue(parsing: json.utf8)["id"]?.stringValue == id)
        }
    }

    @Test func theSameWordsAfterAStrikingOutAreANewEvent() async throws {
        try await daemon.running { _ in
            let id = try #require(try await refer("A")["id"]?.stringValue)
            let until = today.adding(days: 30).description
            let said = [
                ("/v1/alerts/\(id)/acknowledgement", #"{"note":"visit on Friday"}"#, ["A"]),
                ("/v1/silences", #"{"reason":"agency starts","rule":"R01","until":"\#(until)"}"#, []),
            ]
            for (path, words, children) in said {
                var events: [String] = []
                for _ in 0..<3 {
                    let reply = try await send(path, words)
                    #expect(reply.status == 201, "\(path): \(events.count)")
                    let event = try #require(reply.json?["receipt"]?["id"]?.stringValue)
                    let again = try await send(path, words)
                    #expect(again.status == 200 && again.json?["receipt"]?["id"]?.stringValue == event)
                    events.append(event)
                    _ = try await daemon.post(
                        DaemonTests.event(
                            "entry.struck-out", children, on: today.description,
                            #"{"entry":"\#(event)","reason":"a mistake"}"#))
                }
                #expect(Set(events).count == 3)
            }
            let alert = try await daemon.get("/v1/alerts/\(id)").json
            #expect(alert?["handling"] == .null)
            _ = try await send(said[0].0, said[0].1)
            #expect(try await daemon.get("/v1/alerts/\(id)").json?["handling"]?["state"] == "acknowledged")
        }
    }

    @Test func aSilenceThatIsSaidAgainIsShownHoweverOldItIs() async throws {
        try await daemon.running { _ in
            let until = today.adding(days: 30).description
            let words = #"{"reason":"agency starts","rule":"R01","until":"\#(until)"}"#
            let first = try await send("/v1/silences", words)
            #expect(first.status == 201 && first.json?["silence"]?["state"] == "active")
            let others = (0..<510).map { number in
                event(
                    "alert.silenced", [], on: today.description,
                    #"{"silence":"S-\#(number)","reason":"r","rule":"R02","until":"\#(until)"}"#)
            }
            #expect(try await daemon.post("[" + others.joined(separator: ",") + "]").status == 201)
            let again = try await send("/v1/silences", words)
            #expect(again.status == 200 && again.json?["silence"] == first.json?["silence"])
        }
    }

    @Test func aListByTheLineSaysWhereItGoesOn() async throws {
        try await daemon.running { _ in
            for child in ["A", "B", "C"] { _ = try await refer(child) }
            var path: String? = "/v1/alerts?rule=R01&limit=2"
            var ids: [String] = []
            var pages = 0
            while let next = path, pages < 5 {
                let reply = try await daemon.get(next, accept: "application/x-ndjson")
                #expect(reply.status == 200)
                ids += try String(decoding: reply.body, as: UTF8.self).split(separator: "\n").compactMap {
                    try JSONValue(parsing: $0.utf8)["id"]?.stringValue
                }
                let link = reply.headers["link"]
                #expect(link?.hasSuffix(#">; rel="next""#) ?? true)
                path = link?.split(separator: ">").first.map { String($0.dropFirst()) }
                pages += 1
            }
            #expect(pages == 2 && ids.count == 3 && Set(ids).count == 3)
        }
    }

    /// It is of a worker and of no child, and everything can be done with it that can be done with an alert.
    @Test func aCaseloadOverTheCapIsAnAlertLikeOthers() async throws {
        try await daemon.running { _ in
            let day = today.description
            let events = [
                event("referral.received", ["A"], on: day, #"{"referral":"R-1","team":"west"}"#),
                event("referral.decided", ["A"], on: day, #"{"referral":"R-1","outcome":"initial-assessment"}"#),
                event("case.allocated", ["A"], on: day, #"{"worker":"sam","team":"west","weight":30}"#),
            ]
            #expect(try await daemon.post("[" + events.joined(separator: ",") + "]").status == 201)
            let path = "/v1/alerts?rule=CASELOAD&team=west"
            let isRaised = try await NotifierProcess.waits {
                try await daemon.get(path).json?["alerts"]?.arrayValue?.isEmpty == false
            }
            #expect(isRaised)
            let alert = try #require(try await daemon.get(path).json?["alerts"]?.arrayValue?.first)
            #expect(alert["child"] == .null && alert["worker"] == "sam" && alert["stage"] == "overdue")
            let id = try #require(alert["id"]?.stringValue)
            let explained = try await daemon.get("/v1/alerts/\(id)/explanation").json
            #expect(explained?["current"] == false && explained?["clock"]?["rule"]?["id"] == "CASELOAD")
            let acknowledged = try await send("/v1/alerts/\(id)/acknowledgement", #"{"note":"two go to kim"}"#)
            #expect(acknowledged.status == 201)
            #expect(acknowledged.json?["alert"]?["handling"]?["state"] == "acknowledged")
            let until = today.adding(days: 3).description
            let silenced = try await send(
                "/v1/silences", #"{"reason":"known","rule":"CASELOAD","team":"west","until":"\#(until)"}"#)
            #expect(silenced.status == 201)
            let shown = try await daemon.caselog(["alerts", "show", id])
            #expect(shown.status == 0 && shown.output.contains("Caseload over the cap"), "\(shown)")
            #expect(try await daemon.caselog(["alerts", "rules"]).output.contains("Caseload over the cap"))
        }
    }

    /// Killed as soon as it has acknowledged the event, it has told everybody once when it is back.
    @Test func aDaemonThatIsKilledWhileItRaisesTellsEverybodyOnce() async throws {
        let database = try await TestDatabase.create()
        let count = 12
        for number in 0..<count {
            try await daemon.running(arguments: ["--database", database], endedBy: .kill) { _ in
                let reply = try await daemon.post(
                    event(
                        "referral.received", ["K\(number)"], on: today.adding(days: -10).description,
                        #"{"referral":"R-1","team":"west"}"#))
                #expect(reply.status == 201)
                try await Task.sleep(for: .milliseconds(number * 3))
            }
        }
        try await daemon.running(arguments: ["--database", database]) { _ in
            let alerts = try await daemon.get("/v1/alerts?rule=R01").json?["alerts"]?.arrayValue ?? []
            #expect(alerts.count == count)
            // Each alert stands in one notice for each recipient, and that notice is the one by which they were told.
            let told = try await Psql.run(
                database,
                """
                SELECT notice.recipient, count(*), count(DISTINCT named), count(told.alert_id)
                FROM caselog.notice CROSS JOIN unnest(alerts) AS named
                JOIN caselog.alert ON alert_id = named AND rule = 'R01'
                LEFT JOIN caselog.alert_told AS told
                    ON told.alert_id = named AND told.notice_id = notice.notice_id
                        AND told.recipient = notice.recipient
                WHERE notice.recipient IN ('team-manager', 'service-manager') GROUP BY 1 ORDER BY 1
                """)
            #expect(told == "service-manager|\(count)|\(count)|\(count)\nteam-manager|\(count)|\(count)|\(count)")
        }
    }
}
