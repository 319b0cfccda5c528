import CaseRecord
import Foundation
import Ledger
import PostgresClient
import StrictJSON
import Timescales
import Views

/// Looks whether anybody carries more than the cap, where cases or the day have changed since it last looked; every ten
/// seconds at most, so that what it costs does not grow with what is recorded.
struct CaseloadRound: Sendable {
    /// For how long it does not look again.
    static let pause: Int64 = 10

    let authority: AuthorityCode
    let state: AuthorityState
    let routing: Routing
    let now: Instant

    /// What cases there are to be looked at.
    struct Place: Sendable {
        let generation: Int32
        let position: Int64
        let isDue: Bool
        /// When to look, where something has changed and it is too early yet.
        let lookAgainAt: Instant?
    }

    /// Whether to look; `nil` while cases are gathered for the first time: nobody can be said to carry little then.
    func place(over connection: PostgresConnection) async throws -> Place? {
        try await connection.query(
            CaseloadStatements.place,
            [
                .text(authority.text), .date(PostgresDate(LondonTime.date(of: now))),
                .timestamptz(PostgresTimestamp(now.adding(seconds: -Self.pause))),
            ]
        ) { row in
            Place(
                generation: try row.decode(0, as: Int32.self), position: try row.decode(1, as: Int64.self),
                isDue: try row.decode(2, as: Bool.self),
                lookAgainAt: try row.decode(3, as: PostgresTimestamp?.self)?.instant)
        }.first
    }

    /// The changes that alerts need, within the transaction in which they are written.
    func changes(at place: Place, over connection: PostgresConnection) async throws -> AlertChanges {
        let key = PostgresValue.text(authority.text)
        let today = LondonTime.date(of: now)
        guard let standings = try await standings(on: today, over: connection) else {
            return AlertChanges(authority: authority, routing: routing, now: now)
        }
        let known = try await connection.query(
            CaseloadStatements.known, [key, .text(CaseloadRule.id)], KnownCaseload.init)
        _ = try await connection.execute(
            CaseloadStatements.looked,
            [
                key, .int4(place.generation), .int8(place.position), .date(PostgresDate(today)),
                .timestamptz(PostgresTimestamp(now)),
            ])
        var changes = AlertChanges(authority: authority, routing: routing, now: now)
        let alerts = Dictionary(known.map { ($0.clockID, $0) }, uniquingKeysWith: { one, _ in one })
        var seen: Set<String> = []
        for standing in standings {
            let id = CaseloadRule.clockID(of: standing.worker)
            seen.insert(id)
            let alert = alerts[id]
            let isOpen = alert?.stage.isOpen ?? false
            guard standing.isOverCap || isOpen, alert?.says(standing, by: policy) != true || !isOpen else { continue }
            changes.look(at: RipeClock(caseload: standing, of: alert, by: policy, on: today, now: now))
        }
        // Who carries nothing any more is in no row.
        for alert in known where alert.stage.isOpen && !seen.contains(alert.clockID) {
            guard let worker = alert.worker.flatMap({ WorkerID($0) }) else { continue }
            let standing = standing(of: worker, team: alert.team, cases: 0, points: 0, on: today)
            changes.look(at: RipeClock(caseload: standing, of: alert, by: policy, on: today, now: now))
        }
        return changes
    }

    /// What everybody carries; `nil` where no generation is live.
    private func standings(on today: CivilDate, over connection: PostgresConnection) async throws -> [CaseloadStanding]?
    {
        let loads = try await connection.query(CaseloadStatements.loads, [.text(authority.text)]) { row in
            (
                generation: try row.decode(0, as: Int32?.self), worker: try row.decode(1, as: String?.self),
                team: try row.decode(2, as: String?.self), cases: try row.decode(3, as: Int64?.self),
                points: try row.decode(4, as: Int64?.self)
            )
        }
        guard loads.first?.generation != nil else { return nil }
        return loads.compactMap { load in
            load.worker.flatMap { WorkerID($0) }.map {
                standing(of: $0, team: load.team, cases: load.cases ?? 0, points: load.points ?? 0, on: today)
            }
        }
    }

    private func standing(
        of worker: WorkerID, team: String?, cases: Int64, points: Int64, on today: CivilDate
    ) -> CaseloadStanding {
        let person = state.workforce.worker(worker, on: today)
        return CaseloadStanding(
            worker: worker, team: person?.team?.text ?? team, cases: cases, points: points,
            cap: Caseload.cap(of: person, by: policy),
            remarks: person?.newlyQualified == nil ? [] : ["newly qualified"], isOff: policy.isOff)
    }

    private var policy: CaseloadPolicy { state.rulebook.alerts.caseload }
}

/// The alert of a caseload as it stands.
struct KnownCaseload: Sendable {
    let clockID: String
    let team: String?
    let worker: String?
    let due: CivilDate
    let stage: AlertStage
    let wasTold: Bool
    let lastNumber: Int32
    let openedAt: Instant
    let changedAt: Instant
    let severity: Severity?
    let stageFellAt: Instant
    let detail: JSONValue

