import ArgumentParser
import CaseRecord
import Configuration
import Foundation
import Logging
import SocketAPI
import SocketClient
import SystemPackage

/// The settings that can be given on the command line.
struct SettingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The local authority's code of three digits (authority).", valueName: "code"))
    var authority: String?

    @Option(help: ArgumentHelp("Where the daemon keeps its state (state.directory).", valueName: "dir"))
    var stateDirectory: String?

    @Option(help: ArgumentHelp("The Unix socket to serve (socket.path).", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("The socket's mode, octal (socket.mode); 660 unless given.", valueName: "mode"))
    var socketMode: String?

    @Option(help: ArgumentHelp("The socket's group (socket.group).", valueName: "group"))
    var socketGroup: String?

    @Option(
        help: ArgumentHelp(
            "A libpq connection string or URI of the PostgreSQL server to use (database.url).", valueName: "conninfo"))
    var database: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning or error (log.level).", valueName: "level"))
    var logLevel: String?

    fileprivate var given: [AbsoluteConfigKey: ConfigValue] {
        let pairs: [(AbsoluteConfigKey, String?)] = [
            (["authority"], authority), (["state", "directory"], stateDirectory), (["socket", "path"], socket),
            (["socket", "mode"], socketMode), (["socket", "group"], socketGroup), (["database", "url"], database),
            (["log", "level"], logLevel),
        ]
        return Dictionary(
            uniqueKeysWithValues: pairs.compactMap { key, value in
                value.map { (key, ConfigValue(.string($0), isSecret: false)) }
            })
    }
}

/// Everything the daemon is told, checked.
struct Settings: Sendable {
    /// Which PostgreSQL server keeps the log.
    enum Database: Sendable, Equatable {
        /// A private cluster in the state directory.
        case embedded
        /// The server of that connection string; empty: the one of libpq's environment variables.
        case server(String)
    }

    let authority: AuthorityCode
    let stateDirectory: String
    let socketPath: String
    let socketMode: UInt32
    let socketGroup: String?
    let database: Database
    let checkpointDirectory: String
    let checkpointKey: String
    let streamPatience: Duration
    /// Who may do what; `nil`: whoever runs the daemon everything, and nobody else anything.
    let accessFile: String?
    /// The socket for gateways alone; `nil`: there is none.
    let proxySocketPath: String?
    let proxySocketGroup: String?
    let limits: Limits
    let logLevel: Logger.Level

    /// Reads command line, environment and file, in this order of precedence.
    static func read(_ options: SettingOptions) async throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        let isRoot = geteuid() == 0
        let prefix = "CASELOG_"
        let own = Dictionary(
            uniqueKeysWithValues: environment.filter { $0.key.hasPrefix(prefix) }
                .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
        let file = options.config ?? own["CONFIG"] ?? "/etc/caselog/caselogd.yaml"
        let config = ConfigReader(providers: [
            InMemoryProvider(name: "command line", values: options.given),
            EnvironmentVariablesProvider(environmentVariables: own),
            try await FileProvider<YAMLSnapshot>(filePath: FilePath(file), allowMissing: options.config == nil),
        ])
        let stateDirectory =
            config.string(forKey: "state.directory")
            ?? SocketPath.stateDirectory(environment: environment, isRoot: isRoot)
        let authority = try read(config, "authority", "000", "three digits") { AuthorityCode($0) }
        return Settings(
            authority: authority,
            stateDirectory: URL(filePath: stateDirectory).standardizedFileURL.path(percentEncoded: false),
            socketPath: config.string(forKey: "socket.path")
                ?? SocketPath.standard(environment: environment, isRoot: isRoot),
            socketMode: try read(config, "socket.mode", "660", "an octal mode of at most 777") { text in
                UInt32(text, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil }
            },
            socketGroup: config.string(forKey: "socket.group"),
            database: database(config.string(forKey: "database.url"), environment),
            checkpointDirectory: config.string(forKey: "checkpoint.directory") ?? stateDirectory + "/checkpoints",
            checkpointKey: config.string(forKey: "checkpoint.key")
                ?? stateDirectory + "/keys/checkpoint-\(authority).key",
            streamPatience: try read(config, "stream.patience", "30", "a number of seconds, at least 1") { text in
                Int(text).flatMap { $0 >= 1 ? .seconds($0) : nil }
            },
            accessFile: accessFile(config),
            proxySocketPath: config.string(forKey: "socket.proxy.path"),
            proxySocketGroup: config.string(forKey: "socket.proxy.group"),
            limits: try limits(config),
            logLevel: try read(config, "log.level", "info", "a level from trace to critical") { text in
                Logger.Level(rawValue: text)
            })
    }

    private static func limits(_ config: ConfigReader) throws -> Limits {
        var limits = Limits()
        func set<Value>(_ path: WritableKeyPath<Limits, Value>, _ name: String, least: Int, _ make: (Int) -> Value)
            throws
        {
            guard let text = config.string(forKey: ConfigKey("limits.\(name)")) else { return }
            guard let number = Int(text), number >= least else {
                throw ValidationError("the setting limits.\(name) must be a number of at least \(least), not '\(text)'")
            }
            limits[keyPath: path] = make(number)
        }
        try set(\.body, "body", least: 1024) { $0 }
        try set(\.head, "head", least: 1024) { $0 }
        try set(\.receiving, "receiving", least: 1) { .seconds($0) }
        try set(\.sending, "sending", least: 1) { .seconds($0) }
        try set(\.idle, "idle", least: 1) { .seconds($0) }
        try set(\.connections, "connections", least: 1) { $0 }
        try set(\.peerConnections, "peer-connections", least: 1) { $0 }
        try set(\.requests, "requests", least: 1) { $0 }
        try set(\.peerRequests, "peer-requests", least: 1) { $0 }
        try set(\.streams, "streams", least: 0) { $0 }
        try set(\.peerStreams, "peer-streams", least: 1) { $0 }
        return limits
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

    /// The file named, which must be there, or the usual one if it is there.
    private static func accessFile(_ config: ConfigReader) -> String? {
        if let named = config.string(forKey: "access.file") { return named }
        let usual = "/etc/caselog/access.yaml"
        return geteuid() == 0 && FileManager.default.fileExists(atPath: usual) ? usual : nil
    }

    /// The server named, or that of libpq's environment where it names one, or the embedded cluster.
    private static func database(_ url: String?, _ environment: [String: String]) -> Database {
        if let url, !url.isEmpty { return .server(url) }
        let naming = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE"]
        return naming.contains { environment[$0]?.isEmpty == false } ? .server("") : .embedded
    }
}
