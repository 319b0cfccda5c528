import CaseRecord
import Foundation
import SocketClient
import StrictJSON
import Testing

/// Corrections, striking out and merges through the daemon: every view and alert follows.
@Suite struct CorrectionTests {
    /// The national clocks of a referral of 2011.
    private static let rules: Set<JSONValue?> = ["R01", "R03"]

    @Test func clocksAndAlertsFollowCorrectionsAndMerges() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let referral = UUID()
            let id = referral.uuidString.lowercased()
            func post(_ type: String, _ children: [String], _ data: String, id: UUID = UUID()) async throws
                -> JSONValue?
            {
                let reply = try await daemon.post(event(type, children, on: "2011-04-14", data, id: id))
                #expect(reply.status == 201, "\(type)")
                return reply.json?["receipts"]?.arrayValue?.first
            }
            func alerts(_ child: String) async throws -> [JSONValue] {
                let alerts = try await daemon.get("/v1/alerts?child=\(child)").json?["alerts"]?.arrayValue ?? []
                return alerts.filter { Self.rules.contains($0["rule"]?["id"]) }.compactMap { $0["due"] }
            }
            func due(_ child: String, _ query: String = "") async throws -> [JSONValue] {
                let clocks = try await daemon.get("/v1/cases/\(child)/timescales\(query)").json?["clocks"]?.arrayValue
                return (clocks ?? []).filter { Self.rules.contains($0["rule"]?["id"]) }.compactMap { $0["due"] }
            }

            let receipt = try await post("referral.received", ["A"], #"{"referral":"R-1"}"#, id: referral)
            let then = try #require(receipt?["recordedAt"]?.stringValue)
            #expect(try await alerts("A") == ["2011-04-15", "2011-05-04"])

            let correction =
                #"{"entry":"\#(id)","type":"referral.received","reason":"Dated","occurredAt":"2011-04-13"}"#
            _ = try await post("entry.corrected", ["A"], correction)
            #expect(try await alerts("A") == ["2011-04-14", "2011-05-03"])
            #expect(try await due("A") == ["2011-04-14", "2011-05-03"])
            #expect(try await due("A", "?knownAt=\(then)") == ["2011-04-15", "2011-05-04"])

            _ = try await post("record.merged", ["A", "B"], #"{"from":"A","into":"B","reason":"One child"}"#)
            #expect(try await alerts("A").isEmpty)
            #expect(try await due("A").isEmpty)
            #expect(try await alerts("B") == ["2011-04-14", "2011-05-03"])
            let part = try await daemon.get("/v1/cases/A/timescales").json
            #expect(part?["mergedInto"] == "B")

            // Of an event that names A alone, B's clocks have to hear too.
            _ = try await post("referral.decided", ["A"], #"{"referral":"R-1","outcome":"advice"}"#)
            #expect(try await alerts("B").isEmpty)

            _ = try await post("entry.struck-out", ["B"], #"{"entry":"\#(id)","reason":"Another family"}"#)
            #expect(try await due("B").isEmpty)
            let chronology = try await daemon.get("/v1/cases/B/chronology").json
            let first = chronology?["entries"]?.arrayValue?.first
            #expect(chronology?["count"] == 2)
            #expect(first?["struckOut"]?["reason"] == "Another family" && first?["cameFrom"] == "A")
            #expect(try await daemon.caselog(["chronology", "B"]).output.contains("STRUCK OUT: Another family"))
        }
    }
}
