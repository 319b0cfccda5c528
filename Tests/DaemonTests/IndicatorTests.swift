import SocketClient
import StrictJSON
import Testing

/// Indicators through the daemon and the client.
@Suite struct IndicatorRouteTests {
    /// Two initial assessments of April 2011, of which one took a day too long, and one that is not authorised.
    private static func append(to daemon: DaemonProcess) async throws {
        let cases = [("N1", "north", "2011-05-04"), ("N2", "south", "2011-05-05"), ("N3", "south", nil)]
        for (child, team, authorised) in cases {
            var events = [
                event(
                    "referral.received", [child], on: "2011-04-14",
                    #"{"referral":"R-1","team":"\#(team)","locality":"Fakenham"}"#),
                event(
                    "assessment.started", [child], on: "2011-04-15",
                    #"{"assessment":"A-1","kind":"initial","referral":"R-1"}"#),
            ]
            if let authorised {
                events.append(event("assessment.authorised", [child], on: authorised, #"{"assessment":"A-1"}"#))
            }
            let reply = try await daemon.post("[\(events.joined(separator: ","))]")
            #expect(reply.status == 201)
        }
    }

    @Test func figuresCanBeOpenedToTheEventsBehindThem() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            try await Self.append(to: daemon)
            let period = "from=2011-04-01&to=2011-06-30"
            let one = try await daemon.get("/v1/indicators/ni59?\(period)&by=team")
            #expect(one.status == 200)
            #expect(one.json?["value"] == 50)
            #expect(one.json?["position"] == 8)
            #expect(one.json?["from"] == "2011-04-01" && one.json?["by"] == "team")
            #expect(
                one.json?["groups"]?.arrayValue?.map {
                    [$0["team"], $0["numerator"], $0["denominator"], $0["leftOut"]]
                }
                    == [["north", 1, 1, 0], ["south", 0, 1, 1]])
            let lists = one.json?["lists"]
            let first = lists?["numerator"]?.arrayValue?.first
            #expect(first?["child"] == "N1" && first?["workingDays"] == 10 && first?["due"] == "2011-05-04")
            #expect(lists?["denominator"]?.arrayValue?.map { $0["child"] } == ["N1", "N2"])
            #expect(lists?["leftOut"]?.arrayValue?.map { $0["child"] } == ["N3"])
            // The ids are those of events that can be read.
            let entries = try await daemon.get("/v1/cases/N1/chronology").json?["entries"]?.arrayValue ?? []
            #expect(entries.first?["id"] == first?["beganWith"] && entries.last?["id"] == first?["endedWith"])
            #expect(first?["position"] == 1)

            let all = try await daemon.get("/v1/indicators?\(period)").json
            let listed = all?["indicators"]?.arrayValue ?? []
            #expect(listed.count > 20)
            #expect(listed.first { $0["id"] == "ni59" }?["value"] == 50)
            #expect(listed.first { $0["id"] == "ni68" }?["value"] == 100)
            #expect(listed.first { $0["id"] == "ni60" }?["value"] == .null)

            // Read from the log itself as it was known at a moment, nothing else comes out.
            let then = try await daemon.get("/v1/indicators/ni59?\(period)&knownAt=2100-01-01T00:00:00Z")
            #expect(then.json?["lists"] == lists)
            let before = try await daemon.get("/v1/indicators/ni59?\(period)&knownAt=2011-05-04T00:00:00Z")
            #expect(before.json?["denominator"] == 0 && before.json?["knownAt"] == "2011-05-04T00:00:00Z")

            let csv = try await daemon.get("/v1/indicators/ni59?\(period)", accept: "text/csv")
            #expect(csv.headers["content-type"]?.hasPrefix("text/csv") == true)
            #expect(String(decoding: csv.body, as: UTF8.self).contains("ni59,both,N1,assessment,A-1,initial,north,"))
            for query in ["by=colour", "from=2011-06-31", "from=2011-07-01&to=2011-06-30", "team=north"] {
                #expect(try await daemon.get("/v1/indicators?\(query)").status == 400, "\(query)")
            }
            #expect(try await daemon.get("/v1/indicators/ni1").status == 404)
            #expect(try await daemon.get("/v1/indicators", accept: "image/png").status == 406)
        }
    }

    @Test func theClientShowsThem() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            try await Self.append(to: daemon)
            let period = ["--from", "2011-04-01", "--to", "2011-06-30"]
            let table = try await daemon.caselog(["indicators"] + period + ["--by", "team"])
            #expect(table.status == 0)
            let line = table.output.split(separator: "\n").first { $0.hasPrefix("NI 59") } ?? ""
            #expect(line.contains("50.0 %") && line.contains("1/2") && line.contains("100.0 %"))
            let one = try await daemon.caselog(["indicators", "ni59"] + period)
            #expect(one.output.contains("1 of 2, 50.0 %, 1 left out"))
            #expect(one.output.contains("overdue since 2011-05-04"))
            let json = try await daemon.caselog(["indicators", "ni59", "--json"] + period)
            #expect((try? JSONValue(parsing: Array(json.output.utf8)))?["value"] == 50)
            let csv = try await daemon.caselog(["indicators", "--csv"] + period)
            #expect(
                csv.output.contains(
                    "ni59,NI 59: initial assessments in time,all,,2011-04-01,2011-06-30,50.0,percent,1,2,1"))
            #expect(try await daemon.caselog(["indicators", "ni1"]).status == 1)
            #expect(try await daemon.caselog(["indicators", "--json", "--csv"]).status == 64)
        }
    }
}
