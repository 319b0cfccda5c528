import Glibc

/// The directory of executable hooks. Each file in it is a hook, named by its file name; files whose name begins with a dot or
/// ends in `~`, `.md`, `.txt`, `.disabled` or `.sample` are not.
///
/// A hook runs with the notifier's rights, so nobody but root and the notifier's user may be able to change it: not the file,
/// not its directory, and not what leads there. That is asked of open files, not of paths, and what was looked at is what runs.
public struct HookDirectory: Sendable {
    /// Where the hooks are: an absolute path without symbolic links.
    public let path: String
    private let owners: Set<uid_t>

    /// The hooks of that directory, which have to belong to root or to the user of this process.
    public init(path: String) {
        self.init(path: path, owners: [0, geteuid()])
    }

    init(path: String, owners: Set<uid_t>) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.owners = owners
    }

    /// Why a hook cannot be run now.
    struct Obstacle: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// The hooks there now, in order, each with why it may not be run; one that may not is named too: its notices wait.
    /// None where there is no such directory; `nil` where that cannot be told.
    func hooks() -> [(name: String, obstacle: String?)]? {
        guard let names = names() else { return nil }
        do throws(Obstacle) {
            let directory = try open()
            return names.map { name in
                do throws(Obstacle) {
                    _ = try hook(name, in: directory)
                    return (name, nil)
                } catch {
                    return (name, error.description)
                }
            }
        } catch {
            return names.map { ($0, error.description) }
        }
    }

    /// The hooks there now that may not be run, each with why; none where that cannot be told.
    public var obstacles: [(name: String, reason: String)] {
        (hooks() ?? []).compactMap { hook in hook.obstacle.map { (hook.name, $0) } }
    }

    /// A hook that may be run: the open file.
    func hook(_ name: String) throws(Obstacle) -> OpenFile {
        try hook(name, in: try open())
    }

    private func names() -> [String]? {
        guard let stream = opendir(path) else { return errno == ENOENT ? [] : nil }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // readdir says by errno alone whether it came to the end or failed.
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { return nil }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard Self.isHookName(name) else { continue }
            // A link is looked at itself, wherever it leads: it is refused and not overlooked.
            var status = stat()
            if fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
                guard status.st_mode & S_IFMT != S_IFDIR else { continue }
            } else if errno == ENOENT {
                // It has gone since.
                continue
            }
            names.append(name)
        }
        return names.sorted()
    }

    private static func isHookName(_ name: String) -> Bool {
        let excluded = ["~", ".md", ".txt", ".disabled", ".sample"]
        return !name.hasPrefix(".") && !excluded.contains { name.hasSuffix($0) } && name.utf8.count <= 100
    }

    /// Opens the directory from the root down and looks at each on the way.
    private func open() throws(Obstacle) -> OpenFile {
        guard path.hasPrefix("/") else { throw Obstacle(description: "the hooks directory's path is not absolute") }
        let steps = path.split(separator: "/").map(String.init)
        var (directory, reached) = (OpenFile(at: nil, "/"), "/")
        for index in 0...steps.count {
            if index > 0 {
                directory = OpenFile(at: directory, steps[index - 1])
                reached += (index == 1 ? "" : "/") + steps[index - 1]
            }
            guard let status = directory.status else {
                throw Obstacle(description: "the directory \(reached) cannot be opened")
            }
            try check(status, of: reached, isLast: index == steps.count)
        }
        return directory
    }

    private func check(_ status: stat, of directory: String, isLast: Bool) throws(Obstacle) {
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw Obstacle(description: "\(directory) is not a directory (or a symbolic link: name what it leads to)")
        }
        guard owners.contains(status.st_uid) else {
            throw Obstacle(description: "the directory \(directory) belongs to another user (\(status.st_uid))")
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) != 0 else { return }
        // In root's directory with the sticky bit, as /tmp, others can add names but neither take away nor replace ours.
        guard !isLast, status.st_mode & S_ISVTX != 0 else {
            throw Obstacle(
                description:
                    "others may change the directory \(directory); remove write permission for group and others")
        }
    }

    private func hook(_ name: String, in directory: OpenFile) throws(Obstacle) -> OpenFile {
        let file = OpenFile(at: directory, name)
        guard let status = file.status else { throw Obstacle(description: "the hook's file is not there") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Obstacle(description: "the hook is not a regular file") }
        guard owners.contains(status.st_uid) else {
            throw Obstacle(
                description:
                    "the hook belongs to another user (\(status.st_uid)); it must belong to root or to the notifier's user"
            )
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw Obstacle(description: "others may change the hook; remove write permission for group and others")
        }
        guard status.st_mode & (S_ISUID | S_ISGID) == 0 else {
            throw Obstacle(description: "the hook is setuid or setgid; it must not be")
        }
        guard status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH) != 0 else {
            throw Obstacle(description: "the hook is not executable")
        }
        return file
    }
}

/// A file that is held without being read, so that it stays the same whatever happens to its path.
final class OpenFile: Sendable {
    let descriptor: Int32

    /// Never follows a symbolic link: of one it holds the link itself.
    init(at directory: OpenFile?, _ name: String) {
        descriptor = openat(directory?.descriptor ?? AT_FDCWD, name, unfollowedPath)
    }

    var status: stat? {
        var status = stat()
        return descriptor >= 0 && fstat(descriptor, &status) == 0 ? status : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// O_PATH is not among what the Glibc module shows.
private let unfollowedPath: Int32 = 0o10000000 | O_NOFOLLOW | O_CLOEXEC
