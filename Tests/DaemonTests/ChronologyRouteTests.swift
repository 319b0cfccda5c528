import Foundation
import SocketClient
import StrictJSON
import Testing

/// A chronology in all its forms, through the daemon.
@Suite struct ChronologyRouteTests {
    private static func record(_ daemon: DaemonProcess) async throws {
        for (type, children, day, data) in [
            ("child.registered", ["A"], "2010-01-10", #"{"birthDate":"2008-02-03"}"#),
            ("relationship.recorded", ["A", "B"], "2010-01-11", #"{"relative":{"child":"B"},"kind":"sibling"}"#),
            ("referral.received", ["A"], "2010-02-01", #"{"referral":"R-1","concern":"=cmd()"}"#),
            ("referral.decided", ["A"], "2010-02-02", #"{"referral":"R-1","outcome":"initial-assessment"}"#),
            ("missing.reported", ["B"], "2010-02-03", #"{"missing":"M-1","from":"home"}"#),
            ("note.recorded", ["A"], "2010-04-01", #"{"text":"Seen at <school>."}"#),
            ("case.closed", ["A"], "2010-04-20", #"{"referral":"R-1","reason":"RC7"}"#),
        ] {
            let reply = try await daemon.post(event(type, children, on: day, data))
            #expect(reply.status == 201, "\(type): \(reply.json?.text() ?? "")")
        }
    }

    @Test func aChronologyIsToldInTheFormThatIsAskedFor() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            try await Self.record(daemon)
            func get(_ query: String = "", accept: String? = nil) async throws -> Reply {
                let path = "/v1/cases/A/chronology\(query)"
                guard let accept else { return try await daemon.call("GET", path) }
                return try await daemon.get(path, accept: accept)
            }
            func text(_ reply: Reply) -> String { String(decoding: reply.body, as: UTF8.self) }

            let json = try await get().json
            #expect(json?["count"] == 6 && json?["form"] == "full" && json?["position"] == 7)
            #expect(json?["gaps"]?.arrayValue?.map { $0["days"] } == [58])
            #expect(try await get(accept: "*/*").json?["count"] == 6)
            let lines = text(try await get(accept: "application/x-ndjson")).split(separator: "\n")
            #expect(lines.count == 7 && lines[4].hasPrefix(#"{"gap":{"from":"2010-02-02""#))
            let csv = text(try await get(accept: "text/csv"))
            #expect(csv.components(separatedBy: "\r\n").count == 9 && csv.contains("Referral received: =cmd()"))
            let browser = try await get(accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            #expect(text(browser).hasPrefix("<!DOCTYPE html>") && text(browser).contains("Seen at &lt;school&gt;."))
            #expect(text(try await get(accept: "text/plain;q=0.5, text/csv;q=0.9")).hasPrefix("\u{FEFF}child,"))
            let table = text(try await get("?columns=90", accept: "text/plain"))
            #expect(table.contains("-- No entry for 58 days") && !table.contains("\u{1B}"))
            #expect(text(try await get("?colour=true", accept: "text/plain")).contains("\u{1B}[33m-- No entry"))
            #expect(try await get(accept: "image/png").status == 406)

            func positions(_ query: String) async throws -> [Int64] {
                try await get(query).json?["entries"]?.arrayValue?.compactMap { $0["position"]?.integerValue } ?? []
            }
            #expect(try await positions("?form=significant") == [1, 2, 3, 4, 7])
            #expect(try await positions("?type=referral.*,note.recorded") == [3, 4, 6])
            #expect(try await positions("?type=referral.decided&type=note.recorded") == [4, 6])
            #expect(try await positions("?text=SCHOOL") == [6])
            #expect(try await positions("?asAt=2010-02-01") == [1, 2, 3])
            #expect(try await positions("?family=true") == [1, 2, 3, 4, 5, 6, 7])
            let family = try await get("?family=true").json
            #expect(family?["family"] == ["B"] && family?["entries"]?.arrayValue?[4]["thirdParty"] == true)
            for query in [
                "form=long", "from=yesterday", "from=2010-02-01&to=2010-01-01", "type=refer.*", "type=", "source=",
                "significance=high", "text=", "family=yes", "asAt=2010-02-30", "knownAt=2010", "columns=39",
                "colour=red", "colums=80",
            ] {
                #expect(try await get("?\(query)").status == 400, "\(query)")
            }
            #expect(try await daemon.call("GET", "/v1/cases/C/chronology").status == 404)

            let shown = try await daemon.caselog(["chronology", "A", "--form", "one-page", "--family"])
            #expect(shown.output.contains("Where the case stands") && shown.output.contains("closed on 2010-04-20"))
            let page = try await daemon.caselog(["chronology", "A", "--html", "--type", "note.recorded"])
            #expect(page.output.hasPrefix("<!DOCTYPE html>") && !page.output.contains("Referral received"))
            #expect(try await daemon.caselog(["chronology", "A", "--csv", "--json"]).status == 64)
        }
    }
}
