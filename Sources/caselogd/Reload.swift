import Logging
import ServiceLifecycle
import SocketAPI
import Systemd
import UnixSignals

extension Settings {
    /// What cannot change while the daemon runs, by the settings' names.
    private var fixed: [(name: String, value: String)] {
        [
            ("authority", "\(authority)"), ("state.directory", stateDirectory), ("socket.path", socketPath),
            ("socket.mode", String(socketMode, radix: 8)), ("socket.group", socketGroup ?? ""),
            ("socket.proxy.path", proxySocketPath ?? ""), ("socket.proxy.group", proxySocketGroup ?? ""),
            ("database.url", "\(database)"), ("database.password-file", databasePassword ?? ""),
            ("checkpoint.directory", checkpointDirectory), ("checkpoint.key", checkpointKey),
            ("access.file", accessFile ?? ""), ("stream.patience", "\(streamPatience)"),
            ("limits.body", "\(limits.body)"), ("limits.head", "\(limits.head)"),
            ("limits.receiving", "\(limits.receiving)"), ("limits.sending", "\(limits.sending)"),
            ("limits.idle", "\(limits.idle)"),
        ]
    }

    /// The names of the settings that differ from the other ones and hold only after a restart.
    func needingRestart(comparedWith other: Settings) -> [String] {
        zip(fixed, other.fixed).filter { $0.value != $1.value }.map { $0.0.name }
    }
}

/// Reads the configuration again at each SIGHUP and takes up what can change while the daemon runs: the access file, the log
/// level, how many connections, requests and streams there may be, of all and of each account. Mistakes leave everything as it was.
struct Reload: Service {
    /// The settings that the daemon was started with.
    let started: Settings
    let read: @Sendable () async throws -> Settings
    let policy: AccessPolicyFile
    let change: @Sendable (Limits) -> Void
    let manager: ServiceManager
    let status: @Sendable (_ complaint: String?) async -> String
    let hangups: UnixSignalsSequence
    let logger: Logger

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            manager.reloading()
            let complaint = await reload()
            manager.ready(status: await status(complaint))
        }
    }

    /// - Returns: Why nothing was taken up; `nil` where it was.
    private func reload() async -> String? {
        do {
            let settings = try await read()
            try await policy.reload()
            change(settings.limits)
            logger.notice("the configuration was read again")
            let waiting = settings.needingRestart(comparedWith: started)
            if !waiting.isEmpty {
                logger.warning(
                    "changed settings that hold only after a restart", metadata: ["settings": "\(waiting)"])
            }
            // Last, so that the lines above are seen where it is raised.
            ServiceLog.change(to: settings.logLevel)
            return nil
        } catch {
            logger.error("the configuration is not taken; the one before holds", metadata: ["error": "\(error)"])
            return "the configuration has a mistake, and the one before holds"
        }
    }
}
