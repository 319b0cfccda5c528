import ArgumentParser
import CaseRecord
import Foundation
import Logging
import ServiceSupport
import SocketAPI
import SocketClient
import Systemd

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

    var given: [String: String?] {
        [
            "authority": authority, "state.directory": stateDirectory, "socket.path": socket, "socket.mode": socketMode,
            "socket.group": socketGroup, "database.url": database, "log.level": logLevel,
        ]
    }
}

/// The settings that the daemon knows.
enum DaemonSetting: String, SettingKey {
    case authority
    case stateDirectory = "state.directory"
    case socketPath = "socket.path"
    case socketMode = "socket.mode"
    case socketGroup = "socket.group"
    case proxySocketPath = "socket.proxy.path"
    case proxySocketGroup = "socket.proxy.group"
    case database = "database.url"
    case databasePasswordFile = "database.password-file"
    case checkpointDirectory = "checkpoint.directory"
    case checkpointKey = "checkpoint.key"
    case accessFile = "access.file"
    case streamPatience = "stream.patience"
    case limitsBody = "limits.body"
    case limitsHead = "limits.head"
    case limitsReceiving = "limits.receiving"
    case limitsSending = "limits.sending"
    case limitsIdle = "limits.idle"
    case limitsConnections = "limits.connections"
    case limitsPeerConnections = "limits.peer-connections"
    case limitsRequests = "limits.requests"
    case limitsPeerRequests = "limits.peer-requests"
    case limitsStreams = "limits.streams"
    case limitsPeerStreams = "limits.peer-streams"
    case logLevel = "log.level"

    /// A connection string can hold a password.
    var isSecret: Bool { self == .database }
}

/// Everything the daemon is told, checked.
struct Settings: Sendable {
    /// Which PostgreSQL server keeps the log.
    typealias Database = ServiceDatabase

    let authority: AuthorityCode
    let stateDirectory: String
    let socketPath: String
    let socketMode: UInt32
    let socketGroup: String?
    let database: Database
    /// The password of the server, where its connection string has none.
    let databasePassword: String?
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
    /// What is said and means nothing to the daemon.
    let unknown: [SettingProblem]

    /// Reads command line, environment and file, in this order of precedence.
    ///
    /// - Throws: ``SettingsError`` with every mistake.
    static func read(_ options: SettingOptions) async throws -> Settings {
        let (settings, reader) = reading(options)
        try reader.finish()
        return settings
    }

    /// The same; where there are mistakes it says each and ends the program with status 78.
    static func readOrEnd(_ options: SettingOptions) async throws -> Settings {
        do {
            return try await read(options)
        } catch let error as SettingsError {
            for problem in error.problems { SettingsCheck.complain("caselogd: \(problem)") }
            throw ExitCode(SettingsError.exitStatus)
        }
    }

    /// The same where mistakes are not thrown but stand in the reader: of a setting with one, what holds otherwise.
    static func reading(_ options: SettingOptions) -> (settings: Settings, reader: SettingReader<DaemonSetting>) {
        let environment = ProcessInfo.processInfo.environment
        let isRoot = geteuid() == 0
        let named = options.config ?? environment["CASELOG_CONFIG"]
        let file = SettingsFile(path: named ?? "/etc/caselog/caselogd.yaml", mustExist: options.config != nil)
        var reader = SettingReader<DaemonSetting>(
            SettingSources(given: options.given, environment: environment, file: file))
        let usualState = SocketPath.stateDirectory(environment: environment, isRoot: isRoot)
        let state = URL(filePath: reader.text(.stateDirectory, otherwise: usualState) ?? usualState)
            .standardizedFileURL.path(percentEncoded: false)
        let authority = reader.value(
            .authority, otherwise: AuthorityCode.unnamed, shown: "000", "three digits"
        ) { AuthorityCode($0) }
        let usualSocket = SocketPath.standard(environment: environment, isRoot: isRoot)
        let usualKey = state + "/keys/checkpoint-\(authority).key"
        let credentials = Credentials(environment: environment)
        let settings = Settings(
            authority: authority, stateDirectory: state,
            socketPath: reader.text(.socketPath, otherwise: usualSocket) ?? usualSocket,
            socketMode: reader.value(
                .socketMode, otherwise: 0o660, shown: "660", "an octal mode of at most 777"
            ) { text in
                UInt32(text, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil }
            },
            socketGroup: reader.text(.socketGroup, otherwise: "the daemon's own"),
            database: Database(
                url: reader.text(.database, otherwise: "PG* variables, or an embedded cluster"),
                environment: environment),
            databasePassword: secret(&reader, .databasePasswordFile) { (file) throws(Credentials.Unusable) in
                try credentials.line(file, otherwise: "caselog.database-password")
            },
            checkpointDirectory: reader.text(.checkpointDirectory, otherwise: state + "/checkpoints")
                ?? state + "/checkpoints",
            checkpointKey: secret(&reader, .checkpointKey, otherwise: usualKey) {
                (file) throws(Credentials.Unusable) in
                try credentials.file(file, otherwise: "caselog.checkpoint-key")
            } ?? usualKey,
            streamPatience: reader.value(
                .streamPatience, otherwise: .seconds(30), shown: "30", "a number of seconds, at least 1"
            ) { text in
                Int(text).flatMap { $0 >= 1 ? .seconds($0) : nil }
            },
            accessFile: accessFile(&reader, environment),
            proxySocketPath: reader.text(.proxySocketPath, otherwise: "none"),
            proxySocketGroup: reader.text(.proxySocketGroup, otherwise: "the daemon's own"),
            limits: limits(&reader),
            logLevel: reader.value(.logLevel, otherwise: .info, shown: "info", "a level from trace to critical") {
                Logger.Level(rawValue: $0)
            },
            unknown: reader.unknown)
        return (settings, reader)
    }

