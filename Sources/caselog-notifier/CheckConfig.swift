import ArgumentParser
import Notifier
import PostgresClient
import ServiceSupport

/// `caselog-notifier check-config`: would the notifier start with what it is told?
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what every setting is and where that is said, which hooks there are, and every mistake.",
        discussion: """
            It connects to nothing and changes nothing. Exit status: 0 sound; 78 there are mistakes, each with its setting
            on standard error.

              caselog-notifier check-config --config /etc/caselog/caselog-notifier.yaml
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        var (settings, reader) = Settings.reading(options)
        do throws(PostgresError) {
            try settings.configuration.validate()
        } catch {
            reader.refuse(.database, "\(error)")
        }
        for (name, obstacle) in settings.hooks.obstacles {
            reader.refuse(.hooksDirectory, "the hook \(name) cannot be run: \(obstacle)")
        }
        let isSound = SettingsCheck.report(reader, program: "caselog-notifier")
        for webhook in settings.webhooks { print("webhook  \(webhook.name)") }
        guard isSound else { throw ExitCode(SettingsError.exitStatus) }
    }
}
