public import Crypto
import Foundation

/// A SHA-256 hash of the tree: 32 bytes, held in place.
public struct TreeHash: Sendable, Hashable {
    /// Bytes of a hash.
    public static let length = 32

    // The bytes as they lie in memory, so that hashing needs no allocation.
    private let word0, word1, word2, word3: UInt64

    /// The hash with those bytes; `nil` unless there are 32.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.length else { return nil }
        self = bytes.withUnsafeBytes { Self(loading: $0) }
    }

    /// The digest of a SHA-256 computation.
    public init(_ digest: SHA256Digest) { self = digest.withUnsafeBytes { Self(loading: $0) } }

    // Both callers hold 32 bytes.
    private init(loading bytes: UnsafeRawBufferPointer) {
        word0 = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        word1 = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        word2 = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        word3 = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// The bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Lends the bytes.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// The bytes in base64, as checkpoints and proofs write them.
    public var base64: String { Data(bytes).base64EncodedString() }

    /// The hash that base64 text stands for; `nil` where it stands for none.
    public init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(data)
    }

    /// The hash of a leaf's entry (RFC 6962 section 2.1): SHA-256(0x00 || entry).
    public static func leaf(_ entry: [UInt8]) -> TreeHash { hashing([0] + entry) }

    /// The SHA-256 of the bytes.
    public static func hashing(_ bytes: [UInt8]) -> TreeHash { TreeHash(SHA256.hash(data: bytes)) }

    /// The hash of an interior node (RFC 6962 section 2.1): SHA-256(0x01 || left || right).
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        // One call into the hash function, from the stack.
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * length, alignment: 8) { buffer in
            buffer[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: $0) }
            right.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + length)...]).copyMemory(from: $0)
            }
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return TreeHash(hash.finalize())
        }
    }

    /// The root of a tree without leaves: the hash of nothing.
    public static let empty = hashing([])
}
