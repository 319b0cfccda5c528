import Foundation
import Glibc

/// Makes the cluster's directories and gives them to the user that the server runs as.
struct ClusterDirectories: Sendable {
    let layout: ClusterLayout
    let user: OSUser
    /// Whether the notifier's account connects, too.
    var isShared = false

    /// Prepares everything but the data directory's contents; safe to repeat.
    func prepare() async throws {
        if user.differsFromCurrent || isShared {
            var status = stat()
            guard stat(layout.state, &status) == 0 else { throw unusable(layout.state) }
            // Others must be able to pass through the state directory, but not to list it.
            if chmod(layout.state, status.st_mode & 0o7777 | 0o711) != 0 { throw unusable(layout.state) }
        }
        if user.differsFromCurrent { try await checkTraversal() }
        for directory in [layout.run, layout.log] {
            if mkdir(directory, 0o700) != 0, errno != EEXIST { throw unusable(directory) }
            try own(directory)
            let mode: mode_t = isShared && directory == layout.run ? 0o711 : 0o700
            if chmod(directory, mode) != 0 { throw unusable(directory) }
        }
        if access(layout.data, F_OK) == 0 { try own(layout.data) }
    }

    /// Gives a directory and everything in it to the server's user unless it belongs to that user already.
    ///
    /// The directory itself comes last, so that an interrupted change is taken up again at the next start.
    func own(_ directory: String) throws {
        var status = stat()
        guard stat(directory, &status) == 0 else { throw unusable(directory) }
        guard status.st_uid != user.uid else { return }
        guard geteuid() == 0 else {
            throw ClusterError.foreignOwner(path: directory, owner: status.st_uid, user: user.name)
        }
        let contents = FileManager.default.enumerator(atPath: directory)
        while let name = contents?.nextObject() as? String {
            // Never through a symbolic link that lies in a directory of another user.
            if lchown(directory + "/" + name, user.uid, user.gid) != 0 { throw unusable(directory + "/" + name) }
        }
        if chown(directory, user.uid, user.gid) != 0 { throw unusable(directory) }
    }

    /// Replaces a file in a directory of the server's user.
    ///
    /// A process of that user does it, as root must not write where that user may have laid a link.
    func write(_ contents: String, to path: String) async throws {
        let script = #"umask 077; cat >"$1.new" && mv -f "$1.new" "$1""#
        try await PostgresTool.check("/bin/sh", ["-c", script, "sh", path], as: user, input: contents)
    }

    /// Appends a line to a file of the server's user unless it is there already.
    func ensure(line: String, in path: String) async throws {
        let script = #"grep -qxF -- "$2" "$1" || printf '\n%s\n' "$2" >>"$1""#
        try await PostgresTool.check("/bin/sh", ["-c", script, "sh", path, line], as: user)
    }

    /// Finds the first directory from the root down to the state directory that the server's user cannot enter.
    ///
    /// The question is put to the kernel by a process of that user: mode bits alone would miss access control lists.
    private func checkTraversal() async throws {
        var ancestors: [String] = []
        for component in layout.state.split(separator: "/") {
            ancestors.append((ancestors.last ?? "") + "/" + component)
        }
        let script = #"for d; do [ -x "$d" ] || { printf %s "$d"; exit 3; }; done"#
        let outcome = try await PostgresTool.run("/bin/sh", ["-c", script, "sh"] + ancestors, as: user)
        if !outcome.succeeded {
            throw ClusterError.untraversable(directory: outcome.output, user: user.name)
        }
    }

    private func unusable(_ path: String) -> ClusterError {
        .stateDirectoryUnusable(path: layout.state, reason: "\(path): \(String(cString: strerror(errno)))")
    }
}
