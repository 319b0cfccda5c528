import CaseRecord
import Foundation
import PostgresClient
import Projections
import StrictJSON
import Testing
import Timescales

@testable import Alerts

/// A worker who carries more than the cap, over a real database.
@Suite struct CaseloadTests {
    private func london(_ text: String) -> Instant { RoutingTests.london(text) }

    /// An open case of sam's that counts for that much.
    private func allocate(_ world: AlertWorld, _ child: String, weight: Int64, to worker: String = "sam") async throws {
        try await world.append([
            ("referral.received", [child], "2026-11-23", ["referral": .string("R-\(child)"), "team": "west"]),
            (
                "referral.decided", [child], "2026-11-23",
                ["referral": .string("R-\(child)"), "outcome": "initial-assessment"]
            ),
            (
                "case.allocated", [child], "2026-11-23",
                ["worker": .string(worker), "team": "west", "weight": .integer(weight)]
            ),
        ])
    }

    private func caseload(_ world: AlertWorld) async throws -> String {
        try await world.sql(
            """
            SELECT clock_id, child IS NULL, team, worker, stage, severity FROM caselog.alert WHERE rule = 'CASELOAD'
            """)
    }

    private func steps(_ world: AlertWorld) async throws -> String {
        try await world.sql(
            """
            SELECT string_agg(step.stage, ' ' ORDER BY number) FROM caselog.alert_transition AS step
            JOIN caselog.alert USING (authority, alert_id) WHERE rule = 'CASELOAD'
            """)
    }

    @Test func theTeamManagerHearsOnceThatItIsOverTheCapAndOnceThatItIsNot() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            // Twenty points are the cap of a full-time worker.
            for number in 1...2 { try await allocate(world, "A\(number)", weight: 10) }
            try await world.settle()
            #expect(try await caseload(world).isEmpty)
            try await allocate(world, "A3", weight: 1)
            try await allocate(world, "B", weight: 3, to: "kim")
            try await world.wait(until: "2026-11-23 10:01")
            #expect(try await caseload(world) == "CASELOAD/sam|t|west|sam|overdue|2")
            try await world.wait(until: "2026-11-23 10:30")
            let told = try await world.notices("CASELOAD")
            #expect(told.map(\.recipient) == ["team-manager"] && told.map(\.team) == ["west"])
            let sentence = told.first?.payload["alerts"]?.arrayValue?.first?["sentence"]
            #expect(sentence == "The 3 cases of sam count for 21, which is over the cap of 20 for this worker.")

            // More of the same is not told again; the alert says what it is now.
            try await allocate(world, "A4", weight: 5)
            try await world.wait(until: "2026-11-23 12:00")
            #expect(try await world.notices("CASELOAD").count == 1)
            let detail = try await world.sql(
                "SELECT convert_from(detail, 'UTF8') FROM caselog.alert WHERE rule = 'CASELOAD'")
            #expect(detail.contains("count for 26"))
            #expect(try await steps(world) == "overdue")

            for child in ["A1", "A2"] {
                try await world.append("case.closed", [child], on: "2026-11-23", ["reason": "RC8"])
            }
            try await world.wait(until: "2026-11-23 14:00")
            #expect(try await caseload(world) == "CASELOAD/sam|t|west|sam|resolved|2")
            #expect(try await world.notices("CASELOAD").map(\.reasons) == [["stage"], ["over"]])

