public import CaseRecord
import Crypto
public import Foundation
import Ledger
public import PostgresClient
public import StrictJSON

/// The alert of one statutory clock.
public struct Alert: Sendable {
    /// Names the alert, the same whenever alerts are built again from the log.
    public let id: UUID
    /// The clock, as `R03/N1001/R-1`.
    public let clockID: String
    /// The child.
    public let child: String
    /// The rule, as `R03`.
    public let rule: String
    /// The team that has the case.
    public let team: String?
    /// The allocated worker.
    public let worker: String?
    /// The clock's due day.
    public let due: CivilDate
    /// Where it stands.
    public let stage: AlertStage
    /// Whether its clock began in migrated history.
    public let isMigrated: Bool
    /// When it was first raised.
    public let openedAt: Instant
    /// When it last changed.
    public let changedAt: Instant
    /// The clock with its explanation, as JSON.
    public let clock: JSONValue

    /// The alert as JSON; without the child's name, which hooks must not carry out of the record.
    public var json: JSONValue {
        [
            "id": id.field, "clock": .string(clockID), "child": .string(child), "rule": clock["rule"] ?? .string(rule),
            "team": team.map { .string($0) } ?? .null, "worker": worker.map { .string($0) } ?? .null,
            "due": .string(due.description), "stage": .string(stage.rawValue), "migrated": .bool(isMigrated),
            "openedAt": .string(openedAt.description), "changedAt": .string(changedAt.description),
            "sentence": clock["explanation"]?["sentence"] ?? .null,
        ]
    }

    /// The same id for the same clock of the same authority: SHA-256 in the layout of a version 8 UUID.
    static func id(of clockID: String, authority: AuthorityCode) -> UUID {
        var bytes = Array(SHA256.hash(data: Array("alert/\(authority)/\(clockID)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

/// Reads alerts.
public struct AlertReader: Sendable {
    private let authority: AuthorityCode
    private let pool: PostgresPool

    /// A reader with connections of that pool.
    public init(authority: AuthorityCode, pool: PostgresPool) {
        self.authority = authority
        self.pool = pool
    }

    /// Which alerts to list.
    public struct Filter: Sendable {
        /// Only this team's.
        public var team: TeamID?
        /// Only this child's.
        public var child: ChildID?
        /// Only of this rule.
        public var rule: String?
        /// Only those that stand there.
        public var stage: AlertStage?
        /// Also those that are over.
        public var includesClosed = false
        /// Only those after this one in the order of the list.
        public var after: (due: CivilDate, id: UUID)?
        /// At most so many.
        public var limit = 100

        /// The first hundred open alerts.
        public init() {}
    }

    /// Alerts in the order of their due days, the longest overdue first.
    public func alerts(_ filter: Filter) async throws -> [Alert] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .text(filter.team?.text), .text(filter.child?.text), .text(filter.rule),
            .text(filter.stage?.rawValue), .bool(filter.includesClosed || filter.stage?.isOpen == false),
            .date(filter.after.map { PostgresDate($0.due) }), .uuid(filter.after?.id), .int8(Int64(filter.limit)),
        ]
        return try await pool.withConnection { connection in
            try await connection.query(AlertStatements.list, parameters) { row in
                Alert(
                    id: try row.decode(0, as: UUID.self), clockID: try row.decode(1, as: String.self),
                    child: try row.decode(2, as: String.self), rule: try row.decode(3, as: String.self),
                    team: try row.decode(4, as: String?.self), worker: try row.decode(5, as: String?.self),
                    due: try row.decode(6, as: PostgresDate.self).civilDate,
                    stage: AlertStage(rawValue: try row.decode(7, as: String.self)) ?? .overdue,
                    isMigrated: try row.decode(8, as: Bool.self),
                    openedAt: try row.decode(9, as: PostgresTimestamp.self).instant,
                    changedAt: try row.decode(10, as: PostgresTimestamp.self).instant,
                    clock: try JSONValue(parsing: row.decode(11, as: [UInt8].self)))
            }
        }
    }
}
