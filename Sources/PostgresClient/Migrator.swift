/// Brings a database up to the program's schema.
///
/// What has been applied stands in `public.caselog_migration`. Several processes may migrate at once: an advisory lock
/// lets one through, and the others find its work done.
public enum Migrator {
    /// Applies what is pending, each migration in a transaction of its own. Returns the numbers applied.
    ///
    /// If nothing is pending this only reads, and needs no more than SELECT on the table. Throws `MigrationError`;
    /// `PostgresError` for the rest, with `.deadlineExceeded` if another process holds the lock for `lockTimeout`.
    @discardableResult
    public static func apply(
        _ migrations: [Migration], over connection: PostgresConnection, lockTimeout: Duration = .seconds(300)
    ) async throws -> [Int] {
        if try await status(of: migrations, over: connection).isUpToDate { return [] }
        try await connection.execute(Statements.lock, [.int8(lockKey)], deadline: lockTimeout)
        do {
            let applied = try await applyLocked(migrations, connection)
            try await connection.execute(Statements.unlock, [.int8(lockKey)])
            return applied
        } catch {
            // The session holds the lock; if it cannot be given back, ending the session gives it back.
            await connection.unlockOrAbandon(lockKey)
            throw error
        }
    }

    /// Where the database stands. Only reads. Throws as `apply`.
    public static func status(
        of migrations: [Migration], over connection: PostgresConnection
    ) async throws -> MigrationStatus {
        try checkNumbers(migrations)
        let exists = try await connection.query(Statements.exists) { try $0.decode(0, as: Bool.self) }
        guard exists == [true] else {
            return MigrationStatus(applied: [], pending: migrations.map(\.number))
        }
        let applied = try await connection.query(Statements.applied) { row in
            Applied(
                number: Int(try row.decode(0, as: Int32.self)), name: try row.decode(1), sha256: try row.decode(2))
        }
        let checksums = try await checksums(of: migrations, over: connection)
        try compare(applied, migrations, checksums)
        return MigrationStatus(
            applied: applied.map(\.number), pending: migrations.dropFirst(applied.count).map(\.number))
    }

    // MARK: - Comparing

    struct Applied: Sendable {
        let number: Int
        let name: String
        let sha256: [UInt8]
    }

    static func checkNumbers(_ migrations: [Migration]) throws(MigrationError) {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw .misnumbered(expected: index + 1, found: migration.number)
        }
    }

    /// Whether what was applied is a beginning of the program's migrations.
    static func compare(
        _ applied: [Applied], _ migrations: [Migration], _ checksums: [[UInt8]]
    ) throws(MigrationError) {
        for (index, row) in applied.enumerated() {
            guard row.number >= 1, row.number <= migrations.count else {
                throw .databaseIsNewer(number: row.number, name: row.name)
            }
            guard row.number == index + 1 else { throw .gap(missing: index + 1) }
            let migration = migrations[index]
            guard row.sha256 == checksums[index] else { throw .changed(number: row.number, name: row.name) }
            guard row.name == migration.name else {
                throw .renamed(number: row.number, from: row.name, to: migration.name)
            }
        }
    }

    // MARK: - Applying

    /// Read as ASCII: "caselogm".
    private static let lockKey: Int64 = 0x6361_7365_6C6F_676D

    private static func applyLocked(
        _ migrations: [Migration], _ connection: PostgresConnection
    ) async throws -> [Int] {
        // Another process may have been here while this one waited for the lock.
        let status = try await status(of: migrations, over: connection)
        if status.isUpToDate { return [] }
        try await connection.simple(Statements.createTable)
        for migration in migrations.dropFirst(status.applied.count) {
            try await apply(migration, connection)
        }
        return status.pending
    }

    private static func apply(_ migration: Migration, _ connection: PostgresConnection) async throws {
        do {
            try await connection.transaction { transaction in
                // A migration takes the time it takes.
                try await transaction.simple("SET LOCAL statement_timeout = 0")
                try await transaction.simple(migration.sql, deadline: PostgresConnection.noDeadline)
                guard transaction.handle.transactionStatus == .inTransaction else {
                    throw MigrationError.endedItsTransaction(number: migration.number)
                }
                try await transaction.execute(
                    Statements.record,
                    [.int4(Int32(migration.number)), .text(migration.name), .text(migration.sql)])
            }
        } catch let error as PostgresError where error.code == .server {
            throw MigrationError.failed(number: migration.number, name: migration.name, error)
        }
    }

    private static func checksums(
        of migrations: [Migration], over connection: PostgresConnection
    ) async throws -> [[UInt8]] {
        try await connection.query(Statements.checksums, [.textArray(migrations.map(\.sql))]) { row in
            try row.decode(0)
        }
    }

    private enum Statements {
        static let exists = Statement(
            name: "migration.exists", sql: "SELECT to_regclass('public.caselog_migration') IS NOT NULL")
        static let applied = Statement(
            name: "migration.applied", sql: "SELECT number, name, sha256 FROM public.caselog_migration ORDER BY number")
        static let checksums = Statement(
            name: "migration.checksums",
            sql: """
                SELECT sha256(convert_to(text, 'UTF8'))
                FROM unnest($1) WITH ORDINALITY AS migration (text, place) ORDER BY place
                """)
        static let lock = Statement(name: "migration.lock", sql: "SELECT pg_advisory_lock($1)")
        static let unlock = Statement(name: "migration.unlock", sql: "SELECT pg_advisory_unlock($1)")
        static let record = Statement(
            name: "migration.record",
            sql: """
                INSERT INTO public.caselog_migration (number, name, sha256, applied_at, applied_by)
                VALUES ($1, $2, sha256(convert_to($3, 'UTF8')), now(), session_user)
                """)
        static let createTable = """
            CREATE TABLE IF NOT EXISTS public.caselog_migration (
                number     int PRIMARY KEY,
                name       text NOT NULL,
                sha256     bytea NOT NULL,
                applied_at timestamptz NOT NULL,
                applied_by text NOT NULL
            )
            """
    }
}

extension PostgresConnection {
    /// Gives an advisory lock back even in a cancelled task; if that fails, ends the session.
    fileprivate func unlockOrAbandon(_ key: Int64) async {
        do {
            try await simple(
                "SELECT pg_advisory_unlock(\(key))", named: "migration.unlock", deadline: .seconds(10),
                cancellable: false)
        } catch {
            abandon("a migration's lock could not be given back")
        }
    }
}
