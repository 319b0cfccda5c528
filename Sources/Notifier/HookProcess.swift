import CLinux
import Glibc

/// The process of a hook, used by one thread.
final class HookProcess {
    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case unknown
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let pid: pid_t
    private let handle: Int32
    private var output: Int32
    private(set) var kept: [UInt8] = []

    /// Starts it. Its input is a file and not a pipe: a hook that ends without reading must not make the write fail here.
    init(
        file: OpenFile, path: String, account: HookAccount?, input: [UInt8], environment: [String: String]
    ) throws(Failure) {
        let inputFile = input.withUnsafeBytes { caselog_memory_file($0.baseAddress, $0.count) }
        guard inputFile >= 0 else { throw Failure(description: "no memory for its input: errno \(errno)") }
        defer { close(inputFile) }
        var (reading, writing): (Int32, Int32) = (-1, -1)
        guard caselog_pipe(&reading, &writing) == 0 else { throw Failure(description: "no pipe for its output") }
        defer { close(writing) }
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"]
        variables.merge(environment) { own, _ in own }
        let (pid, stage) = Self.spawn(
            file, path, account, variables.map { "\($0.key)=\($0.value)" }.sorted(), input: inputFile, printed: writing)
        guard pid > 0 else {
            close(reading)
            throw Failure(description: "could not be run: \(stage): \(String(cString: strerror(-pid)))")
        }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        self.pid = pid
        output = reading
        handle = caselog_pidfd_open(pid)
        guard handle >= 0 else {
            _ = finish()
            throw Failure(description: "could not be watched: \(String(cString: strerror(-handle)))")
        }
    }

    deinit {
        if output >= 0 { close(output) }
        if handle >= 0 { close(handle) }
    }

    /// Reads what it has printed, and waits for more or for its end. Whether it has ended.
    func waitForOutputOrEnd(atMost duration: Duration) -> Bool {
        let seen = caselog_wait(output, output >= 0 ? 1 : 0, 0, handle, max(0, duration.microseconds))
        if seen & Int32(CASELOG_READABLE) != 0 { read() }
        return seen & Int32(CASELOG_WOKEN) != 0
    }

    /// Signals its process group: what it has started, too, unless that has left the group.
    func signal(_ number: Int32) { _ = kill(-pid, number) }

    /// Collects the process, which has ended. What it has left running in its group ends with it.
    func finish() -> Ending {
        // Not collected yet, so its number, which is the group's, is nobody else's.
        signal(SIGKILL)
        read()
        let status = caselog_reap(pid)
        return switch status {
        case 0...255: .exited(status)
        case 257...: .signalled(status - 256)
        default: .unknown
        }
    }

    /// Reads all that there is now; beyond the limit it is thrown away, so that the hook does not wait for a reader.
    private func read() {
        guard output >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // Bounded, so that a hook that never stops printing does not keep its time limit from being looked at.
        for _ in 0..<256 {
            let count = Glibc.read(output, &buffer, buffer.count)
            guard count > 0 else {
                if count == 0 {
                    close(output)
                    output = -1
                }
                return
            }
            kept += buffer.prefix(min(count, HookRun.keptOutput - kept.count))
        }
    }

    private static func spawn(
        _ file: OpenFile, _ path: String, _ account: HookAccount?, _ environment: [String], input: Int32, printed: Int32
    ) -> (pid_t, String) {
        withCStrings([path]) { arguments in
            withCStrings(environment) { environment in
                path.withCString { path in
                    "/".withCString { directory in
                        var group = account?.gid ?? 0
                        return withUnsafePointer(to: &group) { groups in
                            var spawn = caselog_spawn(
                                path: path, arguments: arguments, environment: environment, directory: directory,
                                output: nil, changes_user: account == nil ? 0 : 1, user: account?.uid ?? 0,
                                group: account?.gid ?? 0, groups: groups, group_count: 1, parent_death_signal: 0,
                                program: file.descriptor, input: input, printed: printed)
                            var stage: UnsafePointer<CChar>?
                            let pid = caselog_spawn_supervised(&spawn, &stage)
                            return (pid, stage.map { String(cString: $0) } ?? "")
                        }
                    }
                }
            }
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has a base") }
            return body(base)
        }
    }
}
