import CaseRecord
import PostgresClient

/// One column of a table of rows of that type.
struct Column<Row: Sendable>: Sendable {
    /// Its name.
    let name: String
    /// The type of an array of its values.
    let arrayType: String
    /// The values of many rows.
    let values: @Sendable ([Row]) -> PostgresValue
    /// Adds the value of one row, which stands there.
    let add: @Sendable (UnsafePointer<Row>, inout CopyRows) throws -> Void
    /// Sets what the row has of it from that column of a result; `nil` where rows are not read back.
    let read: (@Sendable (inout Row, borrowing PostgresRow, Int) throws -> Void)?
}

extension Column {
    /// A column that is written and not read back.
    static func written<Value: ColumnValue>(
        _ name: String, _ value: @escaping @Sendable (Row) -> Value?
    ) -> Self {
        Column(
            name: name, arrayType: Value.arrayType, values: { rows in Value.array(rows.map { value($0)?.stored }) },
            add: { row, rows in try Value.addField(value(row.pointee), to: &rows) }, read: nil)
    }

    /// A column that holds a field of the row.
    static func field<Value: ColumnValue>(
        _ name: String, _ path: any WritableKeyPath<Row, Value> & Sendable
    ) -> Self {
        let place = StoredPlace(path)
        return Column(
            name: name, arrayType: Value.arrayType,
            values: { rows in Value.array(rows.map { place.value(in: $0).stored }) },
            add: { row, rows in try Value.addField(place.value(at: row), to: &rows) },
            read: { row, result, index in
                let stored = try result.decode(index, as: Value.Stored.self)
                guard let value = Value(stored: stored) else { throw UnreadableRow(column: name) }
                place.set(value, in: &row)
            })
    }

    /// A column that holds a field of the row, or NULL.
    static func field<Value: ColumnValue>(
        _ name: String, _ path: any WritableKeyPath<Row, Value?> & Sendable
    ) -> Self {
        let place = StoredPlace(path)
        return Column(
            name: name, arrayType: Value.arrayType,
            values: { rows in Value.array(rows.map { place.value(in: $0)?.stored }) },
            add: { row, rows in try Value.addField(place.value(at: row), to: &rows) },
            read: { row, result, index in
                guard let stored = try result.decode(index, as: Value.Stored?.self) else { return }
                guard let value = Value(stored: stored) else { throw UnreadableRow(column: name) }
                place.set(value, in: &row)
            })
    }
}

/// A row that another program, or a later version of this one, must have written.
struct UnreadableRow: Error, CustomStringConvertible {
    let column: String

    var description: String { "a row's \(column) is not one that this program knows" }
}
