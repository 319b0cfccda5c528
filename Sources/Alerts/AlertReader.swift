public import CaseRecord
public import Foundation
import Ledger
public import PostgresClient
import StrictJSON
import Timescales

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
                    severity: Severity(rawValue: Int(try row.decode(12, as: Int16.self))) ?? .today,
                    isMigrated: try row.decode(8, as: Bool.self),
                    openedAt: try row.decode(9, as: PostgresTimestamp.self).instant,
                    changedAt: try row.decode(10, as: PostgresTimestamp.self).instant,
                    clock: try JSONValue(parsing: row.decode(11, as: [UInt8].self)))
            }
        }
    }
}
