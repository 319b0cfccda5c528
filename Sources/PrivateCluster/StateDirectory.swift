import Foundation
import Glibc
import NIOConcurrencyHelpers

/// A state directory that this process holds alone.
///
/// The hold is a lock on the file `caselogd.lock` in the directory; the kernel drops it when the process dies, however
/// it dies. It also ends with `close()` and with the last reference to the object.
public final class StateDirectory: Sendable {
    /// The directory's canonical absolute path.
    public let path: String
    private let descriptor: NIOLockedValueBox<Int32?>

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = NIOLockedValueBox(descriptor)
    }

    deinit { close() }

    /// Takes the state directory, making it (mode 0700) if it does not exist.
    ///
    /// - Throws: `ClusterError.stateDirectoryHeld` with the holder's pid if another live process holds it,
    ///   `ClusterError.stateDirectoryUnusable` if it cannot be made or opened.
    public static func lock(_ path: String) throws(ClusterError) -> StateDirectory {
        let canonical = try create(path)
        let file = canonical + "/caselogd.lock"
        var patience = 500
        while true {
            // Close-on-exec, so that no child keeps the lock after this process has died.
            let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else { throw unusable(file, errno) }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                let error = errno
                let pid = readPID(descriptor)
                _ = Glibc.close(descriptor)
                if error == EINTR { continue }
                guard error == EWOULDBLOCK else { throw unusable(file, error) }
                // The holder has died, and a child that it had just forked holds a copy until it executes: try again
                // for up to 5 s.
                if let pid, kill(pid, 0) != 0, errno == ESRCH, patience > 0 {
                    patience -= 1
                    usleep(10_000)
                    continue
                }
                throw .stateDirectoryHeld(path: canonical, pid: pid)
            }
            // Someone may have removed the file between open and lock: then the lock is on a file nobody will see.
            guard isSameFile(descriptor, file) else {
                _ = Glibc.close(descriptor)
                continue
            }
            let text = "\(getpid())\n"
            guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count else {
                let error = errno
                _ = Glibc.close(descriptor)
                throw unusable(file, error)
            }
            return StateDirectory(path: canonical, descriptor: descriptor)
        }
    }

    /// Gives the directory up; further calls do nothing.
    public func close() {
        let descriptor = self.descriptor.withLockedValue { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        // The file stays: removing it would let two processes lock two different files of the same name.
        guard let descriptor else { return }
        // Unlocked by name, as a child that was forked a moment ago has a copy of the descriptor until it executes.
        _ = flock(descriptor, LOCK_UN)
        _ = Glibc.close(descriptor)
    }

    private static func create(_ path: String) throws(ClusterError) -> String {
        if !FileManager.default.fileExists(atPath: path) {
            let parent = (path as NSString).deletingLastPathComponent
            do {
                if !parent.isEmpty {
                    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                }
            } catch {
                throw .stateDirectoryUnusable(
                    path: path, reason: "\(parent) cannot be made: \(error.localizedDescription)")
            }
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw unusable(path, errno) }
        }
        guard let resolved = realpath(path, nil) else { throw unusable(path, errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func readPID(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
            && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }

    private static func unusable(_ path: String, _ error: Int32) -> ClusterError {
        .stateDirectoryUnusable(path: path, reason: String(cString: strerror(error)))
    }
}
