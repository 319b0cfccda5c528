public import CaseRecord
import Foundation
import Ledger
public import PostgresClient
import StrictJSON
import Timescales
public import Views

/// Raises what is due: takes in what people did about alerts, looks at the clocks whose time has come, and at no others,
/// moves their alerts on, has them climb that nobody acknowledges, and adds the notices that tell of it.
///
/// What is to be told waits in the database, in the transaction that raises it, so that a crash between raising and
/// telling loses nothing; and it is told after everything was raised that is due, so that it is told together.
public struct AlertScheduler: Sendable {
    /// How the session is set whose connection it works over. Every row is found by its key, so each statement has one plan
    /// that serves any number of rows, and is not thought out anew each time: that would cost more than a lone alert does.
    public static let session = ["plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"]

    /// How many clocks one transaction looks at.
    static let batch = 500

    private let authority: AuthorityCode

    /// A scheduler for that authority's clocks.
    public init(authority: AuthorityCode) {
        self.authority = authority
    }

    /// Raises and tells everything that is due at that time.
    ///
    /// - Parameter state: The rules that clocks run by, when people are told, and the calendar that working days are counted by.
    /// - Returns: How many steps were taken, and when to look again; `nil`: not before something changes.
    public func raiseDue(
        at now: Instant, by state: AuthorityState, over connection: PostgresConnection
    ) async throws -> (steps: Int, lookAgainAt: Instant?) {
        let routing = Routing(policy: state.rulebook.alerts, calendar: state.calendars.current)
        var steps = try await raise(at: now, by: state.rulebook, routing, over: connection)
        let caseloads = try await raiseCaseloads(at: now, by: state, routing, over: connection)
        steps += caseloads.steps
        try await tell(at: now, by: routing, over: connection)
        let next = try await connection.query(TellingStatements.next, [.text(authority.text)]) { row in
            try row.decode(0, as: PostgresTimestamp?.self)?.instant
        }
        return (steps, [next.first ?? nil, caseloads.lookAgainAt].compactMap { $0 }.min())
    }

    /// Raises what is due, of which people are still to be told.
    func raise(
        at now: Instant, by rulebook: Rulebook, _ routing: Routing, over connection: PostgresConnection
    ) async throws -> Int {
        try await AlertLogFollower(authority: authority).follow(over: connection)
        var steps = 0
        while true {
            let round = try await connection.transaction { connection in
                try await raiseBatch(at: now, by: rulebook, routing, over: connection)
            }
            steps += round.steps
            guard round.clocks == Self.batch else { return steps }
            // Where so much is added, plans that were made before must not be used for the rest: an empty table's rows are
            // found as well by any key.
            try await connection.simple("DISCARD PLANS")
        }
    }

    private func raiseCaseloads(
        at now: Instant, by state: AuthorityState, _ routing: Routing, over connection: PostgresConnection
    ) async throws -> (steps: Int, lookAgainAt: Instant?) {
        let round = CaseloadRound(authority: authority, state: state, routing: routing, now: now)
        guard let place = try await round.place(over: connection) else { return (0, nil) }
        guard place.isDue else { return (0, place.lookAgainAt) }
        let steps = try await connection.transaction { connection in
            var changes = try await round.changes(at: place, over: connection)
            if !changes.isEmpty { try await write(&changes, over: connection) }
            return changes.stepCount
        }
        return (steps, nil)
    }

    /// Tells what is ready to be told.
    func tell(at now: Instant, by routing: Routing, over connection: PostgresConnection) async throws {
        let due = try await connection.query(
            TellingStatements.due, [.text(authority.text), .timestamptz(PostgresTimestamp(now))]
        ) { row in
            (climbs: try row.decode(0, as: Bool.self), history: try row.decode(1, as: Bool.self))
        }.first
        if due?.climbs ?? false {
            try await ClimbRound(authority: authority, routing: routing, now: now).run(over: connection)
        }
        try await TellingRound(authority: authority, routing: routing, now: now).run(over: connection)
        if due?.history ?? false { try await connection.transaction { try await tellHistory(at: now, over: $0) } }
    }

