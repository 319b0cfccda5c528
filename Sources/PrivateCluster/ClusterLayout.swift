/// Where the parts of a private cluster lie below the state directory.
struct ClusterLayout: Sendable, Equatable {
    /// The port that names the socket file; the server never listens on TCP.
    static let port = 5432
    /// The longest path that fits `sockaddr_un.sun_path` with its terminating NUL, in bytes.
    static let longestSocketPath = 107
    /// The name prefix of data directories whose initialisation has not ended.
    static let unfinishedPrefix = "pgdata.init-"

    /// The state directory's canonical absolute path.
    let state: String

    /// The data directory.
    var data: String { state + "/pgdata" }
    /// The directory of the Unix socket.
    var run: String { state + "/run" }
    /// The directory of the server's log files.
    var log: String { state + "/log" }
    /// What the postmaster writes before its log collector takes over.
    var output: String { log + "/postmaster.out" }
    /// The server's Unix socket.
    var socket: String { run + "/.s.PGSQL.\(Self.port)" }
    /// The file in which the postmaster tells its pid and status.
    var postmasterFile: String { data + "/postmaster.pid" }

    /// Refuses a path that PostgreSQL or its clients could not use.
    ///
    /// A comma separates socket directories in the server's settings and hosts in a conninfo, where it cannot be
    /// quoted; control characters cannot stand in the configuration file.
    func validate() throws(ClusterError) {
        let length = socket.utf8.count
        if length > Self.longestSocketPath {
            throw .stateDirectoryUnusable(
                path: state,
                reason: "the path of PostgreSQL's socket below it would have \(length) bytes, and a Unix socket's "
                    + "path may have at most \(Self.longestSocketPath); use a directory whose path is at least "
                    + "\(length - Self.longestSocketPath) bytes shorter")
        }
        if !state.hasPrefix("/") {
            throw .stateDirectoryUnusable(path: state, reason: "its path is not absolute")
        }
        if state.unicodeScalars.contains(where: { $0 < " " || $0 == "\u{7F}" || $0 == "," || $0 == "\"" }) {
            throw .stateDirectoryUnusable(
                path: state, reason: "its path contains a comma, a double quote or a control character")
        }
    }

    /// A libpq connection string for the socket, without secrets: authentication is by operating system user.
    func connectionString(database: String, user: String) -> String {
        "host=\(Self.quoted(run)) port=\(Self.port) dbname=\(Self.quoted(database)) user=\(Self.quoted(user))"
    }

    /// A value in a libpq connection string: single quotes around it, backslash before quote and backslash.
    static func quoted(_ value: String) -> String {
        var result = "'"
        for character in value.unicodeScalars {
            if character == "'" || character == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(character)
        }
        return result + "'"
    }
}
