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
        abstract: "Serves the log until it is told to stop (the default).",
        discussion: """
              caselogd serve --state-directory /var/lib/caselog --socket /run/caselog/caselogd.sock
              caselogd serve --database postgresql://caselogd@db.example.org/caselog
            """)

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
        // From here on: one that comes while the daemon starts must not end it.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let environment = ProcessInfo.processInfo.environment
        let manager = ServiceManager(environment: environment)
        let listeners = try Listeners(settings, environment: environment)
        let database = try await DatabaseServer.start(
            settings, report: StartReport(manager: manager), logger: logger)
        do {
            let daemon = try await Daemon.prepare(
                settings, listeners: listeners, database: database, manager: manager, logger: logger)
            let options = options
            try await daemon.run(hangups: hangups) { try await Settings.read(options) }
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
    let api: API
    let policy: AccessPolicyFile
    let servers: [SocketServer]

    /// Brings the schema, the ledger, the clocks and the alerts up to date, then opens the socket.
    static func prepare(
        _ settings: Settings, listeners: Listeners, database: DatabaseServer, manager: ServiceManager, logger: Logger
    ) async throws -> Daemon {
        let report = StartReport(manager: manager)
        try await database.untilItAnswers(logger: logger) { manager.status("waiting for the database: \($0)") }
        try await report.during {
            $0 == 0 ? "migrating the schema" : "migrating the schema: \($0) s"
        } _: {
            _ = try await Migrate.apply(database, logger: logger)
        }
        let pools = Pools(database, logger: logger)
        let (authority, now) = (settings.authority, SystemTime.now)
        let ledger = Ledger(authority: authority, configuration: pools.ledger, now: now, logger: logger)
        try await ledger.open { holder in
            // Whoever starts it need not wait until the other has gone; and it asked the database just now.
            manager.ready(status: "standing by: \(holder) writes the log")
            manager.alive()
        }
        let directory = CheckpointDirectory(path: settings.checkpointDirectory)
        let signer = try SigningKeyFile.load(settings.checkpointKey, name: CheckpointKeeper.origin(of: authority))
        let keeper = CheckpointKeeper(
            ledger: ledger, signer: signer, directory: directory, pool: pools.engine, now: now, logger: logger)
        try await keeper.compareWithKept()

        let reader = LedgerReader(authority: authority, pool: pools.readers)
        let tail = LogTail(reader)
        let state = AuthorityReader(reader, tail: tail, standard: try Rulebook.standard())
        let clocksChanged = Alarm()
        let projector = Projector(authority: authority, pool: pools.engine, state: state, logger: logger, now: now) {
            await clocksChanged.ring()
        }
        let engine = AlertEngine(
            pool: pools.alerts, projector: projector,
            scheduler: AlertScheduler(authority: authority), authority: state, alarm: clocksChanged, now: now,
            logger: logger)
        let end = ledger.position
        try await report.during { _ in
            let folded = projector.foldedRecords
            return "catching up: views reflect \(max(0, await projector.settledPosition)) of \(end) events"
                + (folded > 0 ? ", \(folded) records were folded anew" : "")
        } _: {
            try await projector.round()
        }
        try await report.during {
            $0 == 0 ? "raising alerts" : "raising alerts: \($0) s"
        } _: {
            _ = try await engine.round()
        }

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
            cases: CaseReader(pool: pools.readers, reader: reader, authority: state),
            records: RecordCache(reader, tail: tail), readiness: readiness, gate: gate,
            accessLog: accessLogReader,
            streamPatience: settings.streamPatience, limits: settings.limits, pools: { pools.statistics }, now: now)
        let listener = try listeners.everybody()
        let server = SocketServer(
            listener: listener, responder: api.responder(), traffic: api.traffic, limits: settings.limits,
            logger: logger
        ) {
            await readiness.serve(activity: "serving") { await pools.obstacle() }
            manager.ready(status: "serving authority \(authority): \(ledger.position) events on record")
            logger.info("serving", metadata: ["socket": "\(listener.path)", "authority": "\(authority)"])
        }
        let proxy = try listeners.gateways().map { listener in
            SocketServer(
                listener: listener, responder: api.responder(), traffic: api.traffic, limits: settings.limits,
                logger: logger, isProxied: true
            )
        }
        return Daemon(
            settings: settings, database: database, manager: manager, logger: logger, pools: pools, ledger: ledger,
            keeper: keeper, accessKeeper: accessKeeper, projector: projector, engine: engine, api: api, policy: policy,
            servers: [server] + (proxy.map { [$0] } ?? []))
    }

    /// What it does, for `systemctl status`, with what is wrong if anything is.
    func status(_ complaint: String?) async -> String {
        let (recorded, viewed) = (ledger.position, await projector.settledPosition)
        var text = "serving authority \(settings.authority): \(recorded) events on record"
        if viewed < recorded { text += ", views reflect \(max(0, viewed))" }
        return text + (complaint.map { "; \($0)" } ?? "")
    }

    /// Serves until SIGTERM or SIGINT: then the socket finishes what it accepted, the ledger what it was given, and
    /// views and alerts end last. At each hangup it takes up what `read` finds in the configuration.
    func run(hangups: UnixSignalsSequence, read: @escaping @Sendable () async throws -> Settings) async throws {
        let vitals = Vitals(
            database: database, pool: pools.watch,
            pulses: [
                ("the writer of the log", ledger.pulse), ("the work on views", projector.pulse),
                ("the work on alerts", engine.pulse),
            ])
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: HealthWatch(
                            manager: manager, vitals: vitals, status: { await status($0) }, logger: logger),
                        failureTerminationBehavior: .gracefullyShutdownGroup),
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
                    } + [
                        .init(
                            service: Reload(
                                started: settings, read: read, policy: policy,
                                change: { api.traffic.change(to: $0) }, manager: manager,
                                status: { await status($0) }, hangups: hangups, logger: logger),
                            failureTerminationBehavior: .gracefullyShutdownGroup),
                        .init(service: StoppingNotice(manager: manager)),
                    ],
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
