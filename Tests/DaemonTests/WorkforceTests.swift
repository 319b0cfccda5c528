import Foundation
import SocketClient
import StrictJSON
import Testing

/// Events that stand in no child's record, and the workforce that they make, through the daemon.
@Suite struct WorkforceRouteTests {
    @Test func theWorkforceIsAnsweredForAnyDayAndMoment() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func post(_ type: String, on day: String, _ data: String, id: UUID = UUID()) async throws -> JSONValue? {
                let reply = try await daemon.post(event(type, [], on: day, data, id: id))
                #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
                return reply.json?["receipts"]?.arrayValue?.first
            }
            _ = try await post("team.registered", on: "2009-01-05", #"{"team":"NORTH","area":"North","manager":"mel"}"#)
            let id = UUID()
            let registered =
                #"{"worker":"sam","team":"NORTH","fullTimeEquivalent":0.8,"qualification":"#
                + #"{"status":"registered","from":"2008-04-01","until":"2011-04-13"}}"#
            let receipt = try await post("worker.registered", on: "2008~", registered, id: id)
            #expect(receipt?["versions"] == [:] && receipt?["position"] == 2)
            let known = try #require(receipt?["recordedAt"]?.stringValue)
            let renewed = #"{"worker":"sam","qualification":{"status":"registered","from":"2011-04-20"}}"#
            _ = try await post("worker.changed", on: "2011-04-20", renewed)

            func sam(_ query: String) async throws -> JSONValue? {
                try await daemon.get("/v1/workforce/workers/sam?\(query)").json
            }
            #expect(try await sam("asAt=2011-04-14")?["registered"] == false)
            #expect(try await sam("asAt=2011-04-20")?["registered"] == true)
            #expect(try await sam("asAt=2011-04-20&knownAt=\(known)")?["registered"] == false)
            let worker = try await sam("asAt=2011-04-13")
            #expect(worker?["area"] == "North" && worker?["manager"] == "mel" && worker?["position"] == 3)
            let team = try await daemon.get("/v1/workforce/teams/NORTH?asAt=2011-04-13").json
            #expect(team?["members"]?.arrayValue?.map { $0["worker"] } == ["sam"])
            #expect(team?["fullTimeEquivalent"] == .number(0.8))
            let teams = try await daemon.get("/v1/workforce/teams?asAt=2011-04-13").json
            #expect(teams?["teams"]?.arrayValue?.map { $0["team"] } == ["NORTH"])
            #expect(teams?["teams"]?.arrayValue?.first?["memberCount"] == 1)

            // A correction is one without children too.
            let correction =
                #"{"entry":"\#(id.uuidString.lowercased())","type":"worker.registered","reason":"Wrong team","data":"#
                + registered.replacing("NORTH", with: "SOUTH") + "}"
            _ = try await post("entry.corrected", on: "2011-05-01", correction)
            #expect(try await sam("asAt=2011-04-13")?["team"] == "SOUTH")

            let events = try await daemon.get("/v1/events?limit=10").json?["events"]?.arrayValue
            #expect(
                events?.map { $0["type"] } == [
                    "team.registered", "worker.registered", "worker.changed", "entry.corrected",
                ])
            #expect(events?.allSatisfy { $0["children"] == nil && $0["versions"] == [:] } == true)

            for path in ["workers/nobody", "teams/NOWHERE"] {
                #expect(try await daemon.get("/v1/workforce/\(path)").status == 404)
            }
            for path in [
                "workers/sam?asAt=yesterday", "workers/a%20b", "teams/NORTH?on=2011-01-01", "teams?on=2011-01-01",
            ] {
                #expect(try await daemon.get("/v1/workforce/\(path)").status == 400, "\(path)")
            }
            let wrong = try await daemon.post(event("worker.left", ["A"], on: "2011-04-20", #"{"worker":"sam"}"#))
            #expect(wrong.json?["errors"]?.arrayValue?.map { $0["pointer"] } == ["/children"])
            #expect(try await daemon.caselog(["verify"]).status == 0)
        }
    }
}
