import Foundation
import SocketClient
import StrictJSON
import Testing

/// Who a child is, and what a record contradicts itself in, through the daemon.
@Suite struct ChildRouteTests {
    @Test func identityAndFindingsFollowTheRecord() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func post(
                _ type: String, _ children: [String] = ["A"], on day: String, _ data: String, id: UUID = UUID()
            ) async throws -> String? {
                let reply = try await daemon.post(event(type, children, on: day, data, id: id))
                #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
                return reply.json?["receipts"]?.arrayValue?.first?["recordedAt"]?.stringValue
            }
            let known = try #require(
                try await post(
                    "child.registered", on: "2014-01-10", #"{"familyName":"Field","expectedBirthDate":"2014-05-01"}"#))
            _ = try await post(
                "child.details-recorded", on: "2014-05-04",
                #"{"givenName":"Ada","birthDate":"2014-05-03","nhsNumber":"9434765919"}"#)
            _ = try await post(
                "relationship.recorded", ["A", "B"], on: "2014-05-04",
                #"{"relative":{"child":"B"},"kind":"half-sibling","household":"H1"}"#)
            let child = try await daemon.get("/v1/cases/A/identity?asAt=2014-05-04").json
            #expect(child?["givenName"] == "Ada" && child?["unborn"] == false && child?["position"] == 3)
            #expect(child?["linkedChildren"] == ["B"] && child?["households"]?.arrayValue?.count == 1)
            let unborn = try await daemon.get("/v1/cases/A/identity?asAt=2014-05-04&knownAt=\(known)").json
            #expect(unborn?["unborn"] == true && unborn?["givenName"] == nil && unborn?["linkedChildren"] == [])
            #expect(try await daemon.get("/v1/cases/B/identity?asAt=2014-05-04").json?["linkedChildren"] == ["A"])

            _ = try await post("referral.received", on: "2014-06-02", #"{"referral":"R-1","sourceCode":"6"}"#)
            #expect(try await daemon.get("/v1/cases/A/findings").json?["findings"] == [])
            let closure = UUID()
            let before = try #require(
                try await post("case.closed", on: "2014-05-30", #"{"referral":"R-1","reason":"RC7"}"#, id: closure))
            let findings = try await daemon.get("/v1/cases/A/findings").json?["findings"]?.arrayValue
            #expect(findings?.map { $0["code"] } == ["closure-before-referral"])
            #expect(findings?.first?["entries"]?.arrayValue?.map { $0["position"] } == [4, 5])
            let id = closure.uuidString.lowercased()
            _ = try await post(
                "entry.corrected", on: "2014-07-01",
                #"{"entry":"\#(id)","type":"case.closed","reason":"Month wrong","occurredAt":"2014-06-30"}"#)
            #expect(try await daemon.get("/v1/cases/A/findings").json?["findings"] == [])
            let then = try await daemon.get("/v1/cases/A/findings?knownAt=\(before)").json?["findings"]?.arrayValue
            #expect(then?.count == 1)
            for path in ["identity?asAt=then", "findings?asAt=2014-01-01", "findings?knownAt=today"] {
                #expect(try await daemon.get("/v1/cases/A/\(path)").status == 400, "\(path)")
            }
        }
    }
}
