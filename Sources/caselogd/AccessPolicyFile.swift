import Access
import Foundation
import Glibc
import Logging

/// The access policy as its file says it, read again when the file changes, so that who leaves is shut out without a restart.
actor AccessPolicyFile {
    private struct Version: Equatable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        /// Changes whenever anything of the file does, whatever time it is given.
        let changed: Int
        let changedNanoseconds: Int
    }

    /// How often it is looked whether the file changed.
    private static let interval: Duration = .milliseconds(500)

    private let path: String?
    private let logger: Logger
    private var policy: AccessPolicy
    private var version: Version?
    private var lookedAt: ContinuousClock.Instant

    /// Reads the file; without one, whoever runs the daemon may do everything.
    ///
    /// - Throws: ``DaemonError`` where it cannot be read, has mistakes, or others than its owner may write it.
    init(path: String?, logger: Logger) throws {
        self.path = path
        self.logger = logger
        lookedAt = .now
        if let path {
            version = try Self.version(of: path)
            policy = try Self.read(path)
        } else {
            policy = .owner(uids: [geteuid(), 0])
        }
    }

    /// The policy that holds now: of a file that has become unreadable, the one before.
    func current() -> AccessPolicy {
        guard let path, ContinuousClock.now - lookedAt >= Self.interval else { return policy }
        lookedAt = .now
        do {
            let found = try Self.version(of: path)
            guard found != version else { return policy }
            version = found
            policy = try Self.read(path)
            logger.notice("the access file was read again", metadata: ["file": "\(path)"])
        } catch {
            logger.error("the access file is not taken; the one before holds", metadata: ["error": "\(error)"])
        }
        return policy
    }

    /// Looks whether the file could be taken.
    ///
    /// - Throws: ``DaemonError`` with every mistake.
    static func check(_ path: String) throws {
        _ = try version(of: path)
        _ = try read(path)
    }

    private static func read(_ path: String) throws -> AccessPolicy {
        do {
            return try AccessFile.read(String(contentsOfFile: path, encoding: .utf8))
        } catch let error as AccessFileError {
            throw DaemonError(description: "\(path): \(error)")
        } catch {
            throw DaemonError(description: "the access file \(path) cannot be read: \(error)")
        }
    }

    private static func version(of path: String) throws -> Version {
        var found = stat()
        guard stat(path, &found) == 0 else {
            throw DaemonError(
                description: "the access file \(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        // Whoever can write it can let themselves in.
        guard found.st_mode & 0o022 == 0, found.st_uid == 0 || found.st_uid == geteuid() else {
            throw DaemonError(
                description:
                    "the access file \(path) must belong to root or to the daemon's user, and only its owner may "
                    + "write it (chmod go-w)")
        }
        return Version(
            inode: UInt64(found.st_ino), size: Int64(found.st_size), seconds: found.st_mtim.tv_sec,
            nanoseconds: found.st_mtim.tv_nsec,
            changed: found.st_ctim.tv_sec, changedNanoseconds: found.st_ctim.tv_nsec)
    }
}
