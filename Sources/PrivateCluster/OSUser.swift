import Glibc

/// An operating system user with what is needed to run a process as that user.
struct OSUser: Sendable, Equatable {
    let name: String
    let uid: uid_t
    let gid: gid_t
    /// Supplementary groups, the primary one included.
    let groups: [gid_t]

    /// The user that this process runs as.
    static func current() throws(ClusterError) -> OSUser {
        guard let user = lookUp({ getpwuid_r(geteuid(), $0, $1, $2, $3) }) else {
            throw .unnamedUser(uid: geteuid())
        }
        return user
    }

    /// The user of that name, or nil if there is none.
    static func named(_ name: String) -> OSUser? {
        lookUp { getpwnam_r(name, $0, $1, $2, $3) }
    }

    /// The user to run the server as: the current one, or an unprivileged one if this process is root's.
    static func forCluster() throws(ClusterError) -> OSUser {
        guard geteuid() == 0 else { return try current() }
        for name in ["caselog", "postgres"] {
            if let user = named(name), user.uid != 0 { return user }
        }
        throw .noUnprivilegedUser
    }

    /// Whether a process has to change its user to run as this one.
    var differsFromCurrent: Bool { uid != geteuid() }

    private typealias Query = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
        UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static func lookUp(_ query: Query) -> OSUser? {
        // Entries of directory services can be long: grow until it fits.
        var size = 1024
        while size <= 1 << 20 {
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer { buffer.deallocate() }
            let error = query(&entry, buffer, size, &found)
            if error == ERANGE {
                size *= 2
                continue
            }
            guard error == 0, found != nil, let name = entry.pw_name else { return nil }
            return OSUser(
                name: String(cString: name), uid: entry.pw_uid, gid: entry.pw_gid,
                groups: groups(of: name, primary: entry.pw_gid))
        }
        return nil
    }

    private static func groups(of name: UnsafePointer<CChar>, primary: gid_t) -> [gid_t] {
        var count: Int32 = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        // The first call tells the true number if the room was too small.
        if getgrouplist(name, primary, &groups, &count) < 0 {
            groups = [gid_t](repeating: 0, count: Int(max(count, 1)))
            guard getgrouplist(name, primary, &groups, &count) >= 0 else { return [primary] }
        }
        return Array(groups.prefix(Int(count)))
    }
}
