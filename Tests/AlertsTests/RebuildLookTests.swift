import Projections
import StrictJSON
import Testing

@testable import Alerts

/// At which clocks alerts look once a new generation of them is live.
@Suite struct RebuildLookTests {
    @Test func aRebuildHasThoseLookedAtThatItChangedAndNoOthers() async throws {
        try await AlertWorld.with(at: "2026-11-02 09:00") { world in
            @Sendable func live() async throws -> String {
                try await world.sql(
                    "SELECT generation FROM caselog.projection WHERE name = 'clocks' AND state = 'live'")
            }
            func untilAnotherIsLive(than before: String) async throws {
                while try await live() == before {
                    try await world.projector.round()
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            func looks() async throws -> String {
                try await world.sql("SELECT count(*) FROM caselog.clock_look WHERE look_at = 'epoch'")
            }
            try await world.append(
                "referral.received", ["A"], on: "2026-11-02", ["referral": "R-1", "team": "west"])
            try await world.jump(to: "2026-11-05 09:00")
            // What has an open alert would be looked at in any case.
            #expect(try await world.sql("SELECT count(*) > 0 FROM caselog.alert WHERE stage <> 'resolved'") == "t")
            let first = try await live()
            _ = await world.projector.rebuild("clocks")
            try await untilAnotherIsLive(than: first)
            #expect(try await looks() == "0", "the same rows")

            let second = try await live()
            try await world.append(
                "rulebook.adopted", [], on: "2026-11-02",
                [
                    "name": "own.yaml",
                    "text":
                        "rulebook: own\nversion: '1'\noverrides: [{rule: R01, limit: 3 working days, reason: a test}]",
                ])
            try await untilAnotherIsLive(than: second)
            #expect(try await looks() != "0", "other rules")
        }
    }
}
