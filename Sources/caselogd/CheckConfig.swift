import ArgumentParser
import Foundation
import Glibc
import Ledger
import PostgresClient
import PrivateCluster
import ServiceSupport

/// `caselogd check-config`: would the daemon start with what it is told?
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Says what every setting is and where that is said, and every mistake in them and in the access file.",
        discussion: """
            It connects to nothing and changes nothing. Exit status: 0 sound; 78 there are mistakes, each with its setting
            on standard error.

              caselogd check-config --config /etc/caselog/caselogd.yaml
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        var (settings, reader) = Settings.reading(options)
        Self.look(at: settings, &reader)
        guard SettingsCheck.report(reader, program: "caselogd") else { throw ExitCode(SettingsError.exitStatus) }
    }

    /// What can be told of the settings' values without a start.
    private static func look(at settings: Settings, _ reader: inout SettingReader<DaemonSetting>) {
        switch settings.database {
        case .embedded:
            do throws(ClusterError) {
                try PrivateCluster.validate(stateDirectory: settings.stateDirectory)
            } catch {
                reader.refuse(.stateDirectory, "\(error)")
            }
        case .server(let connectionString):
            do throws(PostgresError) {
                try PostgresConfiguration(connectionString: connectionString).validate()
            } catch {
                reader.refuse(.database, "\(error)")
            }
        }
        for (key, path) in [
            (DaemonSetting.socketPath, settings.socketPath), (.proxySocketPath, settings.proxySocketPath ?? ""),
        ] where path.utf8.count > 107 {
            reader.refuse(key, "has \(path.utf8.count) bytes, and a Unix socket's path may have at most 107")
        }
        for (key, group) in [
            (DaemonSetting.socketGroup, settings.socketGroup), (.proxySocketGroup, settings.proxySocketGroup),
        ] {
            if let group, getgrnam(group) == nil { reader.refuse(key, "there is no group '\(group)' on this machine") }
        }
        if let file = settings.accessFile {
            do {
                try AccessPolicyFile.check(file)
            } catch {
                reader.refuse(.accessFile, "\(error)")
            }
        }
        if FileManager.default.fileExists(atPath: settings.checkpointKey) {
            do {
                _ = try SigningKeyFile.load(settings.checkpointKey, name: "check")
            } catch {
                reader.refuse(.checkpointKey, "\(error)")
            }
        }
    }
}
