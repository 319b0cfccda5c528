import CLinux
import Foundation
import Glibc
import Logging
import NIOConcurrencyHelpers

/// A postmaster that is a child of this process.
///
/// The child is forked by a thread of its own, which then waits for it: the parent-death signal that stops the
/// server when the daemon is killed is tied to the thread that forked, so that thread must outlive the child.
/// Neither `posix_spawn` nor swift-subprocess can ask for that signal, and the latter ends every cancelled run with
/// SIGKILL, which a postmaster must be spared.
final class PostmasterProcess: Sendable {
    /// How a process ended.
    enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .code(let code): "exited with status \(code)"
            case .signal(let number): "was ended by signal \(number)"
            }
        }
    }

    /// What to run.
    struct Command: Sendable {
        let path: String
        let arguments: [String]
        let directory: String
        /// The file for standard output and error.
        let output: String
        let user: OSUser
    }

    private enum Phase {
        case running(waiters: [CheckedContinuation<ExitStatus, Never>])
        case exited(ExitStatus)
    }

    let pid: Int32
    private let phase = NIOLockedValueBox(Phase.running(waiters: []))

    private init(pid: Int32) { self.pid = pid }

    /// Starts the child; returns as soon as its program runs.
    static func spawn(_ command: Command) async throws -> PostmasterProcess {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let (pid, stage) = fork(command)
                guard pid > 0 else {
                    let reason = "\(stage): \(String(cString: strerror(-pid)))"
                    continuation.resume(throwing: ClusterError.startFailed(reason: reason, output: ""))
                    return
                }
                let process = PostmasterProcess(pid: pid)
                continuation.resume(returning: process)
                process.waitAndReap()
            }
        }
    }

    /// How the process ended, or nil while it lives.
    var exitStatus: ExitStatus? {
        phase.withLockedValue { if case .exited(let status) = $0 { status } else { nil } }
    }

    /// Waits until the process has ended.
    func exit() async -> ExitStatus {
        await withCheckedContinuation { continuation in
            let status: ExitStatus? = phase.withLockedValue { phase in
                switch phase {
                case .exited(let status): return status
                case .running(let waiters):
                    phase = .running(waiters: waiters + [continuation])
                    return nil
                }
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    /// Signals the process if it still lives.
    ///
    /// The lock is held meanwhile, and `waitAndReap` takes it before the pid can be used again.
    func signal(_ number: Int32) {
        phase.withLockedValue { if case .running = $0 { _ = kill(pid, number) } }
    }

    /// Stops the server: fast shutdown, then immediate shutdown, and SIGKILL only if both had no effect.
    func terminate(grace: Duration, logger: Logger) async {
        signal(SIGINT)
        if await waits(for: grace) { return }
        logger.warning(
            "PostgreSQL does not finish its fast shutdown; shutting down at once", metadata: ["pid": "\(pid)"])
        signal(SIGQUIT)
        if await waits(for: .seconds(60)) { return }
        logger.critical(
            "PostgreSQL does not react to an immediate shutdown; killing the postmaster as the last resort",
            metadata: ["pid": "\(pid)"])
        signal(SIGKILL)
        _ = await exit()
    }

    private func waits(for duration: Duration) async -> Bool {
        let deadline = ContinuousClock.now + duration
        while exitStatus == nil {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    private func waitAndReap() {
        // An error means that something else has reaped the child: it has ended all the same.
        _ = caselog_wait_exited(pid)
        var waiters: [CheckedContinuation<ExitStatus, Never>] = []
        let status = phase.withLockedValue { phase in
            let result = caselog_reap(pid)
            let status: ExitStatus = result > 256 ? .signal(result - 256) : .code(result)
            if case .running(let waiting) = phase { waiters = waiting }
            phase = .exited(status)
            return status
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }

    private static func fork(_ command: Command) -> (pid: Int32, stage: String) {
        let environment = PostgresTool.environment.map { "\($0.key)=\($0.value)" }
        return withCStrings([command.path] + command.arguments) { arguments in
            withCStrings(environment) { environment in
                command.path.withCString { path in
                    command.directory.withCString { directory in
                        command.output.withCString { output in
                            command.user.groups.withUnsafeBufferPointer { groups in
                                var spawn = caselog_spawn(
                                    path: path, arguments: arguments, environment: environment,
                                    directory: directory, output: output,
                                    changes_user: command.user.differsFromCurrent ? 1 : 0,
                                    user: command.user.uid, group: command.user.gid,
                                    groups: groups.baseAddress, group_count: groups.count,
                                    parent_death_signal: SIGINT, program: 0, input: 0, printed: 0)
                                var stage: UnsafePointer<CChar>?
                                let pid = caselog_spawn_supervised(&spawn, &stage)
                                return (pid, stage.map { String(cString: $0) } ?? "")
                            }
                        }
                    }
                }
            }
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { copies.forEach { free($0) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the array holds at least its end mark") }
            return body(base)
        }
    }
}
