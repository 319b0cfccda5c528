public import CaseRecord
import Foundation
import Ledger
public import PostgresClient
import StrictJSON
public import Timescales

/// Raises what is due: looks at the clocks whose time has come, and no others, moves their alerts on, and adds the notices
/// that tell of it, all in one transaction.
public struct AlertScheduler: Sendable {
    private let authority: AuthorityCode
    /// How many clocks one transaction looks at.
    static let batch = 500

    /// A scheduler for that authority's clocks.
    public init(authority: AuthorityCode) {
        self.authority = authority
    }

    /// Raises everything that is due at that time.
    ///
    /// - Parameter rulebook: The rules that the clocks run by.
    /// - Returns: How many steps were taken, and when to look again; `nil`: not before a clock changes.
    public func raiseDue(
        at now: Instant, by rulebook: Rulebook, over connection: PostgresConnection
    ) async throws -> (steps: Int, lookAgainAt: Instant?) {
        var steps = 0
        _ = try await connection.execute(
            AlertStatements.forgetGone, [.text(authority.text), .timestamptz(PostgresTimestamp(now))])
        while true {
            let round = try await connection.transaction { connection in
                try await raiseBatch(at: now, by: rulebook, over: connection)
            }
            steps += round.steps
            guard round.clocks == Self.batch else { break }
        }
        try await connection.transaction { try await tellHistory(at: now, over: $0) }
        let next = try await connection.query(AlertStatements.nextLook, [.text(authority.text)]) { row in
            try row.decode(0, as: PostgresTimestamp?.self)?.instant
        }
        return (steps, next.first ?? nil)
    }

    private func raiseBatch(
        at now: Instant, by rulebook: Rulebook, over connection: PostgresConnection
    ) async throws -> (clocks: Int, steps: Int) {
        let moment = PostgresValue.timestamptz(PostgresTimestamp(now))
        let ripe = try await connection.query(
            AlertStatements.ripe, [.text(authority.text), moment, .int8(Int64(Self.batch))]
        ) { row in try RipeClock(row, by: rulebook) }
        guard !ripe.isEmpty else { return (0, 0) }
        var changes = AlertChanges(authority: authority, now: now)
        for clock in ripe { changes.look(at: clock) }
        _ = try await connection.execute(AlertStatements.lookAgain, changes.lookAgainParameters)
        _ = try await connection.execute(AlertStatements.lookNoMore, changes.lookNoMoreParameters)
        if !changes.isEmpty {
            _ = try await connection.execute(AlertStatements.saveAlerts, changes.alertParameters)
            _ = try await connection.execute(AlertStatements.addSteps, changes.stepParameters)
            try await tell(changes, over: connection)
        }
        return (ripe.count, changes.stepCount)
    }

    private func tell(_ changes: AlertChanges, over connection: PostgresConnection) async throws {
        if changes.hasHistory {
            _ = try await connection.execute(
                AlertStatements.putOffHistory,
                [.text(authority.text), .timestamptz(PostgresTimestamp(changes.now))])
        }
        try await NoticeOutbox.add(changes.notices, authority: authority, at: changes.now, over: connection)
    }

    /// The one notice about migrated history, once nothing has been added to it for a while: how many alerts stand open
    /// in it, by team, rule and stage.
    private func tellHistory(at now: Instant, over connection: PostgresConnection) async throws {
        let taken = try await connection.execute(
            AlertStatements.takeHistory, [.text(authority.text), .timestamptz(PostgresTimestamp(now))])
        guard taken > 0 else { return }
        let counts = try await connection.query(AlertStatements.historyCounts, [.text(authority.text)]) { row in
            (
                team: try row.decode(0, as: String.self), rule: try row.decode(1, as: String.self),
                stage: try row.decode(2, as: String.self), count: try row.decode(3, as: Int64.self)
            )
        }
        let rows: [JSONValue] = counts.map { entry in
            [
                "team": entry.team.isEmpty ? .null : .string(entry.team), "rule": .string(entry.rule),
                "stage": .string(entry.stage), "count": .integer(entry.count),
            ]
        }
        let total = counts.map { $0.count }.reduce(0, +)
        let notice = Notice(
            kind: .history, thread: "history",
            payload: [
                "open": .integer(total), "counts": .array(rows),
                "sentence": .string(
                    "Migrated history has \(total) open alerts whose day had passed before it was recorded here."),
            ])
        try await NoticeOutbox.add([notice], authority: authority, at: now, over: connection)
    }
}

/// A clock whose time has come, with its alert as it stands.
struct RipeClock: Sendable {
    let id: String
    let child: String
    let rule: String
    let state: String
    let team: String?
    let worker: String?
    let due: CivilDate
    let stage: AlertStage?
    let wasTold: Bool
    let lastNumber: Int32
    let openedAt: Instant?
    let changedAt: Instant?
    /// Rule and explanation, as JSON: of a clock that fell away, what they were when its alert last changed.
    let detail: JSONValue
    let subject: AlertSubject

    init(_ row: borrowing PostgresRow, by rulebook: Rulebook) throws {
        id = try row.decode(0, as: String.self)
        child = try row.decode(1, as: String.self)
        rule = try row.decode(2, as: String.self)
        state = try row.decode(3, as: String.self)
        team = try row.decode(4, as: String?.self)
        worker = try row.decode(5, as: String?.self)
        due = try row.decode(6, as: PostgresDate.self).civilDate
        // One that fell away has no moments, and none are asked for.
        let moments = try row.decode(9, as: PostgresTimestamp?.self).map { overdueFrom in
            StageMoments(
                warnFrom: try row.decode(7, as: PostgresTimestamp?.self)?.instant,
                dueFrom: try row.decode(8, as: PostgresTimestamp?.self)?.instant,
                overdueFrom: overdueFrom.instant,
                severeFrom: try row.decode(10, as: PostgresTimestamp?.self)?.instant)
        }
        if let sentence = try row.decode(14, as: String?.self) {
            let dayZero = try row.decode(13, as: PostgresDate.self).civilDate
            let remarks = try row.decode(15, as: String.self).split(separator: "\n")
            detail = [
                "rule": rulebook.shown(RuleID(rawValue: rule), on: dayZero),
                "explanation": [
                    "sentence": .string(sentence), "remarks": .array(remarks.map { .string(String($0)) }),
                ],
            ]
        } else {
            detail = try row.decode(16, as: [UInt8]?.self).map { try JSONValue(parsing: $0) } ?? .null
        }
        stage = try row.decode(17, as: String?.self).flatMap { AlertStage(rawValue: $0) }
        wasTold = try row.decode(18, as: Bool.self)
        lastNumber = try row.decode(19, as: Int32.self)
        openedAt = try row.decode(20, as: PostgresTimestamp?.self)?.instant
        changedAt = try row.decode(21, as: PostgresTimestamp?.self)?.instant
        let stages = (moments?.transitions ?? []).compactMap { transition in
            AlertStage(transition.stage).map { (at: transition.at, stage: $0) }
        }
        subject = AlertSubject(
            isRunning: state == "open", isDone: state == "met" || state == "late", stages: stages,
            isMigrated: try row.decode(11, as: Bool.self),
            knownAt: try row.decode(12, as: PostgresTimestamp?.self)?.instant ?? Instant(microseconds: 0))
    }
}
