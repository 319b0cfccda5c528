import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// Who may use which route and see whose records, through a real daemon. The tests' own account is a gateway, so that it can
/// ask as any worker.
@Suite(.serialized) struct AccessRouteTests {
    static let roles = ["recorder", "practitioner", "manager", "auditor", "analyst", "notifier", "operator"]

    /// A daemon with that access file.
    private func withDaemon(_ grants: String, _ body: @Sendable @escaping (DaemonProcess) async throws -> Void)
        async throws
    {
        let daemon = try DaemonProcess()
        let file = daemon.directory + "/access.yaml"
        try "\(grants)gateways:\n  - users: [\(NSUserName())]\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        try await daemon.running(environment: ["CASELOG_ACCESS_FILE": file]) { _ in try await body(daemon) }
    }

    private static func grant(_ worker: String, _ roles: String, _ teams: String, more: String = "") -> String {
        "  - {worker: \(worker), roles: [\(roles)], teams: \(teams)\(more)}\n"
    }

    @Test func everyRouteIsForTheRolesThatItSaysAndForNobodyElse() async throws {
        var grants = "grants:\n"
        for role in Self.roles { grants += Self.grant("w.\(role)", role, "all", more: ", restricted: true") }
        try await withDaemon(grants) { daemon in
            let document = try await daemon.asking("w.operator", "GET", "/v1/openapi.json").json
            let paths = try #require(document?["paths"]?.objectValue)
            var (allowed, refused) = (0, 0)
            for member in paths.members {
                let path = member.name.replacing("{child}", with: "nobody").replacing("{position}", with: "1")
                    .replacing("{worker}", with: "nobody").replacing("{team}", with: "none")
                    .replacing("{id}", with: "X0").replacing("{model}", with: "clock")
                    .replacing("{indicator}", with: "none")
                for method in try #require(member.value.objectValue).names {
                    let said = member.value[method]?["x-caselog-roles"]
                    let mayUse = said?.arrayValue.map { Set($0.compactMap(\.stringValue)) }
                    #expect(said == "everybody" || mayUse?.isEmpty == false, "\(method) \(path)")
                    for role in Self.roles {
                        let reply = try await daemon.asking("w.\(role)", method.uppercased(), path)
                        let isRefused = reply.status == 403 && reply.kind == "not-allowed"
                        #expect(isRefused == !(mayUse?.contains(role) ?? true), "\(role): \(method) \(path)")
                        if isRefused { refused += 1 } else { allowed += 1 }
                    }
                }
            }
            #expect(allowed > 100 && refused > 100, "\(allowed) \(refused)")
            // What this is about, said once more by hand.
            for (role, path) in [
                ("recorder", "/v1/cases/A"), ("operator", "/v1/cases/A/chronology"), ("analyst", "/v1/alerts"),
                ("practitioner", "/v1/access-log"), ("manager", "/v1/access-log"), ("notifier", "/v1/events"),
            ] {
                #expect(try await daemon.asking("w.\(role)", "GET", path).status == 403, "\(role) \(path)")
            }
            // The tests' account itself has no grant: it may do nothing but ask whether the daemon is well.
            #expect(try await daemon.get("/v1/health").status == 200)
            #expect(try await daemon.get("/v1/ledger/head").status == 403)
            #expect(try await daemon.get("/v1/me").json?["roles"] == [])
            #expect(try await daemon.asking("w.nobody", "GET", "/v1/me").kind == "may-not-speak-for")
        }
    }

    private static let teams =
        "grants:\n" + grant("n.social", "practitioner", "[north]") + grant("n.manager", "manager", "[north]")
        + grant("s.social", "practitioner", "[south]") + grant("s.manager", "manager", "[south]")
        + grant("office", "recorder", "[]") + grant("inspector", "auditor", "all")
        + grant("director", "manager, auditor", "all", more: ", restricted: true")

    /// The event by which only that worker sees an entry of a child's record.
    private static func restriction(of entry: String, in child: String, to worker: String) -> String {
        event(
            "record.restricted", [child], on: "2026-02-02",
            "{\"restriction\":\"RES-3\",\"reason\":\"r\",\"scope\":\"entries\",\"entries\":[\"\(entry)\"],"
                + "\"workers\":[\"\(worker)\"]}")
    }

    /// A child of team north with a brother in south, an alert, and a restriction.
    private func tell(_ daemon: DaemonProcess) async throws {
        for (child, team) in [("N", "north"), ("S", "south"), ("R", "north")] {
            for body in [
                event(
                    "referral.received", [child], on: "2026-01-05",
                    "{\"referral\":\"R-\(child)\",\"sourceCode\":\"6\",\"team\":\"\(team)\"}"),
                event(
                    "referral.decided", [child], on: "2026-01-05",
                    "{\"referral\":\"R-\(child)\",\"outcome\":\"single-assessment\"}"),
                event(
                    "case.allocated", [child], on: "2026-01-06",
                    "{\"worker\":\"w.\(child)\",\"team\":\"\(team)\",\"role\":\"key-worker\"}"),
            ] {
                #expect(try await daemon.asking("office", "POST", "/v1/events", body).status == 201)
            }
        }
        let brothers = event(
            "relationship.recorded", ["N", "S"], on: "2026-01-06",
            #"{"relative":{"child":"S"},"kind":"half-sibling","household":"H1"}"#)
        #expect(try await daemon.asking("office", "POST", "/v1/events", brothers).status == 201)
        let restriction = event(
            "record.restricted", ["R"], on: "2026-01-07",
            #"{"restriction":"RES-1","reason":"An aunt works here","scope":"whole-record","workers":["w.R"]}"#)
        let other = restriction.replacing("\"data\"", with: "\"recordedBy\":\"n.manager\",\"data\"")
        #expect(try await daemon.asking("director", "POST", "/v1/events", other).status == 403, "another's name")
        #expect(try await daemon.asking("n.social", "POST", "/v1/events", restriction).status == 403, "no manager")
        let reply = try await daemon.asking("director", "POST", "/v1/events", restriction)
        #expect(reply.status == 201, "\(reply.json?.text() ?? "")")
    }

    /// An answer that was made for one caller must not be another's.
    @Test func aHandoverOfAnotherTeamsChildTellsThatItIsThereAndNotWhatItSays() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await tell(daemon)
            for child in ["S", "R"] {
                let sent = event(
                    "handover.sent", [child], on: "2026-01-08",
                    "{\"handover\":\"H-\(child)\",\"toTeam\":\"north\",\"riskLevel\":\"high\",\"situation\":\"Told\","
                        + "\"actions\":[{\"what\":\"Also told\"}]}")
                #expect(try await daemon.asking("office", "POST", "/v1/events", sent).status == 201)
            }
            let named = event("child.details-recorded", ["S"], on: "2026-01-08", #"{"familyName":"Untold"}"#)
            #expect(try await daemon.asking("s.manager", "POST", "/v1/events", named).status == 201)
            func rows(_ worker: String) async throws -> [JSONValue] {
                let board = try await daemon.asking(worker, "GET", "/v1/supervision/teams/north").json?["handovers"]
                return try #require(board?["rows"]?.arrayValue)
            }
            let seen = try await rows("n.manager")
            #expect(seen.map { $0["case"]?["child"] } == ["S"], "not that of the restricted record")
            #expect(seen.first?["riskLevel"] == "high" && seen.first?["situation"] == .null)
            #expect(seen.first?["actions"] == [] && seen.first?["case"]?["position"] == .null)
            #expect(seen.first?["case"]?["name"] == .null)
            // That the record is opened to somebody else takes the handover from nobody.
            let grant = event(
                "access.granted", ["S"], on: "2026-01-09",
                #"{"access":"AC-1","worker":"n.social","reason":"r","until":"2030-01-01"}"#)
            #expect(try await daemon.asking("s.manager", "POST", "/v1/events", grant).status == 201)
            #expect(try await rows("n.manager").map { $0["case"]?["child"] } == ["S"])
            let all = try await rows("director")
            #expect(Set(all.compactMap { $0["case"]?["child"]?.stringValue }) == ["S", "R"])
            #expect(all.first { $0["case"]?["child"] == "S" }?["case"]?["name"] == "Untold")
            #expect(all.allSatisfy { $0["situation"] == "Told" && $0["actions"]?.arrayValue?.count == 1 })
        }
    }

    @Test func aKeptAnswerTellsNobodyOfABrotherWhoIsNotTheirs() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            for _ in 0..<2 {
                for (worker, brothers) in [
                    ("director", ["S"]), ("n.social", []), ("inspector", ["S"]), ("n.manager", []),
                ] {
                    let reply = try await daemon.asking(worker, "GET", "/v1/cases/N")
                    let compared = (reply.json?["comparedWith"]?.arrayValue ?? []).compactMap(\.stringValue)
                    #expect(reply.status == 200 && compared == brothers, "\(worker)")
                    let log = try await daemon.asking("director", "GET", "/v1/cases/S/access-log").json
                    let told = try #require(log?["entries"]?.arrayValue).filter {
                        $0["worker"]?.stringValue == worker && $0["route"] == "GET /v1/cases/N"
                    }
                    #expect(told.isEmpty == brothers.isEmpty, "\(worker)")
                }
            }
        }
    }

    /// Nor of an entry of his that they may not see.
    @Test func aKeptAnswerTellsNobodyOfABrothersHiddenEntry() async throws {
        try await withDaemon(Self.teams + Self.grant("both", "practitioner", "[north, south]")) { daemon in
            try await self.tell(daemon)
            let plan = #"{"plan":"P-1","kind":"child-in-need","contingency":"If mother drinks, we meet the same day."}"#
            let hidden = UUID()
            for (child, id) in [("N", UUID()), ("S", hidden)] {
                let text = event("plan.made", [child], on: "2026-01-09", plan, id: id)
                #expect(try await daemon.asking("office", "POST", "/v1/events", text).status == 201)
            }
            let restriction = Self.restriction(of: hidden.uuidString.lowercased(), in: "S", to: "s.manager")
            #expect(try await daemon.asking("director", "POST", "/v1/events", restriction).status == 201)
            for worker in ["both", "director", "both", "director", "both"] {
                let reply = try await daemon.asking(worker, "GET", "/v1/cases/N")
                let gaps = (reply.json?["gaps"]?.arrayValue ?? []).compactMap { $0["gap"]?.stringValue }
                #expect(reply.json?["comparedWith"] == ["S"])
                #expect(gaps.contains("contingency-copied") == (worker == "director"), "\(worker)")
            }
        }
    }

    @Test func recordsAreSeenByThoseWhoNeedToKnowAndNothingTellsTheOthers() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            let views = ["", "/chronology", "/protection", "/timescales", "/identity", "/findings"]
            for view in views + views.map({ $0 + "?knownAt=2030-01-01T00:00:00Z" }) {
                for (worker, child, status) in [
                    ("n.social", "N", 200), ("n.social", "S", 404), ("n.social", "R", 404), ("s.social", "S", 200),
                    ("s.manager", "N", 404), ("n.manager", "R", 404), ("inspector", "N", 200), ("inspector", "R", 404),
                    ("director", "R", 200),
                ] {
                    let reply = try await daemon.asking(worker, "GET", "/v1/cases/\(child)\(view)")
                    #expect(reply.status == status, "\(worker) \(child)\(view)")
                }
            }
            // Whether there is a record that is not theirs cannot be told from the answer.
            let hidden = try await daemon.asking("n.social", "GET", "/v1/cases/R").json?.text()
            let absent = try await daemon.asking("n.social", "GET", "/v1/cases/Q").json?.text()
            #expect(hidden?.replacing("\"R\"", with: "\"Q\"") == absent)

            func children(_ worker: String, _ path: String, _ list: String) async throws -> Set<String> {
                let reply = try await daemon.asking(worker, "GET", path)
                #expect(reply.status == 200, "\(worker) \(path) \(reply.json?.text() ?? "")")
                return Set((reply.json?[list]?.arrayValue ?? []).compactMap { $0["child"]?.stringValue })
            }
            #expect(try await children("n.social", "/v1/alerts?limit=500", "alerts") == ["N"])
            #expect(try await children("s.manager", "/v1/alerts?limit=500", "alerts") == ["S"])
            #expect(try await children("inspector", "/v1/alerts?limit=500", "alerts") == ["N", "S"])
            #expect(try await children("director", "/v1/alerts?limit=500", "alerts") == ["N", "R", "S"])
            let all = try await daemon.asking("director", "GET", "/v1/alerts?child=R").json?["alerts"]?.arrayValue
            let alert = try #require(all?.first?["id"]?.stringValue)
            for path in ["/v1/alerts/\(alert)", "/v1/alerts/\(alert)/explanation"] {
                #expect(try await daemon.asking("n.manager", "GET", path).status == 404)
                #expect(try await daemon.asking("director", "GET", path).status == 200)
            }
            let note = try await daemon.asking("n.manager", "POST", "/v1/alerts/\(alert)/acknowledgement", "{}")
            #expect(note.status == 404)

            // Supervision and indicators count what is seen and nothing else.
            let north = "/v1/supervision/teams/north"
            let seen = try await daemon.asking("n.manager", "GET", north).json?.text() ?? ""
            #expect(seen.contains("\"N\"") && !seen.contains("\"R\"") && !seen.contains("\"S\""))
            #expect(try await daemon.asking("director", "GET", north).json?.text().contains("\"R\"") == true)
            #expect(try await daemon.asking("s.manager", "GET", north).status == 403)
            #expect(try await daemon.asking("n.social", "GET", "/v1/supervision/workers/w.N").status == 403)
            let cases = try await daemon.asking("n.manager", "GET", "/v1/supervision/workers/w.R").json?.text() ?? ""
            #expect(!cases.contains("\"R\""))
            func counted(_ worker: String) async throws -> Int64 {
                let reply = try await daemon.asking(worker, "GET", "/v1/indicators?from=2026-01-01&to=2026-12-31").json
                return (reply?["indicators"]?.arrayValue ?? []).compactMap { $0["denominator"]?.integerValue }.reduce(
                    0, +)
            }
            let counts = try await (counted("s.manager"), counted("inspector"), counted("director"))
            #expect(0 < counts.0 && counts.0 < counts.1 && counts.1 < counts.2, "\(counts)")

            // The log itself: events of those records alone.
            let log = try await daemon.asking("n.manager", "GET", "/v1/events?limit=100").json?["events"]?.arrayValue
            #expect(Set((log ?? []).flatMap { $0["children"]?.arrayValue ?? [] }) == ["N"])
            #expect(try await daemon.asking("inspector", "GET", "/v1/ledger/bundle?child=R").status == 404)
            #expect(try await daemon.asking("inspector", "GET", "/v1/ledger/bundle?from=1&to=2").status == 403)
            // A brother's entries are left out of the family's chronology.
            let family = "/v1/cases/N/chronology?family=true"
            #expect(try await daemon.asking("n.social", "GET", family).json?.text().contains("R-S") == false)
            #expect(try await daemon.asking("director", "GET", family).json?.text().contains("R-S") == true)
        }
    }

    @Test func whoMayNotReadARecordMayNotWriteInItExceptAtTheFrontDoor() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func status(_ worker: String, _ type: String, _ child: String, _ data: String) async throws -> Int {
                try await daemon.asking(worker, "POST", "/v1/events", event(type, [child], on: "2026-02-01", data))
                    .status
            }
            let allocation = #"{"worker":"s.social","team":"south","role":"key-worker"}"#
            #expect(try await status("s.social", "case.allocated", "N", allocation) == 404)
            #expect(try await status("s.social", "case.allocated", "R", allocation) == 404)
            #expect(try await status("s.social", "case.allocated", "S", allocation) == 201)
            #expect(
                try await status("s.social", "contact.received", "N", #"{"contact":"C-9","sourceCode":"6"}"#) == 201)
            let grant = #"{"access":"AC-1","worker":"s.social","reason":"r","until":"2030-01-01"}"#
            for worker in ["s.social", "office", "n.social"] {
                #expect(try await status(worker, "access.granted", "N", grant) == 403, "\(worker)")
            }
            #expect(try await status("s.manager", "access.granted", "N", grant) == 404)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 404)
            #expect(try await status("n.manager", "access.granted", "N", grant) == 201)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 200)
            #expect(
                try await status("n.manager", "access.revoked", "N", #"{"access":"AC-1","reason":"done"}"#) == 201)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 404)
            // Nor can a contact be used to have a record referred to one's own team.
            #expect(
                try await status(
                    "s.social", "contact.received", "N", #"{"contact":"C-8","sourceCode":"6","team":"south"}"#) == 403)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 404)
            // What a restriction says is not undone by who may read, but not decide, what it restricts.
            let named = #"{"restriction":"RES-2","reason":"r","scope":"whole-record","workers":["n.social"]}"#
            #expect(try await status("n.manager", "record.restricted", "N", named) == 201)
            let chronology = try await daemon.asking("n.social", "GET", "/v1/cases/N/chronology?type=record.restricted")
            let entry = try #require(chronology.json?["entries"]?.arrayValue?.first?["id"]?.stringValue)
            #expect(
                try await status("n.social", "entry.struck-out", "N", "{\"entry\":\"\(entry)\",\"reason\":\"r\"}")
                    == 403)
            let opened = #"{"access":"EA-1","worker":"s.social","reason":"r","until":"2030-01-01"}"#
            #expect(try await status("s.social", "emergency-access.opened", "N", opened) == 403)
        }
    }

    @Test func whatWasTrueEarlierOpensNothingNow() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func add(
                _ worker: String, _ type: String, _ children: [String], _ data: String, id: UUID = UUID()
            ) async throws {
                let reply = try await daemon.asking(
                    worker, "POST", "/v1/events", event(type, children, on: "2026-02-01", data, id: id))
                #expect(reply.status == 201, "\(type) \(reply.json?.text() ?? "")")
            }
            // S was merged into N by mistake, for a moment.
            let merge = UUID()
            try await add("office", "record.merged", ["N", "S"], #"{"from":"S","into":"N","reason":"r"}"#, id: merge)
            let log = try await daemon.asking("director", "GET", "/v1/events?limit=1000").json?["events"]?.arrayValue
            let then = try #require(log?.last?["recordedAt"]?.stringValue)
            let name = merge.uuidString.lowercased()
            try await add(
                "office", "record.unmerged", ["N", "S"],
                "{\"merge\":\"\(name)\",\"from\":\"S\",\"into\":\"N\",\"reason\":\"r\"}")
            #expect(try await daemon.asking("n.social", "GET", "/v1/cases/N").status == 200)
            let earlier = "/v1/cases/N/chronology?knownAt=\(then)"
            #expect(try await daemon.asking("n.social", "GET", earlier).status == 404)
            #expect(try await daemon.asking("director", "GET", earlier).status == 200)

            // N moves to south: the view of north as it was then does not show it to north's manager.
            let before = "/v1/supervision/teams/north?knownAt=\(then)"
            try await add("office", "case.transferred", ["N"], #"{"toTeam":"south","worker":"w.S"}"#)
            #expect(try await daemon.asking("n.manager", "GET", before).json?.text().contains("\"N\"") != true)
            #expect(try await daemon.asking("director", "GET", before).json?.text().contains("\"N\"") == true)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 200)
            // Its alerts go with it.
            let listed = try await daemon.asking("n.manager", "GET", "/v1/alerts?state=all&limit=500").json?["alerts"]
            #expect(listed?.arrayValue == [])
        }
    }

    @Test func restrictedEntriesStandNowhereForThoseWhoMayNotSeeThem() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            let chronology = try await daemon.asking("n.social", "GET", "/v1/cases/N/chronology").json
            let entry = try #require(chronology?["entries"]?.arrayValue?.first?["id"]?.stringValue)
            let corrected = event(
                "entry.corrected", ["N"], on: "2026-02-01",
                "{\"entry\":\"\(entry)\",\"type\":\"referral.received\",\"reason\":\"r\",\"summary\":\"Secret\"}")
            #expect(try await daemon.asking("office", "POST", "/v1/events", corrected).status == 201)
            let restriction = Self.restriction(of: entry, in: "N", to: "n.manager")
            #expect(try await daemon.asking("n.manager", "POST", "/v1/events", restriction).status == 201)
            let seen = try await daemon.asking("n.social", "GET", "/v1/cases/N/chronology").json
            let ids = seen?["entries"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
            #expect(!ids.isEmpty && !ids.contains(entry) && seen?.text().contains("Secret") == false)
            #expect(try await daemon.asking("n.social", "GET", "/v1/alerts?limit=500").json?["alerts"] == [])
            let whole = try await daemon.asking("n.manager", "GET", "/v1/cases/N/chronology").json?.text() ?? ""
            #expect(whole.contains("Secret"))
            #expect(try await daemon.asking("n.manager", "GET", "/v1/alerts?limit=500").json?["alerts"] != [])
            let log = try await daemon.asking("inspector", "GET", "/v1/events?limit=1000").json?["events"]?.arrayValue
            #expect(log?.contains { $0["id"]?.stringValue == entry || $0.text().contains("Secret") } == false)
            #expect(log?.contains { $0["children"] == ["N"] } == true)
        }
    }

    @Test func aRecordOpenedInAnEmergencyIsSeenAndToldAtOnce() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            let path = "/v1/cases/N/emergency-access"
            #expect(try await daemon.asking("s.social", "POST", path, "{}").status == 422)
            #expect(
                try await daemon.asking("s.social", "POST", "/v1/cases/Q/emergency-access", #"{"reason":"r"}"#).status
                    == 404)
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N").status == 404)
            let reply = try await daemon.asking("s.social", "POST", path, #"{"reason":"The police hold him"}"#)
            #expect(reply.status == 201, "\(reply.json?.text() ?? "")")
            #expect(try await daemon.asking("s.social", "GET", "/v1/cases/N/chronology").status == 200)
            // Only to who opened it.
            #expect(try await daemon.asking("s.manager", "GET", "/v1/cases/N").status == 404)
            let alerts = try await daemon.asking("n.manager", "GET", "/v1/alerts?rule=P77").json?["alerts"]?.arrayValue
            #expect(alerts?.count == 1 && alerts?.first?["severity"] == 1 && alerts?.first?["child"] == "N")
            #expect(alerts?.first?["sentence"]?.stringValue?.contains("emergency access") == true)
            let access = try #require(
                try await daemon.asking("n.manager", "GET", "/v1/cases/N/chronology?type=emergency-access.opened")
                    .json?[
                        "entries"]?.arrayValue?.first?["data"]?["access"]?.stringValue)
            // Who reads for a time does not decide who reads, nor end what tells of it.
            for (worker, type, data, status) in [
                ("s.social", "case.allocated", #"{"worker":"s.social","team":"south","role":"key-worker"}"#, 403),
                ("s.social", "referral.received", #"{"referral":"R-8","sourceCode":"6","team":"south"}"#, 403),
                ("s.social", "note.recorded", #"{"text":"Spoke with the police"}"#, 201),
                (
                    "n.manager", "access.granted",
                    #"{"access":"A","worker":"n.manager","reason":"r","until":"2030-01-01"}"#, 403
                ), ("s.social", "access.revoked", "{\"access\":\"\(access)\",\"reason\":\"r\"}", 403),
            ] {
                let reply = try await daemon.asking(
                    worker, "POST", "/v1/events", event(type, ["N"], on: "2026-11-01", data))
                #expect(reply.status == status, "\(worker) \(type) \(reply.json?.text() ?? "")")
            }
            let silence = #"{"rule":"P77","reason":"r","until":"2027-01-01"}"#
            #expect(try await daemon.asking("n.manager", "POST", "/v1/silences", silence).status == 422)
            let alert = try #require(alerts?.first?["id"]?.stringValue)
            let dismissal = try await daemon.asking(
                "n.manager", "POST", "/v1/alerts/\(alert)/dismissal", #"{"reason":"All well"}"#)
            #expect(dismissal.status == 403, "\(dismissal.json?.text() ?? "")")
            // A manager who opened one does not say of it that it was right.
            #expect(try await daemon.asking("s.manager", "POST", path, #"{"reason":"r"}"#).status == 201)
            let opened = "/v1/cases/N/chronology?type=emergency-access.opened"
            let both = try await daemon.asking("s.manager", "GET", opened).json?["entries"]?.arrayValue ?? []
            let own = try #require(both.last?["data"]?["access"]?.stringValue)
            #expect(both.count == 2)
            for (worker, status) in [("s.manager", 403), ("n.manager", 201)] {
                let review = event(
                    "emergency-access.reviewed", ["N"], on: "2026-11-01",
                    "{\"access\":\"\(own)\",\"outcome\":\"not-justified\"}")
                #expect(try await daemon.asking(worker, "POST", "/v1/events", review).status == status, "\(worker)")
            }
            let review = event(
                "emergency-access.reviewed", ["N"], on: "2026-11-01",
                "{\"access\":\"\(access)\",\"outcome\":\"justified\"}")
            #expect(try await daemon.asking("n.manager", "POST", "/v1/events", review).status == 201)
            #expect(
                try await daemon.asking("n.manager", "GET", "/v1/alerts?rule=P77").json?["alerts"]?.arrayValue == [])
        }
    }

    /// Of each page of a stream it is written down before whom it tells of, and nothing goes out that cannot be.
    @Test func whatAStreamTellsIsWrittenDownPageByPage() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func told() async throws -> [Set<String>] {
                let log = try await daemon.asking("director", "GET", "/v1/access-log?worker=inspector").json
                return (log?["entries"]?.arrayValue ?? []).filter { $0["route"] == "GET /v1/events?after=0" }
                    .map { Set(($0["children"]?.arrayValue ?? []).compactMap(\.stringValue)) }
            }
            func note(_ child: String) async throws -> Int {
                let text = event("note.recorded", [child], on: "2026-01-08", #"{"text":"Seen"}"#)
                return try await daemon.asking("director", "POST", "/v1/events", text).status
            }
            let stream = try RawSocket(daemon.socket)
            try stream.send(
                "GET /v1/events?after=0 HTTP/1.1\r\nHost: x\r\nCaselog-Worker: inspector\r\n"
                    + "Accept: text/event-stream\r\n\r\n")
            for _ in 0..<200 where try await told().count < 2 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await told() == [[], ["N", "S"]], "when it began, and with its first page")
            #expect(try await note("S") == 201)
            for _ in 0..<200 where try await told().count < 3 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await told().last == ["S"])
            let entry = try await daemon.asking("director", "GET", "/v1/access-log?worker=inspector").json?["entries"]
            #expect(entry?.arrayValue?.last?["position"] == 12, "up to where it told")
            // Recording goes on; nothing is told, and the stream ends before it tells of it.
            try await Psql.run(daemon.database, "REVOKE INSERT ON caselog.access_entry FROM caselogd")
            #expect(try await note("N") == 201)
            let read = try await daemon.asking("director", "GET", "/v1/cases/N")
            #expect(read.status == 503 && read.kind == "access-log-unavailable")
            let opened = try await daemon.asking(
                "s.social", "POST", "/v1/cases/N/emergency-access", #"{"reason":"Child at the door, nobody reached"}"#)
            #expect(opened.status == 503 && opened.kind == "access-log-unavailable", "\(opened.status)")
            #expect(opened.json?["detail"]?.stringValue?.contains("may have been done") == true)
            let text = stream.readToEnd()
            #expect(text.contains("event: cut-off") && text.contains("the access log cannot be written"))
            #expect(text.ranges(of: "\nevent: note.recorded\n").count == 1)
        }
    }

    @Test func whoReadWhatIsWrittenDownBeforeItIsAnswered() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            _ = try await daemon.asking(
                "n.social", "GET", "/v1/cases/N/chronology?family=true", headers: [("Caselog-Reason", "Home visit")])
            _ = try await daemon.asking("n.social", "GET", "/v1/cases/S")
            _ = try await daemon.asking("n.manager", "GET", "/v1/alerts")
            #expect(try await daemon.asking("n.manager", "GET", "/v1/ledger/head").status == 200)
            let log = try await daemon.asking("director", "GET", "/v1/access-log?limit=1000").json
            let entries = try #require(log?["entries"]?.arrayValue).suffix(3)
            #expect(entries.map { $0["worker"] } == ["n.social", "n.social", "n.manager"])
            #expect(entries.map { $0["status"] } == [200, 404, 200])
            #expect(entries.map { $0["children"] } == [["N"], ["S"], []])
            #expect(entries.first?["reason"] == "Home visit")
            #expect(entries.first?["account"]?.stringValue?.hasSuffix(" for n.social") == true)
            #expect(entries.allSatisfy { $0["position"] != nil || $0["status"] == 404 })
            let ofChild = try await daemon.asking("director", "GET", "/v1/cases/S/access-log").json?["entries"]
            #expect(ofChild?.arrayValue?.map { $0["status"] } == [404])
            let page = try await daemon.asking("director", "GET", "/v1/access-log?limit=1").json
            #expect(page?["entries"]?.arrayValue?.count == 1 && page?["next"] == 1)
            #expect(try await daemon.asking("n.manager", "GET", "/v1/cases/N/access-log").status == 403)

            // It is append-only, and what a superuser changes in it is found.
            let sound = try await daemon.asking("director", "POST", "/v1/access-log/verify").json
            #expect(sound?["sound"] == true && sound?["entries"] == log?["entries"]?.arrayValue?.last?["number"])
            let failure = await #expect(throws: Psql.Failure.self) {
                try await Psql.run(daemon.database, "DELETE FROM caselog.access_entry")
            }
            #expect(failure?.description.contains("append-only") == true)
            try await Psql.run(
                daemon.database,
                """
                ALTER TABLE caselog.access_entry DISABLE TRIGGER ALL;
                UPDATE caselog.access_entry
                SET content = convert_to(replace(convert_from(content, 'UTF8'), 'n.manager', 'n.nobody'), 'UTF8')
                WHERE worker = 'n.manager'
                """)
            let broken = try await daemon.asking("director", "POST", "/v1/access-log/verify").json
            #expect(broken?["sound"] == false && broken?["entry"] == entries.last?["number"])
        }
    }

    @Test func whoRewritesTheWholeAccessLogIsFoundOut() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            for _ in 0..<3 { _ = try await daemon.asking("n.social", "GET", "/v1/cases/N") }
            var verified = try await daemon.asking("director", "POST", "/v1/access-log/verify").json
            for _ in 0..<100 where verified?["sealed"] != verified?["entries"] {
                try await Task.sleep(for: .milliseconds(50))
                verified = try await daemon.asking("director", "POST", "/v1/access-log/verify").json
            }
            #expect(verified?["sound"] == true)
            let count = try #require(verified?["sealed"]?.integerValue)
            #expect(count >= 3)
            // A log with one entry, and a tree that fits it.
            try await Psql.run(
                daemon.database,
                """
                ALTER TABLE caselog.access_entry DISABLE TRIGGER ALL;
                ALTER TABLE caselog.access_child DISABLE TRIGGER ALL;
                DELETE FROM caselog.access_entry WHERE number > 1;
                DELETE FROM caselog.access_child WHERE number > 1;
                UPDATE caselog.access_head
                SET last_number = 1, frontier = (SELECT leaf_hash FROM caselog.access_entry)
                """)
            let shorter = try await daemon.asking("director", "POST", "/v1/access-log/verify").json
            #expect(shorter?["sound"] == false && shorter?["entry"] == 2)
            #expect(shorter?["reason"]?.stringValue?.contains("\(count) entries were sealed") == true)
            // What is written afterwards does not cover it up.
            for _ in 0..<2 {
                _ = try await daemon.asking("n.social", "GET", "/v1/cases/N")
                try await Task.sleep(for: .milliseconds(1200))
            }
            #expect(try await daemon.asking("director", "POST", "/v1/access-log/verify").json?["sound"] == false)
            #expect(daemon.log.contains("the access log is not the one that was sealed"))
        }
    }

    @Test func whatIsAddedAtTheFrontDoorTellsNothingAndIsWrittenDown() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func add(_ worker: String, _ extra: String) async throws -> Reply {
                let note = event("note.recorded", ["N"], on: "2026-02-01", #"{"text":"Seen in town"}"#)
                return try await daemon.asking(
                    worker, "POST", "/v1/events", "{" + extra + note.dropFirst())
            }
            let own = try await add("n.social", "")
            #expect(own.status == 201)
            #expect(own.json?["receipts"]?.arrayValue?.first?["versions"]?["N"]?.integerValue != nil)
            let other = try await add("s.social", "")
            #expect(other.status == 201)
            #expect(other.json?["receipts"]?.arrayValue?.first?["versions"] == [:])
            #expect(try await add("s.social", #""expectedVersion":{"N":1},"#).status == 403)
            let entries = try await daemon.asking("director", "GET", "/v1/cases/N/access-log?worker=s.social").json
            #expect(entries?["entries"]?.arrayValue?.map { $0["status"] } == [201, 403])
            #expect(entries?["entries"]?.arrayValue?.allSatisfy { $0["request"]?.stringValue != nil } == true)
        }
    }

    @Test func whoIsNewIsTakenInAndWhoIsUnknownAndUnseenAreTheSame() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func add(_ worker: String, _ type: String, _ child: String, _ data: String) async throws -> Reply {
                try await daemon.asking(worker, "POST", "/v1/events", event(type, [child], on: "2026-02-01", data))
            }
            let contact = #"{"contact":"C-1","team":"north"}"#
            #expect(try await add("n.social", "contact.received", "NEW", contact).status == 201)
            #expect(try await daemon.asking("n.social", "GET", "/v1/cases/NEW").status == 200)
            #expect(try await add("n.social", "contact.received", "S", contact).status == 403)
            #expect(
                try await add("n.social", "contact.received", "NONE", #"{"contact":"C-2","team":"south"}"#).status
                    == 403)
            let allocation = #"{"worker":"n.social","team":"north","role":"key-worker"}"#
            for child in ["S", "NONE"] {
                let reply = try await add("n.social", "case.allocated", child, allocation)
                #expect(reply.status == 404 && reply.json?["type"]?.stringValue?.hasSuffix("unknown-child") == true)
            }
            let log = try await daemon.asking("director", "GET", "/v1/access-log?worker=n.social&limit=1000").json
            let children = log?["entries"]?.arrayValue?.suffix(2).map { $0["children"] }
            #expect(children == [["S"], ["NONE"]])
        }
    }

    @Test func whatACorrectionSaysIsJudgedAsWhatIsSaid() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            func add(_ worker: String, _ type: String, _ data: String, id: UUID = UUID()) async throws -> Reply {
                try await daemon.asking(
                    worker, "POST", "/v1/events", event(type, ["N"], on: "2026-11-01", data, id: id))
            }
            let grant = UUID()
            func access(of worker: String) -> String {
                "{\"access\":\"A-1\",\"worker\":\"\(worker)\",\"reason\":\"r\",\"until\":\"2030-01-01\"}"
            }
            let granted = try await add("n.manager", "access.granted", access(of: "n.guest"), id: grant)
            #expect(granted.status == 201)
            let correction =
                "{\"entry\":\"\(grant.uuidString.lowercased())\",\"type\":\"access.granted\",\"typeVersion\":1,"
                + "\"reason\":\"r\",\"data\":\(access(of: "n.manager"))}"
            let corrected = try await add("n.manager", "entry.corrected", correction)
            #expect(corrected.status == 403, "\(corrected.json?.text() ?? "")")
            #expect(corrected.json?.text().contains("nobody grants access to themselves") == true)

            // Nobody handles an alert of a record that is not theirs, nor the one that tells of themselves.
            let path = "/v1/cases/N/emergency-access"
            #expect(try await daemon.asking("s.manager", "POST", path, #"{"reason":"r"}"#).status == 201)
            let alerts = try await daemon.asking("n.manager", "GET", "/v1/alerts?child=N&rule=P77").json?["alerts"]
            let alert = try #require(alerts?.arrayValue?.first?["id"]?.stringValue)
            let own = try await daemon.asking("s.manager", "POST", "/v1/alerts/\(alert)/acknowledgement", "{}")
            #expect(own.status == 403, "\(own.json?.text() ?? "")")
            let acknowledged = event(
                "alert.acknowledged", [], on: "2026-11-01", "{\"alert\":\"\(alert)\"}")
            #expect(try await daemon.asking("s.social", "POST", "/v1/events", acknowledged).status == 403)
            let others = try await daemon.asking("n.manager", "POST", "/v1/alerts/\(alert)/acknowledgement", "{}")
            #expect(others.status == 201, "\(others.json?.text() ?? "")")
        }
    }

    @Test func aManagerOfOneTeamWhoSeesAnotherManagesOnlyTheFirst() async throws {
        let both =
            Self.teams + Self.grant("n.both", "manager", "[north]") + Self.grant("n.both", "practitioner", "[south]")
        try await withDaemon(both) { daemon in
            try await self.tell(daemon)
            func grant(_ child: String) async throws -> Int {
                let data = #"{"access":"A-9","worker":"n.social","reason":"r","until":"2030-01-01"}"#
                return try await daemon.asking(
                    "n.both", "POST", "/v1/events", event("access.granted", [child], on: "2026-11-01", data)
                ).status
            }
            #expect(try await daemon.asking("n.both", "GET", "/v1/cases/S").status == 200)
            #expect(try await grant("N") == 201)
            #expect(try await grant("S") == 404)
        }
    }

    @Test func aParameterGivenTwiceIsRefused() async throws {
        try await withDaemon(Self.teams) { daemon in
            let reply = try await daemon.asking("director", "GET", "/v1/alerts?child=N&child=S")
            #expect(reply.status == 400)
            #expect(reply.json?["errors"]?.arrayValue?.first?["reason"] == "must be given once")
        }
    }

    @Test func aSilenceOfAnAlertIsListedToThoseWhoSeeItsRecord() async throws {
        try await withDaemon(Self.teams) { daemon in
            try await self.tell(daemon)
            let alerts = try await daemon.asking("n.manager", "GET", "/v1/alerts?child=N").json?["alerts"]
            let alert = try #require(alerts?.arrayValue?.first?["id"]?.stringValue)
            for what in [#""alert":"\#(alert)""#, #""rule":"R03""#] {
                let silence = "{\(what),\"reason\":\"r\",\"until\":\"2027-01-01\"}"
                #expect(try await daemon.asking("n.manager", "POST", "/v1/silences", silence).status == 201)
            }
            func listed(_ worker: String) async throws -> Int? {
                try await daemon.asking(worker, "GET", "/v1/silences").json?["silences"]?.arrayValue?.count
            }
            #expect(try await listed("n.social") == 2)
            #expect(try await listed("s.social") == 1)
        }
    }

    @Test func theAccessFileIsReadAgainWhenItChangesAndABrokenOneIsNotTaken() async throws {
        try await withDaemon("grants:\n" + Self.grant("n.social", "practitioner", "[north]")) { daemon in
            let file = daemon.directory + "/access.yaml"
            let before = try String(contentsOfFile: file, encoding: .utf8)
            func roles() async throws -> JSONValue? {
                try await daemon.asking("n.social", "GET", "/v1/me").json?["roles"]
            }
            func write(_ text: String) throws {
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                chmod(file, 0o600)
            }
            #expect(try await roles() == ["practitioner"])
            try write(before.replacing("practitioner", with: "boss"))
            #expect(try await daemon.logsEventually("is not taken") { try await roles() })
            #expect(try await roles() == ["practitioner"])
            try write(before.replacing("practitioner", with: "auditor"))
            #expect(try await daemon.logsEventually("was read again") { try await roles() })
            #expect(try await roles() == ["auditor"])
        }
    }
}

extension Reply {
    /// The last part of a problem's type.
    fileprivate var kind: String? { json?["type"]?.stringValue?.split(separator: "/").last.map(String.init) }
}

extension DaemonProcess {
    /// Asks as a gateway for that worker.
    func asking(
        _ worker: String, _ method: String, _ path: String, _ body: String = "", headers: [(String, String)] = []
    ) async throws -> Reply {
        try await SocketConnection.with(socket: socket) { connection in
            try await connection.send(
                Call(
                    method, path,
                    headers: [("Caselog-Worker", worker), ("Content-Type", "application/json")] + headers,
                    body: Array(body.utf8)))
        }
    }

    /// Asks again and again until the log has that text.
    fileprivate func logsEventually(_ text: String, _ ask: () async throws -> JSONValue?) async throws -> Bool {
        for _ in 0..<100 {
            _ = try await ask()
            if log.contains(text) { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
