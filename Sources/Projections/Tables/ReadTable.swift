import Foundation
import PostgresClient

/// One column of a table of rows of that type.
struct Column<Row: Sendable>: Sendable {
    /// Its name.
    let name: String
    /// The type of an array of its values.
    let arrayType: String
    /// The values of many rows.
    let values: @Sendable ([Row]) -> PostgresValue
}

extension Column {
    static func text(_ name: String, _ value: @escaping @Sendable (Row) -> String?) -> Self {
        Column(name: name, arrayType: "text[]") { rows in .textArray(rows.map(value)) }
    }

    static func integer(_ name: String, _ value: @escaping @Sendable (Row) -> Int?) -> Self {
        Column(name: name, arrayType: "int[]") { rows in .int4Array(rows.map { value($0).map(Int32.init(clamping:)) }) }
    }

    static func bigint(_ name: String, _ value: @escaping @Sendable (Row) -> Int64) -> Self {
        Column(name: name, arrayType: "bigint[]") { rows in .int8Array(rows.map(value)) }
    }

    static func bool(_ name: String, _ value: @escaping @Sendable (Row) -> Bool) -> Self {
        Column(name: name, arrayType: "boolean[]") { rows in .boolArray(rows.map(value)) }
    }

    static func date(_ name: String, _ value: @escaping @Sendable (Row) -> PostgresDate?) -> Self {
        Column(name: name, arrayType: "date[]") { rows in .dateArray(rows.map(value)) }
    }

    static func moment(_ name: String, _ value: @escaping @Sendable (Row) -> PostgresTimestamp?) -> Self {
        Column(name: name, arrayType: "timestamptz[]") { rows in .timestamptzArray(rows.map(value)) }
    }

    static func uuid(_ name: String, _ value: @escaping @Sendable (Row) -> UUID?) -> Self {
        Column(name: name, arrayType: "uuid[]") { rows in .uuidArray(rows.map(value)) }
    }

    static func bytes(_ name: String, _ value: @escaping @Sendable (Row) -> [UInt8]) -> Self {
        Column(name: name, arrayType: "bytea[]") { rows in .byteaArray(rows.map(value)) }
    }
}

/// A table of rows of one type, of which each child has some; its key is authority, generation, child and perhaps more.
struct ReadTable<Row: Sendable>: Sendable {
    /// Its name in the schema `caselog`.
    let name: String
    /// The columns, the child and the rest of the key first.
    let columns: [Column<Row>]
    /// How many columns the key has beside authority and generation.
    let keyCount: Int
    /// Adds rows of children who have none in that generation.
    let insert: Statement
    /// Adds rows, and changes those that say something else. Gives the keys of rows that it touched.
    let save: Statement
    /// Removes the rows of children that are not among those that are to stay. Gives the keys of rows that it removed.
    let retire: Statement

    init(_ name: String, key: [Column<Row>], _ rest: [Column<Row>]) {
        self.name = name
        columns = key + rest
        keyCount = key.count
        let (keys, names) = (key.map(\.name), (key + rest).map(\.name))
        let arrays = columns.enumerated().map { index, column in "$\(index + 3)::\(column.arrayType)" }
        let keyText = keys.joined(separator: ", ")
        let add = """
            INSERT INTO caselog.\(name) AS kept (authority, generation, \(names.joined(separator: ", ")))
            SELECT $1, $2, new.* FROM unnest(\(arrays.joined(separator: ", "))) AS new
            """
        insert = Statement(name: "\(name)_insert", sql: add)
        let change = """
            DO UPDATE SET \(rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", "))
            WHERE (\(rest.map { "kept.\($0.name)" }.joined(separator: ", ")))
                IS DISTINCT FROM (\(rest.map { "excluded.\($0.name)" }.joined(separator: ", ")))
            """
        save = Statement(
            name: "\(name)_save",
            sql: """
                \(add)
                ON CONFLICT (authority, generation, \(keyText)) \(rest.isEmpty ? "DO NOTHING" : change)
                RETURNING \(keyText)
                """)
        let staying = key.enumerated().map { index, column in "$\(index + 4)::\(column.arrayType)" }
        retire = Statement(
            name: "\(name)_retire",
            sql: """
                DELETE FROM caselog.\(name) AS kept
                WHERE authority = $1 AND generation = $2 AND child = ANY ($3) AND NOT EXISTS (
                    SELECT FROM unnest(\(staying.joined(separator: ", "))) AS staying (\(keyText))
                    WHERE (\(keys.map { "staying.\($0)" }.joined(separator: ", ")))
                        = (\(keys.map { "kept.\($0)" }.joined(separator: ", "))))
                RETURNING \(keyText)
                """)
    }

    /// Makes the rows of those children be these; what does not change is not written.
    func replace(
        _ rows: [Row], of children: [String], in generation: Generation, over connection: PostgresConnection
    ) async throws {
        let head: [PostgresValue] = [.text(generation.authority), .int4(generation.number)]
        let keys = columns.prefix(keyCount).map { $0.values(rows) }
        _ = try await connection.execute(retire, head + [.textArray(children)] + keys)
        guard !rows.isEmpty else { return }
        _ = try await connection.execute(save, head + columns.map { $0.values(rows) })
    }

    /// Adds rows of children who have none in that generation.
    func add(_ rows: [Row], to generation: Generation, over connection: PostgresConnection) async throws {
        guard !rows.isEmpty else { return }
        _ = try await connection.execute(
            insert, [.text(generation.authority), .int4(generation.number)] + columns.map { $0.values(rows) })
    }
}

/// One generation of one authority's rows.
struct Generation: Sendable, Hashable {
    /// The authority's code.
    let authority: String
    /// Its number, from 1 on.
    let number: Int32
}
