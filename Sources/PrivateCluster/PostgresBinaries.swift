import Foundation

/// The directory of a PostgreSQL server's programs.
public struct PostgresBinaries: Sendable, Equatable {
    /// The oldest supported major version.
    public static let oldestMajorVersion = 15

    /// The absolute path of the directory that holds `postgres` and `initdb`.
    public let directory: String
    /// The server's major version, as its own `--version` says.
    public let majorVersion: Int

    /// The path of one of the programs.
    public func path(_ program: String) -> String { directory + "/" + program }

    /// Finds the server programs to use.
    ///
    /// - Parameters:
    ///   - configured: the only directory to look in, if the operator has named one.
    ///   - stateDirectory: a state directory whose data directory, if there is one, decides between several
    ///     installed versions, so that installing a newer PostgreSQL does not keep the daemon from starting.
    /// - Returns: the version that made the data directory if it is installed, else the newest.
    /// - Throws: `ClusterError.binariesMissing` or `.binariesTooOld`.
    public static func find(
        configured: String? = nil, stateDirectory: String? = nil
    ) async throws -> PostgresBinaries {
        try await find(
            in: configured.map { [$0] } ?? debianDirectories() + pathDirectories(),
            described: configured.map { [$0] } ?? ["/usr/lib/postgresql/*/bin", "the directories of PATH"],
            dataVersion: stateDirectory.flatMap { dataVersion(ClusterLayout(state: $0).data) })
    }

    /// As the public function, with the directories to look in and the version of the existing data.
    static func find(
        in directories: [String], described: [String], dataVersion: String?
    ) async throws -> PostgresBinaries {
        var found: [PostgresBinaries] = []
        for directory in directories {
            if let binaries = await examine(directory) { found.append(binaries) }
        }
        let usable = found.filter { $0.majorVersion >= oldestMajorVersion }
        if let match = usable.first(where: { String($0.majorVersion) == dataVersion }) { return match }
        // The first of the newest, so that Debian's directory wins over a same version on PATH.
        let newest = usable.map(\.majorVersion).max()
        if let binaries = usable.first(where: { $0.majorVersion == newest }) { return binaries }
        if let old = found.max(by: { $0.majorVersion < $1.majorVersion }) {
            throw ClusterError.binariesTooOld(directory: old.directory, majorVersion: old.majorVersion)
        }
        throw ClusterError.binariesMissing(searched: described)
    }

    /// The major version in a data directory's PG_VERSION, or nil if there is no such file.
    static func dataVersion(_ dataDirectory: String) -> String? {
        guard let text = try? String(contentsOfFile: dataDirectory + "/PG_VERSION", encoding: .utf8) else { return nil }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The major version in the output of `postgres --version`, such as "postgres (PostgreSQL) 15.18 (Debian ...)".
    static func majorVersion(from output: String) -> Int? {
        guard let text = output.firstMatch(of: /\(PostgreSQL\) (\d+)/)?.output.1 else { return nil }
        return Int(text)
    }

    private static func examine(_ directory: String) async -> PostgresBinaries? {
        guard FileManager.default.isExecutableFile(atPath: directory + "/postgres"),
            FileManager.default.isExecutableFile(atPath: directory + "/initdb"),
            let output = try? await PostgresTool.check(directory + "/postgres", ["--version"]),
            let version = majorVersion(from: output)
        else { return nil }
        return PostgresBinaries(directory: directory, majorVersion: version)
    }

    private static func debianDirectories() -> [String] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted().map { "\(root)/\($0)/bin" }
    }

    private static func pathDirectories() -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    }
}
