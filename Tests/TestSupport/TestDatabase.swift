import Foundation
public import Logging
public import PostgresClient
import Schema

/// Fresh databases for tests.
public enum TestDatabase {
    /// Connection string of a new, empty database.
    public static func create() async throws -> String {
        // Without quotes, as tests take it apart; nothing in it needs them.
        try await TestCluster.shared.createDatabase().replacing("'", with: "")
    }

    /// Connection string of a new database with caselog's schema.
    public static func migrated() async throws -> String {
        let database = try await create()
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: quietLogger)
        try await Migrator.apply(
            Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }, over: connection)
        await connection.close()
        return database
    }

    /// A pool with the daemon's own role.
    public static func pool(_ database: String, size: Int = 4, settings: [String: String] = [:]) -> PostgresPool {
        PostgresPool(
            PostgresConfiguration(connectionString: database, role: "caselogd", settings: settings), maxSize: size,
            logger: quietLogger)
    }

    /// A logger that keeps the tests' output readable.
    public static let quietLogger: Logger = {
        var logger = Logger(label: "caselog.test")
        logger.logLevel = .critical
        return logger
    }()
}
