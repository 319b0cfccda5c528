import ArgumentParser
import Logging
import PostgresClient
import Schema
import Systemd

/// `caselogd migrate`: brings the schema up to date and ends.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applies the database migrations that are missing, then ends.",
        discussion: """
            serve does the same when it starts. With a server of your own, run this with an owner of the database
            once, and let the daemon connect as a member of the role caselogd.

              caselogd migrate --database postgresql://owner@db.example.org/caselog
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try await Settings.readOrEnd(options)
        let logger = ServiceLog.start("caselogd", level: settings.logLevel)
        let database = try await DatabaseServer.start(settings, logger: logger)
        do {
            let applied = try await Self.apply(database, logger: logger)
            print(applied.isEmpty ? "the schema is up to date" : "applied: \(applied.joined(separator: ", "))")
        } catch {
            await database.stop()
            throw error
        }
        await database.stop()
    }

    /// Applies what is missing.
    ///
    /// - Returns: The names of the migrations applied.
    @discardableResult
    static func apply(_ database: DatabaseServer, logger: Logger) async throws -> [String] {
        let migrations = Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
        let connection = try await PostgresConnection.connect(database.migrating, logger: logger)
        let applied = try await Migrator.apply(migrations, over: connection)
        try await database.admitNotifier(over: connection)
        await connection.close()
        if !applied.isEmpty { logger.info("schema migrated", metadata: ["applied": "\(applied)"]) }
        return migrations.filter { applied.contains($0.number) }.map { "\($0.number) \($0.name)" }
    }
}
