package import CaseRecord
import Foundation
import MerkleLog
import SystemPackage

/// Where checkpoints are kept outside the database, so that what the log once said of itself outlives a database that
/// was rewritten or put back to an earlier state. The directory may lie on another machine's disk.
///
/// `<log>.checkpoint` is the newest; `<log>-<UTC date and hour>.checkpoint` the last of each hour. A log is called by its
/// authority, an access log with `-access-log` after it.
public struct CheckpointDirectory: Sendable {
    /// The directory's path.
    public let path: String

    /// A directory, which is made when the first checkpoint is kept.
    public init(path: String) { self.path = path }

    /// The newest checkpoint's note; `nil` where none has been kept.
    ///
    /// - Throws: What the file system says when it is there and cannot be read.
    package func newest(of log: String) throws -> String? {
        let file = newestFile(log)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Keeps a checkpoint. Returns when it is on the disk.
    package func keep(_ note: String, of log: String, at now: Instant) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let hour = now.description.prefix(13)
        try Self.replace("\(path)/\(log)-\(hour).checkpoint", with: note)
        try Self.replace(newestFile(log), with: note)
    }

    private func newestFile(_ log: String) -> String { "\(path)/\(log).checkpoint" }

    /// Whoever reads the file sees the old text or the new, whatever happens.
    private static func replace(_ file: String, with text: String) throws {
        let fresh = FilePath(file + ".new")
        let descriptor = try FileDescriptor.open(
            fresh, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        try descriptor.closeAfter {
            _ = try descriptor.writeAll(text.utf8)
            guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(fresh.string, file) == 0 else { throw Errno(rawValue: errno) }
    }
}
