import CaseRecord
import Foundation
import Projections
import StrictJSON
import TestSupport
import Testing

@testable import Alerts

/// Appends, views, alerts, rebuilds and the time, all at once and in no order.
@Suite struct AlertRaceTests {
    /// A generator that gives the same numbers for the same seed (SplitMix64). What races is not repeated by a seed, but what is
    /// recorded is.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func whateverComesFirstAlertsAreThoseOfTheClocks(seed: UInt64) async throws {
        try await AlertWorld.with(at: "2026-11-02 09:00") { world in
            let alarm = Alarm()
            let projector = Projector(
                authority: AlertWorld.authority, pool: world.pool, state: world.state,
                logger: TestDatabase.quietLogger, now: { world.clock.now }
            ) { await alarm.ring() }
            let engine = AlertEngine(
                pool: world.pool, projector: projector, scheduler: world.scheduler, authority: world.state,
                alarm: alarm, now: { world.clock.now }, logger: TestDatabase.quietLogger)
            let last = RoutingTests.london("2027-01-20 12:00")
            try await withThrowingTaskGroup(of: Void.self) { group in
                let following = [Task { await projector.run() }, Task { await engine.run() }]
                defer { for task in following { task.cancel() } }
                for writer in 0..<3 {
                    group.addTask {
                        var numbers = Numbers(state: seed &* 10 &+ UInt64(writer))
                        for round in 0..<40 {
                            try await Self.record(
                                round, of: "C\(writer)-\(Int.random(in: 0..<6, using: &numbers))", world, &numbers)
                            await projector.wake()
                            // Alerts are to have been raised before something ends them.
                            try await Task.sleep(for: .milliseconds(Int.random(in: 20...120, using: &numbers)))
                        }
                    }
                }
                group.addTask {
                    var numbers = Numbers(state: seed &* 10 &+ 7)
                    while world.clock.now < last {
                        try await Task.sleep(for: .milliseconds(Int.random(in: 5...40, using: &numbers)))
                        // Not past the end: time does not go back afterwards.
                        world.clock.now = min(
                            last, world.clock.now.adding(seconds: Int64.random(in: 600...86_400, using: &numbers)))
                        await alarm.ring()
                        if Int.random(in: 0..<12, using: &numbers) == 0 { _ = await projector.rebuild("clocks") }
                    }
                }
                try await group.waitForAll()
                world.clock.now = last
                await projector.wake()
                await alarm.ring()
                let head = try await LedgerEnd.position(of: world)
                #expect(await engine.settle(through: head, within: .seconds(60)) == .settled)
                for task in following { task.cancel() }
                for task in following { await task.value }
            }
            // A rebuild that was asked for last may have come after that.
            for _ in 0..<3 { try await world.settle() }
            let wrong = try await world.sql(
                """
                WITH clock AS (
                    SELECT clock_id, rule, CASE WHEN severe_from <= '\(last)' THEN 'severely-overdue'
                                          WHEN overdue_from <= '\(last)' THEN 'overdue'
                                          WHEN due_from <= '\(last)' THEN 'due'
                                          WHEN warn_from <= '\(last)' THEN 'due-soon' END AS stage
                    FROM caselog.clock
                    WHERE generation = caselog.live(authority, 'clocks') AND state = 'open' AND alerting
                ), alert AS (
                    SELECT clock_id, stage FROM caselog.alert
                    WHERE stage NOT IN ('resolved', 'cancelled') AND child IS NOT NULL
                )
                SELECT clock_id, clock.stage, alert.stage FROM clock FULL JOIN alert USING (clock_id)
                WHERE clock.stage IS DISTINCT FROM alert.stage
                """)
            #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
            let open = try await world.sql(
                "SELECT count(*) FROM caselog.alert WHERE stage NOT IN ('resolved', 'cancelled')")
            let ended = try await world.sql(
                "SELECT count(*) FROM caselog.alert WHERE stage IN ('resolved', 'cancelled')")
            #expect((Int(open) ?? 0) > 0 && (Int(ended) ?? 0) > 0, "nothing was tried: \(open) open, \(ended) ended")
            // The steps of each alert are numbered without a gap, and end with where it stands.
            let broken = try await world.sql(
                """
                SELECT alert.alert_id FROM caselog.alert AS alert
                JOIN caselog.alert_transition AS step USING (authority, alert_id)
                GROUP BY alert.authority, alert.alert_id
                HAVING max(step.number) <> count(*)
                    OR (array_agg(step.stage ORDER BY step.number DESC) FILTER (WHERE step.kind = 'stage'))[1] <> alert.stage
                """)
            #expect(broken.isEmpty, "seed \(seed): \(broken)")
        }
    }

    private static func record(
        _ round: Int, of child: String, _ world: AlertWorld, _ numbers: inout Numbers
    ) async throws {
        let day = LondonTime.date(of: world.clock.now).description
        let referral = "R-\(child)"
        switch Int.random(in: 0..<9, using: &numbers) {
        case 0, 1, 2:
            try await world.append(
                "referral.received", [child], on: day, ["referral": .string(referral), "team": "west"])
        case 3:
            try await world.append(
                "referral.decided", [child], on: day,
                ["referral": .string(referral), "outcome": "initial-assessment"])
        case 4:
            try await world.append("case.allocated", [child], on: day, ["worker": "sam", "team": "west"])
        case 5:
            try await world.append("case.transferred", [child], on: day, ["toTeam": "north"])
        case 6:
            try await world.append("case.closed", [child], on: day, ["reason": "RC8"])
        case 7:
            let id = try await world.append(
                "referral.received", [child], on: day, ["referral": .string("R-\(child)-\(round)")])
            try await world.append(
                "entry.struck-out", [child], on: day,
                ["entry": .string(id.uuidString.lowercased()), "reason": "wrong child"])
        default:
            try await world.append(
                "rulebook.adopted", [], on: day,
                [
                    "name": "own.yaml",
                    "text": .string(
                        "rulebook: own\nversion: '\(round)'\noverrides: [{rule: R01, severe: never, reason: a test}]"),
                ])
        }
    }
}

private enum LedgerEnd {
    static func position(of world: AlertWorld) async throws -> Int64 {
        Int64(try await world.sql("SELECT max(position) FROM caselog.event")) ?? 0
    }
}
