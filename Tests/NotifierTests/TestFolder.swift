import Foundation

/// A folder of a test's own, removed with it.
final class TestFolder: Sendable {
    let path: String

    init() {
        path = "/tmp/caselog-notifier-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        mkdir(path, 0o755)
    }

    /// Puts a shell script there.
    @discardableResult
    func script(_ name: String, _ body: String, mode: mode_t = 0o755) throws -> String {
        let file = path + "/" + name
        // Moved into place, as an editor does: a hook that is open stays as it was. Another process writes it: a child that
        // this one forks at the same moment would inherit the open file, and a file open for writing cannot be run.
        guard let writer = popen("cat > '\(file).new' && mv '\(file).new' '\(file)'", "w") else {
            throw POSIXError(.EIO)
        }
        fputs("#!/bin/sh\n" + body + "\n", writer)
        guard pclose(writer) == 0 else { throw POSIXError(.EIO) }
        chmod(file, mode)
        return file
    }

    func text(_ name: String) -> String { (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "" }

    func lines(_ name: String) -> [String] { text(name).split(separator: "\n").map(String.init) }

    func isMissing(_ name: String) -> Bool { access(path + "/" + name, F_OK) != 0 }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }

    func remove(_ name: String) { unlink(path + "/" + name) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