    private func raiseBatch(
        at now: Instant, by rulebook: Rulebook, _ routing: Routing, over connection: PostgresConnection
    ) async throws -> (clocks: Int, steps: Int) {
        let moment = PostgresValue.timestamptz(PostgresTimestamp(now))
        let taken = try await connection.query(
            AlertStatements.takeRipe, [.text(authority.text), moment, .int8(Int64(Self.batch))]
        ) { row in
            (child: try row.decode(0, as: String.self), id: try row.decode(1, as: String.self))
        }
        guard !taken.isEmpty else { return (0, 0) }
        let ripe = try await connection.query(
            AlertStatements.ripe,
            [.text(authority.text), .textArray(taken.map { $0.child }), .textArray(taken.map { $0.id })]
        ) { row -> RipeClock? in
            // A clock that fell away without ever having had an alert has no rule.
            try row.decode(2, as: String?.self) == nil ? nil : try RipeClock(row, by: rulebook)
        }
        var changes = AlertChanges(authority: authority, routing: routing, now: now)
        for (clock, key) in zip(ripe, taken) {
            if let clock { changes.look(at: clock) } else { changes.forget(key.child, key.id) }
        }
        // Each statement is asked for only where it has something to do: a lone alert costs few of them.
        if changes.looksAgain {
            _ = try await connection.execute(AlertStatements.lookAgain, changes.lookAgainParameters)
        }
        if changes.looksNoMore {
            _ = try await connection.execute(AlertStatements.lookNoMore, changes.lookNoMoreParameters)
        }
        if !changes.isEmpty { try await write(&changes, over: connection) }
        return (taken.count, changes.stepCount)
    }

    private func write(_ changes: inout AlertChanges, over connection: PostgresConnection) async throws {
        let key = PostgresValue.text(authority.text)
        if changes.haveMoved {
            _ = try await connection.execute(AlertStatements.releaseMoved, changes.responsibilityParameters)
        }
        _ = try await connection.execute(AlertStatements.saveAlerts, changes.alertParameters)
        guard changes.stepCount > 0 || !changes.tellings.isEmpty else { return }
        _ = try await connection.execute(AlertStatements.addSteps, changes.stepParameters)
        let muted = changes.muted
        if !muted.isEmpty { _ = try await connection.execute(TellingStatements.mute, [key, .uuidArray(muted)]) }
        if !changes.ended.isEmpty {
            let told = try await connection.query(TellingStatements.told, [key, .uuidArray(changes.ended)]) { row in
                (alert: try row.decode(0, as: UUID.self), name: try row.decode(1, as: String.self))
            }
            changes.tellTheEnd(
                to: told.compactMap { told in Recipient(rawValue: told.name).map { (told.alert, $0) } })
        }
        try await changes.tellings.write(of: authority, at: changes.now, over: connection)
        let stepped = changes.steppedOn
        if !stepped.isEmpty { _ = try await connection.execute(AlertStatements.climbOn, [key, .uuidArray(stepped)]) }
        if changes.hasHistory {
            _ = try await connection.execute(
                AlertStatements.putOffHistory, [key, .timestamptz(PostgresTimestamp(changes.now))])
        }
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
    /// `nil` of a caseload, which is none of a child.
    let child: String?
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
    let severity: Severity?
    let stageFellAt: Instant?
    /// Who had the case when its alert was last looked at.
    let lastTeam: String?
    let lastWorker: String?
    /// Rule and explanation, as JSON: of a clock that fell away, what they were when its alert last changed.
    let detail: JSONValue
    let subject: AlertSubject
}

extension RipeClock {
    init(_ row: borrowing PostgresRow, by rulebook: Rulebook) throws {
        id = try row.decode(0, as: String.self)
        child = try row.decode(1, as: String?.self)
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
        severity = try row.decode(22, as: Int16?.self).flatMap { Severity(rawValue: Int($0)) }
        stageFellAt = try row.decode(23, as: PostgresTimestamp?.self)?.instant
        lastTeam = try row.decode(24, as: String?.self)
        lastWorker = try row.decode(25, as: String?.self)
        let stages = (moments?.transitions ?? []).compactMap { transition in
            AlertStage(transition.stage).map { (at: transition.at, stage: $0) }
        }
        subject = AlertSubject(
            isRunning: state == "open", isDone: state == "met" || state == "late", stages: stages,
            isMigrated: try row.decode(11, as: Bool.self),
            knownAt: try row.decode(12, as: PostgresTimestamp?.self)?.instant ?? Instant(microseconds: 0))
    }
}
