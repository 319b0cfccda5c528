import Foundation

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

    /// Adds NULL.
    @inlinable
    public mutating func null() { append(-1 as Int32) }

    @usableFromInline
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension CopyRows {
    /// Adds rows that are given column by column: arrays of one length, or single values, which every row has.
    ///
    /// - Throws: ``PostgresError/Code/misuse`` where an array is too short or is of a type that rows have no column of;
    ///   ``PostgresError/Code/decoding`` for a moment or day beyond what PostgreSQL can hold.
    public mutating func add(_ count: Int, rowsOf columns: [PostgresValue]) throws(PostgresError) {
        for row in 0..<count {
            begin(fields: Int16(columns.count))
            for column in columns { try add(row, of: column) }
        }
    }

    /// What the row says in those columns, as ``add(_:rowsOf:)`` would write it: two say the same where it is the same.
    ///
    /// - Throws: As ``add(_:rowsOf:)``.
    public static func fields(
        _ row: Int, of columns: some Collection<PostgresValue>
    ) throws(PostgresError) -> [UInt8] {
        var rows = CopyRows(bytes: [])
        for column in columns { try rows.add(row, of: column) }
        return rows.bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func add(_ row: Int, of column: PostgresValue) throws(PostgresError) {
        switch column {
        case .text(let value): field(value) { $0.field($1.utf8) }
        case .int4(let value): field(value) { $0.field($1) }
        case .boolArray(let values): field(try Self.element(row, of: values)) { $0.field($1 ? 1 as Int8 : 0) }
        case .int2Array(let values): field(try Self.element(row, of: values)) { $0.field($1) }
        case .int4Array(let values): field(try Self.element(row, of: values)) { $0.field($1) }
        case .int8Array(let values): field(try Self.element(row, of: values)) { $0.field($1) }
        case .textArray(let values): field(try Self.element(row, of: values)) { $0.field($1.utf8) }
        case .byteaArray(let values): field(try Self.element(row, of: values)) { $0.field($1) }
        case .uuidArray(let values):
            field(try Self.element(row, of: values)) { rows, value in
                withUnsafeBytes(of: value.uuid) { rows.field($0) }
            }
        case .timestamptzArray(let values):
            let value = try Self.element(row, of: values)
            if value != nil, value?.wire == nil {
                throw PostgresError(.decoding, "the timestamp lies beyond what PostgreSQL can hold")
            }
            field(value?.wire) { $0.field($1) }
        case .dateArray(let values):
            let value = try Self.element(row, of: values)
            if value != nil, value?.wire == nil {
                throw PostgresError(.decoding, "the date lies beyond what PostgreSQL can hold")
            }
            field(value?.wire) { $0.field($1) }
        default: throw PostgresError(.misuse, "COPY rows cannot be made of a \(column.type)")
        }
    }

    private mutating func field<Value>(_ value: Value?, _ add: (inout Self, Value) -> Void) {
        if let value { add(&self, value) } else { null() }
    }

    private static func element<Value>(_ row: Int, of values: [Value?]?) throws(PostgresError) -> Value? {
        guard let values, values.indices.contains(row) else {
            throw PostgresError(.misuse, "a column of COPY rows has no row \(row)")
        }
        return values[row]
    }
}
