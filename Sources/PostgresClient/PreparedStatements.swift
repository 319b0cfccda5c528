/// What a connection has prepared at the server.
struct PreparedStatements: Sendable {
    private struct Entry: Sendable {
        let sql: String
        let types: [PostgresType]
        let serverName: String
    }

    private var entries: [String: Entry] = [:]
    private var stale = 0

    enum LookUp: Sendable, Equatable {
        case ready(serverName: String)
        case missing(serverName: String)
    }

    /// Throws `.misuse` if the name stands for another text or other parameter types.
    func find(_ statement: Statement, types: [PostgresType]) throws(PostgresError) -> LookUp {
        guard let entry = entries[statement.name] else {
            guard !statement.name.isEmpty, !statement.name.utf8.contains(0), !statement.sql.utf8.contains(0) else {
                throw PostgresError(.misuse, "a statement needs a name, and no NUL", statement: statement.name)
            }
            // A name given up is not used again: the server still has it.
            return .missing(serverName: stale == 0 ? statement.name : "\(statement.name)/\(stale)")
        }
        guard entry.sql == statement.sql else {
            throw PostgresError(.misuse, "two statements share this name", statement: statement.name)
        }
        guard entry.types == types else {
            throw PostgresError(.misuse, "parameter types differ from those prepared", statement: statement.name)
        }
        return .ready(serverName: entry.serverName)
    }

    mutating func add(_ statement: Statement, types: [PostgresType], serverName: String) {
        entries[statement.name] = Entry(sql: statement.sql, types: types, serverName: serverName)
    }

    /// Forgets a statement whose plan the server no longer accepts, because a table has changed or the statement is
    /// gone (SQLSTATE 0A000, 26000). Returns false for other errors.
    mutating func forget(_ name: String, after error: PostgresError) -> Bool {
        guard error.sqlState == "0A000" || error.sqlState == "26000", entries.removeValue(forKey: name) != nil else {
            return false
        }
        stale += 1
        return true
    }
}
