import Foundation
import Glibc
public import PrivateCluster
public import Subprocess
import SystemPackage

/// A PostgreSQL server as an authority runs one beside caselog: with settings and an authentication of its own, and durable.
/// Tests that are run as root run it as the user `postgres`.
public struct ServerCluster: Sendable {
    /// A program that failed, with what it printed.
    public struct Failure: Error, CustomStringConvertible {
        /// The program and its output.
        public let description: String

        /// A failure.
        public init(description: String) { self.description = description }
    }

    /// Where everything of it lies, its socket among them.
    public let directory: String
    /// The data directory.
    public var data: String { directory + "/data" }
    /// A libpq connection string of its superuser, without a database.
    public var connection: String { "host=\(directory) port=5432 user=postgres" }
    /// The server's programs.
    public let binaries: PostgresBinaries

    /// Makes a server that is not started.
    ///
    /// - Parameters:
    ///   - settings: Lines of `postgresql.conf`.
    ///   - authentication: Lines of `pg_hba.conf`; whoever can reach the socket may do anything unless they are given.
    ///   - names: Lines of `pg_ident.conf`.
    ///   - hasData: Whether it has a data directory of its own, or one is to come.
    ///   - binaries: The server's programs; those that caselogd would take unless they are given.
    public static func make(
        settings: [String] = [], authentication: String = "local all all trust\nlocal replication all trust\n",
        names: String = "", hasData: Bool = true, binaries: PostgresBinaries? = nil
    ) async throws -> ServerCluster {
        let programs = if let binaries { binaries } else { try await PostgresBinaries.find() }
        let cluster = ServerCluster(directory: try TestDirectory.make(), binaries: programs)
        try cluster.give(cluster.directory)
        guard hasData else { return cluster }
        try await cluster.tool(
            "initdb", ["-D", cluster.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"])
        try cluster.configure(settings: settings, authentication: authentication, names: names)
        return cluster
    }

    /// Writes the configuration of a data directory, what it says itself staying as it is.
    public func configure(settings: [String], authentication: String? = nil, names: String = "") throws {
        let own = [
            "listen_addresses = ''", "unix_socket_directories = '\(directory)'", "shared_buffers = '32MB'",
        ]
        let path = data + "/postgresql.conf"
        let before = try String(contentsOfFile: path, encoding: .utf8)
        try (before + "\n" + (own + settings).joined(separator: "\n") + "\n").write(
            toFile: path, atomically: false, encoding: .utf8)
        guard let authentication else { return }
        try authentication.write(toFile: data + "/pg_hba.conf", atomically: false, encoding: .utf8)
        try names.write(toFile: data + "/pg_ident.conf", atomically: false, encoding: .utf8)
    }

    /// Starts the server and waits until it can be asked.
    public func start() async throws {
        try await tool("pg_ctl", ["-D", data, "-w", "-t", "60", "-s", "-l", directory + "/log", "start"])
    }

    /// Stops it: `fast`, or `immediate`, after which it has to recover.
    public func stop(_ mode: String = "fast") async throws {
        try await tool("pg_ctl", ["-D", data, "-w", "-t", "60", "-s", "-m", mode, "stop"])
    }

    /// Kills every process of it at once, as a machine that fails. What says that one runs goes with them: a process that
    /// nobody has waited for yet would be taken for running.
    public func kill() {
        let text = (try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)) ?? ""
        guard let pid = text.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return }
        let children = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
        for process in [pid] + children.split(separator: " ").compactMap({ pid_t($0) }) { Glibc.kill(process, SIGKILL) }
        try? FileManager.default.removeItem(atPath: data + "/postmaster.pid")
    }

    /// Stops it and removes everything of it.
    public func remove() async {
        try? await stop("immediate")
        TestDirectory.remove(directory)
    }

    /// Runs SQL as the superuser.
    @discardableResult
    public func sql(_ text: String, in database: String = "postgres") async throws -> String {
        try await Psql.run(connection + " dbname=\(database)", text)
    }

    /// Gives a path to the user whom the server runs as.
    public func give(_ path: String) throws {
        guard geteuid() == 0 else { return }
        guard let user = getpwnam("postgres"), chown(path, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw Failure(description: "\(path) cannot be given to postgres")
        }
    }

    /// Runs one of PostgreSQL's programs as the user whom the server runs as.
    @discardableResult
    public func tool(_ name: String, _ arguments: [String]) async throws -> String {
        try await run(binaries.path(name), arguments)
    }

    /// Runs a program as that user to its end.
    ///
    /// - Returns: Its output.
    /// - Throws: ``Failure`` where its exit status is not 0.
    @discardableResult
    public func run(
        _ program: String, _ arguments: [String], environment: [Environment.Key: String?] = [:]
    ) async throws -> String {
        let isRoot = geteuid() == 0
        let words = isRoot ? ["-u", "postgres", "--", program] + arguments : arguments
        let path = binaries.directory + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        let result = try await Subprocess.run(
            .path(FilePath(isRoot ? "/usr/sbin/runuser" : program)), arguments: Arguments(words),
            environment: .inherit.updating(["PATH": path, "LC_ALL": "C"]).updating(environment),
            workingDirectory: "/", output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Failure(
                description: "\(program) \(arguments): \(result.standardError)\(result.standardOutput)\(log)")
        }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The end of the server's log.
    public var log: String {
        let text = (try? String(contentsOfFile: directory + "/log", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }
}
