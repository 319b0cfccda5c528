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
    private let cluster: PrivateCluster?

    /// Starts the embedded cluster where that is what the settings say.
    static func start(_ settings: Settings, logger: Logger) async throws -> DatabaseServer {
        switch settings.database {
        case .server(let connectionString):
            return DatabaseServer(connectionString: connectionString, cluster: nil)
        case .embedded:
            try PrivateCluster.validate(stateDirectory: settings.stateDirectory)
            let directory = try StateDirectory.lock(settings.stateDirectory)
            let cluster = PrivateCluster(
                stateDirectory: directory,
                binaries: try await PostgresBinaries.find(stateDirectory: settings.stateDirectory), logger: logger)
            try await cluster.start()
            return DatabaseServer(connectionString: cluster.connectionString(), cluster: cluster)
        }
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
    /// Those of views and alerts.
    let engine: PostgresPool
    /// The one that writes who read what.
    let access: PostgresPool

    /// Connections that have the rights of the role `caselogd` and no others.
    init(_ database: DatabaseServer, logger: Logger) {
        func configuration(_ name: String, deadline: Duration) -> PostgresConfiguration {
            PostgresConfiguration(
                connectionString: database.connectionString, applicationName: "caselogd \(name)",
                connectTimeout: .seconds(5), defaultDeadline: deadline, role: "caselogd",
                // A daemon that hangs in a transaction must not keep the one that takes over from its rows.
                settings: ["idle_in_transaction_session_timeout": "10s"])
        }
        func pool(_ name: String, _ size: Int, deadline: Duration) -> PostgresPool {
            PostgresPool(
                configuration(name, deadline: deadline), maxSize: size, leaseTimeout: .seconds(10), logger: logger)
        }
        ledger = configuration("ledger", deadline: .seconds(30))
        readers = pool("reads", 6, deadline: .seconds(30))
        engine = pool("views", 6, deadline: .seconds(120))
        access = pool("access log", 1, deadline: .seconds(10))
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
        [("reads", readers.statistics), ("views", engine.statistics), ("access-log", access.statistics)]
    }

    /// Closes them all, each once nothing uses it.
    func close() async {
        await readers.close()
        await engine.close()
        await access.close()
    }
}
