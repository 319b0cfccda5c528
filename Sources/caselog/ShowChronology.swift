import ArgumentParser
import SocketClient

/// `caselog chronology`.
struct ShowChronology: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chronology", abstract: "Shows what happened to a child, in order.",
        discussion: """
            Examples:
              caselog chronology F00042
              caselog chronology F00042 --form one-page
              caselog chronology F00042 --type 'referral.*' --type section47.started
              caselog chronology F00042 --family --from 2010-01-01
              caselog chronology F00042 --form court --html > court.html
              caselog chronology F00042 --csv > chronology.csv
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var pages: PageOptions

    @Argument(help: "The child's identifier.")
    var child: String

    @Option(help: ArgumentHelp("full, significant, court or one-page.", valueName: "form"))
    var form: String?

    @Option(help: ArgumentHelp("Only entries on or after this day.", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("Only entries on or before this day.", valueName: "YYYY-MM-DD"))
    var to: String?

    @Option(help: ArgumentHelp("Only events of this type, or group as referral.*; can be repeated.", valueName: "type"))
    var type: [String] = []

    @Option(help: ArgumentHelp("Only what comes from this agency.", valueName: "agency"))
    var source: String?

    @Flag(help: "Only significant entries.")
    var significant = false

    @Option(help: ArgumentHelp("Only entries in which these words stand.", valueName: "words"))
    var text: String?

    @Flag(help: "With the records of linked children.")
    var family = false

    @Option(help: ArgumentHelp("Only what had happened by this day.", valueName: "YYYY-MM-DD"))
    var asAt: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "Print JSON, NDJSON, comma-separated values or a page for a browser or printer.")
    var output: ChronologyOutput?

    func run() async throws {
        var query: [(String, String?)] = [
            ("form", form), ("from", from), ("to", to), ("source", source),
            ("significance", significant ? "significant" : nil), ("text", text), ("family", family ? "true" : nil),
            ("asAt", asAt), ("knownAt", knownAt),
        ]
        query += type.map { ("type", $0) }
        if output == nil { query += pages.query }
        let path = URLText.path(["v1", "cases", child, "chronology"], query: query)
        try await connection.connected { connection in
            let accept = output?.mediaType ?? "text/plain"
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", accept)]), over: connection)
            if output == nil { pages.show(reply.body) } else { Terminal.write(reply.body) }
        }
    }
}

/// In which form a chronology is printed.
enum ChronologyOutput: String, EnumerableFlag {
    case json, ndjson, csv, html

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv"
        case .html: "text/html"
        }
    }
}
