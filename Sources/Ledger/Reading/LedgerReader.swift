public import CaseRecord
public import Foundation
public import PostgresClient
import StrictJSON

/// Reads the log.
public struct LedgerReader: Sendable {
    /// The authority whose log it is.
    public let authority: AuthorityCode
    let pool: PostgresPool

    /// A reader with connections of that pool.
    public init(authority: AuthorityCode, pool: PostgresPool) {
        self.authority = authority
        self.pool = pool
    }

    /// The last position of the log; 0 while it is empty.
    public func lastPosition() async throws -> Int64 {
        try await pool.withConnection { try await Self.lastPosition(authority: authority, over: $0) }
    }

    /// The last position that the log had at that moment; 0 before its first entry.
    public func lastPosition(knownAt moment: Instant) async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.query(
                LedgerStatements.lastPositionAt, [.text(authority.text), .timestamptz(PostgresTimestamp(moment))]
            ) { try $0.decode(0, as: Int64.self) }.first ?? 0
        }
    }

    /// A child's record, oldest entry first; empty where the child is not known.
    public func history(of child: ChildID) async throws -> [RecordedEvent] {
        try await pool.withConnection { try await Self.history(of: child, authority: authority, over: $0) }
    }

    /// The records of those children up to a position, oldest entry first; a child that is not known has none.
    public func histories(of children: [ChildID], through last: Int64) async throws -> [ChildID: [RecordedEvent]] {
        try await pool.withConnection {
            try await Self.histories(of: children, through: last, authority: authority, over: $0)
        }
    }

    /// At most that many of the children in whose records events up to `last` stand, after that one in the order that the
    /// database sorts their identifiers in.
    public func children(after child: ChildID? = nil, through last: Int64, limit: Int) async throws -> [ChildID] {
        try await pool.withConnection { connection in
            let parameters: [PostgresValue] = [
                .text(authority.text), .text(child?.text ?? ""), .int8(Int64(limit)), .int8(last),
            ]
            return try await connection.query(LedgerStatements.children, parameters) { row in
                ChildID(unchecked: try row.decode(0, as: String.self))
            }
        }
    }

    /// At most that many events after that position, in order, and none after `last`.
    public func events(
        after position: Int64, through last: Int64 = .max, limit: Int
    ) async throws -> [RecordedEvent] {
        try await pool.withConnection {
            try await Self.events(after: position, through: last, limit: limit, authority: authority, over: $0)
        }
    }

    /// At most that many events of those types after that position, in order, of those that stand in no child's record.
    ///
    /// - Parameter text: Only those in which it stands anywhere as a string; `nil`: all.
    public func authorityEvents(
        of types: [EventType], saying text: String? = nil, after position: Int64 = 0, limit: Int
    ) async throws -> [RecordedEvent] {
        let bytes = text.map { JSONValue.string($0).bytes(.canonical) }
        return try await pool.withConnection { connection in
            try await connection.query(
                LedgerStatements.ofAuthority,
                [
                    .text(authority.text), .textArray(types.map(\.name)), .int8(position), .int8(Int64(limit)),
                    .bytea(bytes),
                ],
                Self.recordedEvent)
        }
    }

    /// The events of those ids that there are, in the order of the log.
    public func events(ids: Set<UUID>) async throws -> [RecordedEvent] {
        guard !ids.isEmpty else { return [] }
        return try await pool.withConnection {
            try await Self.events(ids: Array(ids), authority: authority, over: $0)
        }
    }

    /// The entries that changes change in the end, however many changes of changes lie between, by the ids that the changes
    /// name. One that the log does not have, or that lies further away than anybody could mean, is left out.
    public func roots(ofChanges ids: Set<UUID>) async throws -> [UUID: RecordedEvent] {
        guard !ids.isEmpty else { return [:] }
        return try await pool.withConnection { connection in
            let pairs = try await connection.query(
                LedgerStatements.roots, [.text(authority.text), .uuidArray(Array(ids))]
            ) { row in
                (named: try row.decode(0, as: UUID.self), root: try row.decode(1, as: UUID.self))
            }
            let found = try await Self.events(
                ids: Array(Set(pairs.map(\.root))), authority: authority, over: connection)
            let events = Dictionary(found.map { ($0.event.id, $0) }) { first, _ in first }
            return Dictionary(
                pairs.compactMap { pair in events[pair.root].map { (pair.named, $0) } }, uniquingKeysWith: { $1 })
        }
    }

    /// The last position, read over a connection that the caller has.
    public static func lastPosition(
        authority: AuthorityCode, over connection: PostgresConnection
    ) async throws -> Int64 {
        try await connection.query(LedgerStatements.lastPosition, [.text(authority.text)]) { row in
            try row.decode(0, as: Int64.self)
        }.first ?? 0
    }

    /// A child's record, read over a connection that the caller has: within its transaction, if there is one.
    public static func history(
        of child: ChildID, authority: AuthorityCode, over connection: PostgresConnection
    ) async throws -> [RecordedEvent] {
        let parameters: [PostgresValue] = [.text(authority.text), .text(child.text)]
        return try await connection.query(LedgerStatements.history, parameters, recordedEvent)
    }

    /// The records of those children up to a position, oldest entry first, read over a connection that the caller has;
    /// a child that is not known has none.
    public static func histories(
        of children: [ChildID], through last: Int64, authority: AuthorityCode, over connection: PostgresConnection
    ) async throws -> [ChildID: [RecordedEvent]] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .textArray(children.map(\.text)), .int8(last),
        ]
        let rows = try await connection.query(LedgerStatements.histories, parameters) { row in
            (child: ChildID(unchecked: try row.decode(6, as: String.self)), recorded: try recordedEvent(row))
        }
        var histories: [ChildID: [RecordedEvent]] = [:]
        for row in rows { histories[row.child, default: []].append(row.recorded) }
        return histories.mapValues { history in
            let isInOrder = zip(history, history.dropFirst()).allSatisfy { $0.position < $1.position }
            return isInOrder ? history : history.sorted { $0.position < $1.position }
        }
    }

    /// At most that many events after that position, read over a connection that the caller has.
    public static func events(
        after position: Int64, through last: Int64 = .max, limit: Int, authority: AuthorityCode,
        over connection: PostgresConnection
    ) async throws -> [RecordedEvent] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .int8(position), .int8(Int64(limit)), .int8(last),
        ]
        return try await connection.query(LedgerStatements.after, parameters, recordedEvent)
    }

    /// The events of those types after that position and up to `last`, in order, read over a connection that the caller has.
    public static func events(
        of types: [EventType], after position: Int64, through last: Int64, authority: AuthorityCode,
        over connection: PostgresConnection
    ) async throws -> [RecordedEvent] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .int8(position), .int8(last), .textArray(types.map(\.name)),
        ]
        return try await connection.query(LedgerStatements.ofTypes, parameters, recordedEvent)
    }

    /// The events of those ids that there are, in the order of the log, read over a connection that the caller has.
    public static func events(
        ids: [UUID], authority: AuthorityCode, over connection: PostgresConnection
    ) async throws -> [RecordedEvent] {
        try await connection.query(
            LedgerStatements.byIDs, [.text(authority.text), .uuidArray(ids)], recordedEvent)
    }

    @Sendable private static func recordedEvent(_ row: borrowing PostgresRow) throws -> RecordedEvent {
        let typeVersion = try row.decode(5, as: Int16.self)
        return RecordedEvent(
            position: try row.decode(0, as: Int64.self),
            recordedAt: try row.decode(1, as: PostgresTimestamp.self).instant,
            versions: try row.decode(2, as: [Int64].self),
            hash: try row.decode(3, as: [UInt8].self),
            typeVersion: typeVersion,
            event: try CaseEvent(stored: row.decode(4, as: [UInt8].self), typeVersion: typeVersion))
    }
}
