import CaseRecord
import Foundation
import MerkleLog
import PostgresClient

/// Streams the log's rows exactly as they are stored, in order, as fast as the database hands them out.
struct StoredEntryScan {
    let authority: AuthorityCode

    /// Lends every row after one position and up to another to `body`, on the connection's thread.
    func run(
        after position: Int64, through last: Int64, over connection: PostgresConnection,
        _ body: @escaping @Sendable (borrowing StoredEntry) throws -> Void
    ) async throws {
        // The authority is three digits and the positions are numbers: COPY takes no parameters.
        let sql = """
            COPY (SELECT position, format, event_id, type, type_version, occurred_at, occurred_precision, recorded_at,
                         recorded_by, submitted_by, versions, content, leaf_hash
                  FROM caselog.event
                  WHERE authority = '\(authority.text)' AND position > \(position) AND position <= \(last)
                  ORDER BY position) TO STDOUT (FORMAT binary)
            """
        try await connection.copyOut(sql, deadline: PostgresConnection.noDeadline) { bytes in
            var reader = CopyRowReader(bytes)
            guard reader.isRow else { return }
            try body(try StoredEntry.read(&reader))
        }
    }
}

/// One row of the log as stored, its long values lent and not copied.
struct StoredEntry: ~Copyable {
    let position: Int64
    let format: Int16
    let id: UnsafeRawBufferPointer
    let type: UnsafeRawBufferPointer
    let typeVersion: Int16
    /// Microseconds since 1970.
    let occurredAt: Int64
    let precision: UnsafeRawBufferPointer
    /// Microseconds since 1970.
    let recordedAt: Int64
    let recordedBy: UnsafeRawBufferPointer
    let submittedBy: UnsafeRawBufferPointer
    let versions: [Int64]
    let content: UnsafeRawBufferPointer
    let leafHash: TreeHash?

    static func read(_ reader: inout CopyRowReader) throws -> StoredEntry {
        StoredEntry(
            position: try reader.integer(), format: try reader.integer(), id: try reader.field(),
            type: try reader.field(), typeVersion: try reader.integer(), occurredAt: try reader.timestamp(),
            precision: try reader.field(), recordedAt: try reader.timestamp(), recordedBy: try reader.field(),
            submittedBy: try reader.field(), versions: try reader.int8Array(), content: try reader.field(),
            leafHash: TreeHash(try reader.field()))
    }

    /// The hash that the leaf of these values has; `nil` for a format that this version does not know.
    func computedLeafHash(authority: AuthorityCode, using buffer: inout [UInt8]) -> TreeHash? {
        guard format == LogEntry.currentFormat else { return nil }
        buffer.removeAll(keepingCapacity: true)
        LeafEncoding.append(
            to: &buffer, authority: authority.text.utf8, position: position, id: id, type: type,
            typeVersion: typeVersion, occurredAt: occurredAt, precision: precision, recordedAt: recordedAt,
            recordedBy: recordedBy, submittedBy: submittedBy, versions: versions, content: content)
        return .hashing(buffer)
    }
}

/// Reads the fields of one row of COPY's binary format, one after the other.
struct CopyRowReader {
    private static let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    private var rest: UnsafeRawBufferPointer
    /// Whether there is a row here, and not the end of the data.
    let isRow: Bool

    /// A row as the server sends it; the first has the format's header before it.
    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
        if bytes.count >= 19, bytes.starts(with: Self.signature) {
            let extensionLength = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 15, as: Int32.self)))
            rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(19 + max(0, extensionLength)))
        }
        guard rest.count >= 2 else {
            isRow = false
            return
        }
        let fields = Int16(bigEndian: rest.loadUnaligned(as: Int16.self))
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(2))
        isRow = fields > 0
    }

    /// The bytes of the next field, which must not be NULL.
    mutating func field() throws -> UnsafeRawBufferPointer {
        guard rest.count >= 4 else { throw CopyFormatError() }
        let length = Int(Int32(bigEndian: rest.loadUnaligned(as: Int32.self)))
        guard length >= 0, rest.count >= 4 + length else { throw CopyFormatError() }
        let field = UnsafeRawBufferPointer(rebasing: rest[4..<4 + length])
        rest = UnsafeRawBufferPointer(rebasing: rest[(4 + length)...])
        return field
    }

    mutating func integer<Value: FixedWidthInteger>(as: Value.Type = Value.self) throws -> Value {
        let field = try field()
        guard field.count == MemoryLayout<Value>.size else { throw CopyFormatError() }
        return Value(bigEndian: field.loadUnaligned(as: Value.self))
    }

    /// Microseconds since 1970.
    mutating func timestamp() throws -> Int64 {
        // PostgreSQL counts from 2000.
        let (sum, overflow) = try integer(as: Int64.self).addingReportingOverflow(946_684_800_000_000)
        guard !overflow else { throw CopyFormatError() }
        return sum
    }

    mutating func int8Array() throws -> [Int64] {
        let field = try field()
        guard field.count >= 12 else { throw CopyFormatError() }
        let dimensions = Int32(bigEndian: field.loadUnaligned(as: Int32.self))
        if dimensions == 0 { return [] }
        guard dimensions == 1, field.count >= 20 else { throw CopyFormatError() }
        let count = Int(Int32(bigEndian: field.loadUnaligned(fromByteOffset: 12, as: Int32.self)))
        guard count >= 0, field.count == 20 + count * 12 else { throw CopyFormatError() }
        return (0..<count).map { Int64(bigEndian: field.loadUnaligned(fromByteOffset: 24 + $0 * 12, as: Int64.self)) }
    }

    mutating func text() throws -> String { String(decoding: try field(), as: UTF8.self) }
}

/// The server sent what is not its binary COPY format, or a NULL where none may be.
struct CopyFormatError: Error {}
