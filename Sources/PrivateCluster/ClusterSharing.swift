import Glibc

/// Who may connect to the cluster besides the daemon: the notifier's account, as the notifier's role and as no other.
///
/// The Debian package makes the account and the group. Where they are not there, or the cluster's user is not in the group,
/// nobody else connects.
struct ClusterSharing: Sendable {
    /// The group that the server's socket is given to.
    static let group = "caselog-database"
    /// The notifier's account.
    static let account = "caselog-notifier"
    /// The only database role that it may take on.
    static let role = "caselog_notifier"

    /// Whether a cluster of that user is shared.
    static func applies(to user: OSUser) -> Bool {
        guard OSUser.named(account) != nil, let entry = getgrnam(group) else { return false }
        return user.groups.contains(entry.pointee.gr_gid)
    }
}
