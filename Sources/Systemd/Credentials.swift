import Foundation

/// The secrets that systemd hands to a service (`LoadCredential=`), each a file that only the service can read.
public struct Credentials: Sendable {
    /// Why one cannot be had.
    public struct Unusable: Error, Sendable, CustomStringConvertible {
        /// What is wrong, without what the file holds.
        public let description: String
    }

    private let directory: String?

    /// Those that were handed to this process.
    public init(environment: [String: String]) {
        directory = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The file of a path, which is looked for among the credentials where it is not absolute; without a path the credential
    /// of that name, if it was handed over.
    ///
    /// - Throws: ``Unusable`` where there are no credentials to look among.
    public func file(_ path: String?, otherwise name: String) throws(Unusable) -> String? {
        guard let path else {
            let usual = directory.map { $0 + "/" + name }
            return usual.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        }
        if path.hasPrefix("/") { return path }
        guard let directory else {
            throw Unusable(
                description: "'\(path)' is not an absolute path, and there are no credentials (LoadCredential=)")
        }
        return directory + "/" + path
    }

    /// The one line that the file of ``file(_:otherwise:)`` holds; `nil` where there is no such file to read.
    ///
    /// - Throws: ``Unusable`` where it cannot be read or holds anything but one line.
    public func line(_ path: String?, otherwise name: String) throws(Unusable) -> String? {
        guard let path = try file(path, otherwise: name) else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Unusable(description: "\(path) cannot be read")
        }
        let line = text.trimmingCharacters(in: .newlines)
        guard !line.isEmpty, !line.contains(where: \.isNewline) else {
            throw Unusable(description: "\(path) must hold one line")
        }
        return line
    }
}
