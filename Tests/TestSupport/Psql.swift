import PrivateCluster
import Subprocess
import SystemPackage

/// Runs SQL through the `psql` program, for tests that need no client library.
public enum Psql {
    /// SQL that failed, with what psql printed about it.
    public struct Failure: Error, CustomStringConvertible {
        /// Standard error and output of psql.
        public let description: String
    }

    /// Runs one or more statements and returns their rows, columns divided by `|`, without a trailing newline.
    ///
    /// - Parameter connection: a libpq connection string.
    /// - Throws: `Failure` if the connection or a statement fails.
    @discardableResult
    public static func run(_ connection: String, _ sql: String) async throws -> String {
        let psql = try await PostgresBinaries.find().path("psql")
        let result = try await Subprocess.run(
            .path(FilePath(psql)),
            arguments: ["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-d", connection, "-c", sql],
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: result.standardError + result.standardOutput)
        }
        var rows = result.standardOutput
        if rows.hasSuffix("\n") { rows.removeLast() }
        return rows
    }
}
