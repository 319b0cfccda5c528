import ArgumentParser
import SocketClient

/// `caselog case`.
struct ShowCase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Shows where a child's case stands, or what was done to protect the child.",
        discussion: """
            Examples:
              caselog case F00042
              caselog case F00042 --protection
              caselog case F00042 --as-at 2011-03-31
              caselog case F00042 --protection --known-at 2011-03-31T12:00:00Z --json
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var pages: PageOptions

    @Argument(help: "The child's identifier.")
    var child: String

    @Flag(help: "What was done to protect the child, concern by concern, and what the record does not show.")
    var protection = false

    @Option(help: ArgumentHelp("Only what had happened by this day.", valueName: "YYYY-MM-DD"))
    var asAt: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        var query: [(String, String?)] = [("asAt", asAt), ("knownAt", knownAt)]
        if !json { query += pages.query }
        let path = URLText.path(["v1", "cases", child] + (protection ? ["protection"] : []), query: query)
        try await connection.connected { connection in
            let accept = json ? "application/json" : "text/plain"
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", accept)]), over: connection)
            if json { Terminal.write(reply.body) } else { pages.show(reply.body) }
        }
    }
}
