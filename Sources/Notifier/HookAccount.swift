import Glibc

/// An unprivileged account that hooks run as when the notifier runs as root.
public struct HookAccount: Sendable {
    /// The user.
    public let uid: UInt32
    /// The user's group.
    public let gid: UInt32

    /// That user and group.
    public init(uid: UInt32, gid: UInt32) {
        self.uid = uid
        self.gid = gid
    }

    /// The account of that name on this machine; `nil` if there is none.
    public init?(named name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.init(uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }
}
