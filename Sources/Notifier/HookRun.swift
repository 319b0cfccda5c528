import CLinux
import Foundation
import Synchronization

/// Runs one executable hook: no shell, the notice on standard input, a clean environment, a session of its own, a time limit,
/// and only the first part of what it prints kept.
struct HookRun: Sendable {
    /// The hook's file, as it was looked at.
    let file: OpenFile
    /// Its first argument: the path that it was found at.
    let path: String
    /// How long it may take before its whole process group is told to end (TERM).
    var timeLimit = Duration.seconds(30)
    /// How long after that the group is killed.
    var grace = Duration.seconds(5)
    /// The user and groups that it runs as; `nil` keeps the notifier's.
    var account: HookAccount?
    /// How much of its output is kept, in bytes.
    static let keptOutput = 65_536

    /// Runs it, on a thread of its own. When the task is cancelled the hook is told to end.
    func hand(_ payload: [UInt8], environment: [String: String]) async -> (outcome: HandoverOutcome, output: String) {
        let isCancelled = Flag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: run(payload, environment, isCancelled)) }
            }
        } onCancel: {
            isCancelled.set()
        }
    }

    private func run(
        _ payload: [UInt8], _ environment: [String: String], _ isCancelled: Flag
    ) -> (outcome: HandoverOutcome, output: String) {
        let process: HookProcess
        do throws(HookProcess.Failure) {
            process = try HookProcess(
                file: file, path: path, account: account, input: payload, environment: environment)
        } catch {
            return (.failed(error.description), "")
        }
        let limit = ContinuousClock.now + timeLimit
        var killAt: ContinuousClock.Instant?
        var isLate = false
        while !process.waitForOutputOrEnd(atMost: .milliseconds(100)) {
            let now = ContinuousClock.now
            if let at = killAt, now >= at {
                process.signal(SIGKILL)
            } else if killAt == nil, now >= limit || isCancelled.isSet {
                isLate = now >= limit
                killAt = now + grace
                process.signal(SIGTERM)
            }
        }
        let ending = process.finish()
        let output = String(decoding: process.kept, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return (outcome(of: ending, isLate: isLate), output)
    }

    private func outcome(of ending: HookProcess.Ending, isLate: Bool) -> HandoverOutcome {
        if isLate { return .failed("took longer than \(timeLimit)") }
        switch ending {
        case .exited(0): return .delivered
        case .exited(65): return .refused("the hook refused it (exit status 65)")
        case .exited(let status): return .failed("exit status \(status)")
        case .signalled(let signal): return .failed("ended by signal \(signal)")
        case .unknown: return .failed("how it ended is not known")
        }
    }
}

/// A flag that one thread sets and another sees.
final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
