import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestOracle
import TestSupport
import Testing

/// The pages of `caselog web`, through a real client and a real daemon.
@Suite(.serialized) struct WebTests {
    @Test func everyPageAndEveryLinkOfADemonstrationCountyIsSound() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let county = daemon.directory + "/county.ndjson"
            let (status, events, _) = try await daemon.caselog(["demo", "--children", "12"])
            #expect(status == 0)
            try events.write(toFile: county, atomically: true, encoding: .utf8)
            #expect(try await daemon.caselog(["import", county]).status == 0)
            // What somebody wrote to harm whoever reads it, in the summary, the name and the words of an action.
            let hostile = #""><script>alert(1)</script><img src=x onerror=alert(2)>'"#
            let text = JSONValue.string(hostile).text()
            for body in [
                event(
                    "child.registered", ["EVIL"], on: "2026-01-05",
                    "{\"givenName\":\(text),\"familyName\":\"\\\"\u{301} x\"}"),
                event(
                    "referral.received", ["EVIL"], on: "2026-01-05",
                    #"{"referral":"R-1","sourceCode":"6","team":"west"}"#, more: ",\"summary\":\(text)"),
                event(
                    "protective-action.required", ["EVIL"], on: "2026-01-06",
                    "{\"protectiveAction\":\"PA-1\",\"what\":\(text),\"who\":\(text),\"due\":\"2026-01-07\"}"),
            ] {
                let reply = try await daemon.post(body)
                #expect(reply.status == 201, "\(reply.json?.text() ?? "")")
            }
            let ended = try await WebProcess(daemon).running { address in
                let found = try PageOracle().walk(from: address.absoluteString)
                #expect(found.problems == [])
                let titles = Set(found.pages.map { $0[1].split(separator: " ").first.map(String.init) ?? "" })
                for kind in [
                    "caselog", "Team", "Supervision", "The", "Case", "Clocks", "What", "Chronology", "Alerts",
                    "Indicators", "Rules",
                ] {
                    #expect(titles.contains(kind), "\(kind)")
                }
                #expect(found.pages.contains { $0[1].contains("<script>alert(1)</script>") })
                #expect(found.pages.count > 300, "\(found.pages.count)")
            }
            #expect(ended.isSuccess)
        }
    }

    @Test func onlyTheBrowserThatUsedTheAddressIsShownAnythingAndOnlyWhatItReads() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let web = WebProcess(daemon)
            try await web.running { address in
                let prefix = "/" + (address.pathComponents.dropFirst().first ?? "")
                @Sendable func status(
                    _ target: String, method: String = "GET", host: String? = nil, _ lines: [String] = []
                ) throws -> Int {
                    try WebProcess.ask(address, target, method: method, host: host, lines).status
                }
                // Nobody is let in without the key, nor with another one.
                #expect(try status("/") == 403)
                #expect(try status(prefix + "/") == 403)
                #expect(try status(prefix + "/enter?key=guess") == 403)
                #expect(try status(prefix + "/", ["Cookie: caselog=guess"]) == 403)
                #expect(try status("/style.css") == 200)
                let cookie = try WebProcess.enter(address)
                #expect(try status(prefix + "/", [cookie]) == 200)
                #expect(try status(prefix + "/", ["Cookie: other=1; " + cookie.dropFirst(8)]) == 200)
                // The key is used up, and the next one printed; the path is part of the secret.
                #expect(try status("\(prefix)/enter?\(address.query ?? "")") == 403)
                #expect(try await NotifierProcess.waits { web.printed.count == 2 })
                let second = try #require(URL(string: web.printed.last ?? ""))
                #expect(second.path == address.path && second.query != address.query)
                #expect(try status("/elsewhere/", [cookie]) == 403)
                // Only reading, and only as this host.
                for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
                    let answer = try WebProcess.ask(
                        address, prefix + "/", method: method, [cookie, "Content-Length: 0"])
                    #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD", "\(method)")
                }
                let head = try WebProcess.ask(address, prefix + "/", method: "HEAD", [cookie])
                #expect(head.status == 200 && head.body.isEmpty)
                let port = try #require(address.port)
                #expect(try status(prefix + "/", host: "localhost:\(port)", [cookie]) == 200)
                for host in [
                    "evil.example:\(port)", "evil.example", "127.0.0.1", "127.0.0.1:1", "",
                    "127.0.0.1:\(port).evil.example",
                ] {
                    #expect(try status(prefix + "/", host: host, [cookie]) == 421, "\(host)")
                }
                #expect(try [400, 421].contains(status(prefix + "/", [cookie, "Host: evil.example"])))
                #expect(try status(prefix + "/%FF", [cookie]) == 400)
                #expect(try status(prefix + "/nothing", [cookie]) == 404)
                #expect(try status(prefix + "/cases/nobody", [cookie]) == 404)
                #expect(try status(prefix + "/cases/a%20b%2F..%0d%0a", [cookie]) == 400)
                let answer = try WebProcess.ask(address, prefix + "/", [cookie])
                let policy =
                    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                #expect(answer.headers["content-security-policy"] == policy)
                #expect(answer.headers["cache-control"] == "no-store" && answer.headers["x-frame-options"] == "DENY")
            }
        }
    }

    @Test func pagesShowWhatTheCallerMaySeeAndWhatTheDaemonSays() async throws {
        let daemon = try DaemonProcess()
        let file = daemon.directory + "/access.yaml"
        @Sendable func grant(_ roles: String, _ teams: String) throws {
            try "grants:\n  - {users: [\(NSUserName())], worker: n.manager, roles: [\(roles)], teams: \(teams)}\n"
                .write(toFile: file, atomically: true, encoding: .utf8)
            chmod(file, 0o600)
        }
        try grant("recorder, manager", "[north]")
        try await daemon.running(environment: ["CASELOG_ACCESS_FILE": file]) { _ in
            for (child, team) in [("N", "north"), ("S", "south")] {
                let referral = event(
                    "referral.received", [child], on: "2026-01-05",
                    "{\"referral\":\"R-\(child)\",\"sourceCode\":\"6\",\"team\":\"\(team)\"}")
                #expect(try await daemon.post(referral).status == 201)
            }
            for team in ["north", "south"] {
                let registered = event("team.registered", [], on: "2020-01-01", "{\"team\":\"\(team)\"}")
                #expect(try await daemon.post(registered).status == 201)
            }
            try await WebProcess(daemon).running { address in
                let prefix = "/" + (address.pathComponents.dropFirst().first ?? "")
                let cookie = try WebProcess.enter(address)
                @Sendable func page(_ path: String) throws -> (status: Int, text: String) {
                    let answer = try WebProcess.ask(address, prefix + path, [cookie])
                    return (answer.status, String(decoding: answer.body, as: UTF8.self))
                }
                let front = try page("/")
                #expect(front.text.contains("\(prefix)/teams/north") && !front.text.contains("teams/south"))
                #expect(try page("/cases/N").status == 200)
                #expect(try page("/teams/north").status == 200)
                // The record of another team is not there, and neither is its chronology to print.
                #expect(try page("/cases/S").status == 404)
                #expect(try page("/cases/S/chronology/print").status == 404)
                let south = try page("/teams/south")
                #expect(south.status == 403 && south.text.contains("The caller does not see this team&#39;s cases"))
                let alerts = try page("/alerts")
                #expect(alerts.text.contains("/cases/N\"") && !alerts.text.contains("/cases/S\""))

                // What may be seen is asked each time: nothing is kept.
                try grant("analyst", "all")
                #expect(try await NotifierProcess.waits { try page("/cases/N").status == 403 })
                let refused = try page("/cases/N").text
                #expect(refused.contains("auditor, manager, practitioner") && refused.contains("n.manager (analyst)"))
                #expect(try page("/service").status == 200)
            }
        }
        // Without a daemon nothing is served; one that goes away meanwhile is told of in the page.
        let (status, _, errors) = try await daemon.caselog(["web", "--open-nothing"])
        #expect(status == 69 && errors.contains(daemon.socket))
    }

    @Test func aDaemonThatWentAwayIsSaidInThePage() async throws {
        let daemon = try DaemonProcess()
        let web = WebProcess(daemon)
        try await daemon.running { running in
            try await web.running { address in
                let prefix = "/" + (address.pathComponents.dropFirst().first ?? "")
                let cookie = try WebProcess.enter(address)
                #expect(try WebProcess.ask(address, prefix + "/", [cookie]).status == 200)
                kill(running.value, SIGTERM)
                #expect(
                    try await NotifierProcess.waits {
                        try WebProcess.ask(address, prefix + "/", [cookie]).status == 503
                    })
                let answer = try WebProcess.ask(address, prefix + "/teams/west", [cookie])
                #expect(String(decoding: answer.body, as: UTF8.self).contains("The daemon does not answer"))
            }
        }
    }

    /// The browser is given a file and not the address, which every user of the machine could read in the list of processes.
    @Test func theBrowserIsOpenedWithoutShowingTheKeyToOthers() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            let seen = daemon.directory + "/out/opened"
            let programs = daemon.directory + "/programs"
            try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: false)
            let script = """
                #!/bin/sh
                { echo "$@"; stat -c %a "$1"; stat -c %a "$(dirname "$1")"; cat "$1"; } > \(seen).new
                mv \(seen).new \(seen)

                """
            try script.write(toFile: programs + "/xdg-open", atomically: true, encoding: .utf8)
            chmod(programs + "/xdg-open", 0o755)
            var web = WebProcess(daemon)
            web.arguments = []
            web.environment = [
                "PATH": "\(programs):/usr/bin:/bin", "DISPLAY": ":9", "XDG_RUNTIME_DIR": daemon.directory,
            ]
            try await web.running { address in
                #expect(try await daemon.appears(seen))
                let lines = try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n").map(String.init)
                #expect(lines.count > 4 && !lines[0].contains(address.query ?? "key"))
                #expect(lines[1] == "600" && lines[2] == "700")
                #expect(lines.contains { $0.contains("url=\(address.absoluteString)\"") })
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: daemon.directory)
            #expect(!left.contains { $0.hasPrefix("caselog-web-") })
        }
    }
}
