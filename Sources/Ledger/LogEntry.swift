package import CaseRecord
package import Foundation
package import MerkleLog

/// One row of the log with every value that is stored, and so everything that is hashed.
package struct LogEntry: Sendable {
    /// The form of what is hashed; kept with each event so that it can change for later ones.
    package static let currentFormat: Int16 = 1

    package var authority: AuthorityCode
    package var position: Int64
    package var id: UUID
    package var type: String
    package var typeVersion: Int16
    /// Microseconds since 1970 of the first moment at which it can have happened.
    package var occurredAt: Int64
    package var precision: String
    /// Microseconds since 1970.
    package var recordedAt: Int64
    package var recordedBy: String
    package var submittedBy: String
    package var versions: [Int64]
    package var content: [UInt8]

    /// The hash of the leaf: SHA-256 over every value with its length, so that no stored byte can change and no two
    /// entries can be confused without it showing.
    ///
    /// - Parameter buffer: Working space that the caller keeps, so that a batch does not allocate for each event.
    package func leafHash(using buffer: inout [UInt8]) -> TreeHash {
        buffer.removeAll(keepingCapacity: true)
        withUnsafeBytes(of: id.uuid) { id in
            LeafEncoding.append(
                to: &buffer, authority: authority.text.utf8, position: position, id: id, type: type.utf8,
                typeVersion: typeVersion, occurredAt: occurredAt, precision: precision.utf8, recordedAt: recordedAt,
                recordedBy: recordedBy.utf8, submittedBy: submittedBy.utf8, versions: versions, content: content)
        }
        return .hashing(buffer)
    }
}

/// What a leaf's hash is taken over, in format 1.
enum LeafEncoding {
    /// Writes 0x00 (a leaf, RFC 6962 section 2.1), the format and every value: numbers big-endian, text and content
    /// with their length before them.
    static func append(
        to buffer: inout [UInt8], authority: some Collection<UInt8>, position: Int64, id: UnsafeRawBufferPointer,
        type: some Collection<UInt8>, typeVersion: Int16, occurredAt: Int64, precision: some Collection<UInt8>,
        recordedAt: Int64, recordedBy: some Collection<UInt8>, submittedBy: some Collection<UInt8>,
        versions: [Int64], content: some Collection<UInt8>
    ) {
        buffer.append(0)
        buffer.append(bigEndian: LogEntry.currentFormat)
        buffer.append(lengthPrefixed: authority)
        buffer.append(bigEndian: position)
        buffer.append(contentsOf: id)
        buffer.append(lengthPrefixed: type)
        buffer.append(bigEndian: typeVersion)
        buffer.append(bigEndian: occurredAt)
        buffer.append(lengthPrefixed: precision)
        buffer.append(bigEndian: recordedAt)
        buffer.append(lengthPrefixed: recordedBy)
        buffer.append(lengthPrefixed: submittedBy)
        buffer.append(bigEndian: UInt32(versions.count))
        for version in versions { buffer.append(bigEndian: version) }
        buffer.append(lengthPrefixed: content)
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(lengthPrefixed bytes: some Collection<UInt8>) {
        append(bigEndian: UInt32(bytes.count))
        append(contentsOf: bytes)
    }
}
