import CaseRecord
import Foundation
import PostgresClient
import StrictJSON
import Testing
import Timescales

@testable import Alerts

/// What was held back, and what was acknowledged, when something else comes between.
@Suite struct HandledAlertTests {
    private func london(_ text: String) -> Instant { RoutingTests.london(text) }

    private func refer(_ world: AlertWorld, on day: String) async throws -> UUID {
        try await world.append(
            "referral.received", ["A"], on: day, ["referral": "R-A", "team": "west"])
    }

    private func neverSevere(_ world: AlertWorld) async throws {
        try await world.append(
            "rulebook.adopted", [], on: "2026-11-01",
            [
                "name": "own.yaml",
                "text": "rulebook: own\nversion: '1'\noverrides: [{rule: R01, severe: never, reason: a test}]",
            ])
    }

    /// Appends wait for the disk; what alerts pass by must not keep it busy.
    @Test func whatSaysNothingOfAlertsIsPassedByWithoutWaitingForTheDisk() async throws {
        try await AlertWorld.with(at: "2026-11-24 10:00") { world in
            for position in ["1", "2"] {
                try await world.append("note.recorded", ["A"], on: "2026-11-24", ["text": "Seen", "subject": "Visit"])
                try await world.settle()
                #expect(try await world.sql("SELECT position FROM caselog.alert_log") == position)
            }
            let setting = Statement(name: "test_waits", sql: "SELECT current_setting('synchronous_commit')")
            try await world.pool.withConnection { connection in
                try await connection.transaction { connection in
                    _ = try await connection.execute(
                        HandlingStatements.passBy, [.text(AlertWorld.authority.text), .int8(2)])
                    let passing = try await connection.query(setting, []) { try $0.decode(0, as: String.self) }
                    #expect(passing == ["off"])
                }
                let after = try await connection.query(setting, []) { try $0.decode(0, as: String.self) }
                #expect(after == ["on"])
            }
        }
    }

    /// The referral had come a day earlier: what was acknowledged as due is overdue, and was since midnight.
    @Test func anAcknowledgementIsNotOneOfAStageThatACorrectionBroughtLater() async throws {
        try await AlertWorld.with(at: "2026-11-24 10:00") { world in
            let referral = try await refer(world, on: "2026-11-24")
            try await neverSevere(world)
            try await world.wait(until: "2026-11-25 09:00")
            let alert = try #require(try await world.alert("R01", "A"))
            #expect(alert.stage == .due)
            try await world.append(
                "alert.acknowledged", ["A"], on: "2026-11-25", ["alert": alert.id.field, "note": "today"])
            try await world.wait(until: "2026-11-25 10:00")
            try await world.append(
                "entry.corrected", ["A"], on: "2026-11-25",
                [
                    "entry": referral.field, "type": "referral.received", "reason": "dated the day before",
                    "occurredAt": "2026-11-23",
                ])
            try await world.wait(until: "2026-11-25 10:01")
            let overdue = try #require(try await world.alert("R01", "A"))
            #expect(overdue.stage == .overdue)
            let deeds = try await AlertReader(authority: AlertWorld.authority, pool: world.pool).deeds(
                about: [overdue], policy: .ordinary, calendar: .england, now: world.clock.now)
            #expect(deeds.isEmpty)
            var filter = AlertReader.Filter()
            filter.isAcknowledged = true
            #expect(
                try await AlertReader(authority: AlertWorld.authority, pool: world.pool).alerts(filter).isEmpty)
            // Nobody acknowledged that it is overdue: it climbs after a working day.
            try await world.wait(until: "2026-11-26 10:05")
            let climbed = try await world.notices("R01").filter { $0.reasons == ["climbed"] }
            #expect(climbed.map(\.recipient) == ["service-manager"])
        }
    }

    @Test func whatAStruckOutDismissalHeldBackIsNotToldAtNight() async throws {
        try await AlertWorld.with(at: "2026-11-02 10:00") { world in
            // P40 is due soon and due of severity 3, overdue of severity 2 from 10 November on.
            try await world.append("case.transferred", ["U"], on: "2026-10-30", ["toTeam": "west"])
            try await world.append("case.waiting", ["U"], on: "2026-11-02", ["state": "unallocated", "team": "west"])
            try await world.wait(until: "2026-11-07 10:00")
            let alert = try #require(try await world.alert("P40", "U"))
            let dismissal = try await world.append(
                "alert.dismissed", ["U"], on: "2026-11-07", ["alert": alert.id.field, "reason": "not ours"])
            try await world.wait(until: "2026-11-10 22:00")
            #expect(try await world.alert("P40", "U")?.stage == .overdue)
            #expect(try await world.notices("P40").isEmpty)
            try await world.append(
                "entry.struck-out", ["U"], on: "2026-11-10", ["entry": dismissal.field, "reason": "it is ours"])
            try await world.wait(until: "2026-11-11 08:29")
            #expect(try await world.notices("P40").isEmpty)
            try await world.wait(until: "2026-11-11 08:30")
            let told = try await world.notices("P40")
            #expect(told.map(\.recipient) == ["team-manager"] && told.map(\.at) == [london("2026-11-11 08:30")])
        }
    }

    @Test func whatWaitsForADigestWaitsForItAfterADismissalIsStruckOut() async throws {
        try await AlertWorld.with(at: "2026-11-02 10:00") { world in
            try await world.append("case.transferred", ["U"], on: "2026-10-30", ["toTeam": "west"])
            try await world.append("case.waiting", ["U"], on: "2026-11-02", ["state": "unallocated", "team": "west"])
            try await world.wait(until: "2026-11-07 10:00")
            let alert = try #require(try await world.alert("P40", "U"))
            let dismissal = try await world.append(
                "alert.dismissed", ["U"], on: "2026-11-07", ["alert": alert.id.field, "reason": "not ours"])
            try await world.wait(until: "2026-11-09 10:00")
            try await world.append(
                "entry.struck-out", ["U"], on: "2026-11-09", ["entry": dismissal.field, "reason": "it is ours"])
            try await world.wait(until: "2026-11-09 18:00")
            let told = try await world.notices("P40")
            #expect(told.map(\.kind) == ["digest"] && told.map(\.at) == [london("2026-11-09 15:00")])
        }
    }

    /// Of severity 1 a silence ends with the working hours: nobody else is at work then.
    @Test func whatASilenceOfTheGravestHeldBackReachesTheOutOfHoursService() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            _ = try await refer(world, on: "2026-11-23")
            try await neverSevere(world)
            try await world.settle()
            // Nothing runs in the night: it is raised, overdue and of severity 1, in working hours.
            try await world.jump(to: "2026-11-24 12:00")
            try await world.append(
                "alert.silenced", [], on: "2026-11-24",
                ["silence": "S-1", "reason": "known", "until": "2026-12-31", "team": "west", "rule": "R01"])
            try await world.settle()
            try await world.jump(to: "2026-11-25 09:00")
            #expect(try await world.alert("R01", "A")?.severity == .now)
            try await world.wait(until: "2026-11-25 17:29")
            #expect(try await world.notices("R01").filter { $0.stages == ["overdue"] }.isEmpty)
            try await world.wait(until: "2026-11-25 17:31")
            let told = try await world.notices("R01").filter { $0.stages == ["overdue"] }
            #expect(told.map(\.recipient).sorted() == ["duty", "out-of-hours", "team-manager"])
            #expect(told.allSatisfy { $0.at == london("2026-11-25 17:30") })
        }
    }
}
