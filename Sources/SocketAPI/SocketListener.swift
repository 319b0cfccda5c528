import CLinux
import Glibc

/// Why the socket could not be opened.
public struct SocketError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String
}

/// The listening Unix socket and its file.
///
/// A socket that another daemon serves is never taken or removed: whoever listens holds a lock on a file beside the
/// socket, and a socket file without that lock is tried before it is replaced. One that the service manager opened is the
/// manager's: its file is left alone.
public final class SocketListener: Sendable {
    /// Where clients connect.
    public let path: String
    /// The listening socket. Whoever serves it closes it.
    public let descriptor: Int32
    /// The lock beside the socket and the socket's inode; `nil` where the file is not ours.
    private let hold: (lock: Int32, inode: UInt64)?

    /// Serves a listening socket that the service manager opened at that path.
    public init(passed descriptor: Int32, path: String) {
        self.path = path
        self.descriptor = descriptor
        hold = nil
    }

    /// Opens the socket with that mode (as `0o660`) and, if given, that group.
    ///
    /// - Throws: ``SocketError`` where another daemon serves it, the path is too long, or the group is unknown.
    public init(path: String, mode: UInt32, group: String?) throws(SocketError) {
        guard path.utf8.count < 108 else {
            throw SocketError(description: "the socket's path is longer than the 107 bytes that Unix allows: \(path)")
        }
        let gid = try Self.groupID(of: group)
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw SocketError(description: "cannot open \(path).lock: \(Self.reason)") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw SocketError(description: "another caselogd serves \(path); stop it first, or choose another socket")
        }
        let descriptor: Int32
        do throws(SocketError) {
            try Self.removeDeadSocket(path)
            descriptor = caselog_unix_listen(path, mode, gid, 256)
            guard descriptor >= 0 else { throw SocketError(description: "cannot listen on \(path): \(Self.reason)") }
        } catch {
            close(lock)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        hold = (lock, Self.inode(of: path) ?? 0)
    }

    /// Removes the socket's file if it is still ours, then lets go of the lock.
    public func remove() {
        guard let hold else { return }
        if Self.inode(of: path) == hold.inode { unlink(path) }
        close(hold.lock)
    }

    private static func groupID(of name: String?) throws(SocketError) -> Int32 {
        guard let name else { return -1 }
        guard let entry = getgrnam(name) else {
            throw SocketError(description: "the socket's group '\(name)' does not exist on this machine")
        }
        return Int32(bitPattern: entry.pointee.gr_gid)
    }

    private static func removeDeadSocket(_ path: String) throws(SocketError) {
        var inode: UInt64 = 0
        switch caselog_unix_look(path, &inode) {
        case 0: return
        case 1: break
        default: throw SocketError(description: "\(path) exists and is not a socket; it is not replaced")
        }
        guard caselog_unix_is_live(path) == 0 else {
            throw SocketError(description: "something else listens on \(path); it is not replaced")
        }
        unlink(path)
    }

    private static func inode(of path: String) -> UInt64? {
        var inode: UInt64 = 0
        return caselog_unix_look(path, &inode) == 1 ? inode : nil
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
