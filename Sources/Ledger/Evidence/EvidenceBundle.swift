public import CaseRecord
import Foundation
import MerkleLog
public import PostgresClient
public import StrictJSON

/// Entries of the log with all that somebody needs who does not trust this system to check them: every value that was
/// hashed, each entry's audit path and a signed checkpoint. `Deploy/verify-bundle` checks one without caselog.
public struct EvidenceBundle: Sendable {
    /// Which entries it holds.
    public enum Scope: Sendable, Equatable {
        /// A child's whole record.
        case child(ChildID)
        /// The entries from one position to another.
        case positions(ClosedRange<Int64>)
    }

    /// The most entries that are read at a time.
    static let page = 200

    private let authority: AuthorityCode
    private let scope: Scope
    private let checkpoint: Checkpoint
    private let note: String

    /// A bundle of those entries as the signed note seals them; `nil` if the note is not a checkpoint or does not
    /// reach to the scope's end.
    public init?(authority: AuthorityCode, scope: Scope, note: String) {
        guard let signed = SignedNote(parsing: note), let checkpoint = Checkpoint(noteText: signed.text) else {
            return nil
        }
        if case .positions(let range) = scope, range.upperBound > checkpoint.size { return nil }
        self.authority = authority
        self.scope = scope
        self.checkpoint = checkpoint
        self.note = note
    }

    /// The bundle's first line.
    public func header(exportedAt: Instant) -> JSONValue {
        let scope: JSONValue =
            switch scope {
            case .child(let child): ["child": .string(child.text)]
            case .positions(let range): ["from": .integer(range.lowerBound), "to": .integer(range.upperBound)]
            }
        return [
            "bundle": "caselog/1", "authority": .string(authority.text), "scope": scope, "checkpoint": .string(note),
            "exportedAt": .string(exportedAt.description),
        ]
    }

    /// The lines after the first that follow that position; empty at the end.
    ///
    /// - Returns: The lines, and the position to go on from.
    public func lines(
        after position: Int64, over connection: PostgresConnection
    ) async throws -> (lines: [JSONValue], last: Int64) {
        let entries = try await entries(after: position, over: connection)
        guard let last = entries.last else { return ([], position) }
        // Whoever has the whole log can build the tree anew and needs no path.
        guard scope != .positions(1...max(1, checkpoint.size)) else {
            return (entries.map { $0.bundleLine(path: nil) }, last.position)
        }
        let paths = try await TreeReader(authority: authority).paths(
            of: entries.map(\.position), in: checkpoint.size, over: connection)
        return (zip(entries, paths).map { $0.bundleLine(path: $1) }, last.position)
    }

    private func entries(after position: Int64, over connection: PostgresConnection) async throws -> [LogEntry] {
        let limit = PostgresValue.int8(Int64(Self.page))
        switch scope {
        case .child(let child):
            return try await connection.query(
                BundleStatements.ofChild,
                [.text(authority.text), .text(child.text), .int8(position), .int8(checkpoint.size), limit]
            ) { [authority] in try LogEntry($0, authority: authority) }
        case .positions(let range):
            let from = max(position, range.lowerBound - 1)
            return try await connection.query(
                BundleStatements.ofPositions,
                [.text(authority.text), .int8(from), .int8(range.upperBound), limit]
            ) { [authority] in try LogEntry($0, authority: authority) }
        }
    }
}

extension LogEntry {
    fileprivate init(_ row: borrowing PostgresRow, authority: AuthorityCode) throws {
        self.init(
            authority: authority, position: try row.decode(0, as: Int64.self), id: try row.decode(1, as: UUID.self),
            type: try row.decode(2, as: String.self), typeVersion: try row.decode(3, as: Int16.self),
            occurredAt: try row.decode(4, as: PostgresTimestamp.self).microseconds,
            precision: try row.decode(5, as: String.self),
            recordedAt: try row.decode(6, as: PostgresTimestamp.self).microseconds,
            recordedBy: try row.decode(7, as: String.self), submittedBy: try row.decode(8, as: String.self),
            versions: try row.decode(9, as: [Int64].self), content: try row.decode(10, as: [UInt8].self))
    }

    fileprivate func bundleLine(path: [TreeHash]?) -> JSONValue {
        var line: JSONObject = [
            "position": .integer(position), "format": .integer(Int64(Self.currentFormat)), "id": id.field,
            "type": .string(type), "typeVersion": .integer(Int64(typeVersion)),
            "occurredAt": ["instant": .integer(occurredAt), "precision": .string(precision)],
            "recordedAt": .integer(recordedAt), "recordedBy": .string(recordedBy),
            "submittedBy": .string(submittedBy), "versions": .array(versions.map { .integer($0) }),
            "content": .string(String(decoding: content, as: UTF8.self)),
        ]
        line["proof"] = path.map { .array($0.map { .string($0.base64) }) }
        return .object(line)
    }
}

enum BundleStatements {
    private static let columns = """
        event.position, event.event_id, event.type, event.type_version, event.occurred_at, event.occurred_precision,
        event.recorded_at, event.recorded_by, event.submitted_by, event.versions, event.content
        """

    static let ofChild = Statement(
        name: "bundle_of_child",
        sql: """
            SELECT \(columns)
            FROM caselog.child_event AS entry
            JOIN caselog.event AS event ON event.authority = entry.authority AND event.position = entry.position
            WHERE entry.authority = $1 AND entry.child = $2 AND entry.position > $3 AND entry.position <= $4
            ORDER BY entry.version LIMIT $5
            """)

    static let ofPositions = Statement(
        name: "bundle_of_positions",
        sql: """
            SELECT \(columns)
            FROM caselog.event WHERE authority = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4
            """)
}
