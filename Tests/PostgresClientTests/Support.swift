import Foundation
import Logging
import TestSupport
import Testing

@testable import PostgresClient

let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
}()

/// A connection to a fresh database.
func freshConnection(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }
) async throws -> (PostgresConnection, PostgresConfiguration) {
    var configuration = PostgresConfiguration(connectionString: try await TestDatabase.create())
    change(&configuration)
    return (try await PostgresConnection.connect(configuration, logger: quiet), configuration)
}

/// One value from one row.
func one<T: PostgresDecodable>(
    _ connection: PostgresConnection, _ sql: String, _ parameters: [PostgresValue] = [], as type: T.Type = T.self
) async throws -> T {
    let rows = try await connection.query(Statement(name: sql, sql: sql), parameters) { try $0.decode(0, as: T.self) }
    return try #require(rows.first)
}

/// Waits until a condition holds; a condition that never does ends with the time limit of the test.
func eventually(_ condition: () async throws -> Bool) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(5)) }
}

/// The error of an operation that must fail with one of this type.
func failure<E: Error>(_ type: E.Type = PostgresError.self, _ body: () async throws -> Void) async throws -> E {
    do {
        try await body()
    } catch let error as E {
        return error
    }
    throw NoFailure()
}

struct NoFailure: Error {}
struct Stop: Error, Equatable {}

/// A count or a list shared by tasks.
typealias Shared = Monitor
