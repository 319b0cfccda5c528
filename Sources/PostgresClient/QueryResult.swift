import CLibPQ

/// Owner of one `PGresult`. The pointer does not leave this file.
struct QueryResult: ~Copyable {
    enum Status {
        case command, rows, copyIn, copyOut, pipelineSync, pipelineAborted, failure
    }

    private let pointer: OpaquePointer

    /// Takes over the result.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { PQclear(pointer) }

    var status: Status {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .command
        case PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: .rows
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT, PGRES_COPY_BOTH: .copyOut
        case PGRES_PIPELINE_SYNC: .pipelineSync
        case PGRES_PIPELINE_ABORTED: .pipelineAborted
        default: .failure
        }
    }

    var rowCount: Int { Int(PQntuples(pointer)) }

    /// Rows inserted, updated, deleted, copied or selected; 0 for other commands.
    var affectedRows: Int {
        guard let text = PQcmdTuples(pointer) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// The server's error, or libpq's own.
    func error(statement: String?) -> PostgresError {
        let message = field(CASELOG_DIAG_MESSAGE)
        let fallback = PQresultErrorMessage(pointer).map { trimmed(String(cString: $0)) }
        var error = PostgresError(.server, message ?? fallback ?? "no message", statement: statement)
        error.sqlState = field(CASELOG_DIAG_SQLSTATE)
        error.detail = field(CASELOG_DIAG_DETAIL)
        error.hint = field(CASELOG_DIAG_HINT)
        error.schema = field(CASELOG_DIAG_SCHEMA)
        error.table = field(CASELOG_DIAG_TABLE)
        error.column = field(CASELOG_DIAG_COLUMN)
        error.constraint = field(CASELOG_DIAG_CONSTRAINT)
        return error
    }

    private func field(_ code: Int32) -> String? {
        PQresultErrorField(pointer, code).map { String(cString: $0) }
    }

    /// Every row through `body`, in order.
    func map<T>(statement: String, _ body: (borrowing PostgresRow) throws -> T) throws -> [T] {
        let count = rowCount
        var rows: [T] = []
        rows.reserveCapacity(count)
        for index in 0..<count {
            let row = PostgresRow(pointer, index: index, statement: statement)
            rows.append(try body(row))
        }
        return rows
    }
}

/// One row of a result, lent to a decoding closure. It cannot be kept.
public struct PostgresRow: ~Copyable {
    private let pointer: OpaquePointer
    private let index: Int32
    private let statement: String

    fileprivate init(_ pointer: OpaquePointer, index: Int, statement: String) {
        self.pointer = pointer
        self.index = Int32(index)
        self.statement = statement
    }

    /// Number of columns.
    public var columnCount: Int { Int(PQnfields(pointer)) }

    /// The value of a column, counted from 0. Decode `T?` where NULL may stand.
    ///
    /// Throws `.decoding`, naming statement and column, for a NULL, a type or a value that `T` cannot hold. Inlinable, so
    /// that it is compiled for each type: rows are decoded by the ten thousand.
    @inlinable
    public func decode<T: PostgresDecodable>(_ column: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
        let cell = try cell(column)
        guard cell.isBinary, T.accepts(cell.type) else {
            throw failure(column, "a column of \(cell.type) cannot be read as \(T.self)")
        }
        guard let bytes = cell.bytes else {
            guard let null = T.postgresNull else { throw failure(column, "NULL where \(T.self) was asked for") }
            return null
        }
        guard let value = T(postgresBytes: bytes, type: cell.type) else {
            throw failure(column, "the value cannot be held by \(T.self)")
        }
        return value
    }

    /// What stands in one column of the row.
    @usableFromInline
    struct Cell {
        @usableFromInline
        let type: PostgresType
        @usableFromInline
        let isBinary: Bool
        /// `nil` for NULL.
        @usableFromInline
        let bytes: UnsafeRawBufferPointer?
    }

    @usableFromInline
    func cell(_ column: Int) throws(PostgresError) -> Cell {
        guard column >= 0, column < columnCount else {
            throw failure(column, "there is no column \(column); the result has \(columnCount)")
        }
        let place = Int32(column)
        let isNull = PQgetisnull(pointer, index, place) != 0
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, index, place), count: Int(PQgetlength(pointer, index, place)))
        return Cell(
            type: PostgresType(oid: PQftype(pointer, place)), isBinary: PQfformat(pointer, place) == 1,
            bytes: isNull ? nil : bytes)
    }

    @usableFromInline
    func failure(_ column: Int, _ message: String) -> PostgresError {
        var error = PostgresError(.decoding, message, statement: statement)
        error.column = PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? "\(column)"
        return error
    }
}

/// A result shared after it left its connection.
///
/// `@unchecked Sendable`: libpq never writes to a PGresult after handing it out ("read-only after creation"), and
/// `QueryResult` only reads it.
final class SharedResult: @unchecked Sendable {
    let result: QueryResult

    init(_ result: consuming QueryResult) {
        self.result = result
    }
}

/// Without the line ends that libpq puts after its messages.
func trimmed(_ message: String) -> String {
    var message = Substring(message)
    while message.last?.isWhitespace == true { message.removeLast() }
    return String(message)
}
