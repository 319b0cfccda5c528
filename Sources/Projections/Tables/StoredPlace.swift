/// Where a value stands in rows. Going along a key path takes longer than all the rest of reading a column.
struct StoredPlace<Row: Sendable, Value: Sendable>: Sendable {
    private let path: any WritableKeyPath<Row, Value> & Sendable
    /// Bytes from the beginning of a row to the property that the path names; `nil` where it names anything else.
    private let offset: Int?

    init(_ path: any WritableKeyPath<Row, Value> & Sendable) {
        self.path = path
        offset = MemoryLayout<Row>.offset(of: path)
    }

    // Safe: `MemoryLayout.offset(of:)` gives an offset only for a stored property of the type itself, so that a `Value` lies
    // there in every row, and no pointer is kept.

    func value(in row: Row) -> Value {
        withUnsafePointer(to: row) { value(at: $0) }
    }

    func value(at row: UnsafePointer<Row>) -> Value {
        guard let offset else { return row.pointee[keyPath: path] }
        return UnsafeRawPointer(row).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
    }

    func set(_ value: Value, in row: inout Row) {
        guard let offset else {
            row[keyPath: path] = value
            return
        }
        withUnsafeMutablePointer(to: &row) { start in
            UnsafeMutableRawPointer(start).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee = value
        }
    }
}
