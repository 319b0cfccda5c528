import ArgumentParser
import SocketClient

/// The notifier: hands notices of alerts to hooks and webhooks.
@main
struct CaselogNotifier: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caselog-notifier",
        abstract: "Hands notices of alerts to executable hooks and webhooks, at least once and in order.",
        discussion: """
            It reads the notices that caselogd writes from the same database: the embedded one in the state directory, or
            that of --database or the usual PG* environment variables. It goes on while caselogd is down.

            Every setting can stand in the configuration file (/etc/caselog/caselog-notifier.yaml, or --config), in the
            environment (CASELOG_HOOKS_DIRECTORY for hooks.directory) or on the command line, which wins. Webhooks stand
            in the file only.

            Examples:
              caselog-notifier --hooks /etc/caselog/hooks.d
              caselog-notifier receivers
              caselog-notifier test

            Exit status:
              0  it was told to stop, or is done; a test: every receiver took the notice
              1  it cannot go on, or a receiver did not take the test
              64  wrong usage
            """,
        version: CaselogVersion.text,
        subcommands: [Serve.self, CheckConfig.self, TestReceiver.self, ListReceivers.self, EnableReceiver.self],
        defaultSubcommand: Serve.self)
}

/// Why the notifier cannot go on.
struct NotifierError: Error, CustomStringConvertible {
    let description: String
}
