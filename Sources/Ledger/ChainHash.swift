import CaseRecord
import Crypto
import Foundation

/// The hash that links each event to all before it: SHA-256 over the hash before, and over every stored value of the
/// event with its length, so that no stored byte can change and no two events can be confused without it showing.
enum ChainHash {
    /// The form of what is hashed and stored; kept with each event so that it can change for later ones.
    static let format: Int16 = 1

    static func next(
        after previous: [UInt8], authority: AuthorityCode, position: Int64, recordedAt: Instant, submittedBy: String,
        content: [UInt8]
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [0x02])
        hash.update(data: previous)
        hash.update(bigEndian: format)
        hash.update(lengthPrefixed: Array(authority.text.utf8))
        hash.update(bigEndian: position)
        hash.update(bigEndian: recordedAt.microseconds)
        hash.update(lengthPrefixed: Array(submittedBy.utf8))
        hash.update(lengthPrefixed: content)
        return Array(hash.finalize())
    }
}

extension SHA256 {
    fileprivate mutating func update(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { update(bufferPointer: $0) }
    }

    fileprivate mutating func update(lengthPrefixed bytes: [UInt8]) {
        update(bigEndian: UInt64(bytes.count))
        update(data: bytes)
    }
}
