import Foundation

/// What a postmaster writes into `postmaster.pid` about itself.
struct PostmasterFile: Sendable, Equatable {
    /// The process; negative if it is a standalone backend rather than a postmaster.
    let pid: Int32
    /// "starting", "ready", "stopping" or "standby"; nil until the postmaster has written it.
    let status: String?

    init?(contents: String) {
        let lines = contents.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let pid = Int32(first.trimmingCharacters(in: .whitespaces)), pid != 0 else {
            return nil
        }
        self.pid = pid
        // The eighth line (LOCK_FILE_LINE_PM_STATUS), padded with blanks to a constant length.
        status = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : nil
    }

    /// Reads the file; nil if there is none, or if it is being written at this moment.
    static func read(_ path: String) -> PostmasterFile? {
        guard let contents = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return PostmasterFile(contents: contents)
    }
}
