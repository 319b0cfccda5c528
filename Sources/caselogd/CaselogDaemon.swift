import ArgumentParser
import SocketClient

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

            Examples:
              caselogd --config /etc/caselog/caselogd.yaml
              caselogd --state-directory ~/caselog --socket ~/caselog/caselogd.sock

            Exit status:
              0  it was told to stop, and has finished what it had accepted
              1  it cannot go on; the last line of its log says why
              64  wrong usage
            """,
        version: Version.text,
        subcommands: [Serve.self, Migrate.self, CheckConfig.self],
        defaultSubcommand: Serve.self)
}

/// The program's version.
enum Version {
    static let text = CaselogVersion.text
}
