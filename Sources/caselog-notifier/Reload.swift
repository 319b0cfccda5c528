import Logging
import ServiceLifecycle
import Systemd
import UnixSignals

/// Reads the configuration again at each SIGHUP, and hands over by it from then on. Mistakes leave everything as it was.
struct Reload: Service {
    let succession: Succession
    let manager: ServiceManager
    let hangups: UnixSignalsSequence
    let logger: Logger
    let read: @Sendable () throws -> Settings

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            manager.reloading()
            do {
                let settings = try read()
                logger.notice("the configuration was read again")
                // Whoever begins by these settings says that it is ready.
                await succession.follow(settings)
            } catch {
                logger.error("the configuration is not taken; the one before holds", metadata: ["error": "\(error)"])
                manager.ready(status: "handing over; the configuration has a mistake, and the one before holds")
            }
        }
    }
}
