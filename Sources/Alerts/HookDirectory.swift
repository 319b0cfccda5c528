import Foundation

/// The directory of executable hooks. Each file in it is a hook, named by its file name; files whose name begins with
/// a dot or ends in `~`, `.md`, `.txt`, `.disabled` or `.sample` are not.
public struct HookDirectory: Sendable {
    /// Where the hooks are; `nil` where none are configured.
    public let path: String?

    /// The hooks of that directory.
    public init(path: String?) { self.path = path }

    /// The names of the hooks there now, in order. A hook that may not be run is named too: what it misses waits.
    public func names() -> [String] {
        guard let path, let files = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
        return files.filter { name in
            var status = stat()
            return Self.isHookName(name) && stat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }.sorted()
    }

    private static func isHookName(_ name: String) -> Bool {
        let excluded = ["~", ".md", ".txt", ".disabled", ".sample"]
        return !name.hasPrefix(".") && !excluded.contains { name.hasSuffix($0) } && name.utf8.count <= 100
    }

    /// Why the hook may not be run now; `nil` if it may. A file that somebody else may change is not run: it would
    /// give them the daemon's rights.
    public func obstacle(to name: String) -> String? {
        guard let path else { return "no hooks directory is configured" }
        var status = stat()
        guard lstat(path + "/" + name, &status) == 0 else { return "the hook's file is not there" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "the hook is not a regular file" }
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
            return "the hook belongs to another user; it must belong to root or to the daemon's user"
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            return "the hook can be changed by others (mode); remove write permission for group and others"
        }
        guard access(path + "/" + name, X_OK) == 0 else { return "the hook is not executable" }
        return nil
    }
}
