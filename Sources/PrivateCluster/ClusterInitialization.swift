import Foundation
import Glibc
import Logging

/// Makes the data directory at the first start.
struct ClusterInitialization: Sendable {
    static let includeLine = "include 'caselog.conf'"

    let directories: ClusterDirectories
    let binaries: PostgresBinaries
    let settings: ClusterSettings
    /// The database to create besides PostgreSQL's own.
    let database: String
    /// Whether the new files must reach the disk before they count.
    let isDurable: Bool
    let logger: Logger

    private var layout: ClusterLayout { directories.layout }

    /// Checks the data directory, or makes it if there is none.
    func run() async throws {
        removeUnfinished()
        if let version = PostgresBinaries.dataVersion(layout.data) {
            guard version == String(binaries.majorVersion) else {
                throw ClusterError.versionMismatch(
                    dataDirectory: layout.data, dataVersion: version, binaries: binaries.directory,
                    binariesVersion: binaries.majorVersion)
            }
            return
        }
        // An empty directory may be replaced; anything else may be somebody's data.
        if FileManager.default.fileExists(atPath: layout.data) {
            let contents = try? FileManager.default.contentsOfDirectory(atPath: layout.data)
            guard contents?.isEmpty == true else { throw ClusterError.notADataDirectory(path: layout.data) }
        }
        let unique = String(UInt64.random(in: 0 ... .max), radix: 16)
        let unfinished = layout.state + "/" + ClusterLayout.unfinishedPrefix + unique
        do {
            try await make(unfinished)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
    }

    /// Everything happens in a sibling directory that is renamed at the end, so that a data directory of the right
    /// name is always complete, the application's database included.
    private func make(_ directory: String) async throws {
        logger.notice("initialising a new PostgreSQL data directory", metadata: ["path": "\(layout.data)"])
        guard mkdir(directory, 0o700) == 0 else { throw failure(directory) }
        try directories.own(directory)
        let user = directories.user
        // Collation "C" compares bytes: it is the fastest and, unlike a locale's, never changes with an update of
        // the C library, which would corrupt indexes. Case folding of letters outside ASCII comes from C.UTF-8.
        try await PostgresTool.check(
            binaries.path("initdb"),
            [
                "--pgdata=\(directory)", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
                "--lc-collate=C", "--lc-messages=C", "--data-checksums", "--auth-local=peer", "--auth-host=reject",
                "--no-sync",
            ], as: user, in: directory)
        try await directories.write(settings.configurationFile, to: directory + "/caselog.conf")
        try await directories.ensure(line: Self.includeLine, in: directory + "/postgresql.conf")
        // A standalone backend needs no running server and no client program.
        try await PostgresTool.check(
            binaries.path("postgres"), ["--single", "-c", "exit_on_error=on", "-D", directory, "postgres"],
            as: user, in: directory, input: "CREATE DATABASE \(database);\n")
        if isDurable {
            try await PostgresTool.check(
                binaries.path("initdb"), ["--sync-only", "--pgdata=\(directory)"], as: user, in: directory)
        }
        guard rename(directory, layout.data) == 0 else { throw failure(layout.data) }
        if isDurable { try synchronize(layout.state) }
    }

    /// Removes what a killed initialisation has left. Its programs die with their pipes, but may still be writing.
    private func removeUnfinished() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: layout.state)) ?? []
        for name in names where name.hasPrefix(ClusterLayout.unfinishedPrefix) {
            let path = layout.state + "/" + name
            for _ in 1...10 where FileManager.default.fileExists(atPath: path) {
                try? FileManager.default.removeItem(atPath: path)
            }
            logger.notice("removed an unfinished data directory", metadata: ["path": "\(path)"])
        }
    }

    private func synchronize(_ directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(directory) }
    }

    private func failure(_ path: String) -> ClusterError {
        .stateDirectoryUnusable(path: layout.state, reason: "\(path): \(String(cString: strerror(errno)))")
    }
}
