import ArgumentParser
import Foundation
import SocketClient
import StrictJSON
import TextTable

/// `caselog alerts list`.
struct ListAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists alerts, the longest overdue first (the default).",
        discussion: """
              caselog alerts list --team west --severity 1
              caselog alerts list --child F00042 --all --json
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "Only this team's.")
    var team: String?

    @Option(help: "Only this child's.")
    var child: String?

    @Option(help: ArgumentHelp("Only of this rule, as R03.", valueName: "rule"))
    var rule: String?

    @Option(help: ArgumentHelp("due-soon, due, overdue, severely-overdue, resolved or cancelled.", valueName: "stage"))
    var stage: String?

    @Option(help: ArgumentHelp("Only those that grave: 1, 2 or 3.", valueName: "n"))
    var severity: Int?

    @Flag(
        inversion: .prefixedNo, help: "Only those that were acknowledged since their stage began, or only the others.")
    var acknowledged: Bool?

    @Flag(help: "Also those that are over.")
    var all = false

    @Option(help: "At most so many.")
    var limit = 100

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit must be 1 to 500") }
    }

    func run() async throws {
        let query: [(String, String?)] = [
            ("team", team), ("child", child), ("rule", rule), ("stage", stage),
            ("severity", severity.map { String($0) }), ("acknowledged", acknowledged.map { String($0) }),
            ("state", all ? "all" : nil),
            ("limit", String(limit)),
        ]
        let path = URLText.path(["v1", "alerts"], query: query)
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let alerts = reply.json?["alerts"]?.arrayValue ?? []
            guard !alerts.isEmpty else {
                print("No open alerts\(team.map { " of team \($0)" } ?? "").")
                return
            }
            var table = TextTable(columns: Terminal.columns)
            table.head = ["DUE", "STAGE", "!", "RULE", "CHILD", "TEAM", "WORKER", "HANDLING", "WHAT", "ID"]
            table.wrapped = 8
            for alert in alerts {
                table.rows.append([
                    alert["due"]?.stringValue ?? "", alert["stage"]?.stringValue ?? "",
                    AlertText.text(alert["severity"]), alert["rule"]?["id"]?.stringValue ?? "",
                    alert["child"]?.stringValue ?? "",
                    alert["team"]?.stringValue ?? "", alert["worker"]?.stringValue ?? "unallocated",
                    alert["handling"]?["state"]?.stringValue ?? "", alert["rule"]?["title"]?.stringValue ?? "",
                    alert["id"]?.stringValue ?? "",
                ])
            }
            Terminal.write(table.text.utf8)
            if reply.json?["cursor"]?.stringValue != nil { Terminal.say("There are more; --limit shows up to 500.") }
        }
    }
}