    private static func limits(_ reader: inout SettingReader<DaemonSetting>) -> Limits {
        var limits = Limits()
        func set(_ key: DaemonSetting, _ path: WritableKeyPath<Limits, Int>, least: Int) {
            let usual = limits[keyPath: path]
            limits[keyPath: path] = reader.value(
                key, otherwise: usual, shown: "\(usual)", "a number of at least \(least)"
            ) { text in
                Int(text).flatMap { $0 >= least ? $0 : nil }
            }
        }
        func set(_ key: DaemonSetting, _ path: WritableKeyPath<Limits, Duration>) {
            let usual = limits[keyPath: path]
            limits[keyPath: path] = reader.value(
                key, otherwise: usual, shown: "\(usual.components.seconds)", "a number of at least 1"
            ) { text in
                Int(text).flatMap { $0 >= 1 ? .seconds($0) : nil }
            }
        }
        func set(_ key: DaemonSetting, _ path: WritableKeyPath<Limits, Int?>) {
            limits[keyPath: path] = reader.value(
                key, otherwise: limits[keyPath: path], shown: "four fifths of all", "a number of at least 1"
            ) { text in
                Int(text).flatMap { $0 >= 1 ? .some($0) : nil }
            }
        }
        set(.limitsBody, \.body, least: 1024)
        set(.limitsHead, \.head, least: 1024)
        set(.limitsReceiving, \.receiving)
        set(.limitsSending, \.sending)
        set(.limitsIdle, \.idle)
        set(.limitsConnections, \.connections, least: 1)
        set(.limitsPeerConnections, \.peerConnections)
        set(.limitsRequests, \.requests, least: 1)
        set(.limitsPeerRequests, \.peerRequests)
        set(.limitsStreams, \.streams, least: 0)
        set(.limitsPeerStreams, \.peerStreams)
        return limits
    }

    /// What a setting that names a secret comes to.
    private static func secret(
        _ reader: inout SettingReader<DaemonSetting>, _ key: DaemonSetting, otherwise: String = "a credential, or none",
        _ find: (String?) throws(Credentials.Unusable) -> String?
    ) -> String? {
        do throws(Credentials.Unusable) {
            return try find(reader.text(key, otherwise: otherwise))
        } catch {
            reader.refuse(key, "\(error)")
            return nil
        }
    }

    /// The file named, which must be there, or the usual one of root's daemon or of the service's if it is there.
    private static func accessFile(
        _ reader: inout SettingReader<DaemonSetting>, _ environment: [String: String]
    ) -> String? {
        let given = environment["CONFIGURATION_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        let directory = given ?? (geteuid() == 0 ? "/etc/caselog" : nil)
        let usual = directory.map { $0 + "/access.yaml" }.flatMap {
            FileManager.default.fileExists(atPath: $0) ? $0 : nil
        }
        return reader.text(.accessFile, otherwise: usual ?? "none: the daemon's user may do everything") ?? usual
    }
}
