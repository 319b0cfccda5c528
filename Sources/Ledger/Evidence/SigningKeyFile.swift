import Foundation
public import MerkleLog
import SystemPackage

/// The file that holds the key which signs checkpoints. Outside the database: whoever can rewrite the log must not be
/// able to sign it as well.
public enum SigningKeyFile {
    /// Why a key cannot be used.
    public struct Unusable: Error, CustomStringConvertible {
        /// What is wrong, with the file's path.
        public let description: String
    }

    /// Reads the key of that name; makes one where the file is not there yet. The public half stands beside it, in
    /// `<path>.pub`.
    ///
    /// - Throws: ``Unusable``, and what the file system says.
    public static func load(_ path: String, name: String) throws -> NoteSigner {
        guard FileManager.default.fileExists(atPath: path) else { return try make(path, name: name) }
        let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let secret = Data(base64Encoded: text), let signer = NoteSigner(name: name, secret: Array(secret)) else {
            throw Unusable(description: "\(path) does not hold a signing key (32 bytes in base64)")
        }
        return signer
    }

    private static func make(_ path: String, name: String) throws -> NoteSigner {
        let signer = NoteSigner(name: name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try write(Data(signer.secret).base64EncodedString() + "\n", to: path, permissions: .ownerReadWrite)
        try write(
            signer.verifier.description + "\n", to: path + ".pub",
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        return signer
    }

    private static func write(_ text: String, to path: String, permissions: FilePermissions) throws {
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: permissions)
        try descriptor.closeAfter {
            _ = try descriptor.writeAll(text.utf8)
            guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }
}
