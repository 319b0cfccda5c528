import CaseRecord
import DemonstrationCounty
import Foundation
import SocketClient
import StrictJSON
import TestHistory
import Testing

/// Where a case stands and what was done to protect the child, through the daemon and the command.
@Suite struct StandingRouteTests {
    /// A kept answer must be what would be rendered anew: the width of a text is part of the question, and not of the answer in
    /// JSON, so that nothing is kept of a width that nobody asked for since the last entry. That the record itself is the log's
    /// is what the tests of its cache show.
    @Test func aKeptAnswerIsTheOneThatWouldBeMadeAnew() async throws {
        let day = LondonTime.date(of: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)))
        let county = DemonstrationCounty(seed: 5, children: 10, through: day, authority: AuthorityCode("000")!)
        let events = county.events()
        let children = Array(Set(events.flatMap(\.children))).map(\.text).sorted()
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            var (rest, compared, siblings) = (events[...], 0, 0)
            var generator = SeededGenerator(seed: 5)
            while !rest.isEmpty {
                let batch = rest.prefix(Int.random(in: 1...120, using: &generator))
                rest = rest.dropFirst(batch.count)
                let lines = batch.map { JSONValue.object($0.json).text() }.joined(separator: "\n")
                let reply = try await daemon.post(lines, type: "application/x-ndjson")
                #expect(reply.status == 201, "\(reply.json?.text() ?? "")")
                for child in children {
                    let kept = try await daemon.get("/v1/cases/\(child)")
                    let anew = try await daemon.get("/v1/cases/\(child)?columns=\(40 + compared % 460)")
                    #expect(kept.status == anew.status && kept.body == anew.body, "\(child)")
                    #expect(try await daemon.get("/v1/cases/\(child)").body == kept.body)
                    if kept.json?["comparedWith"] != nil { siblings += 1 }
                    compared += 1
                }
            }
            #expect(compared > 40 && siblings > 5, "\(compared) \(siblings)")
        }
    }

    /// What a brother's record has lost to a later merge is no part of the answer any more, though nothing names him.
    @Test func aKeptAnswerEndsWhenABrothersRecordIsMergedElsewhere() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func post(_ type: String, _ children: [String], _ data: String) async throws {
                let reply = try await daemon.post(event(type, children, on: "2026-05-01", data))
                #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
            }
            func gaps(_ query: String = "") async throws -> [String] {
                let reply = try await daemon.get("/v1/cases/C\(query)")
                return (reply.json?["gaps"]?.arrayValue ?? []).compactMap { $0["gap"]?.stringValue }
            }
            try await post("relationship.recorded", ["C", "S"], #"{"relative":{"child":"S"},"kind":"sibling"}"#)
            for child in ["C", "M"] {
                try await post("referral.received", [child], #"{"referral":"R-1","noFurtherAction":false}"#)
                try await post(
                    "plan.made", [child],
                    #"{"plan":"P-1","kind":"child-in-need","contingency":"If mother drinks, we meet the same day."}"#)
            }
            try await post("record.merged", ["M", "S"], #"{"from":"M","into":"S","reason":"the same child"}"#)
            try await post("note.recorded", ["S"], #"{"text":"Seen"}"#)
            let before = try await gaps()
            #expect(before.contains("contingency-copied"))
            try await post("record.merged", ["M", "T"], #"{"from":"M","into":"T","reason":"it was T"}"#)
            let (kept, anew) = (try await gaps(), try await gaps("?columns=90"))
            #expect(kept == anew && !kept.contains("contingency-copied"))
        }
    }

    @Test func aKeptAnswerEndsWhenTheAuthorityAdoptsOtherRules() async throws {
        let daemon = try DaemonProcess()
        let file = daemon.directory + "/local.yaml"
        try RuleRouteTests.coventry.write(toFile: file, atomically: true, encoding: .utf8)
        try await daemon.running { _ in
            let referral = event("referral.received", ["A"], on: "2010-10-04", #"{"referral":"R-1","sourceCode":"6"}"#)
            #expect(try await daemon.post(referral).status == 201)
            func due() async throws -> String? {
                let clocks = try await daemon.get("/v1/cases/A").json?["clocks"]?.arrayValue
                return clocks?.first { $0["rule"]?["id"] == "R03" }?["due"]?.stringValue
            }
            let national = try await due()
            #expect(national == "2010-10-18")
            #expect(try await daemon.caselog(["rules", "adopt", file]).status == 0)
            let local = try await due()
            #expect(local == "2010-10-13")
        }
    }

    @Test func standingAndProtectionFollowTheRecord() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func post(_ type: String, _ children: [String] = ["A"], on day: String, _ data: String) async throws
                -> String?
            {
                let reply = try await daemon.post(event(type, children, on: day, data, id: UUID()))
                #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
                return reply.json?["receipts"]?.arrayValue?.first?["recordedAt"]?.stringValue
            }
            _ = try await post("child.registered", on: "2015-02-03", #"{"birthDate":"2015-02-03"}"#)
            _ = try await post(
                "relationship.recorded", ["A", "B"], on: "2020-05-01", #"{"relative":{"child":"B"},"kind":"sibling"}"#)
            for child in ["A", "B"] {
                _ = try await post(
                    "referral.received", [child], on: "2020-05-01", #"{"referral":"R-1","noFurtherAction":false}"#)
                _ = try await post(
                    "plan.made", [child], on: "2020-05-04",
                    #"{"plan":"P-1","kind":"child-in-need","contingency":"If mother drinks, we meet the same day."}"#)
            }
            _ = try await post("case.allocated", on: "2020-05-04", #"{"worker":"sam","team":"north"}"#)
            _ = try await post(
                "decision.made", on: "2020-05-05",
                #"{"decision":"D-1","kind":"referral","what":"Keep safe","referral":"R-1","requiresProtection":true}"#)
            let known = try #require(
                try await post(
                    "protective-action.required", on: "2020-05-05",
                    #"{"protectiveAction":"X-1","what":"Father leaves","decision":"D-1","due":"2020-05-06"}"#))
            _ = try await post("case.deallocated", on: "2020-06-01", "{}")
            _ = try await post("protective-action.taken", on: "2020-05-06", #"{"protectiveAction":"X-1"}"#)

            let standing = try await daemon.get("/v1/cases/A").json
            #expect(standing?["open"] == true && standing?["position"] == 11)
            #expect(standing?["responsible"]?["unallocatedSince"] == "2020-06-01")
            #expect(standing?["comparedWith"] == ["B"])
            let gaps = standing?["gaps"]?.arrayValue?.compactMap { $0["gap"]?.stringValue } ?? []
            #expect(gaps.contains("contingency-copied") && gaps.contains("protection-without-evidence"))
            let earlier = try await daemon.get("/v1/cases/A?asAt=2020-05-31").json
            #expect(earlier?["responsible"]?["worker"] == "sam" && earlier?["asAt"] == "2020-05-31")

            let protection = try await daemon.get("/v1/cases/A/protection").json
            #expect(protection?["verdict"] == "not-evidenced" && protection?["riskFullyAssessed"] == false)
            let step = protection?["concerns"]?.arrayValue?.first?["steps"]?.arrayValue?.first
            #expect(step?["item"]?["state"] == "done" && step?["endedBy"]?["position"] == 11)
            let before = try await daemon.get("/v1/cases/A/protection?knownAt=\(known)").json
            let open = before?["concerns"]?.arrayValue?.first?["steps"]?.arrayValue?.first
            #expect(open?["item"]?["state"] == "open" && before?["position"] == 9)

            for path in ["", "/protection"] {
                for query in ["asAt=then", "knownAt=today", "columns=7", "colour=red", "form=x"] {
                    #expect(try await daemon.get("/v1/cases/A\(path)?\(query)").status == 400, "\(path)?\(query)")
                }
                #expect(try await daemon.get("/v1/cases/nobody\(path)").status == 404)
                #expect(try await daemon.get("/v1/cases/..%2Fetc\(path)").status == 400)
            }
            let shown = try await daemon.caselog(["case", "A"])
            #expect(shown.output.contains("UNALLOCATED since 2020-06-01"), "\(shown.output)\(shown.errors)")
            let asked = try await daemon.caselog(["case", "A", "--protection", "--as-at", "2020-05-05"])
            #expect(asked.output.contains("What was done to protect A?") && asked.output.contains("Father leaves"))
            let json = try await daemon.caselog(["case", "A", "--json", "--as-at", "2020-05-31"])
            #expect(json.output.contains(#""worker":"sam""#) || json.output.contains(#""worker": "sam""#))
            #expect(try await daemon.caselog(["case", "nobody"]).status == 1)
        }
    }
}
