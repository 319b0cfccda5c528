import ArgumentParser
import SocketClient

/// `caselog supervise`.
struct Supervise: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise", abstract: "Shows what managers look at, the worst first.",
        discussion: """
            Examples:
              caselog supervise team west
              caselog supervise worker a.mensah
              caselog supervise service --from 2026-01-01
            """,
        subcommands: [SuperviseWorker.self, SuperviseTeam.self, SuperviseService.self])
}

/// What every view for supervision takes.
struct SupervisionOptions: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var pages: PageOptions

    @Option(help: ArgumentHelp("The first day of what is counted over time.", valueName: "YYYY-MM-DD"))
    var from: String?

    @Option(help: ArgumentHelp("The last day of it.", valueName: "YYYY-MM-DD"))
    var to: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339); slow.", valueName: "instant"))
    var knownAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// Asks for a view and shows it.
    func show(_ parts: [String]) async throws {
        var query: [(String, String?)] = [("from", from), ("to", to), ("knownAt", knownAt)]
        if !json { query += pages.query }
        let path = URLText.path(["v1", "supervision"] + parts, query: query)
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(
                Call("GET", path, headers: [("Accept", json ? "application/json" : "text/plain")]), over: connection)
            if json { Terminal.write(reply.body) } else { pages.show(reply.body) }
        }
    }
}

/// `caselog supervise worker`.
struct SuperviseWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Shows a worker's caseload and each case for supervision.",
        discussion: """
            What changed since the last supervision, what is due in the next ten working days, decisions and what became of
            them, what the record lacks, when the child was last seen alone, and the child's view.

              caselog supervise worker sam
            """)

    @OptionGroup var options: SupervisionOptions

    @Argument(help: "The worker's identifier.")
    var worker: String

    func run() async throws { try await options.show(["workers", worker]) }
}

/// `caselog supervise team`.
struct SuperviseTeam: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team",
        abstract: "Shows what was handed over to a team, and what its manager has to see in the morning.",
        discussion: """
            Handovers that nobody has accepted, protective actions not known to be done, unallocated cases, overdue clocks,
            cases that wait, decisions and actions past their day, supervision overdue, silent cases, the caseload of each
            worker, and how late they record.

              caselog supervise team NORTH
            """)

    @OptionGroup var options: SupervisionOptions

    @Argument(help: "The team's identifier.")
    var team: String

    func run() async throws { try await options.show(["teams", team]) }
}

/// `caselog supervise service`.
struct SuperviseService: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Compares teams and months, and shows who looked at cases as a manager, by week.",
        discussion: """
            Teams that differ by more than chance, from contact to plan, management oversight by manager and week, early help
            month by month, whether practice changed after audits, and findings that recur.

              caselog supervise service --from 2010-05-01 --to 2011-04-30
            """)

    @OptionGroup var options: SupervisionOptions

    func run() async throws { try await options.show(["service"]) }
}
