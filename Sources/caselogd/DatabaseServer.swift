import Alerts
import Foundation
import Logging
import PostgresClient
import PrivateCluster
import ServiceLifecycle
import ServiceSupport

/// The PostgreSQL server that keeps the log: the embedded cluster or one that the operator runs.
struct DatabaseServer: Service {
    /// How to connect with the right to change the schema.
    let connectionString: String
    /// The password, where it does not stand in the connection string.
    let password: String?
    private let cluster: PrivateCluster?

    /// Starts the embedded cluster where that is what the settings say.
    static func start(
        _ settings: Settings, report: StartReport? = nil, logger: Logger
    ) async throws -> DatabaseServer {
        switch settings.database {
        case .server(let connectionString):
            return DatabaseServer(
                connectionString: connectionString, password: settings.databasePassword, cluster: nil)
        case .embedded:
            try PrivateCluster.validate(stateDirectory: settings.stateDirectory)
            let directory = try StateDirectory.lock(settings.stateDirectory)
            let cluster = PrivateCluster(
                stateDirectory: directory,
                binaries: try await PostgresBinaries.find(stateDirectory: settings.stateDirectory), logger: logger)
            if let report {
                try await report.during { seconds in
                    let what = cluster.recovers ? "recovering the database after a crash" : "starting the database"
                    return seconds == 0 ? what : "\(what): \(seconds) s"
                } _: {
                    try await cluster.start()
                }
            } else {
                try await cluster.start()
            }
            return DatabaseServer(connectionString: cluster.connectionString(), password: nil, cluster: cluster)
        }
    }

    /// Returns once the server takes connections: it may be started later than this daemon, and be away for a while.
    ///
    /// - Parameter onWaiting: Told each time that it was tried in vain, with the reason.
    func untilItAnswers(logger: Logger, onWaiting: (String) -> Void) async throws {
        var said = ""
        while let failure = try await failureToConnect(logger) {
            if failure.description != said {
                said = failure.description
                logger.warning("waiting for the database", metadata: ["error": "\(failure)"])
            }
            onWaiting(failure.message)
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Why no connection can be made now; `nil` if one was.
    private func failureToConnect(_ logger: Logger) async throws -> PostgresError? {
        do {
            let connection = try await PostgresConnection.connect(migrating, logger: logger)
            await connection.close()
            return nil
        } catch {
            guard error.code == .connectionFailed else { throw error }
            return error
        }
    }

    /// Lets the notifier's account into the embedded cluster, where there is such an account.
    func admitNotifier(over connection: PostgresConnection) async throws {
        guard cluster != nil, let admission = PrivateCluster.notifierAdmission else { return }
        try await connection.simple(admission)
    }

    /// Whether it is this daemon's own server, and has come up: then it has to answer.
    var shouldAnswer: Bool { cluster?.state == .ready }

    /// How migrations connect.
    var migrating: PostgresConfiguration {
        PostgresConfiguration(
            connectionString: connectionString, password: password, applicationName: "caselogd migrate",
            connectTimeout: .seconds(10))
    }

    /// Stays until the group stops. The cluster itself is stopped after everything that uses it.
    func run() async throws {
        try await gracefulShutdown()
    }

    /// Stops the embedded cluster; leaves any other server alone.
    func stop() async {
        await cluster?.stop()
    }
}

/// The connections, by what they are for, but for the ledger's own.
struct Pools: Sendable {
    /// How the ledger makes its one connection.
    let ledger: PostgresConfiguration
    /// Those that answer reads.
    let readers: PostgresPool
    /// Those of views, and of what else the daemon does by itself.
    let engine: PostgresPool
    /// The one of alerts: it has their statements ready, however much views have to do.
    let alerts: PostgresPool
    /// The one that writes who read what.
    let access: PostgresPool
    /// The one by which it is looked whether the database answers; nothing else waits for it.
    let watch: PostgresPool

    /// Connections that have the rights of the role `caselogd` and no others.
    init(_ database: DatabaseServer, logger: Logger) {
        func configuration(
            _ name: String, deadline: Duration, settings: [String: String] = [:]
        ) -> PostgresConfiguration {
            PostgresConfiguration(
                connectionString: database.connectionString, password: database.password,
                applicationName: "caselogd \(name)", connectTimeout: .seconds(5), defaultDeadline: deadline,
                role: "caselogd",
                // A daemon that hangs in a transaction must not keep the one that takes over from its rows.
                settings: settings.merging(["idle_in_transaction_session_timeout": "10s"]) { own, _ in own })
        }
        func pool(
            _ name: String, _ size: Int, deadline: Duration, settings: [String: String] = [:]
        ) -> PostgresPool {
            PostgresPool(
                configuration(name, deadline: deadline, settings: settings), maxSize: size,
                leaseTimeout: .seconds(10), logger: logger)
        }
        ledger = configuration("ledger", deadline: .seconds(30))
        readers = pool("reads", 6, deadline: .seconds(30))
        engine = pool("views", 6, deadline: .seconds(120))
        alerts = pool("alerts", 1, deadline: .seconds(120), settings: AlertScheduler.session)
        access = pool("access log", 1, deadline: .seconds(10))
        watch = PostgresPool(
            configuration("watch", deadline: .seconds(5)), maxSize: 1, leaseTimeout: .seconds(5), logger: logger)
    }

    /// What keeps the database from answering; `nil` if nothing does.
    func obstacle() async -> String? {
        do {
            _ = try await readers.withConnection { connection in
                try await connection.query(Statement(name: "ready", sql: "SELECT 1"), [], deadline: .seconds(3)) {
                    row in
                    try row.decode(0, as: Int32.self)
                }
            }
            return nil
        } catch {
            return "the database does not answer"
        }
    }

    /// How they stand, by what they are for.
    var statistics: [(name: String, PostgresPool.Statistics)] {
        [
            ("reads", readers.statistics), ("views", engine.statistics), ("alerts", alerts.statistics),
            ("access-log", access.statistics),
        ]
    }

    /// Closes them all, each once nothing uses it.
    func close() async {
        await readers.close()
        await engine.close()
        await alerts.close()
        await access.close()
        await watch.close()
    }
}
