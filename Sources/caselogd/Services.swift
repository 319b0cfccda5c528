import AccessLog
import Alerts
import Ledger
import Logging
import Projections
import ServiceLifecycle
import Systemd

/// Commits appends until the socket has finished.
struct LedgerService: Service {
    let ledger: Ledger

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await ledger.run()
        } onGracefulShutdown: {
            ledger.stop()
        }
    }
}

/// Seals the log as it grows, and once more after the ledger has finished.
struct SealingService: Service {
    let keeper: CheckpointKeeper
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await keeper.run() }
        // The ledger stops first, and with it what the keeper follows. Whoever ends before it is told to is taken for failed.
        try? await gracefulShutdown()
        do {
            _ = try await keeper.current()
        } catch {
            // The database may be stopping, too. Nothing is lost: the next start seals what this one did not.
            logger.warning("the end of the log was not sealed", metadata: ["error": "\(error)"])
        }
    }
}

/// Seals the access log as it grows, and once more after the socket has finished.
struct AccessSealingService: Service {
    let keeper: AccessLogKeeper

    func run() async throws { await cancelWhenGracefulShutdown { await keeper.run() } }
}

/// Keeps views and alerts going until the ledger has finished.
struct FollowingService: Service {
    let daemon: Daemon

    func run() async throws {
        let (projector, engine) = (daemon.projector, daemon.engine)
        let positions = daemon.ledger.positions()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await projector.run() }
                group.addTask { await engine.run() }
                group.addTask {
                    for await _ in positions {
                        await projector.wake()
                        // A lone event is looked at at once; of a flood, what has come together meanwhile.
                        try? await Task.sleep(for: .milliseconds(10))
                    }
                }
                await group.waitForAll()
            }
        }
    }
}

/// Tells the service manager first that the daemon is on its way out.
struct StoppingNotice: Service {
    let manager: ServiceManager

    func run() async throws {
        try await gracefulShutdown()
        manager.stopping()
    }
}
