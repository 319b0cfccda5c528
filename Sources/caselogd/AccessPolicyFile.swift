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
            let (version, policy) = try Self.read(path)
            self.version = version
            self.policy = policy
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
            // One with mistakes is not read again and again.
            version = found
            let (readVersion, readPolicy) = try Self.read(path)
            version = readVersion
            policy = readPolicy
            logger.notice("the access file was read again", metadata: ["file": "\(path)"])
        } catch {
            logger.error("the access file is not taken; the one before holds", metadata: ["error": "\(error)"])
        }
        return policy
    }

    /// Looks whether the file could be taken.
    ///
    /// - Throws: ``DaemonError`` with every mistake.
    static func check(_ path: String) throws { _ = try read(path) }

    /// Reads the file now, whether or not it changed.
    ///
    /// - Throws: ``DaemonError`` where it is not taken; the one before holds.
    func reload() throws {
        guard let path else { return }
        (version, policy) = try Self.read(path)
        lookedAt = .now
    }

    /// Opens the file once, so that what is checked is what is read.
    private static func opened<Result>(_ path: String, _ body: (Int32, Version) throws -> Result) throws -> Result {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw unreadable(path) }
        guard found.st_mode & S_IFMT == S_IFREG else {
            throw DaemonError(description: "the access file \(path) is not a file")
        }
        // Whoever can write it can let themselves in.
        guard found.st_mode & 0o022 == 0, found.st_uid == 0 || found.st_uid == geteuid() else {
            throw DaemonError(
                description:
                    "the access file \(path) must belong to root or to the daemon's user, and only its owner may "
                    + "write it (chmod go-w)")
        }
        return try body(
            descriptor,
            Version(
                inode: UInt64(found.st_ino), size: Int64(found.st_size), seconds: found.st_mtim.tv_sec,
                nanoseconds: found.st_mtim.tv_nsec,
                changed: found.st_ctim.tv_sec, changedNanoseconds: found.st_ctim.tv_nsec))
    }

    private static func unreadable(_ path: String) -> DaemonError {
        DaemonError(description: "the access file \(path) cannot be read: \(String(cString: strerror(errno)))")
    }

    private static func version(of path: String) throws -> Version { try opened(path) { $1 } }

    private static func read(_ path: String) throws -> (Version, AccessPolicy) {
        try opened(path) { descriptor, version in
            let bytes = try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd() ?? Data()
            guard let text = String(bytes: bytes, encoding: .utf8) else {
                throw DaemonError(description: "the access file \(path) is not UTF-8")
            }
            do {
                return (version, try AccessFile.read(text))
            } catch let error as AccessFileError {
                throw DaemonError(description: "\(path): \(error)")
            }
        }
    }
}
