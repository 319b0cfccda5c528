import ArgumentParser
import Foundation
import Logging
import Notifier
import PostgresClient
import PrivateCluster
import ServiceSupport
import SocketClient
import Systemd

/// The settings that can be given on the command line.
struct SettingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The local authority's code of three digits (authority).", valueName: "code"))
    var authority: String?

    @Option(help: ArgumentHelp("Where caselogd keeps its state (state.directory).", valueName: "dir"))
    var stateDirectory: String?

    @Option(
        help: ArgumentHelp(
            "A libpq connection string or URI of the PostgreSQL server to use (database.url).", valueName: "conninfo"))
    var database: String?

    @Option(help: ArgumentHelp("The directory of hooks (hooks.directory).", valueName: "dir"))
    var hooks: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning or error (log.level).", valueName: "level"))
    var logLevel: String?

    var given: [String: String?] {
        [
            "authority": authority, "state.directory": stateDirectory, "database.url": database,
            "hooks.directory": hooks, "log.level": logLevel,
        ]
    }
}

/// The settings that the notifier knows; webhooks are a list of their own.
enum NotifierSetting: String, SettingKey {
    case authority
    case stateDirectory = "state.directory"
    case database = "database.url"
    case databasePasswordFile = "database.password-file"
    case hooksDirectory = "hooks.directory"
    case hooksUser = "hooks.user"
    case hooksTimeLimit = "hooks.time-limit"
    case webhookTimeLimit = "webhook.time-limit"
    case concurrency = "delivery.concurrency"
    case giveUpAfter = "delivery.give-up-after"
    case tellFailureAfter = "delivery.tell-failure-after"
    case lease = "delivery.lease"
    case heartbeat
    case logLevel = "log.level"

    /// A connection string can hold a password.
    var isSecret: Bool { self == .database }
}

/// Everything the notifier is told, checked.
struct Settings: Sendable {
    let authority: String
    let connectionString: String
    /// The password of the server, where the connection string has none.
    let password: String?
    let hooks: HookDirectory
    let account: HookAccount?
    let webhooks: [Webhook]
    let policy: DeliveryPolicy
    let logLevel: Logger.Level
    /// What is said and means nothing to the notifier.
    let unknown: [SettingProblem]

    /// How to connect with the rights of the role `caselog_notifier` and no others.
    var configuration: PostgresConfiguration {
        PostgresConfiguration(
            connectionString: connectionString, password: password, applicationName: "caselog-notifier",
            connectTimeout: .seconds(5), defaultDeadline: .seconds(30), role: "caselog_notifier",
            // A notifier that hangs in a transaction must not keep another from its rows.
            settings: ["idle_in_transaction_session_timeout": "10s"])
    }

    /// Reads command line, environment and file, in this order of precedence.
    ///
    /// - Throws: ``SettingsError`` with every mistake.
    static func read(_ options: SettingOptions) throws -> Settings {
        let (settings, reader) = reading(options)
        try reader.finish()
        return settings
    }

    /// The same; where there are mistakes it says each and ends the program with status 78.
    static func readOrEnd(_ options: SettingOptions) throws -> Settings {
        do {
            return try read(options)
        } catch let error as SettingsError {
            for problem in error.problems { SettingsCheck.complain("caselog-notifier: \(problem)") }
            throw ExitCode(SettingsError.exitStatus)
        }
    }