    @Sendable init(_ row: borrowing PostgresRow) throws {
        clockID = try row.decode(0, as: String.self)
        team = try row.decode(1, as: String?.self)
        worker = try row.decode(2, as: String?.self)
        due = try row.decode(3, as: PostgresDate.self).civilDate
        stage = AlertStage(rawValue: try row.decode(4, as: String.self)) ?? .overdue
        wasTold = try row.decode(5, as: Bool.self)
        lastNumber = try row.decode(6, as: Int32.self)
        openedAt = try row.decode(7, as: PostgresTimestamp.self).instant
        changedAt = try row.decode(8, as: PostgresTimestamp.self).instant
        severity = Severity(rawValue: Int(try row.decode(9, as: Int16.self)))
        stageFellAt = try row.decode(10, as: PostgresTimestamp.self).instant
        detail = try JSONValue(parsing: row.decode(11, as: [UInt8].self))
    }

    /// Whether it says the same already.
    func says(_ standing: CaseloadStanding, by policy: CaseloadPolicy) -> Bool {
        standing.isOverCap && team == standing.team && detail["explanation"] == standing.explanation
            && detail["rule"] == CaseloadRule.json(policy)
    }
}

extension RipeClock {
    /// A caseload as alerts see it: overdue since it was seen to be over the cap, done when it is not any more.
    init(
        caseload: CaseloadStanding, of alert: KnownCaseload?, by policy: CaseloadPolicy, on today: CivilDate,
        now: Instant
    ) {
        let isOpen = alert?.stage.isOpen ?? false
        self.init(
            id: CaseloadRule.clockID(of: caseload.worker), child: nil, rule: CaseloadRule.id,
            state: caseload.isOverCap ? "open" : "met", team: caseload.team, worker: caseload.worker.text,
            due: isOpen ? alert?.due ?? today : today, stage: alert?.stage, wasTold: alert?.wasTold ?? false,
            lastNumber: alert?.lastNumber ?? 0, openedAt: alert?.openedAt, changedAt: alert?.changedAt,
            severity: alert?.severity, stageFellAt: alert?.stageFellAt, lastTeam: alert?.team,
            // A caseload that goes to other people is another caseload.
            lastWorker: caseload.worker.text,
            detail: ["rule": CaseloadRule.json(policy), "explanation": caseload.explanation],
            subject: AlertSubject(
                isRunning: caseload.isOverCap, isDone: !caseload.isOverCap, stages: [(at: now, stage: .overdue)],
                isMigrated: false, knownAt: now))
    }
}

private enum CaseloadStatements {
    /// The live generation of cases, and whether caseloads have to be looked at.
    static let place = Statement(
        name: "caseload_place",
        sql: """
            SELECT live.generation, live.position,
                   look.authority IS NULL OR look.day <> $2
                       OR (look.generation, look.position) <> (live.generation, live.position)
                          AND (look.looked_at <= $3 OR look.looked_at > $3::timestamptz + interval '1 minute'),
                   CASE WHEN (look.generation, look.position) <> (live.generation, live.position)
                        THEN look.looked_at + interval '\(CaseloadRound.pause) seconds' END
            FROM caselog.projection AS live
            LEFT JOIN caselog.caseload_look AS look USING (authority)
            WHERE live.authority = $1 AND live.name = 'cases' AND live.state = 'live'
            """)

    static let looked = Statement(
        name: "caseload_looked",
        sql: """
            INSERT INTO caselog.caseload_look (authority, generation, position, day, looked_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (authority) DO UPDATE
            SET generation = excluded.generation, position = excluded.position, day = excluded.day,
                looked_at = excluded.looked_at
            """)

    /// Of the generation that is live in the same moment: another may have taken its place since it was asked for, and its rows
    /// may be gone.
    static let loads = Statement(
        name: "caseload_loads",
        sql: """
            SELECT live.generation, load.worker, load.team, load.cases, load.points
            FROM (SELECT \(LiveGeneration.of("cases")) AS generation) AS live
            LEFT JOIN LATERAL (
                SELECT worker, mode() WITHIN GROUP (ORDER BY team) AS team, count(*) AS cases,
                       sum(weight)::bigint AS points
                FROM caselog.case_row
                WHERE authority = $1 AND case_row.generation = live.generation AND is_open AND worker IS NOT NULL
                GROUP BY worker) AS load ON true
            ORDER BY load.worker
            """)

    static let known = Statement(
        name: "caseload_known",
        sql: """
            SELECT alert.clock_id, alert.team, alert.worker, alert.due, alert.stage,
                   coalesce(steps.told, false), coalesce(steps.last, 0), alert.opened_at,
                   alert.changed_at, alert.severity, alert.stage_fell_at, alert.detail
            FROM caselog.alert AS alert
            \(AlertStatements.steps)
            WHERE alert.authority = $1 AND alert.rule = $2
            """)
}
