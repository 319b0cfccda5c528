import CaseRecord
import PostgresClient

/// The right to write an authority's log, which one daemon has at a time.
///
/// A turn is a number in the head's row (the epoch) that every append must match, so a daemon whose turn is over adds
/// nothing, whatever it still believes. Another may take over once the holder's session is gone (it holds an advisory
/// lock while it stands) or once the holder has not renewed its lease in time (the process hangs, the machine is cut
/// off). Both are judged by the database and its time.
enum Turn {
    /// How long a holder that says nothing keeps the turn.
    static let lease: Duration = .seconds(10)
    /// How often the holder renews the lease when it writes nothing.
    static let renewal: Duration = .seconds(3)
    /// How often a daemon that waits for the turn asks.
    static let asking: Duration = .milliseconds(500)

    /// Takes the turn, if it is to be had.
    ///
    /// - Returns: The head, of a new epoch; `nil` while another daemon has the turn.
    static func take(
        of authority: AuthorityCode, as holder: String, over connection: PostgresConnection
    ) async throws -> LedgerHead? {
        try await connection.query(
            TurnStatements.take, [.text(authority.text), .text(holder), .float8(lease.inSeconds)], LedgerHead.init
        ).first
    }

    /// Goes on with a turn over a new connection.
    ///
    /// - Throws: ``AppendError/fenced`` if another daemon has taken over.
    static func resume(
        _ epoch: Int64, of authority: AuthorityCode, over connection: isolated PostgresConnection
    ) async throws -> LedgerHead {
        let heads = try await connection.query(
            TurnStatements.resume, [.text(authority.text), .int8(epoch), .float8(lease.inSeconds)], LedgerHead.init)
        guard let head = heads.first else { throw AppendError.fenced }
        return head
    }

    /// Who has the turn, for a log line.
    static func holder(
        of authority: AuthorityCode, over connection: PostgresConnection
    ) async throws -> String? {
        try await connection.query(TurnStatements.holder, [.text(authority.text)]) {
            try $0.decode(0, as: String?.self)
        }
        .first ?? nil
    }
}

/// The SQL of turns. The advisory lock's two numbers are the authority and the epoch.
private enum TurnStatements {
    static let take = Statement(
        name: "turn_take",
        sql: """
            INSERT INTO caselog.authority AS head (authority, epoch, holder, lease_until)
            VALUES ($1, 1, $2, clock_timestamp() + make_interval(secs => $3))
            ON CONFLICT (authority) DO UPDATE
            SET epoch = head.epoch + 1, holder = excluded.holder, lease_until = excluded.lease_until
            WHERE head.lease_until < clock_timestamp() OR NOT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND classid = head.authority::integer::oid
                    AND objid = (head.epoch % 2147483647)::integer::oid)
            RETURNING epoch, last_position, last_recorded_at, frontier,
                pg_try_advisory_lock_shared(authority::integer, (epoch % 2147483647)::integer)
            """)

    static let resume = Statement(
        name: "turn_resume",
        sql: """
            UPDATE caselog.authority
            SET lease_until = clock_timestamp() + make_interval(secs => $3)
            WHERE authority = $1 AND epoch = $2
            RETURNING epoch, last_position, last_recorded_at, frontier,
                pg_try_advisory_lock_shared(authority::integer, (epoch % 2147483647)::integer)
            """)

    static let holder = Statement(
        name: "turn_holder", sql: "SELECT holder FROM caselog.authority WHERE authority = $1")
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