    /// The same where mistakes are not thrown but stand in the reader: of a setting with one, what holds otherwise.
    static func reading(_ options: SettingOptions) -> (settings: Settings, reader: SettingReader<NotifierSetting>) {
        let environment = ProcessInfo.processInfo.environment
        let isRoot = geteuid() == 0
        let named = options.config ?? environment["CASELOG_CONFIG"]
        let file = SettingsFile(
            path: named ?? "/etc/caselog/caselog-notifier.yaml", mustExist: options.config != nil,
            separate: [WebhookList.name])
        var reader = SettingReader<NotifierSetting>(
            SettingSources(given: options.given, environment: environment, file: file))
        let usualState = SocketPath.stateDirectory(environment: environment, isRoot: isRoot)
        let state = canonical(reader.text(.stateDirectory, otherwise: usualState) ?? usualState)
        let directory = environment["CONFIGURATION_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        let usualHooks = (directory ?? (isRoot ? "/etc/caselog" : nil) ?? state) + "/hooks.d"
        let database = ServiceDatabase(
            url: reader.text(.database, otherwise: "PG* variables, or caselogd's embedded cluster"),
            environment: environment)
        let connectionString =
            switch database {
            case .embedded: PrivateCluster.notifierConnectionString(stateDirectory: state)
            case .server(let text): text
            }
        let webhooks = WebhookList(file, credentials: environment["CREDENTIALS_DIRECTORY"])
        for problem in webhooks.problems { reader.note(problem) }
        let settings = Settings(
            authority: reader.value(.authority, otherwise: "000", shown: "000", "three digits") { text in
                text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
            },
            connectionString: connectionString, password: password(&reader, environment),
            hooks: HookDirectory(
                path: canonical(reader.text(.hooksDirectory, otherwise: usualHooks) ?? usualHooks)),
            account: account(&reader, isRoot: isRoot), webhooks: webhooks.webhooks, policy: policy(&reader),
            logLevel: reader.value(.logLevel, otherwise: .info, shown: "info", "a level from trace to critical") {
                Logger.Level(rawValue: $0)
            },
            unknown: reader.unknown)
        return (settings, reader)
    }

    private static func password(
        _ reader: inout SettingReader<NotifierSetting>, _ environment: [String: String]
    ) -> String? {
        do throws(Credentials.Unusable) {
            return try Credentials(environment: environment).line(
                reader.text(.databasePasswordFile, otherwise: "a credential, or none"),
                otherwise: "caselog.notifier-password")
        } catch {
            reader.refuse(.databasePasswordFile, "\(error)")
            return nil
        }
    }

    private static func policy(_ reader: inout SettingReader<NotifierSetting>) -> DeliveryPolicy {
        var policy = DeliveryPolicy()
        policy.concurrency = reader.value(
            .concurrency, otherwise: policy.concurrency, shown: "4", "a number from 1 to 64"
        ) { text in
            Int(text).flatMap { (1...64).contains($0) ? $0 : nil }
        }
        policy.hookTimeLimit = reader.duration(.hooksTimeLimit, otherwise: policy.hookTimeLimit, shown: "30s")
        policy.webhookTimeLimit = reader.duration(.webhookTimeLimit, otherwise: policy.webhookTimeLimit, shown: "20s")
        policy.giveUpAfter = reader.duration(.giveUpAfter, otherwise: policy.giveUpAfter, shown: "3d")
        policy.tellFailureAfter = reader.duration(.tellFailureAfter, otherwise: policy.tellFailureAfter, shown: "15m")
        policy.heartbeatEvery = reader.value(
            .heartbeat, otherwise: policy.heartbeatEvery, shown: "1d", "a duration as 1d or 12h, or never"
        ) { text in
            text == "never" ? .some(nil) : SettingText.duration(text).map { .some($0) }
        }
        policy.fixedLease = reader.value(
            .lease, otherwise: nil, shown: "a little more than the longest time limit",
            "a duration, as 30s, 15m, 12h or 3d"
        ) { text in
            SettingText.duration(text).map { .some($0) }
        }
        return policy
    }

    /// Whom hooks run as: the user named or, for a notifier that runs as root, `nobody`. Never as root unless that is said.
    private static func account(_ reader: inout SettingReader<NotifierSetting>, isRoot: Bool) -> HookAccount? {
        let name = reader.text(.hooksUser, otherwise: isRoot ? "nobody" : "the notifier's own")
        guard isRoot else {
            if name != nil { reader.refuse(.hooksUser, "only root can run hooks as another user") }
            return nil
        }
        let account = HookAccount(named: name ?? "nobody")
        if account == nil {
            reader.refuse(.hooksUser, "there is no user '\(name ?? "nobody")' on this machine")
        }
        return account
    }

    /// The path without symbolic links, as far as it exists.
    private static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else {
            return URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
