import Liveness
import ServiceLifecycle
import Systemd

/// Feeds the service manager's watchdog for as long as all that hands over gets on. A database that is away is waited for, as
/// no restart brings it back.
struct LivenessWatch: Service {
    let succession: Succession
    let manager: ServiceManager

    func run() async throws {
        guard let limit = manager.watchdog else { return try await gracefulShutdown() }
        let (succession, manager) = (succession, manager)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await !succession.pulses.contains(where: \.isOverdue) { manager.alive() }
                try? await Task.sleep(for: limit / 4)
            }
        }
    }
}
