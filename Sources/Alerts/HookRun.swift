import CLinux
import Foundation
import Logging
import Subprocess
import SystemPackage

/// How one run of a hook ended.
enum HookOutcome: Sendable, Equatable {
    /// Exit status 0: the hook took it.
    case delivered
    /// Exit status 65 (`EX_DATAERR`): the hook will never take it.
    case refused(String)
    /// Anything else; it is tried again.
    case failed(String)
}

/// Runs one executable hook: no shell, the alert on standard input, a clean environment, a session of its own, a time
/// limit, and only the first part of what it prints kept.
struct HookRun: Sendable {
    /// The hook's file.
    let path: String
    /// How long it may take before its whole session is told to end (TERM) and, five seconds later, killed.
    var timeLimit: Duration = .seconds(30)
    /// The user and groups that it runs as; `nil` keeps the daemon's.
    var account: HookAccount?
    /// How much of its output is kept, in bytes.
    static let keptOutput = 4096

    func hand(_ payload: [UInt8], environment: [String: String]) async -> HookOutcome {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        var command = (path: path, arguments: [String]())
        if let account {
            // Not by the library's own options: between fork and exec it calls glibc's setgroups, which waits for
            // ever for a thread that was just being made when the process forked.
            command.path = "/usr/bin/setpriv"
            command.arguments = ["--reuid=\(account.uid)", "--regid=\(account.gid)", "--clear-groups", "--", path]
        }
        var variables: [Environment.Key: String] = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        let configuration = Configuration(
            executable: .path(FilePath(command.path)), arguments: Arguments(command.arguments),
            environment: .custom(variables), workingDirectory: "/", platformOptions: options)
        do {
            return try await withThrowingTaskGroup(of: HookOutcome.self) { group in
                group.addTask { try await Self.run(configuration, payload) }
                group.addTask { [timeLimit] in
                    try await Task.sleep(for: timeLimit)
                    return .failed("took longer than \(timeLimit)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .failed("did not run")
            }
        } catch {
            return .failed("could not be run: \(error)")
        }
    }

    private static func run(_ configuration: Configuration, _ payload: [UInt8]) async throws -> HookOutcome {
        // A file and not a pipe: a hook that ends without reading must not make the write fail here.
        let file = payload.withUnsafeBytes { caselog_memory_file($0.baseAddress, $0.count) }
        guard file >= 0 else { return .failed("no memory for its input: errno \(errno)") }
        let result = try await Subprocess.run(
            configuration,
            input: .fileDescriptor(FileDescriptor(rawValue: file), closeAfterSpawningProcess: true),
            output: .sequence, error: .combinedWithOutput
        ) { execution in
            var kept: [UInt8] = []
            for try await chunk in execution.standardOutput where kept.count < keptOutput {
                chunk.withUnsafeBytes { kept += $0.prefix(keptOutput - kept.count) }
            }
            return String(decoding: kept, as: UTF8.self)
        }
        let said = result.closureResult.trimmingCharacters(in: .whitespacesAndNewlines)
        let output = said.isEmpty ? "" : ": \(said)"
        switch result.terminationStatus {
        case .exited(0): return .delivered
        case .exited(65): return .refused("the hook refused it (exit status 65)\(output)")
        case .exited(let code): return .failed("exit status \(code)\(output)")
        default: return .failed("\(result.terminationStatus)\(output)")
        }
    }
}

/// An unprivileged account that hooks run as when the daemon runs as root.
public struct HookAccount: Sendable {
    /// The user.
    public let uid: UInt32
    /// The user's group.
    public let gid: UInt32

    /// That user and group.
    public init(uid: UInt32, gid: UInt32) {
        self.uid = uid
        self.gid = gid
    }
}
