import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import TestSupport
import Testing
import Timescales

/// The rules through the daemon and the client.
@Suite struct RuleRouteTests {
    static let coventry = """
        rulebook: Coventry
        version: "2010-10"
        overrides:
          - {rule: R03, limit: 7 working days, reason: "LSCB procedure, October 2010"}

        """

    /// A file with those words.
    private static func file(_ daemon: DaemonProcess, _ text: String) throws -> String {
        let path = daemon.directory + "/local.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func rulesAreListedAndShownWithWhatTheAuthorityChanges() async throws {
        let daemon = try DaemonProcess()
        let local = try Self.file(daemon, Self.coventry)
        try await daemon.running { _ in
            #expect(try await daemon.caselog(["rules", "adopt", local]).status == 0)
            let standard = try Rulebook.standard()
            let all = try await daemon.get("/v1/rules").json
            #expect(all?["count"] == .integer(Int64(standard.rules.count)))
            #expect(all?["rulebooks"]?.arrayValue?.map { $0["name"] } == ["national", "practice", "Coventry"])
            let ids = all?["rules"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
            #expect(ids == standard.rules.map(\.id.rawValue))
            let measures = try await daemon.get("/v1/rules?kind=measure").json?["rules"]?.arrayValue
            #expect(measures?.count == standard.rules.count { $0.kind == .measure })
            let then = try await daemon.get("/v1/rules?asAt=2011-05-06&kind=guidance").json?["rules"]?.arrayValue ?? []
            #expect(
                then.compactMap { $0["id"]?.stringValue }
                    == standard.rules.filter { rule in
                        rule.kind == .guidance && rule.editions.contains { $0.isInForce(on: CivilDate("2011-05-06")!) }
                    }.map(\.id.rawValue))
            #expect(then.allSatisfy { $0["editions"]?.arrayValue?.count == 1 })
            #expect(then.first { $0["id"] == "R03" }?["asAt"]?["limit"] == "7 working days")

            let rule = try await daemon.get("/v1/rules/R03").json
            #expect(rule?["origin"]?["name"] == "national" && rule?["per"] == "referral")
            #expect(rule?["editions"]?.arrayValue?.first?["limit"] == "10 working days")
            #expect(rule?["localChanges"]?.arrayValue?.first?["reason"] == "LSCB procedure, October 2010")
            #expect(rule?["tell"]?["overdue"] != nil && rule?["severity"]?["overdue"] != nil)
            #expect(try await daemon.get("/v1/rules/R99").status == 404)
            for query in ["kind=law", "asAt=2011-02-29", "colour=red"] {
                #expect(try await daemon.get("/v1/rules?\(query)").status == 400, "\(query)")
            }

            let list = try await daemon.caselog(["rules", "list", "--kind", "guidance", "--as-at", "2011-05-06"])
            #expect(list.status == 0 && list.output.contains("7 working days (local)"))
            #expect(list.output.split(separator: "\n").count >= then.count + 1 && !list.output.contains("R05 "))
            #expect(try await daemon.caselog(["rules", "list", "--kind", "law"]).status == 1)
            let shown = try await daemon.caselog(["rules", "show", "R03"])
            for words in [
                "R03  Initial assessment", "Statutory guidance; one clock for each referral",
                "Starts with: Referral received", "Ends with: Assessment authorised", "Falls away with: ",
                "WT2010, day 0 from 2010-03-17 until 2013-04-14: 10 working days", "(known)",
                "limit: 7 working days (LSCB procedure, October 2010)", "overdue: severity",
                "From the rulebook national",
            ] {
                #expect(shown.output.contains(words), "\(words)")
            }
            let json = try await daemon.caselog(["rules", "show", "R03", "--json"])
            #expect((try? JSONValue(parsing: Array(json.output.utf8)))?["id"] == "R03")
            #expect(try await daemon.caselog(["rules", "show", "R99"]).status == 1)
        }
    }

    @Test func aRuleFileIsCheckedOverTheSocketAndWithoutADaemon() async throws {
        let daemon = try DaemonProcess()
        let bad = """
            rulebook: bad
            version: 1
            overrides:
              - {rule: R99, limit: 7 working days, reason: x}
              - {rule: R03, limit: soon, colour: red}

            """
        let local = try Self.file(daemon, bad)
        let said = try await daemon.caselog(["rules", "check", local])
        #expect(said.status == 65)
        let lines = said.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix("\(local):4:12 overrides/0/rule: R99 is not a rule (R01, ") == true)
        #expect(lines.contains { $0.hasPrefix("\(local):5:24 overrides/1/limit: must be a limit") })
        let json = try await daemon.caselog(["rules", "check", "--json", local])
        #expect(json.status == 65)
        #expect((try? JSONValue(parsing: Array(json.output.utf8)))?["errors"]?.arrayValue?.count == 4)
        #expect(try await daemon.caselog(["rules", "check", daemon.directory + "/none.yaml"]).status == 64)
        let good = try await daemon.caselog(["rules", "check", try Self.file(daemon, Self.coventry)])
        #expect(good.status == 0 && good.output.contains("R03 Initial assessment: 7 working days instead of 10"))
        let schema = try await daemon.caselog(["rules", "schema"])
        #expect((try? JSONValue(parsing: Array(schema.output.utf8)))?["$defs"] != nil)
        #expect(try await daemon.caselog(["rules", "what-if", local]).status == 69)

