import ArgumentParser
import SocketClient

/// `caselog retention`: how long records are kept, and which would fall due.
struct ShowRetention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Shows how long a record is to be kept and why, or which records would fall due by a day.",
        discussion: """
            Of all that a child was to the authority, what keeps the record longest counts. Nothing is ever destroyed by
            caselog: people decide, record by record.

            Examples:
              caselog retention F00042
              caselog retention --by 2027-03-31
              caselog retention --by 2027-03-31 --csv > due.csv
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var pages: PageOptions

    @Argument(help: "The child; all records unless given.")
    var child: String?

    @Option(help: ArgumentHelp("The day; today unless given.", valueName: "YYYY-MM-DD"))
    var by: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print comma-separated values, of all records only.")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
        guard child == nil || (!csv && by == nil) else {
            throw ValidationError("--csv and --by are for all records, not for one child")
        }
    }

    func run() async throws {
        var query: [(String, String?)] = [("by", by), ("knownAt", knownAt)]
        if !json && !csv { query += pages.query }
        let parts = child.map { ["v1", "cases", $0, "retention"] } ?? ["v1", "retention"]
        let path = URLText.path(parts, query: query)
        let accept = json ? "application/json" : csv ? "text/csv" : "text/plain"
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", accept)]), over: connection)
            if json || csv { Terminal.write(reply.body) } else { pages.show(reply.body) }
        }
    }
}