            // Over it again, it is the same alert, opened again; its history stays.
            try await allocate(world, "A5", weight: 20)
            try await world.wait(until: "2026-11-23 16:00")
            #expect(try await steps(world) == "overdue resolved overdue")
            #expect(try await world.notices("CASELOAD").count == 3)
        }
    }

    @Test func itClimbsAndIsAcknowledgedAndSilencedAsEveryAlert() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await allocate(world, "A", weight: 30)
            try await world.wait(until: "2026-11-23 10:20")
            let id = try await world.sql("SELECT alert_id FROM caselog.alert WHERE rule = 'CASELOAD'")
            // After three working days its service manager would hear; somebody takes note of it before.
            try await world.wait(until: "2026-11-25 10:00")
            try await world.append(
                "alert.acknowledged", [], on: "2026-11-25", ["alert": .string(id), "note": "two cases go to kim"])
            try await world.wait(until: "2026-12-02 09:59")
            #expect(try await world.notices("CASELOAD").count == 1)
            try await world.wait(until: "2026-12-02 10:30")
            #expect(try await world.notices("CASELOAD").map(\.recipient) == ["team-manager", "service-manager"])
        }
    }

    @Test func whoHasNoCaseAnyMoreIsNotOverTheCapAndMadeAgainItStandsWhereItStood() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await allocate(world, "A", weight: 30)
            try await allocate(world, "B", weight: 30, to: "kim")
            try await world.settle()
            try await world.append("case.closed", ["A"], on: "2026-11-23", ["reason": "RC8"])
            try await world.wait(until: "2026-11-23 11:00")
            func standing() async throws -> String {
                try await world.sql("SELECT clock_id, stage FROM caselog.alert WHERE rule = 'CASELOAD' ORDER BY 1")
            }
            #expect(try await standing() == "CASELOAD/kim|overdue\nCASELOAD/sam|resolved")
            _ = try await world.sql(
                """
                TRUNCATE caselog.alert, caselog.alert_transition, caselog.alert_telling, caselog.alert_told,
                    caselog.caseload_look
                """)
            try await world.settle()
            #expect(try await standing() == "CASELOAD/kim|overdue")
        }
    }

    /// What the authority says of the worker counts, and from the day on for which it says it, without another event.
    @Test func theCapIsThatOfTheWorkerOnTheDay() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await allocate(world, "A", weight: 19)
            try await world.settle()
            #expect(try await caseload(world).isEmpty)
            // A tenth of the time of a newly qualified worker is for learning.
            try await world.append(
                "worker.registered", [], on: "2026-11-23",
                [
                    "worker": "sam", "name": "Sam", "team": "east",
                    "newlyQualified": ["from": "2026-06-01", "until": "2026-11-24"],
                ])
            try await world.wait(until: "2026-11-23 10:01")
            #expect(try await caseload(world) == "CASELOAD/sam|t|east|sam|overdue|2")
            try await world.wait(until: "2026-11-24 23:00")
            #expect(try await steps(world) == "overdue")
            try await world.wait(until: "2026-11-25 00:01")
            #expect(try await steps(world) == "overdue resolved")
        }
    }

    /// A generation that took the place of another between the asking and the counting.
    @Test func whoIsCountedInAGenerationThatIsLiveNoMoreIsNotHeldToCarryNothing() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await allocate(world, "A", weight: 30)
            try await world.settle()
            let round = CaseloadRound(
                authority: AlertWorld.authority, state: try await world.state.state(), routing: RoutingTests.routing,
                now: london("2026-11-24 10:00"))
            let place = CaseloadRound.Place(generation: 99, position: 1, isDue: true, lookAgainAt: nil)
            let steps = try await world.pool.withConnection { connection in
                try await connection.transaction { try await round.changes(at: place, over: $0).stepCount }
            }
            #expect(steps == 0)
        }
    }

    @Test func whileCasesAreGatheredAnewNobodyIsHeldToCarryLittle() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await allocate(world, "A", weight: 30)
            try await world.settle()
            _ = try await world.sql("DELETE FROM caselog.projection WHERE name = 'cases'; TRUNCATE caselog.case_row")
            let state = try await world.state.state()
            world.clock.now = london("2026-11-24 10:00")
            _ = try await world.pool.withConnection { connection in
                try await world.scheduler.raiseDue(at: world.clock.now, by: state, over: connection)
            }
            #expect(try await steps(world) == "overdue")
        }
    }

    @Test func anAuthoritySaysWhatIsTooMuchWhoHearsOfItAndWhetherAnybodyDoes() async throws {
        func adopt(_ caseload: String, version: Int, _ world: AlertWorld) async throws {
            let text = "rulebook: own\nversion: '\(version)'\nalerts: {caseload: {\(caseload)}}"
            try await world.append(
                "rulebook.adopted", [], on: "2026-11-23", ["name": "own.yaml", "text": .string(text)])
        }
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await adopt("cap: 12, severity: 1, tell: [worker, service-manager]", version: 1, world)
            try await allocate(world, "A1", weight: 13)
            try await world.wait(until: "2026-11-23 10:05")
            #expect(try await caseload(world) == "CASELOAD/sam|t|west|sam|overdue|1")
            #expect(Set(try await world.notices("CASELOAD").map(\.recipient)) == ["worker", "service-manager"])
            try await adopt("cap: 12, off: true", version: 2, world)
            try await world.wait(until: "2026-11-23 11:00")
            #expect(try await steps(world) == "overdue resolved")
            try await adopt("cap: 13", version: 3, world)
            try await allocate(world, "A2", weight: 1)
            try await world.wait(until: "2026-11-23 12:00")
            #expect(try await caseload(world) == "CASELOAD/sam|t|west|sam|overdue|2")
        }
    }
}
