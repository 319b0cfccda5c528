import Foundation
import Logging
import PostgresClient
import PrivateCluster
import Schema
import Subprocess
import SystemPackage

/// The private cluster, with its durable settings, that both sides of every comparison use.
struct BenchmarkServer {
    private let cluster: PrivateCluster
    private let binaries: PostgresBinaries
    let directory: String
    private let logger: Logger

    static func start(in directory: String, logger: Logger) async throws -> BenchmarkServer {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let binaries = try await PostgresBinaries.find()
        let cluster = PrivateCluster(
            stateDirectory: try StateDirectory.lock(directory + "/state"), binaries: binaries,
            options: .init(extraSettings: ["max_connections": "400"]), logger: logger)
        try await cluster.start()
        let server = BenchmarkServer(cluster: cluster, binaries: binaries, directory: directory, logger: logger)
        try await server.fillWAL()
        return server
    }

    /// Makes the segments of the write-ahead log that the runs need, so that both sides use them again as a server does
    /// that has worked at this rate for a while. In a new cluster each must first be filled with zeros.
    private func fillWAL() async throws {
        let admin = try await connect("postgres")
        try await admin.simple(
            """
            DO $$
            BEGIN
                FOR segment IN 1..160 LOOP
                    PERFORM pg_logical_emit_message(false, 'benchmark', ''), pg_switch_wal();
                END LOOP;
            END
            $$;
            """, deadline: .seconds(600))
        await admin.close()
        try await settle()
    }

    func stop() async {
        await cluster.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    func connectionString(_ database: String) -> String {
        cluster.connectionString(database: database, user: "postgres")
    }

    func connect(_ database: String) async throws -> PostgresConnection {
        try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: connectionString(database)), logger: logger)
    }

    /// A new database of that name, with caselog's schema if asked for.
    func createDatabase(_ name: String, migrated: Bool) async throws {
        let admin = try await connect("postgres")
        try await admin.simple("DROP DATABASE IF EXISTS \(name)")
        try await admin.simple("CREATE DATABASE \(name)")
        await admin.close()
        guard migrated else { return }
        let owner = try await connect(name)
        try await Migrator.apply(
            Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }, over: owner)
        await owner.close()
    }

    /// Between runs: nothing of the run before is left to be written.
    func settle() async throws {
        let admin = try await connect("postgres")
        try await admin.simple("CHECKPOINT", deadline: .seconds(600))
        await admin.close()
    }

    /// Runs one of PostgreSQL's programs and gives what it printed.
    func run(_ program: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .path(FilePath(binaries.path(program))), arguments: Arguments(arguments),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw BenchmarkError(description: "\(program) failed: \(result.standardError)")
        }
        return result.standardOutput
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
}
