import ArgumentParser

/// The daemon: keeps the log, serves it on a Unix socket, and raises alerts.
@main
struct CaselogDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caselogd",
        abstract: "Keeps the timeline of children's social care cases and raises statutory-timescale alerts.",
        discussion: """
            Without a database in the configuration, caselogd keeps a private PostgreSQL cluster in its state
            directory. With --database, or the usual PG* environment variables, it uses that server.

            Every setting can stand in the configuration file (/etc/caselog/caselogd.yaml, or --config), in the
            environment (CASELOG_SOCKET_PATH for socket.path) or on the command line, which wins.
            """,
        version: Version.text,
        subcommands: [Serve.self, Migrate.self, CheckConfig.self],
        defaultSubcommand: Serve.self)
}

/// The program's version.
enum Version {
    static let text = "0.1.0"
}
