import Dispatch
import Foundation
import Glibc
import Logging
import NIOConcurrencyHelpers
import PrivateCluster

/// A PostgreSQL server for the tests of one process, started when it is first needed and removed when the process ends.
///
/// With the environment variable `CASELOG_TEST_CLUSTER` (a libpq connection string without `dbname`, of a role that
/// may create databases) a running server is used instead.
public actor TestCluster {
    /// The server that all tests of the process share. It does not wait for the disk (`fsync=off`): tests of crashes
    /// need a cluster of their own.
    public static let shared = TestCluster(extraSettings: ["fsync": "off", "max_connections": "200"])

    private let extraSettings: [String: String]
    private let logger: Logger
    private var starting: Task<String, any Error>?
    private var databases = 0

    /// Describes a server; nothing is started yet.
    ///
    /// - Parameter extraSettings: server settings that take precedence over the cluster's own.
    public init(extraSettings: [String: String] = [:]) {
        self.extraSettings = extraSettings
        var logger = Logger(label: "caselog.test-cluster")
        // The immediate shutdown at the end is on purpose and would be warned of.
        logger.logLevel = .error
        self.logger = logger
    }

    /// Makes an empty database, or a copy of another one, under a new name.
    ///
    /// - Parameter template: the name of the database to copy, to which nobody may be connected.
    /// - Returns: a libpq connection string of the superuser `postgres`.
    public func createDatabase(template: String? = nil) async throws -> String {
        let server = try await connection()
        databases += 1
        let name = "t_\(getpid())_\(databases)_\(String(UInt32.random(in: 0 ... .max), radix: 16))"
        let copied = template.map { " TEMPLATE \"\($0.replacing("\"", with: "\"\""))\"" } ?? ""
        try await Psql.run(server + " dbname='postgres'", "CREATE DATABASE \(name)\(copied)")
        return server + " dbname='\(name)'"
    }

    /// A libpq connection string without a database, of the superuser `postgres`; starts the server if need be.
    public func connection() async throws -> String {
        if let running = ProcessInfo.processInfo.environment["CASELOG_TEST_CLUSTER"], !running.isEmpty {
            return running
        }
        if let starting { return try await starting.value }
        let (settings, logger) = (extraSettings, logger)
        // Unstructured, as the tests that wait for it must not cancel it for each other.
        let task = Task { try await Self.start(settings, logger) }
        starting = task
        return try await task.value
    }

    private static func start(_ settings: [String: String], _ logger: Logger) async throws -> String {
        await TestDirectory.removeLeftovers(logger: logger)
        let path = try TestDirectory.make()
        let cluster = PrivateCluster(
            stateDirectory: try StateDirectory.lock(path), binaries: try await PostgresBinaries.find(),
            options: PrivateCluster.Options(extraSettings: settings, stopGrace: .zero), logger: logger)
        AtExit.remove(cluster, path)
        try await cluster.start()
        let connection = cluster.connectionString(database: "", user: "postgres")
        return connection.replacing(" dbname=''", with: "")
    }
}

/// Stops clusters and removes their directories when the process ends.
private enum AtExit {
    private static let clusters = NIOLockedValueBox<[(cluster: PrivateCluster, path: String)]>([])

    static func remove(_ cluster: PrivateCluster, _ path: String) {
        let isFirst = clusters.withLockedValue { clusters in
            clusters.append((cluster, path))
            return clusters.count == 1
        }
        if isFirst { atexit { AtExit.run() } }
    }

    private static func run() {
        let clusters = clusters.withLockedValue { $0 }
        let stopped = DispatchSemaphore(value: 0)
        // Other threads still run while the process exits; a grace of zero makes this an immediate shutdown.
        Task.detached {
            for entry in clusters { await entry.cluster.stop() }
            stopped.signal()
        }
        _ = stopped.wait(timeout: .now() + 20)
        for entry in clusters { TestDirectory.remove(entry.path) }
    }
}
