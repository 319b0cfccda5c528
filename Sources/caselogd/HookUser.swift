import Alerts
import Foundation

/// Whom hooks run as.
enum HookUser {
    /// The user named or, for a daemon that runs as root, `nobody`: hooks never run as root unless that is said.
    static func account(named name: String?) throws -> HookAccount? {
        guard geteuid() == 0 else {
            guard name == nil else { throw DaemonError(description: "only root can run hooks as another user") }
            return nil
        }
        guard let entry = getpwnam(name ?? "nobody") else {
            throw DaemonError(description: "the hooks' user '\(name ?? "nobody")' does not exist on this machine")
        }
        return HookAccount(uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }
}
