import CaseRecord
import PostgresClient

/// A table of rows of one type, of which each child has some; its key is authority, generation, child and perhaps more.
struct ReadTable<Row: Sendable>: Sendable {
    /// Its name in the schema `caselog`.
    let name: String
    /// The columns, the child and the rest of the key first.
    let columns: [Column<Row>]
    /// How many columns the key has beside authority and generation.
    let keyCount: Int
    /// How its rows are written.
    let writing: TableWriting

    init(_ name: String, key: [Column<Row>], _ rest: [Column<Row>]) {
        self.name = name
        columns = key + rest
        keyCount = key.count
        let names = (key + rest).map(\.name)
        let arrays = columns.enumerated().map { index, column in "$\(index + 3)::\(column.arrayType)" }
        let keyText = key.map(\.name).joined(separator: ", ")
        let add = """
            INSERT INTO caselog.\(name) AS kept (authority, generation, \(names.joined(separator: ", ")))
            SELECT $1, $2, new.* FROM unnest(\(arrays.joined(separator: ", "))) AS new
            """
        let change = """
            DO UPDATE SET \(rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", "))
            WHERE (\(rest.map { "kept.\($0.name)" }.joined(separator: ", ")))
                IS DISTINCT FROM (\(rest.map { "excluded.\($0.name)" }.joined(separator: ", ")))
            """
        let save = Statement(
            name: "\(name)_save",
            sql: """
                \(add)
                ON CONFLICT (authority, generation, \(keyText)) \(rest.isEmpty ? "DO NOTHING" : change)
                RETURNING \(keyText)
                """)
        let staying = key.enumerated().map { index, column in "$\(index + 4)::\(column.arrayType)" }
        // A look-up in a hash, and never a join: one that the planner takes for a small one would take hours.
        let retire = Statement(
            name: "\(name)_retire",
            sql: """
                DELETE FROM caselog.\(name) AS kept
                WHERE authority = $1 AND generation = $2 AND child = ANY ($3)
                    AND (\(keyText)) NOT IN (SELECT * FROM unnest(\(staying.joined(separator: ", "))))
                RETURNING \(keyText)
                """)
        writing = TableWriting(save: save, retire: retire)
    }

    private var copy: String {
        "COPY caselog.\(name) (authority, generation, \(shape.all)) FROM STDIN (FORMAT binary)"
    }

    /// What statements about the table say of it.
    var shape: TableShape {
        TableShape(
            name: name, key: columns.prefix(keyCount).map(\.name), rest: columns.dropFirst(keyCount).map(\.name))
    }

    /// Makes the rows of those children be these; what does not change is not written.
    ///
    /// - Parameters:
    ///   - rows: The rows of each child, in the order of `children`.
    ///   - known: What they said, where that is known. Afterwards it is what they say now.
    ///   - writing: The statements by which it is done, with the same parameters as ``writing``; `nil`: those.
    func replace(
        _ rows: [[Row]], of children: [String], knowing known: inout KnownRows, by writing: TableWriting? = nil,
        in generation: Generation, over connection: PostgresConnection
    ) async throws {
        let writing = writing ?? self.writing
        let all = Array(rows.joined())
        let change = try change(of: all, counts: rows.map(\.count), of: children, knowing: &known)
        let head: [PostgresValue] = [.text(generation.authority), .int4(generation.number)]
        if !change.losing.isEmpty {
            let staying = change.staying.map { all[$0] }
            let keys = columns.prefix(keyCount).map { $0.values(staying) }
            _ = try await connection.execute(writing.retire, head + [.textArray(change.losing)] + keys)
        }
        guard !change.saved.isEmpty else { return }
        let saved = change.saved.map { all[$0] }
        _ = try await connection.execute(writing.save, head + columns.map { $0.values(saved) })
    }

    /// What of those rows has to be written, each by its place among them.
    private struct Change {
        /// Rows that are new or say something else.
        var saved: [Int] = []
        /// The children of whom rows go, or may.
        var losing: [String] = []
        /// The rows of those children.
        var staying: [Int] = []
    }

