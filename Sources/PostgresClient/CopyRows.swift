public import Foundation

/// Rows in the binary format of COPY.
public struct CopyRows: Sendable {
    @usableFromInline
    var bytes: [UInt8] =
        [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00] + .init(repeating: 0, count: 8)

    /// No row yet, with room for that many bytes.
    public init(capacity: Int) { bytes.reserveCapacity(capacity + 32) }

    /// The rows with their end mark: what `COPY ... FROM STDIN (FORMAT binary)` takes.
    public var finished: [UInt8] { bytes + [0xFF, 0xFF] }

    /// Begins a row of so many fields.
    @inlinable
    public mutating func begin(fields: Int16) { append(fields) }

    /// Adds `text` or `bytea`.
    @inlinable
    public mutating func field(_ value: some Collection<UInt8>) {
        append(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    /// Adds `bytea`, or a `uuid` as its 16 bytes.
    @inlinable
    public mutating func field(_ value: UnsafeRawBufferPointer) {
        append(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    /// Adds `smallint`, `integer` or `bigint`, by the width of the value.
    @inlinable
    public mutating func field(_ value: some FixedWidthInteger) {
        append(Int32(value.bitWidth / 8))
        append(value)
    }

    /// Adds a `timestamptz`, from microseconds since 1970; PostgreSQL counts from 2000.
    @inlinable
    public mutating func field(microseconds: Int64) { field(microseconds - 946_684_800_000_000) }

    /// Adds a `bigint[]`.
    @inlinable
    public mutating func field(array values: [Int64]) {
        append(Int32(values.isEmpty ? 12 : 20 + values.count * 12))
        append(Int32(values.isEmpty ? 0 : 1))
        append(Int32(0))
        // The type of the elements, bigint: fixed in PostgreSQL's catalogue.
        append(20 as UInt32)
        guard !values.isEmpty else { return }
        append(Int32(values.count))
        append(Int32(1))
        for value in values { field(value) }
    }

    /// Adds a `uuid`.
    public mutating func field(_ value: UUID) { withUnsafeBytes(of: value.uuid) { field($0) } }

    /// Adds a `timestamptz`.
    ///
    /// - Throws: ``PostgresError/Code/decoding`` for a moment beyond what PostgreSQL can hold.
    public mutating func field(_ value: PostgresTimestamp) throws(PostgresError) {
        guard let wire = value.wire else {
            throw PostgresError(.decoding, "the timestamp lies beyond what PostgreSQL can hold")
        }
        field(wire)
    }

    /// Adds a `date`.
    ///
    /// - Throws: ``PostgresError/Code/decoding`` for a day beyond what PostgreSQL can hold.
    public mutating func field(_ value: PostgresDate) throws(PostgresError) {
        guard let wire = value.wire else {
            throw PostgresError(.decoding, "the date lies beyond what PostgreSQL can hold")
        }
        field(wire)
    }

    /// Takes out what was added since the beginning or the last taking: of two rows it is the same where they say the same,
    /// and only there.
    public mutating func take() -> [UInt8] {
        let taken = Array(bytes.dropFirst(Self.head))
        bytes.removeLast(bytes.count - Self.head)
        return taken
    }

    private static let head = 19

    /// Adds NULL.
    @inlinable
    public mutating func null() { append(-1 as Int32) }

    @usableFromInline
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
