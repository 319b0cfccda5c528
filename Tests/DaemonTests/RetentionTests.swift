import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// How long records are kept, and answers to subject access requests, through a real daemon.
@Suite(.serialized) struct RetentionTests {
    private static let grants = """
        grants:
          - {worker: n.social, roles: [practitioner], teams: [north]}
          - {worker: n.manager, roles: [manager], teams: [north]}
          - {worker: officer, roles: [auditor], teams: all, restricted: true}
          - {worker: office, roles: [recorder], teams: []}

        """

    private func withDaemon(_ body: @Sendable @escaping (DaemonProcess) async throws -> Void) async throws {
        let daemon = try DaemonProcess()
        let file = daemon.directory + "/access.yaml"
        try "\(Self.grants)gateways:\n  - users: [\(NSUserName())]\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        try await daemon.running(environment: ["CASELOG_ACCESS_FILE": file]) { _ in try await body(daemon) }
    }

    private func add(
        _ daemon: DaemonProcess, _ type: String, _ children: [String], on day: String, _ data: String, more: String = ""
    ) async throws {
        var body = event(type, children, on: day, data, more: more)
        if children.isEmpty { body = body.replacing("\"children\":[],", with: "") }
        let reply = try await daemon.asking("office", "POST", "/v1/events", body)
        #expect(reply.status == 201, "\(type) \(reply.json?.text() ?? "")")
    }

