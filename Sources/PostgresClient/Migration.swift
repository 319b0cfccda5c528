/// One step of a schema: forward only, and never changed once it has been applied anywhere.
public struct Migration: Sendable, Hashable {
    /// From 1, without gaps.
    public let number: Int
    /// A short name, kept in the database beside the number.
    public let name: String
    /// SQL, run as one transaction. It must not end that transaction itself.
    public let sql: String

    /// The migration of this number, name and text.
    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}

/// Where a database stands among the program's migrations.
public struct MigrationStatus: Sendable, Hashable {
    /// Numbers applied, ascending.
    public let applied: [Int]
    /// Numbers yet to apply, ascending.
    public let pending: [Int]

    /// True if nothing is left to do.
    public var isUpToDate: Bool { pending.isEmpty }
}

/// Why migrations are not applied. The database is unchanged but for those migrations of the run that came before.
public enum MigrationError: Error, Sendable, Hashable {
    /// The program's migrations are not numbered 1, 2, 3, ...: `found` stands where `expected` should.
    case misnumbered(expected: Int, found: Int)
    /// The database lacks a migration before one that it has.
    case gap(missing: Int)
    /// The database has a migration that the program does not know: the database is newer than the program.
    case databaseIsNewer(number: Int, name: String)
    /// An applied migration's text has been changed since.
    case changed(number: Int, name: String)
    /// An applied migration's name has been changed since.
    case renamed(number: Int, from: String, to: String)
    /// A migration ended the transaction it ran in.
    case endedItsTransaction(number: Int)
    /// A migration failed and was rolled back.
    case failed(number: Int, name: String, PostgresError)
}
