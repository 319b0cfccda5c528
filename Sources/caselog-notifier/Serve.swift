import ArgumentParser
import Foundation
import Logging
import Notifier
import ServiceLifecycle
import Systemd
import UnixSignals

/// `caselog-notifier serve`: the whole service life.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hands over notices until it is told to stop (the default).",
        discussion: """
              caselog-notifier serve --hooks /etc/caselog/hooks.d
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try Settings.readOrEnd(options)
        let logger = ServiceLog.start("caselog-notifier", level: settings.logLevel)
        for problem in settings.unknown { logger.warning("\(problem)") }
        // A server that hangs up must not end the notifier.
        signal(SIGPIPE, SIG_IGN)
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        // It is ready to wait, too: the database may come later than any limit for a start.
        manager.ready(status: "starting")
        let succession = Succession(settings)
        let options = options
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: LivenessWatch(succession: succession, manager: manager)),
                .init(service: HandingOver(succession: succession, manager: manager, logger: logger)),
                .init(
                    service: Reload(succession: succession, manager: manager, hangups: hangups, logger: logger) {
                        try Settings.read(options)
                    }),
                .init(service: StoppingNotice(manager: manager)),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Hooks that run have their time; then they are told to end.
        configuration.maximumGracefulShutdownDuration =
            max(settings.policy.hookTimeLimit, settings.policy.webhookTimeLimit) + .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
        logger.info("stopped")
    }
}

/// Waits for the database, then hands over until it is told to stop; begins again where there are other settings.
struct HandingOver: Service {
    let succession: Succession
    let manager: ServiceManager
    let logger: Logger

    func run() async throws {
        while let settings = await succession.next(), !Task.isShuttingDownGracefully {
            var logger = logger
            logger.logLevel = settings.logLevel
            await handOver(by: settings, logger)
        }
    }

    private func handOver(by settings: Settings, _ logger: Logger) async {
        let wait = SchemaWait(configuration: settings.configuration, manager: manager, logger: logger)
        let waiting = Task { await wait.untilReady() }
        await succession.began { waiting.cancel() }
        await withGracefulShutdownHandler {
            await waiting.value
        } onGracefulShutdown: {
            waiting.cancel()
        }
        guard !waiting.isCancelled, !Task.isCancelled else { return }
        let notifier = Notifier(
            authority: settings.authority, configuration: settings.configuration, hooks: settings.hooks,
            account: settings.account, webhooks: settings.webhooks, policy: settings.policy, now: SystemTime.now,
            logger: logger)
        await succession.began(pulses: notifier.pulses) { await notifier.stop() }
        manager.ready(status: "handing over notices of authority \(settings.authority)")
        logger.info(
            "handing over",
            metadata: ["authority": "\(settings.authority)", "hooks": "\(settings.hooks.path)"])
        await withGracefulShutdownHandler {
            await notifier.run()
        } onGracefulShutdown: {
            Task { await notifier.stop() }
        }
        await notifier.close()
    }
}

/// Tells the service manager first that the notifier is on its way out.
struct StoppingNotice: Service {
    let manager: ServiceManager

    func run() async throws {
        try await gracefulShutdown()
        manager.stopping()
    }
}
