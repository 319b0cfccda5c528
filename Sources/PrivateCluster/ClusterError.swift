/// Why a private cluster cannot be started. Every description says what an operator can do about it.
public enum ClusterError: Error, Equatable, CustomStringConvertible {
    /// No usable PostgreSQL server binaries; `searched` lists the directories looked at.
    case binariesMissing(searched: [String])
    /// The server binaries are older than the oldest major version that is supported.
    case binariesTooOld(directory: String, majorVersion: Int)
    /// Another live daemon holds the state directory. The pid is missing if its lock file was still empty.
    case stateDirectoryHeld(path: String, pid: Int32?)
    /// The state directory's path cannot be used; `reason` says why.
    case stateDirectoryUnusable(path: String, reason: String)
    /// Started as root, and there is no operating system user to run the server as.
    case noUnprivilegedUser
    /// The current user id has no name, and PostgreSQL's peer authentication needs one.
    case unnamedUser(uid: UInt32)
    /// The cluster's operating system user cannot enter `directory`, which lies above the state directory.
    case untraversable(directory: String, user: String)
    /// The data directory belongs to another user and this process may not change that.
    case foreignOwner(path: String, owner: UInt32, user: String)
    /// The data directory was made by another major version of PostgreSQL than the binaries are of.
    case versionMismatch(dataDirectory: String, dataVersion: String, binaries: String, binariesVersion: Int)
    /// The data directory exists, is not empty, and is no PostgreSQL data directory.
    case notADataDirectory(path: String)
    /// A tool of PostgreSQL failed; `output` is the end of what it printed.
    case toolFailed(tool: String, output: String)
    /// The postmaster could not be spawned or ended before it accepted connections.
    case startFailed(reason: String, output: String)
    /// Processes of an earlier run still use the data directory and do not stop.
    case leftoverProcesses(pids: [Int32], dataDirectory: String)
    /// `start()` was called on a cluster that is starting or running.
    case alreadyStarted
    /// `stop()` was called while the cluster was starting.
    case stoppedWhileStarting

    /// The error in words for the operator.
    public var description: String {
        switch self {
        case .binariesMissing(let searched):
            return "no PostgreSQL \(PostgresBinaries.oldestMajorVersion) or newer server found (looked in "
                + searched.joined(separator: ", ") + "); install one, on Debian or Ubuntu with "
                + "`apt-get install postgresql`, or name the directory of its programs in the configuration"
        case .binariesTooOld(let directory, let majorVersion):
            return "the PostgreSQL server in \(directory) is version \(majorVersion); "
                + "version \(PostgresBinaries.oldestMajorVersion) or newer is needed"
        case .stateDirectoryHeld(let path, let pid):
            let holder = pid.map { "process \($0)" } ?? "another process"
            return "state directory \(path) is in use by \(holder); stop that daemon first or use another directory"
        case .stateDirectoryUnusable(let path, let reason):
            return "state directory \(path) cannot be used: \(reason)"
        case .noUnprivilegedUser:
            return "started as root, but PostgreSQL refuses to run as root and neither an operating system user "
                + "'caselog' nor 'postgres' exists; create one with `useradd --system caselog`"
        case .unnamedUser(let uid):
            return "user id \(uid) has no name in the user database; PostgreSQL's peer authentication needs one"
        case .untraversable(let directory, let user):
            return "PostgreSQL runs as user '\(user)', who cannot enter \(directory) on the way to the state "
                + "directory; allow it with `chmod o+x \(directory)` or use a state directory elsewhere"
        case .foreignOwner(let path, let owner, let user):
            return "\(path) belongs to user id \(owner), but this process runs as '\(user)'; "
                + "start as that user, or give the directory to '\(user)' with chown -R"
        case .versionMismatch(let dataDirectory, let dataVersion, let binaries, let binariesVersion):
            return "\(dataDirectory) was made by PostgreSQL \(dataVersion), but the programs in \(binaries) are of "
                + "version \(binariesVersion); install PostgreSQL \(dataVersion), or convert the data directory "
                + "with pg_upgrade"
        case .notADataDirectory(let path):
            return "\(path) exists but holds no PostgreSQL data (no PG_VERSION file); move it away or restore it"
        case .toolFailed(let tool, let output):
            return "\(tool) failed: \(output)"
        case .startFailed(let reason, let output):
            return "PostgreSQL did not start: \(reason)" + (output.isEmpty ? "" : "; its last output: \(output)")
        case .leftoverProcesses(let pids, let dataDirectory):
            return "PostgreSQL processes of an earlier run still use \(dataDirectory) and do not stop (pids "
                + pids.map(String.init).joined(separator: ", ") + ")"
        case .alreadyStarted:
            return "the private cluster is already started"
        case .stoppedWhileStarting:
            return "the private cluster was stopped while it was starting"
        }
    }
}
