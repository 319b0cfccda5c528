import CaseRecord
import Foundation
import PostgresClient
import Projections
import StrictJSON
import TestSupport
import Testing
import Views

@testable import Alerts

/// What happens to clocks and cases while alerts are looked at.
@Suite struct AlertRaceTests {
    /// A referral of Monday 23 November 2026, whose decision (R01) is overdue from Wednesday on.
    private func refer(_ world: AlertWorld) async throws {
        try await world.append(
            "referral.received", ["A"], on: "2026-11-23", ["referral": "R-A", "team": "west"])
        try await world.settle()
    }

    private func raise(_ world: AlertWorld) async throws {
        let state = try await world.state.state()
        _ = try await world.pool.withConnection { connection in
            try await world.scheduler.raiseDue(at: world.clock.now, by: state, over: connection)
        }
    }

    @Test func aClockThatEndsWhileItIsWaitedForRaisesNothing() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            world.clock.now = RoutingTests.london("2026-11-26 10:00")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await world.pool.withConnection { connection in
                        try await connection.transaction { connection in
                            for sql in [
                                "UPDATE caselog.clock SET state = 'met', ended_on = '2026-11-24' WHERE rule = 'R01'",
                                "UPDATE caselog.clock_look SET look_at = 'epoch' WHERE clock_id LIKE 'R01/%'",
                            ] { _ = try await connection.execute(Statement(name: "change_\(sql.count)", sql: sql), []) }
                            try await Task.sleep(for: .milliseconds(600))
                        }
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
                try await raise(world)
                try await group.waitForAll()
            }
            try await raise(world)
            #expect(try await world.alert("R01", "A") == nil)
            #expect(try await world.notices("R01").isEmpty)
        }
    }

    @Test func whileClocksAreMadeForTheFirstTimeNoAlertIsHeldToBeOver() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.jump(to: "2026-11-25 10:00")
            #expect(try await world.alert("R01", "A")?.stage == .overdue)
            let told = try await world.notices("R01").count
            _ = try await world.sql("DELETE FROM caselog.projection WHERE name = 'clocks'; TRUNCATE caselog.clock")
            _ = try await world.sql("UPDATE caselog.clock_look SET look_at = 'epoch'")
            try await raise(world)
            #expect(try await world.alert("R01", "A")?.stage == .overdue)

            // A projector that finds other read models but no clocks makes them before it goes on.
            let projector = Projector(
                authority: AlertWorld.authority, pool: world.pool, state: world.state,
                logger: TestDatabase.quietLogger, now: { world.clock.now })
            try await projector.round()
            #expect(try await world.sql("SELECT count(*) > 0 FROM caselog.clock WHERE rule = 'R01'") == "t")
            try await raise(world)
            #expect(try await world.alert("R01", "A")?.stage == .overdue)
            #expect(try await world.notices("R01").count == told)
        }
    }

    @Test func whoTakesACaseOverHearsOfWhatStandsOpenInIt() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.jump(to: "2026-11-25 10:00")
            let before = try await world.notices("R01")
            #expect(before.contains { $0.recipient == "team-manager" && $0.team == "west" })
            try await world.append("case.transferred", ["A"], on: "2026-11-25", ["toTeam": "east"])
            try await world.settle()
            let after = try await world.notices("R01").dropFirst(before.count)
            #expect(after.contains { $0.recipient == "team-manager" && $0.team == "east" && $0.stages == ["overdue"] })
            try await world.settle()
            #expect(try await world.notices("R01").count == before.count + after.count)
        }
    }
}
