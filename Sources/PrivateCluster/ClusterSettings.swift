/// The text of the server's configuration files, which are rewritten at every start.
struct ClusterSettings: Sendable {
    /// The database roles that the daemon and the cluster's own user may take on.
    static let roles = ["postgres", "caselogd", "caselog_notifier", "caselog_reader", "caselog_analyst"]
    /// The name of the user name map in `pg_ident.conf`.
    private static let map = "caselog"
    /// Settings that are also given on the command line, where neither `ALTER SYSTEM` nor an edited file
    /// overrides them: who can connect, and that a committed event survives a crash.
    private static let pinned = ["listen_addresses", "port", "unix_socket_directories", "fsync", "full_page_writes"]

    let layout: ClusterLayout
    let walCompression: String
    /// Whether the notifier's account connects, too.
    var isShared = false
    /// Take precedence over the settings of this type.
    let extra: [String: String]

    private var base: [(name: String, value: String)] {
        [
            ("listen_addresses", ""),
            ("port", String(ClusterLayout.port)),
            ("unix_socket_directories", layout.run),
            ("unix_socket_permissions", isShared ? "0770" : "0700"),
            ("unix_socket_group", isShared ? ClusterSharing.group : ""),
            ("max_connections", "64"),
            ("shared_buffers", "128MB"),
            // Machine code made at run time is more than the service's sandbox allows, and queries here are short.
            ("jit", "off"),
            ("fsync", "on"),
            ("synchronous_commit", "on"),
            ("full_page_writes", "on"),
            ("wal_compression", walCompression),
            // Used again and not made anew, which costs as much as a sixth of what is written to them.
            ("min_wal_size", "1GB"),
            ("max_wal_size", "4GB"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("lc_messages", "C"),
            ("cluster_name", "caselog"),
            ("idle_in_transaction_session_timeout", "5min"),
            // One file a day, each overwritten after a week.
            ("logging_collector", "on"),
            ("log_destination", "stderr"),
            ("log_directory", layout.log),
            ("log_filename", "postgresql-%a.log"),
            ("log_file_mode", "0600"),
            ("log_rotation_age", "1d"),
            ("log_rotation_size", "0"),
            ("log_truncate_on_rotation", "on"),
            ("log_line_prefix", "%m [%p] "),
            // Statements, their parameters and the details of errors quote case records, and so can the message of
            // an ordinary ERROR (a rejected input value): only the server's own events are logged.
            ("log_statement", "none"),
            ("log_min_duration_statement", "-1"),
            ("log_min_messages", "log"),
            ("log_min_error_statement", "panic"),
            ("log_error_verbosity", "terse"),
            ("log_parameter_max_length", "0"),
            ("log_parameter_max_length_on_error", "0"),
        ]
    }

    private var effective: [(name: String, value: String)] {
        let overridden = base.map { (name: $0.name, value: extra[$0.name] ?? $0.value) }
        let known = Set(base.map(\.name))
        let others = extra.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
        return overridden + others.map { (name: $0.key, value: $0.value) }
    }

    /// The contents of `caselog.conf`.
    var configurationFile: String {
        "# Written anew at every start of caselogd. Put changes into postgresql.conf, below the include line.\n"
            + effective.map { "\($0.name) = \(Self.quoted($0.value))\n" }.joined()
    }

    /// Arguments of `postgres` that keep the pinned settings in force.
    var arguments: [String] {
        effective.filter { Self.pinned.contains($0.name) }.flatMap { ["-c", "\($0.name)=\($0.value)"] }
    }

    /// The contents of `pg_hba.conf`: local connections of mapped operating system users, those that make base backups among
    /// them, and nothing else.
    static var authenticationFile: String {
        "# Written anew at every start of caselogd.\nlocal all all peer map=\(map)\n"
            + "local replication postgres peer map=\(map)\n"
    }

    /// The contents of `pg_ident.conf`.
    ///
    /// - Parameters:
    ///   - users: names of operating system users, each of which may take on every role in `roles`.
    ///   - isShared: whether the notifier's account may log in.
    static func identityFile(users: [String], isShared: Bool = false) -> String {
        var lines = ["# Written anew at every start of caselogd."]
        var seen: Set<String> = []
        for user in users where seen.insert(user).inserted {
            // The "" form is the only quoting of this file; a leading slash would mean a regular expression.
            let name = "\"" + user.replacing("\"", with: "\"\"") + "\""
            lines += roles.map { "\(map) \(name) \($0)" }
        }
        if isShared { lines.append("\(map) \"\(ClusterSharing.account)\" \"\(ClusterSharing.account)\"") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value in `postgresql.conf`.
    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }
}
