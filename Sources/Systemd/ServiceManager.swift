import CLinux
import Glibc
import Synchronization

/// Tells systemd how the service stands (sd_notify(3)); does nothing where nobody asked to be told.
public struct ServiceManager: Sendable {
    /// Whether it was told that the service is on its way out, after which nothing else is said of how it stands. Held
    /// while telling, so that nobody who looked before that speaks after it.
    private final class Ending: Sendable {
        let hasBegun = Mutex(false)
    }

    private let socket: String?
    private let ending = Ending()
    /// Within what time the manager wants to hear again that the service lives (`WatchdogSec=`); `nil`: it does not ask.
    public let watchdog: Duration?

    /// The service manager that started this process, if one did.
    public init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        // The variables may have been meant for a process that started this one.
        let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = socket != nil && isMeant && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// The service does what it is for; also after a reload.
    public func ready(status: String) { tell("READY=1\nSTATUS=\(oneLine(status))") }

    /// What the service is doing, for `systemctl status`.
    public func status(_ text: String) { tell("STATUS=\(oneLine(text))") }

    /// The service reads its configuration again, until it is ``ready(status:)``. Versions of systemd that know
    /// `Type=notify-reload` demand the time with it.
    public func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)\nSTATUS=reading the configuration again")
    }

    /// The start goes on, and takes at least that long from now: in whole microseconds.
    public func extendTimeout(by time: Duration) {
        let (seconds, attoseconds) = time.components
        notify("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)")
    }

    /// The service lives; said only to a manager that asks.
    public func alive() {
        if watchdog != nil { notify("WATCHDOG=1") }
    }

    /// The service is on its way out.
    public func stopping() {
        ending.hasBegun.withLock { hasBegun in
            hasBegun = true
            notify("STOPPING=1\nSTATUS=stopping")
        }
    }

    private func tell(_ message: String) {
        ending.hasBegun.withLock { hasBegun in
            if !hasBegun { notify(message) }
        }
    }

    /// A line break would begin another assignment.
    private func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private func notify(_ message: String) {
        guard let socket else { return }
        // A manager that cannot be told does not keep the service from its work.
        _ = caselog_notify(socket, message)
    }
}
