import ArgumentParser
import Configuration
import Foundation
import Logging
import Notifier
import PostgresClient
import PrivateCluster
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

    fileprivate var given: [AbsoluteConfigKey: ConfigValue] {
        let pairs: [(AbsoluteConfigKey, String?)] = [
            (["authority"], authority), (["state", "directory"], stateDirectory), (["database", "url"], database),
            (["hooks", "directory"], hooks), (["log", "level"], logLevel),
        ]
        return Dictionary(
            uniqueKeysWithValues: pairs.compactMap { key, value in
                value.map { (key, ConfigValue(.string($0), isSecret: false)) }
            })
    }
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

    /// How to connect with the rights of the role `caselog_notifier` and no others.
    var configuration: PostgresConfiguration {
        PostgresConfiguration(
            connectionString: connectionString, password: password, applicationName: "caselog-notifier",
            connectTimeout: .seconds(5), defaultDeadline: .seconds(30), role: "caselog_notifier",
            // A notifier that hangs in a transaction must not keep another from its rows.
            settings: ["idle_in_transaction_session_timeout": "10s"])
    }

    /// Reads command line, environment and file, in this order of precedence.
    static func read(_ options: SettingOptions) throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        let isRoot = geteuid() == 0
        let prefix = "CASELOG_"
        let own = Dictionary(
            uniqueKeysWithValues: environment.filter { $0.key.hasPrefix(prefix) }
                .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        let path = options.config ?? own["CONFIG"] ?? "/etc/caselog/caselog-notifier.yaml"
        let file = try SettingsFile(path: path, mustExist: options.config != nil)
        let config = ConfigReader(providers: [
            InMemoryProvider(name: "command line", values: options.given),
            EnvironmentVariablesProvider(environmentVariables: own),
            InMemoryProvider(name: path, values: file.values),
        ])
        let stateDirectory = canonical(
            config.string(forKey: "state.directory")
                ?? SocketPath.stateDirectory(environment: environment, isRoot: isRoot)
        )
        let hooks =
            config.string(forKey: "hooks.directory")
            ?? configurationDirectory(environment, isRoot).map { $0 + "/hooks.d" } ?? stateDirectory + "/hooks.d"
        return Settings(
            authority: try read(config, "authority", "000", "three digits") { text in
                text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
            },
            connectionString: database(config.string(forKey: "database.url"), stateDirectory, environment),
            password: try password(config, environment),
            hooks: HookDirectory(path: canonical(hooks)),
            account: try account(config.string(forKey: "hooks.user"), isRoot: isRoot),
            webhooks: try file.webhooks(credentials: environment["CREDENTIALS_DIRECTORY"]),
            policy: try policy(config),
            logLevel: try read(config, "log.level", "info", "a level from trace to critical") {
                Logger.Level(rawValue: $0)
            })
    }

    /// Where root's notifier and the service's have their configuration; `nil` for anybody else's.
    private static func configurationDirectory(_ environment: [String: String], _ isRoot: Bool) -> String? {
        let given = environment["CONFIGURATION_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        return given ?? (isRoot ? "/etc/caselog" : nil)
    }

    private static func password(_ config: ConfigReader, _ environment: [String: String]) throws -> String? {
        do {
            return try Credentials(environment: environment)
                .line(config.string(forKey: "database.password-file"), otherwise: "caselog.notifier-password")
        } catch {
            throw ValidationError("the setting database.password-file: \(error)")
        }
    }

    private static func policy(_ config: ConfigReader) throws -> DeliveryPolicy {
        var policy = DeliveryPolicy()
        policy.concurrency = try read(config, "delivery.concurrency", "4", "a number from 1 to 64") { text in
            Int(text).flatMap { (1...64).contains($0) ? $0 : nil }
        }
        policy.hookTimeLimit = try duration(config, "hooks.time-limit", "30s")
        policy.webhookTimeLimit = try duration(config, "webhook.time-limit", "20s")
        policy.giveUpAfter = try duration(config, "delivery.give-up-after", "3d")
        policy.tellFailureAfter = try duration(config, "delivery.tell-failure-after", "15m")
        policy.heartbeatEvery = try read(config, "heartbeat", "1d", "a duration as 1d or 12h, or never") { text in
            text == "never" ? .some(nil) : SettingsFile.duration(text).map { .some($0) }
        }
        if config.string(forKey: "delivery.lease") != nil {
            policy.fixedLease = try duration(config, "delivery.lease", "")
        }
        return policy
    }

    private static func duration(_ config: ConfigReader, _ key: String, _ standard: String) throws -> Duration {
        try read(config, key, standard, "a duration, as 30s, 15m, 12h or 3d") { SettingsFile.duration($0) }
    }

    private static func read<Value>(
        _ config: ConfigReader, _ key: String, _ standard: String, _ expectation: String, _ parse: (String) -> Value?
    ) throws -> Value {
        let text = config.string(forKey: ConfigKey(key), default: standard)
        guard let value = parse(text) else {
            throw ValidationError("the setting \(key) must be \(expectation), not '\(text)'")
        }
        return value
    }

    /// The server named, or that of libpq's environment where it names one, or the embedded cluster: as for caselogd.
    private static func database(_ url: String?, _ state: String, _ environment: [String: String]) -> String {
        if let url, !url.isEmpty { return url }
        let naming = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE"]
        let isNamed = naming.contains { environment[$0]?.isEmpty == false }
        return isNamed ? "" : PrivateCluster.notifierConnectionString(stateDirectory: state)
    }

    /// Whom hooks run as: the user named or, for a notifier that runs as root, `nobody`. Never as root unless that is said.
    private static func account(_ name: String?, isRoot: Bool) throws -> HookAccount? {
        guard isRoot else {
            guard name == nil else { throw ValidationError("only root can run hooks as another user (hooks.user)") }
            return nil
        }
        guard let account = HookAccount(named: name ?? "nobody") else {
            throw ValidationError("the hooks' user '\(name ?? "nobody")' does not exist on this machine (hooks.user)")
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