    private func change(
        of rows: [Row], counts: [Int], of children: [String], knowing known: inout KnownRows
    ) throws -> Change {
        var change = Change()
        var said = CopyRows(capacity: 1000)
        var next = 0
        for (child, count) in zip(children, counts) {
            let places = next..<next + count
            next += count
            let before = known.rows(of: child, in: name)
            var now = KnownRows.Rows(minimumCapacity: count)
            try rows.withUnsafeBufferPointer { rows in
                for (place, row) in zip(places, Self.pointers(rows, places)) {
                    for column in columns.prefix(keyCount) { try column.add(row, &said) }
                    let key = said.take()
                    for column in columns.dropFirst(keyCount) { try column.add(row, &said) }
                    let says = said.take()
                    if before?[key] != says { change.saved.append(place) }
                    guard now.updateValue(says, forKey: key) == nil else { throw RowGivenTwice(table: name) }
                }
            }
            if before.map({ $0.keys.contains { now[$0] == nil } }) ?? true {
                change.losing.append(child)
                change.staying += places
            }
            known.note(now, of: child, in: name)
        }
        return change
    }

    /// Reads the rows of that generation for which the condition holds, by child and the rest of the key unless other columns
    /// are named. In the condition the table is `kept`, and the parameters begin with `$3`; `use` names the statement, one for
    /// each condition.
    func rows(
        for use: String, where condition: String, by order: [String]? = nil, _ parameters: [PostgresValue] = [],
        in generation: Generation, blank: @escaping @Sendable (ChildID) -> Row, over connection: PostgresConnection
    ) async throws -> [Row] {
        // Byte by byte, as identifiers are compared here: the database may sort them otherwise.
        let names = order ?? columns.prefix(keyCount).map(\.name)
        let order = names.compactMap { name in columns.first { $0.name == name } }.map { column in
            column.arrayType == "text[]" ? "kept.\(column.name) COLLATE \"C\"" : "kept.\(column.name)"
        }
        let statement = Statement(
            name: "\(name)_\(use)",
            sql: """
                SELECT \(columns.map { "kept.\($0.name)" }.joined(separator: ", ")) FROM caselog.\(name) AS kept
                WHERE kept.authority = $1 AND kept.generation = $2 AND (\(condition))
                ORDER BY \(order.joined(separator: ", "))
                """)
        let readers = columns.map(\.read)
        return try await connection.query(
            statement, [.text(generation.authority), .int4(generation.number)] + parameters
        ) { result in
            var row = blank(ChildID(unchecked: try result.decode(0, as: String.self)))
            for (index, read) in readers.enumerated() { try read?(&row, result, index) }
            return row
        }
    }

    /// Where those rows stand.
    private static func pointers(
        _ rows: UnsafeBufferPointer<Row>, _ places: Range<Int>
    ) -> some Sequence<UnsafePointer<Row>> {
        places.lazy.compactMap { place in rows.baseAddress.map { $0 + place } }
    }

    /// Adds rows of children who have none in that generation.
    func add(_ rows: [Row], to generation: Generation, over connection: PostgresConnection) async throws {
        guard !rows.isEmpty else { return }
        var copied = CopyRows(capacity: rows.count * 200)
        let authority = generation.authority.utf8
        try rows.withUnsafeBufferPointer { rows in
            for row in Self.pointers(rows, rows.indices) {
                copied.begin(fields: Int16(columns.count + 2))
                copied.field(authority)
                copied.field(generation.number)
                for column in columns { try column.add(row, &copied) }
            }
        }
        let bytes = copied.finished
        try await connection.copyIn(copy) { try $0.write(bytes) }
    }
}

/// A read model gave two rows of one key: which of them holds, nobody can say.
struct RowGivenTwice: Error, CustomStringConvertible {
    let table: String

    var description: String { "two rows of \(table) have the same key" }
}

/// The statements that write the rows of a table.
struct TableWriting: Sendable {
    /// Adds rows, and changes those that say something else. Gives the keys of rows that it touched.
    let save: Statement
    /// Removes the rows of children that are not among those that are to stay. Gives the keys of rows that it removed.
    let retire: Statement
}

/// A table of rows of children: its name in the schema `caselog`, and its columns beside authority and generation.
struct TableShape: Sendable {
    let name: String
    /// The child and the rest of the key.
    let key: [String]
    /// The columns that are not part of the key.
    let rest: [String]

    /// All columns but authority and generation.
    var all: String { (key + rest).joined(separator: ", ") }

    /// The columns that are not part of the key, of the table under that name.
    func rest(of alias: String) -> String { rest.map { "\(alias).\($0)" }.joined(separator: ", ") }
}

/// One generation of one authority's rows.
struct Generation: Sendable, Hashable {
    /// The authority's code.
    let authority: String
    /// Its number, from 1 on.
    let number: Int32
}