        try await daemon.running { _ in
            func post(_ body: String, _ path: String = "check", type: String = "application/yaml") async throws -> Reply
            {
                try await SocketConnection.with(socket: daemon.socket) { connection in
                    try await connection.send(
                        Call("POST", "/v1/rules/\(path)", headers: [("Content-Type", type)], body: Array(body.utf8)))
                }
            }
            let sound = try await post(Self.coventry, type: "text/yaml; charset=utf-8")
            #expect(sound.status == 200 && sound.json?["adds"] == [])
            let change = sound.json?["changes"]?.arrayValue?.first
            #expect(change?["rule"] == "R03" && change?["limit"] == "7 working days")
            #expect(change?["replaces"]?.arrayValue?.map { $0["limit"] } == ["10 working days"])
            for path in ["check", "what-if"] {
                let refused = try await post(bad, path)
                #expect(refused.status == 422 && refused.headers["content-type"] == "application/problem+json")
                let errors = refused.json?["errors"]?.arrayValue ?? []
                #expect(errors.count == 4, "\(path)")
                #expect(
                    errors.first?["line"] == 4 && errors.first?["column"] == 12
                        && errors.first?["path"] == "overrides/0/rule" && errors.first?["allowed"] != nil)
            }
            #expect(try await post(Self.coventry, type: "application/json").status == 415)
            #expect(try await post(Self.coventry, "what-if?rule=R99").status == 400)
            #expect(try await post(Self.coventry, "what-if?team=a%20b").status == 400)
            // The daemon answers before it has read it all, or hangs up on the writer.
            if let large = try? await post(String(repeating: "#", count: 2 << 20)) { #expect(large.status == 413) }
            let whatIf = try await daemon.caselog(["rules", "what-if", try Self.file(daemon, bad)])
            #expect(whatIf.status == 65)
            #expect(whatIf.errors.contains("local.yaml:4:12 overrides/0/rule: R99 is not a rule"))
        }
    }

    /// What 7 instead of 10 working days makes of a clock of R03, by what its own explanation counts.
    private struct Expected {
        let due: String
        let state: String

        init?(_ clock: JSONValue) {
            guard clock["rule"]?["id"] == "R03", clock["limit"]?["workingDays"] == 10,
                let counted = clock["explanation"]?["counted"]?.arrayValue, counted.count == 10,
                let due = counted[6]["date"]?.stringValue, let state = clock["state"]?.stringValue
            else { return nil }
            self.due = due
            let end = clock["stoppedOn"]?.stringValue ?? ""
            self.state = state == "met" && end > due ? "late" : state
        }
    }

    @Test func whatIfListsExactlyTheClocksThatChangeAndWritesNothing() async throws {
        let daemon = try DaemonProcess()
        let database = try await TestDatabase.create()
        let local = try Self.file(daemon, Self.coventry)
        let county = try await daemon.caselog(["demo", "--seed", "2011", "--children", "40", "--through", "2011-05-06"])
        let events = daemon.directory + "/county.ndjson"
        try county.output.write(toFile: events, atomically: true, encoding: .utf8)
        try await daemon.running(arguments: ["--database", database]) { _ in
            #expect(try await daemon.caselog(["import", events]).status == 0)
            // Authorised on the seventh, the eighth and the tenth working day.
            for (child, authorised) in [("X7", "2011-01-19"), ("X8", "2011-01-20"), ("X10", "2011-01-24")] {
                for (type, day, data) in [
                    ("referral.received", "2011-01-10", #"{"referral":"R"}"#),
                    ("assessment.started", "2011-01-11", #"{"assessment":"A","kind":"initial","referral":"R"}"#),
                    ("assessment.authorised", authorised, #"{"assessment":"A","authorisedBy":"mel"}"#),
                ] {
                    #expect(try await daemon.post(event(type, [child], on: day, data)).status == 201)
                }
            }
            _ = try await daemon.get("/v1/alerts")
            func stored() async throws -> String {
                let head = try await daemon.get("/v1/ledger/head").json?["position"]?.text() ?? ""
                // Alerts of caseloads, and notices, come with the time whatever is asked.
                let tables = ["event", "child_event", "projection", "clock", "alert WHERE child IS NOT NULL"]
                let sums = tables.map { table in
                    "(SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM (SELECT * FROM caselog.\(table)) t)"
                }
                return head + " " + (try await Psql.run(database, "SELECT " + sums.joined(separator: ", ")))
            }
            let before = try await stored()
            let names = try await Psql.run(database, "SELECT DISTINCT child FROM caselog.child_event")
            let children = names.split(separator: "\n").map(String.init)
            #expect(children.count >= 40)

            var expected: [String: Expected] = [:]
            var was: [String: JSONValue] = [:]
            for child in children {
                let clocks = try await daemon.get("/v1/cases/\(child)/timescales").json?["clocks"]?.arrayValue
                for clock in clocks ?? [] {
                    guard let id = clock["id"]?.stringValue, let other = Expected(clock) else { continue }
                    (expected[id], was[id]) = (other, clock)
                }
            }
            let turned = expected.filter { $0.value.state != was[$0.key]?["state"]?.stringValue }
            #expect(expected.count >= 20 && turned.count < expected.count)
            #expect(turned.keys.filter { $0.hasPrefix("R03/X") }.sorted() == ["R03/X10/R", "R03/X8/R"])

            let json = try await daemon.caselog(["rules", "what-if", "--json", "--limit", "10000", local])
            #expect(json.status == 0, "\(json.errors)")
            let answer = try JSONValue(parsing: Array(json.output.utf8))
            let changes = answer["changes"]?.arrayValue ?? []
            #expect(Set(changes.compactMap { $0["id"]?.stringValue }) == Set(expected.keys))
            #expect(changes.count == expected.count && answer["complete"] == true)
            #expect(answer["clocks"] == .integer(Int64(expected.count)))
            #expect(answer["due"] == answer["clocks"] && answer["state"] == .integer(Int64(turned.count)))
            #expect(answer["appears"] == 0 && answer["disappears"] == 0)
            #expect(answer["children"] == .integer(Int64(children.count)))
            for change in changes {
                let id = change["id"]?.stringValue ?? ""
                #expect(change["before"]?["due"] == was[id]?["due"] && change["before"]?["state"] == was[id]?["state"])
                #expect(change["after"]?["due"]?.stringValue == expected[id]?.due, "\(id)")
                #expect(change["after"]?["state"]?.stringValue == expected[id]?.state, "\(id)")
                let isTurned = turned[id] != nil
                #expect(change["changes"]?.arrayValue?.contains("state") == isTurned, "\(id)")
            }

            // By team: as the clocks' own rows have it.
            let rows = try await Psql.run(
                database,
                """
                SELECT coalesce(team, ''), count(*) FROM caselog.clock
                WHERE clock_id IN (\(expected.keys.map { "'\($0)'" }.joined(separator: ","))) GROUP BY 1 ORDER BY 1
                """)
            let groups = answer["byTeamAndRule"]?.arrayValue ?? []
            let counted = groups.map { "\($0["team"]?.stringValue ?? "")|\($0["clocks"]?.integerValue ?? 0)" }
            #expect(counted.joined(separator: "\n") == rows)
            let teams = groups.compactMap { $0["team"]?.stringValue }
            let team = try #require(teams.first)
            let ofTeam = try await daemon.caselog(["rules", "what-if", "--json", "--team", team, local])
            let listed = try JSONValue(parsing: Array(ofTeam.output.utf8))
            #expect(listed["clocks"] == groups.first { $0["team"]?.stringValue == team }?["clocks"])
            #expect(listed["changes"]?.arrayValue?.allSatisfy { $0["team"]?.stringValue == team } == true)

            // As lines: the same, then the counts.
            let stream = try await daemon.caselog(["rules", "what-if", "--lines", local])
            let texts = stream.output.split(separator: "\n")
            let lines = try texts.map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(stream.status == 0 && lines.count == expected.count + 1)
            #expect(Array(lines.dropLast()) == changes)
            #expect(lines.last?["summary"]?["byTeamAndRule"] == answer["byTeamAndRule"])

            // A short list is said to be one; tables for people; other rules, earlier moments and the present rules.
            let short = try await daemon.caselog(["rules", "what-if", "--json", "--limit", "3", local])
            let three = try JSONValue(parsing: Array(short.output.utf8))
            #expect(three["changes"]?.arrayValue?.count == 3 && three["complete"] == false)
            #expect(three["clocks"] == answer["clocks"])
            let table = try await daemon.caselog(["rules", "what-if", local])
            #expect(table.output.hasPrefix("\(expected.count) clocks would differ, of \(children.count) records"))
            #expect(table.output.contains("TEAM") && table.output.contains(team))
            let other = try await daemon.caselog(["rules", "what-if", "--json", "--rule", "R01", local])
            #expect(try JSONValue(parsing: Array(other.output.utf8))["clocks"] == 0)
            let moment = "2011-01-01T00:00:00Z"
            let then = try await daemon.caselog(["rules", "what-if", "--json", "--known-at", moment, local])
            #expect(try JSONValue(parsing: Array(then.output.utf8))["clocks"] == 0)
            let same = try Self.file(daemon, "rulebook: same\nversion: 1\n")
            let nothing = try await daemon.caselog(["rules", "what-if", "--json", same])
            #expect(try JSONValue(parsing: Array(nothing.output.utf8))["children"] == 0)

            #expect(try await stored() == before)
        }
    }
}
