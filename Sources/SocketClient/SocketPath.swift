import Foundation

/// Where the daemon's socket is unless something else is said: the same rule for daemon and client.
public enum SocketPath {
    /// The environment variable that names the socket.
    public static let variable = "CASELOG_SOCKET_PATH"
    /// The socket of the installed service.
    public static let service = "/run/caselog/caselogd.sock"

    /// For that user and environment: what the variable says; else, for root, the service's socket; else
    /// `$XDG_RUNTIME_DIR/caselog/caselogd.sock`, or `caselogd.sock` in the user's state directory.
    public static func standard(environment: [String: String], isRoot: Bool) -> String {
        if let named = environment[variable], !named.isEmpty { return named }
        if isRoot { return service }
        if let runtime = environment["XDG_RUNTIME_DIR"], !runtime.isEmpty { return runtime + "/caselog/caselogd.sock" }
        return stateDirectory(environment: environment, isRoot: false) + "/caselogd.sock"
    }

    /// Where a client looks: as ``standard(environment:isRoot:)``, and the service's socket where that is not there.
    public static func forClient(environment: [String: String], isRoot: Bool) -> String {
        let path = standard(environment: environment, isRoot: isRoot)
        let isNamed = environment[variable]?.isEmpty == false
        return isNamed || FileManager.default.fileExists(atPath: path) ? path : service
    }

    /// Where the daemon keeps its state unless something else is said.
    public static func stateDirectory(environment: [String: String], isRoot: Bool) -> String {
        if let given = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(given) }
        if isRoot { return "/var/lib/caselog" }
        let home = environment["HOME"] ?? "."
        let base = environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.local/state"
        return base + "/caselog"
    }
}
