import Glibc

/// Who may connect to the cluster besides the daemon: the notifier's account, with the rights of the notifier and no others.
///
/// The Debian package makes the account and the group. Where they are not there, or the cluster's user is not in the group,
/// nobody else connects.
struct ClusterSharing: Sendable {
    /// The group that the server's socket is given to.
    static let group = "caselog-database"
    /// The notifier's account, and the role that it logs in as.
    static let account = "caselog-notifier"
    /// The role whose rights that one has.
    static let role = "caselog_notifier"

    /// Makes the role to log in as, once there is the other.
    static let admission = """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(account)') THEN
                CREATE ROLE "\(account)" LOGIN IN ROLE \(role);
            END IF;
        END
        $$
        """

    /// Whether a cluster of that user is shared.
    static func applies(to user: OSUser) -> Bool {
        guard OSUser.named(account) != nil, let entry = getgrnam(group) else { return false }
        return user.groups.contains(entry.pointee.gr_gid)
    }
}

extension PrivateCluster {
    /// SQL that lets the notifier's account in, for after the migrations; `nil` where there is no such account.
    public static var notifierAdmission: String? {
        guard let user = try? OSUser.forCluster(), ClusterSharing.applies(to: user) else { return nil }
        return ClusterSharing.admission
    }

    /// A libpq connection string for the notifier: of the cluster in that state directory, if one runs.
    public static func notifierConnectionString(stateDirectory path: String) -> String {
        let isAccount = (try? OSUser.current())?.name == ClusterSharing.account
        return connectionString(stateDirectory: path, user: isAccount ? ClusterSharing.account : "postgres")
    }
}
