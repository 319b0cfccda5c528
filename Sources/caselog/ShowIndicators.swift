import ArgumentParser
import Foundation
import SocketClient

/// `caselog indicators`.
struct ShowIndicators: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicators", abstract: "Shows measures of practice for a period, or what one was counted from.",
        discussion: """
            Without a name, all indicators; with one, its definition, all that counts, and what was left out and why.

              caselog indicators --from 2026-04-01 --to 2026-09-30 --by team
              caselog indicators assessments-45 --csv > assessments.csv
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The indicator, as ni59; all unless given.")
    var indicator: String?

    @Option(help: ArgumentHelp("The first day; twelve months to the last day unless given.", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("The last day; today unless given.", valueName: "YYYY-MM-DD"))
    var to: String?

    @Option(help: ArgumentHelp("Also each team's figure, or each area's.", valueName: "team|area"))
    var by: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print comma-separated values.")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    }

    func run() async throws {
        let query: [(String, String?)] = [
            ("from", from), ("to", to), ("by", by), ("knownAt", knownAt),
            ("columns", json || csv ? nil : String(min(max(Terminal.columns, 40), 500))),
        ]
        let path = URLText.path(["v1", "indicators"] + (indicator.map { [$0] } ?? []), query: query)
        let accept = json ? "application/json" : csv ? "text/csv" : "text/plain"
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", accept)]), over: connection)
            Terminal.write(reply.body)
        }
    }
}
