import CLinux
import Glibc

/// Journald's socket.
public final class JournalSocket: Sendable {
    private let descriptor: Int32

    /// Journald's socket, where standard error is a stream to the journal (systemd sets `JOURNAL_STREAM` to its device and
    /// inode); `nil` anywhere else.
    public convenience init?(environment: [String: String]) {
        guard let stream = environment["JOURNAL_STREAM"] else { return nil }
        var found = stat()
        guard fstat(STDERR_FILENO, &found) == 0, stream == "\(found.st_dev):\(found.st_ino)" else { return nil }
        self.init(path: "/run/systemd/journal/socket")
    }

    /// A socket at that path; `nil` where nobody listens there.
    public init?(path: String) {
        let descriptor = caselog_datagram_socket(path)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Sends an entry; `false` where it was not taken.
    func send(_ entry: JournalEntry) -> Bool {
        entry.bytes.withUnsafeBytes { bytes in
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        }
    }
}
