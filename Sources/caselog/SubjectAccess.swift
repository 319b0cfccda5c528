import ArgumentParser
import SocketClient

/// `caselog subject-access`: a draft of the answer to somebody who asks for what is held about a child.
struct DraftSubjectAccess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject-access",
        abstract:
            "Drafts the answer to a subject access request: what can be handed out, and what is withheld and why.",
        discussion: """
            Of what is withheld only position, time, type and reason are told. Somebody has to read every entry before it
            is handed out; what people decide is given by position.

            Examples:
              caselog subject-access F00042 --received 2026-11-02 --reason "SAR 2026/118"
              caselog subject-access F00042 --requester on-behalf --json > draft.json
              caselog subject-access F00042 --release 31 --release 40 --withhold 57:serious-harm
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var pages: PageOptions

    @Argument(help: "The child's identifier.")
    var child: String

    @Option(help: ArgumentHelp("Who asks: subject, or on-behalf for a parent or guardian.", valueName: "who"))
    var requester: String?

    @Option(help: ArgumentHelp("The day on which the request came.", valueName: "YYYY-MM-DD"))
    var received: String?

    @Option(help: ArgumentHelp("Hand this entry out all the same; can be repeated.", valueName: "position"))
    var release: [Int] = []

    @Option(help: ArgumentHelp("Withhold this entry, and why; can be repeated.", valueName: "position:reason"))
    var withhold: [String] = []

    @Option(help: "Why it is asked for, for the access log.")
    var reason: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        var query: [(String, String?)] = [
            ("requester", requester), ("received", received),
            ("release", release.isEmpty ? nil : release.map(String.init).joined(separator: ",")),
            ("withhold", withhold.isEmpty ? nil : withhold.joined(separator: ",")),
        ]
        if !json { query += pages.query }
        let path = URLText.path(["v1", "cases", child, "subject-access"], query: query)
        var headers = [("Accept", json ? "application/json" : "text/plain")]
        if let reason { headers.append(("Caselog-Reason", reason)) }
        try await connection.connected { [headers] connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path, headers: headers), over: connection)
            if json { Terminal.write(reply.body) } else { pages.show(reply.body) }
        }
    }
}
