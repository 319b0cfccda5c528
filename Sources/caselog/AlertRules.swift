import ArgumentParser
import Foundation
import SocketClient
import StrictJSON
import TextTable

/// `caselog alerts rules`.
struct AlertRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Shows what came of the alerts of each rule: which are worth raising.",
        discussion: """
              caselog alerts rules
              caselog alerts rules --json
            """)

    @OptionGroup var connection: ConnectionOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", "/v1/alerts/rules"), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            var table = TextTable(columns: Terminal.columns)
            table.head = ["RULE", "RAISED", "OPEN", "ACTED ON", "DISMISSED", "CANCELLED", "%", "MEDIAN OPEN", "WHAT"]
            table.wrapped = 8
            for rule in reply.json?["rules"]?.arrayValue ?? [] {
                let hours = (rule["medianOpenSeconds"]?.integerValue ?? 0) / 3600
                table.rows.append(
                    ["rule", "raised", "open", "actedOn", "dismissed", "cancelled"].map { AlertText.text(rule[$0]) }
                        + [
                            AlertText.text(rule["percent"], "-"), hours < 48 ? "\(hours) h" : "\(hours / 24) days",
                            AlertText.text(rule["title"]),
                        ])
            }
            guard !table.rows.isEmpty else { return print("No rule has raised an alert yet.") }
            Terminal.write(table.text.utf8)
        }
    }
}
