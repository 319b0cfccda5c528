import Alerts
import Ledger
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

    func run() async throws {
        await cancelWhenGracefulShutdown { await keeper.run() }
        _ = try await keeper.current()
    }
}

/// Keeps clocks, alerts and hooks going until the ledger has finished.
struct AlertService: Service {
    let daemon: Daemon

    func run() async throws {
        let (engine, outbox, positions) = (daemon.engine, daemon.outbox, daemon.ledger.positions())
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await engine.run() }
                group.addTask { await daemon.dispatcher.run(outbox: outbox, now: SystemTime.now) }
                group.addTask {
                    for await _ in positions {
                        await engine.wake()
                        // A lone event is looked at at once; of a flood, what has come together meanwhile.
                        try? await Task.sleep(for: .milliseconds(100))
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
