import CLinux
import Foundation
import Glibc
import Logging

/// The server processes that an earlier run has left on a data directory.
///
/// Pids are used again, so a pid in a file proves nothing. A process counts as the cluster's own if its program is
/// called `postgres` and its working directory is the data directory itself (same device and inode): every process of
/// a cluster, the postmaster and orphaned backends alike, works there.
struct LeftoverProcesses: Sendable {
    /// How long the parts of stopping left-over processes may take.
    struct Patience: Sendable {
        var fastShutdown = Duration.seconds(60)
        var immediateShutdown = Duration.seconds(30)
        /// For orphaned backends to notice by themselves that their postmaster has gone.
        var orphans = Duration.seconds(5)
    }

    let layout: ClusterLayout
    var patience = Patience()
    let logger: Logger

    /// Stops what is left, and removes a pid file that would keep a new postmaster from starting.
    ///
    /// - Throws: `ClusterError.leftoverProcesses` if something does not stop. Nothing is ever killed with SIGKILL.
    func clear() async throws {
        let file = PostmasterFile.read(layout.postmasterFile)
        if let file, file.pid < 0, isOurs(-file.pid) {
            // An operator's `postgres --single`: not ours to end.
            throw ClusterError.leftoverProcesses(pids: [-file.pid], dataDirectory: layout.data)
        }
        if let pid = file?.pid, isOurs(pid) {
            logger.warning("stopping a PostgreSQL server left by an earlier run", metadata: ["pid": "\(pid)"])
            try await stop([pid], with: SIGINT, patience: patience.fastShutdown)
            try await stop([pid], with: SIGQUIT, patience: patience.immediateShutdown)
            guard !isOurs(pid) else {
                throw ClusterError.leftoverProcesses(pids: [pid], dataDirectory: layout.data)
            }
        }
        try await clearOrphans()
        removeStaleFiles()
    }

    private func clearOrphans() async throws {
        guard !scan().isEmpty else { return }
        try await stop(scan(), with: nil, patience: patience.orphans)
        for signal in [SIGTERM, SIGQUIT] {
            let orphans = scan()
            guard !orphans.isEmpty else { return }
            logger.warning(
                "ending server processes whose postmaster has gone",
                metadata: ["pids": "\(orphans)", "signal": "\(signal)"])
            try await stop(orphans, with: signal, patience: patience.orphans)
        }
        let rest = scan()
        guard rest.isEmpty else { throw ClusterError.leftoverProcesses(pids: rest, dataDirectory: layout.data) }
    }

    /// PostgreSQL takes any live process of its user whose pid stands in the file for a postmaster. Once no process
    /// works on the data directory, such a file is stale; one that names a dead process it removes by itself.
    private func removeStaleFiles() {
        let lockFile = layout.socket + ".lock"
        for path in [layout.postmasterFile, lockFile] {
            guard let pid = PostmasterFile.read(path)?.pid, kill(abs(pid), 0) == 0, !isOurs(abs(pid)) else { continue }
            logger.warning(
                "removing a stale pid file that names a process of another kind",
                metadata: ["path": "\(path)", "pid": "\(pid)"])
            unlink(path)
        }
    }

    /// Signals processes and waits until they have gone or the time is over.
    private func stop(_ pids: [Int32], with signal: Int32?, patience: Duration) async throws {
        var left = pids.filter(isOurs)
        if let signal { left.forEach { send(signal, to: $0) } }
        let deadline = ContinuousClock.now + patience
        while !left.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            left = left.filter(isOurs)
        }
    }

    /// Signals a process of the cluster and never another one: the descriptor pins the process before it is examined.
    private func send(_ signal: Int32, to pid: Int32) {
        let descriptor = caselog_pidfd_open(pid)
        guard descriptor >= 0 else {
            // Kernels before 5.3 have no such descriptors: a moment remains in which the pid could change hands.
            if descriptor == -ENOSYS, isOurs(pid) { kill(pid, signal) }
            return
        }
        defer { close(descriptor) }
        if isOurs(pid) { _ = caselog_pidfd_send_signal(descriptor, signal) }
    }

    /// The pids of all processes of the cluster.
    func scan() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter(isOurs).sorted()
    }

    /// Whether a process belongs to the cluster on this data directory. False for zombies, which hold nothing.
    func isOurs(_ pid: Int32) -> Bool {
        var data = stat()
        var working = stat()
        guard stat(layout.data, &data) == 0, stat("/proc/\(pid)/cwd", &working) == 0,
            data.st_dev == working.st_dev, data.st_ino == working.st_ino,
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
        else { return false }
        // The link reads "… (deleted)" when a package update has replaced the program.
        let name = program.split(separator: "/").last.map(String.init) ?? ""
        return name == "postgres" || name == "postgres (deleted)"
    }
}
