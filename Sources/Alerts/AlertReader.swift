public import CaseRecord
public import Foundation
import Ledger
public import PostgresClient
import StrictJSON
public import Timescales

/// Reads alerts.
public struct AlertReader: Sendable {
    let authority: AuthorityCode
    let pool: PostgresPool

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
        /// Only those that grave.
        public var severity: Severity?
        /// Only those that were acknowledged since their stage was raised, or only the others.
        public var isAcknowledged: Bool?
        /// Also those that are over.
        public var includesClosed = false
        /// Only those after this one in the order of the list.
        public var after: (due: CivilDate, id: UUID)?
        /// Only those of cases that somebody sees; `nil`: of all.
        public var seenBy: SeenBy?
        /// At most so many.
        public var limit = 100

        /// The first hundred open alerts.
        public init() {}
    }

    /// Whose alerts somebody sees.
    public struct SeenBy: Sendable {
        let everyTeam: Bool
        let teams: Set<TeamID>
        let unassigned: Bool
        let worker: WorkerID
        let opened: [ChildID]
        let hidden: [ChildID]

        /// Those of cases of these teams, of every team, or of none, and of the worker's own; those opened in any case, and
        /// those hidden in none.
        public init(
            everyTeam: Bool, teams: Set<TeamID>, unassigned: Bool, worker: WorkerID, opened: [ChildID],
            hidden: [ChildID]
        ) {
            self.everyTeam = everyTeam
            self.teams = teams
            self.unassigned = unassigned
            self.worker = worker
            self.opened = opened
            self.hidden = hidden
        }
    }

    /// Alerts in the order of their due days, the longest overdue first.
    public func alerts(_ filter: Filter) async throws -> [Alert] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .text(filter.team?.text), .text(filter.child?.text), .text(filter.rule),
            .text(filter.stage?.rawValue), .bool(filter.includesClosed || filter.stage?.isOpen == false),
            .date(filter.after.map { PostgresDate($0.due) }), .uuid(filter.after?.id), .int8(Int64(filter.limit)),
            .int2(filter.severity.map { Int16($0.rawValue) }), .bool(filter.isAcknowledged),
            .bool(filter.seenBy?.everyTeam ?? true), .textArray(filter.seenBy?.teams.map(\.text)),
            .bool(filter.seenBy?.unassigned ?? true), .text(filter.seenBy?.worker.text),
            .textArray(filter.seenBy?.opened.map(\.text) ?? []), .textArray(filter.seenBy?.hidden.map(\.text) ?? []),
        ]
        return try await pool.withConnection { connection in
            try await connection.query(AlertStatements.list, parameters, Alert.init)
        }
    }

    /// The alert of that id; `nil` where there is none.
    public func alert(_ id: UUID) async throws -> Alert? {
        try await pool.withConnection { [authority] connection in
            try await connection.query(AlertStatements.one, [.text(authority.text), .uuid(id)], Alert.init).first
        }
    }

    /// What holds of what people did about those alerts: a dismissal, else a silence, else an acknowledgement.
    public func deeds(
        about alerts: [Alert], policy: AlertPolicy, calendar: WorkingDayCalendar, now: Instant
    ) async throws -> [UUID: AlertDeed] {
        guard !alerts.isEmpty else { return [:] }
        let routing = Routing(policy: policy, calendar: calendar)
        let (silences, said) = try await pool.withConnection { [authority] connection in
            let silences = try await SilenceRows.active(of: authority, at: now, over: connection)
            let said = try await connection.query(
                HandlingStatements.standing, [.text(authority.text), .uuidArray(alerts.map(\.id))]
            ) { row in
                SaidOfAlert(
                    alert: try row.decode(0, as: UUID.self),
                    kind: AlertDeed.Kind(rawValue: try row.decode(1, as: String.self)) ?? .acknowledged,
                    at: try row.decode(2, as: PostgresTimestamp.self).instant, by: try row.decode(3, as: String.self),
                    words: try row.decode(4, as: String?.self), event: try row.decode(5, as: UUID.self))
            }
            return (silences, said)
        }
        let byAlert = Dictionary(grouping: said, by: \.alert)
        var deeds: [UUID: AlertDeed] = [:]
        for alert in alerts {
            deeds[alert.id] =
                Self.dismissal(of: alert, byAlert[alert.id] ?? []) ?? Self.silence(of: alert, silences, routing, now)
                ?? Self.acknowledgement(of: alert, byAlert[alert.id] ?? [], routing, now)
        }
        return deeds
    }

    private struct SaidOfAlert: Sendable {
        let alert: UUID
        let kind: AlertDeed.Kind
        let at: Instant
        let by: String
        let words: String?
        let event: UUID

        func deed(until: Instant?) -> AlertDeed {
            AlertDeed(kind: kind, at: at, by: by, words: words, event: event, until: until)
        }
    }

    private static func dismissal(of alert: Alert, _ said: [SaidOfAlert]) -> AlertDeed? {
        alert.rule == EmergencyRule.id ? nil : said.first { $0.kind == .dismissed }?.deed(until: nil)
    }

    private static func silence(
        of alert: Alert, _ silences: [Silence], _ routing: Routing, _ now: Instant
    ) -> AlertDeed? {
        silences.filter { $0.since <= now && $0.covers(alert.id, rule: alert.rule, team: alert.team) }
            .map { ($0, $0.end(alert.severity, routing.hours)) }.filter { $0.1 > now }.max { $0.1 < $1.1 }
            .map { silence, end in
                AlertDeed(
                    kind: .silenced, at: silence.since, by: silence.by, words: silence.reason, event: silence.event,
                    until: end)
            }
    }

    private static func acknowledgement(
        of alert: Alert, _ said: [SaidOfAlert], _ routing: Routing, _ now: Instant
    ) -> AlertDeed? {
        guard let last = said.first(where: { $0.kind == .acknowledged }) else { return nil }
        let facts = AlertFacts(
            id: alert.id, rule: alert.rule, team: alert.team, isOpen: alert.stage.isOpen, severity: alert.severity,
            stageRaisedAt: alert.changedAt, acknowledgedAt: last.at)
        guard let until = routing.acknowledgement(of: facts), until > now else { return nil }
        return last.deed(until: until)
    }
}

extension Alert {
    /// An alert from the columns that the statements of the list give.
    @Sendable init(_ row: borrowing PostgresRow) throws {
        self.init(
            id: try row.decode(0, as: UUID.self), clockID: try row.decode(1, as: String.self),
            child: try row.decode(2, as: String?.self), rule: try row.decode(3, as: String.self),
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
