import Access
import AccessLog
import Alerts
import ArgumentParser
import CaseRecord
import Foundation
import Ledger
import Logging
import MerkleLog
import PostgresClient
import Projections
import ServiceLifecycle
import SocketAPI
import Systemd
import Timescales
import UnixSignals

/// `caselogd serve`: the whole service life.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves the log until it is told to stop (the default).")

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try await Settings.readOrEnd(options)
        let logger = ServiceLog.start("caselogd", level: settings.logLevel)
        for problem in settings.unknown { logger.warning("\(problem)") }
        guard LondonTime.isAvailable else {
            throw DaemonError(description: "the time zone Europe/London is not known on this machine (install tzdata)")
        }
        // A client that hangs up must not end the daemon.
        signal(SIGPIPE, SIG_IGN)
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        manager.status("starting the database")
        let database = try await DatabaseServer.start(settings, logger: logger)
        do {
            let daemon = try await Daemon.prepare(settings, database: database, manager: manager, logger: logger)
            try await daemon.run()
        } catch {
            await database.stop()
            throw error
        }
        await database.stop()
        logger.info("stopped")
    }
}

/// The parts of the running daemon, made in the order in which an event goes through them.
struct Daemon {
    let settings: Settings
    let database: DatabaseServer
    let manager: ServiceManager
    let logger: Logger
    let pools: Pools
    let ledger: Ledger
    let keeper: CheckpointKeeper
    let accessKeeper: AccessLogKeeper
    let projector: Projector
    let engine: AlertEngine
    let servers: [SocketServer]

    /// Brings the schema, the ledger, the clocks and the alerts up to date, then opens the socket.
    static func prepare(
        _ settings: Settings, database: DatabaseServer, manager: ServiceManager, logger: Logger
    ) async throws -> Daemon {
        manager.status("migrating the schema")
        try await Migrate.apply(database, logger: logger)
        let pools = Pools(database, logger: logger)
        let (authority, now) = (settings.authority, SystemTime.now)
        let ledger = Ledger(authority: authority, configuration: pools.ledger, now: now, logger: logger)
        try await ledger.open { holder in manager.status("standing by: \(holder) writes the log") }
        let directory = CheckpointDirectory(path: settings.checkpointDirectory)
        let signer = try SigningKeyFile.load(settings.checkpointKey, name: CheckpointKeeper.origin(of: authority))
        let keeper = CheckpointKeeper(
            ledger: ledger, signer: signer, directory: directory, pool: pools.engine, now: now, logger: logger)
        try await keeper.compareWithKept()

        let reader = LedgerReader(authority: authority, pool: pools.readers)
        let state = AuthorityReader(reader, standard: try Rulebook.standard())
        let clocksChanged = Alarm()
        let projector = Projector(authority: authority, pool: pools.engine, state: state, logger: logger, now: now) {
            await clocksChanged.ring()
        }
        let engine = AlertEngine(
            pool: pools.engine, projector: projector,
            scheduler: AlertScheduler(authority: authority), authority: state, alarm: clocksChanged, now: now,
            logger: logger)
        manager.status("bringing views and alerts up to date")
        try await projector.round()
        _ = try await engine.round()

        let readiness = Readiness(activity: "starting")
        let policy = try AccessPolicyFile(path: settings.accessFile, logger: logger)
        let accessLog = AccessLog(authority: authority, pool: pools.access)
        let accessLogReader = AccessLogReader(
            authority: authority, pool: pools.readers,
            seals: AccessLogSeals(authority: authority, directory: directory, verifier: signer.verifier))
        let accessKeeper = AccessLogKeeper(
            log: accessLog, reader: accessLogReader, authority: authority, directory: directory, signer: signer,
            now: now, logger: logger)
        let gate = AccessGate(policy: { await policy.current() }, log: accessLog)
        let api = API(
            ledger: ledger, reader: reader,
            evidence: LedgerEvidence(
                authority: authority, keeper: keeper, directory: directory, pool: pools.readers),
            alerts: AlertReader(authority: authority, pool: pools.readers),
            deliveries: DeliveryReader(authority: authority, pool: pools.engine), engine: engine,
            projector: projector, authority: state,
            cases: CaseReader(pool: pools.readers, reader: reader, authority: state), readiness: readiness, gate: gate,
            accessLog: accessLogReader,
            streamPatience: settings.streamPatience, limits: settings.limits, pools: { pools.statistics }, now: now)
        let listener = try SocketListener(
            path: settings.socketPath, mode: settings.socketMode, group: settings.socketGroup)
        let server = SocketServer(
            listener: listener, responder: api.responder(), traffic: api.traffic, limits: settings.limits,
            logger: logger
        ) {
            await readiness.serve(activity: "serving") { await pools.obstacle() }
            manager.ready(status: "serving authority \(authority) on \(settings.socketPath)")
            logger.info("serving", metadata: ["socket": "\(settings.socketPath)", "authority": "\(authority)"])
        }
        let proxy = try settings.proxySocketPath.map { path in
            let listener = try SocketListener(path: path, mode: 0o660, group: settings.proxySocketGroup)
            return SocketServer(
                listener: listener, responder: api.responder(), traffic: api.traffic, limits: settings.limits,
                logger: logger, isProxied: true
            )
        }
        return Daemon(
            settings: settings, database: database, manager: manager, logger: logger, pools: pools, ledger: ledger,
            keeper: keeper, accessKeeper: accessKeeper, projector: projector, engine: engine,
            servers: [server] + (proxy.map { [$0] } ?? []))
    }

    /// Serves until SIGTERM or SIGINT: then the socket finishes what it accepted, the ledger what it was given, and
    /// views and alerts end last.
    func run() async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: database, failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: FollowingService(daemon: self), failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: AccessSealingService(keeper: accessKeeper),
                        failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: SealingService(keeper: keeper, logger: logger),
                        failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(
                        service: LedgerService(ledger: ledger), failureTerminationBehavior: .gracefullyShutdownGroup),
                ]
                    + servers.map {
                        .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup)
                    } + [.init(service: StoppingNotice(manager: manager))],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            await pools.close()
            throw error
        }
        await pools.close()
    }
}

/// Why the daemon cannot start or go on.
struct DaemonError: Error, CustomStringConvertible {
    let description: String
}
