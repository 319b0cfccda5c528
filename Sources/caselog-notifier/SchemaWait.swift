import Logging
import PostgresClient
import Schema
import Systemd

/// Waits for a database that has the schema this program knows; says once for each reason why it waits.
struct SchemaWait {
    let configuration: PostgresConfiguration
    let manager: ServiceManager
    let logger: Logger

    /// Returns when the schema is there, or the task is cancelled.
    func untilReady() async {
        var said = ""
        while !Task.isCancelled {
            guard let reason = await obstacle() else { return }
            if reason != said {
                logger.warning("waiting: \(reason)")
                // It is ready, too, for whoever waits for a reload.
                manager.ready(status: "waiting: \(reason)")
                said = reason
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// What keeps the notifier from its work; `nil` if nothing does.
    func obstacle() async -> String? {
        let connection: PostgresConnection
        do {
            connection = try await PostgresConnection.connect(configuration, logger: logger)
        } catch {
            // Without a role of that name the schema cannot be there either.
            return "the database cannot be used yet: \(error)"
        }
        let reason: String?
        do {
            let migrations = Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
            let pending = try await Migrator.status(of: migrations, over: connection).pending
            reason =
                pending.isEmpty ? nil : "the schema is too old: caselogd has to migrate it (\(pending) are missing)"
        } catch let error as MigrationError {
            reason = "the schema is not the one that this program knows: \(error)"
        } catch {
            reason = "the schema cannot be read: \(error)"
        }
        await connection.close()
        return reason
    }
}
