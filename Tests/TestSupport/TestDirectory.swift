import Foundation
import Glibc
public import Logging
import NIOConcurrencyHelpers
import PrivateCluster

/// Temporary directories of tests, in which an unprivileged server can work: short paths below /tmp, mode 0755.
public enum TestDirectory {
    private static let root = "/tmp"
    private static let prefix = "caselog-test-"

    /// Makes a fresh directory, whose name tells the pid of this process.
    public static func make() throws -> String {
        let path = "\(root)/\(prefix)\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 16))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        return path
    }

    private static let ofProcess = NIOLockedValueBox<[String]>([])

    /// Makes one that is removed when this process ends.
    public static func makeForProcess() throws -> String {
        let path = try make()
        let isFirst = ofProcess.withLockedValue { paths in
            paths.append(path)
            return paths.count == 1
        }
        if isFirst { atexit { TestDirectory.ofProcess.withLockedValue { $0 }.forEach(TestDirectory.remove) } }
        return path
    }

    /// Removes a directory with everything in it, if it still exists.
    public static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes the directories of test processes that have gone without cleaning up, and stops their servers.
    public static func removeLeftovers(logger: Logger) async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let pid = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }),
                kill(pid, 0) != 0, errno == ESRCH
            else { continue }
            let path = root + "/" + name
            // Holding the directory keeps a second test process from removing it at the same time. Another user's
            // leftovers cannot be held, and stay.
            guard let held = try? StateDirectory.lock(path) else { continue }
            try? await PrivateCluster.stopLeftovers(of: held, logger: logger)
            remove(path)
        }
    }
}
