import Foundation
public import Subprocess
import SystemPackage

/// A real caselog-notifier.
public struct NotifierProcess: Sendable {
    /// The folder of the built programs.
    public static let programs: String = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
        return ((bundle ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent
    }()

    /// The file that its log goes to.
    public let logFile: String
    /// What it is told.
    public var arguments: [String]
    /// Settings in its environment; nil takes one away. There is no heartbeat unless it is asked for.
    public var environment: [Environment.Key: String?]

    /// A notifier with those arguments; hooks run as whoever runs the test.
    public init(logFile: String, arguments: [String]) {
        self.logFile = logFile
        self.arguments = arguments
        environment = ["PGHOST": nil, "CASELOG_HEARTBEAT": "never", "CASELOG_CONFIG": "/nonexistent"]
        if geteuid() == 0 { environment["CASELOG_HOOKS_USER"] = "root" }
    }

    /// Its log so far.
    public var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// Runs it for as long as `body` takes, then ends it with that signal and waits for it.
    ///
    /// - Returns: How it ended.
    @discardableResult
    public func running(
        endedBy signal: Signal = .terminate, _ body: @Sendable @escaping (ProcessIdentifier) async throws -> Void
    ) async throws -> TerminationStatus {
        let log = try FileDescriptor.open(
            FilePath(logFile), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        let outcome = try await Subprocess.run(
            configuration(arguments), input: .none, output: .fileDescriptor(log, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        ) { execution in
            do {
                try await body(execution.processIdentifier)
                try? execution.send(signal: signal)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
        }
        return outcome.terminationStatus
    }

    /// Waits until it has seen its receivers: what comes from then on is for them.
    public func knowsReceivers() async throws -> Bool {
        try await Self.waits { log.contains("] receiver") }
    }

    /// Runs another command of it to its end.
    public func command(_ words: [String]) async throws -> (succeeded: Bool, output: String) {
        let result = try await Subprocess.run(
            configuration(words + arguments), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return (result.terminationStatus.isSuccess, result.standardOutput + result.standardError)
    }

    private func configuration(_ arguments: [String]) -> Configuration {
        var options = PlatformOptions()
        options.createSession = true
        return Configuration(
            executable: .path(FilePath(Self.programs + "/caselog-notifier")), arguments: Arguments(arguments),
            environment: .inherit.updating(environment), platformOptions: options)
    }

    /// Waits until `condition` holds; `false` if it does not within that many seconds.
    public static func waits(
        seconds: Int = 30, until condition: @Sendable () async throws -> Bool
    ) async throws -> Bool {
        for _ in 0..<(seconds * 20) {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await condition()
    }
}