    /// Children of north, N looked after, of which nothing happened since, and of south.
    private func tell(_ daemon: DaemonProcess) async throws {
        for (child, team) in [("N", "north"), ("O", "north"), ("S", "south")] {
            try await add(daemon, "child.registered", [child], on: "2008-01-05", "{\"birthDate\":\"1999-01-05\"}")
            try await add(
                daemon, "referral.received", [child], on: "2008-01-05",
                "{\"referral\":\"R-\(child)\",\"sourceCode\":\"6\",\"team\":\"\(team)\"}")
            try await add(
                daemon, "referral.decided", [child], on: "2008-01-05",
                "{\"referral\":\"R-\(child)\",\"outcome\":\"initial-assessment\"}")
            try await add(daemon, "case.closed", [child], on: "2009-01-05", "{\"reason\":\"RC8\"}")
        }
        try await add(daemon, "care.started", ["N"], on: "2008-02-01", #"{"care":"L-1","legalStatus":"V2"}"#)
        try await add(daemon, "care.ended", ["N"], on: "2008-03-01", #"{"care":"L-1","reason":"returned-home"}"#)
    }

    @Test func whatFallsDueIsToldToThoseWhoSeeTheRecords() async throws {
        try await withDaemon { daemon in
            try await self.tell(daemon)
            let one = try await daemon.asking("n.social", "GET", "/v1/cases/N/retention").json
            #expect(one?["class"] == "looked-after" && one?["until"] == "2074-01-05" && one?["open"] == false)
            #expect(one?["bases"]?.arrayValue?.count == 2)
            let all = "/v1/retention?by=2026-01-01"
            let report = try await daemon.asking("officer", "GET", all).json
            // 18 and three years.
            #expect(report?["due"]?.arrayValue?.map { $0["child"] } == ["O", "S"])
            #expect(report?["due"]?.arrayValue?.first?["until"] == "2020-01-05")
            #expect(report?["counts"]?["kept"] == 1)
            let own = try await daemon.asking("n.manager", "GET", all).json
            #expect(own?["due"]?.arrayValue?.map { $0["child"] } == ["O"])
            #expect(try await daemon.asking("n.social", "GET", all).status == 403)
            #expect(try await daemon.asking("n.social", "GET", "/v1/cases/S/retention").status == 404)

            // A hold on one record, then on all.
            try await self.add(
                daemon, "legal-hold.placed", ["O"], on: "2026-01-01", #"{"hold":"H-1","reason":"A claim"}"#)
            let held = try await daemon.asking("officer", "GET", all).json
            #expect(held?["held"]?.arrayValue?.map { $0["child"] } == ["O"])
            try await self.add(
                daemon, "legal-hold.placed", [], on: "2026-01-01", #"{"hold":"H-2","reason":"An inquiry"}"#)
            let stopped = try await daemon.asking("officer", "GET", all).json
            #expect(stopped?["due"] == [] && stopped?["held"]?.arrayValue?.count == 2)
            #expect(stopped?["onEveryRecord"]?.arrayValue?.map { $0["hold"] } == ["H-2"])
            #expect(
                try await daemon.asking("n.social", "GET", "/v1/cases/N/retention").json?["holds"]?.arrayValue?.count
                    == 1)
            // As it was known before, folded from the log.
            let then = try await daemon.asking("officer", "GET", "/v1/events?limit=1000").json?["events"]?.arrayValue
            let moment = try #require(then?.dropLast(2).last?["recordedAt"]?.stringValue)
            let before = try await daemon.asking("officer", "GET", all + "&knownAt=\(moment)").json
            #expect(before?["due"] == report?["due"])
            for (type, part) in [("text/plain", "0 due, 2 on legal hold"), ("text/csv", "O,held,2020-01-05")] {
                let reply = try await daemon.asking("officer", "GET", all, headers: [("Accept", type)])
                #expect(String(decoding: reply.body, as: UTF8.self).contains(part), "\(type)")
            }
        }
    }

    @Test func anAnswerToASubjectAccessRequestIsMadeOfTheWholeRecordAndWrittenDown() async throws {
        try await withDaemon { daemon in
            try await self.tell(daemon)
            try await self.add(
                daemon, "note.recorded", ["N"], on: "2008-02-02", #"{"text":"Secret"}"#,
                more: #","source":{"agency":"neighbour"}"#)
            let path = "/v1/cases/N/subject-access"
            let reply = try await daemon.asking(
                "officer", "GET", path + "?received=2026-11-02", headers: [("Caselog-Reason", "SAR 1")])
            #expect(reply.status == 200 && reply.json?["answerBy"] == "2026-12-02")
            let entries = reply.json?["entries"]?.arrayValue ?? []
            #expect(entries.count == 6 && !String(decoding: reply.body, as: UTF8.self).contains("Secret"))
            let withheld = try #require(reply.json?["withheld"]?.arrayValue?.first)
            #expect(withheld["reasons"] == ["informant"] && withheld["type"] == "note.recorded")
            let position = try #require(withheld["position"]?.integerValue)
            let released = try await daemon.asking("officer", "GET", path + "?release=\(position)")
            #expect(String(decoding: released.body, as: UTF8.self).contains("Secret"))
            for query in ["?release=9999", "?release=x", "?withhold=\(position)", "?withhold=\(position):nothing"] {
                #expect(try await daemon.asking("officer", "GET", path + query).status == 400, "\(query)")
            }
            // A manager who does not see restricted records cannot vouch for all of it, whether there are any or not.
            let refused = try await daemon.asking("n.manager", "GET", path)
            #expect(refused.status == 403 && refused.json?["type"]?.stringValue?.hasSuffix("needs-restricted") == true)
            #expect(try await daemon.asking("n.manager", "GET", "/v1/cases/S/subject-access").status == 404)
            #expect(try await daemon.asking("n.social", "GET", path).status == 403)
            let log = try await daemon.asking("officer", "GET", "/v1/cases/N/access-log?limit=1000").json?["entries"]
            let own = (log?.arrayValue ?? []).filter { $0["route"]?.stringValue?.contains("subject-access") == true }
            #expect(own.first?["reason"] == "SAR 1" && own.first?["worker"] == "officer")
            #expect(own.contains { $0["route"]?.stringValue?.contains("release=\(position)") == true })
            #expect(own.contains { $0["worker"] == "n.manager" && $0["status"] == 403 })
        }
    }

    @Test func theClientShowsBoth() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            for (type, day, data) in [
                ("child.registered", "2008-01-05", #"{"birthDate":"1999-01-05"}"#),
                ("note.recorded", "2008-01-06", #"{"text":"A note"}"#),
            ] {
                #expect(try await daemon.post(event(type, ["N"], on: day, data)).status == 201)
            }
            let one = try await daemon.caselog(["retention", "N", "--no-pager"])
            #expect(one.status == 0 && one.output.contains("To be kept until 2018-01-06"), "\(one)")
            let all = try await daemon.caselog(["retention", "--by", "2018-01-06", "--csv"])
            #expect(all.output.contains("N,due,2018-01-06,contact"), "\(all)")
            let draft = try await daemon.caselog(["subject-access", "N", "--withhold", "2:serious-harm", "--no-pager"])
            #expect(draft.output.contains("Withheld: 1") && !draft.output.contains("A note"), "\(draft)")
            let wrong = try await daemon.caselog(["subject-access", "N", "--withhold", "77:serious-harm"])
            #expect(wrong.status == 1 && wrong.errors.contains("no entry: 77"), "\(wrong)")
        }
    }
}
