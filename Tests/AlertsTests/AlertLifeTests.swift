import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Projections
import StrictJSON
import TestSupport
import Testing
import Timescales
import Views

@testable import Alerts

/// From the log to notices, over a real database, while the test lets time pass.
@Suite struct AlertLifeTests {
    private func london(_ text: String) -> Instant { RoutingTests.london(text) }

    /// A referral of Monday 23 November 2026: its decision (R01) is due on Tuesday (severity 2, duty) and overdue from
    /// Wednesday on (severity 1, duty and team manager).
    private func refer(_ world: AlertWorld, _ child: String = "A") async throws {
        try await world.append(
            "referral.received", [child], on: "2026-11-23", ["referral": .string("R-\(child)"), "team": "west"])
    }

    private func decide(_ world: AlertWorld, _ child: String = "A", on day: String) async throws {
        try await world.append(
            "referral.decided", [child], on: day,
            ["referral": .string("R-\(child)"), "outcome": "initial-assessment"])
    }

    private func acknowledge(_ world: AlertWorld, _ alert: Alert) async throws -> UUID {
        try await world.append(
            "alert.acknowledged", alert.child.map { [$0] } ?? [], on: "2026-11-25",
            ["alert": alert.id.field, "note": "I am on it"])
    }

    /// R01 does not become severely overdue, so that nothing but time has it climb.
    private func neverSevere(_ world: AlertWorld) async throws {
        try await world.append(
            "rulebook.adopted", [], on: "2026-11-01",
            [
                "name": "own.yaml",
                "text": "rulebook: own\nversion: '1'\noverrides: [{rule: R01, severe: never, reason: a test}]",
            ])
    }

    @Test func ofFortyUnallocatedCasesTheOneThatWasNotReviewedIsToldInOneNotice() async throws {
        try await AlertWorld.with(at: "2026-11-06 10:00") { world in
            try await world.append(
                (1...40).map { ("case.transferred", ["U\($0)"], "2026-11-05", ["toTeam": .string("team-\($0 % 3)")]) })
            try await world.append(
                (1...40).map {
                    (
                        "case.waiting", ["U\($0)"], "2026-11-06",
                        ["state": "unallocated", "team": .string("team-\($0 % 3)")]
                    )
                })
            for day in ["2026-11-13", "2026-11-20"] {
                try await world.jump(to: "\(day) 09:00")
                try await world.append(
                    (1...40).filter { day == "2026-11-13" || $0 != 17 }.map {
                        (
                            "case.reviewed", ["U\($0)"], day,
                            ["state": "unallocated", "managerRole": "operational-manager"]
                        )
                    })
            }
            try await world.wait(until: "2026-11-23 18:00")
            let told = try await world.notices("P40").filter { $0.stages.contains("overdue") }
            #expect(told.map(\.recipient) == ["team-manager"] && told.map(\.team) == ["team-2"])
            #expect(told.first?.alerts.count == 1 && told.first?.payload["count"] == 1)
            #expect(told.first?.at == london("2026-11-23 08:30"), "after the weekend")
            let open = try await world.sql(
                "SELECT count(*), min(child) FROM caselog.alert WHERE rule = 'P40' AND stage = 'overdue'")
            #expect(open == "1|U17")
        }
    }

    @Test func anAcknowledgementStopsTheClimbAndLapses() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await neverSevere(world)
            try await world.wait(until: "2026-11-25 09:00")
            let alert = try #require(try await world.alert("R01", "A"))
            #expect(alert.stage == .overdue && alert.severity == .now)
            let first = try await world.notices("R01").filter { $0.stages == ["overdue"] }
            #expect(Set(first.map(\.recipient)) == ["duty", "team-manager", "out-of-hours"])
            #expect(first.allSatisfy { $0.at == london("2026-11-25 00:00") }, "at once, though it is night")

            _ = try await acknowledge(world, alert)
            try await world.wait(until: "2026-12-02 08:59")
            #expect(try await world.notices("R01").filter { $0.reasons.contains("climbed") }.isEmpty)
            try await world.wait(until: "2026-12-02 09:00")
            let climbed = try await world.notices("R01").filter { $0.reasons == ["climbed"] }
            #expect(climbed.map(\.recipient) == ["service-manager"])
            // From then on nobody acknowledges it: the director is next.
            try await world.wait(until: "2026-12-03 09:00")
            #expect(try await world.notices("R01").last?.recipient == "director")
            let steps = try await world.sql(
                """
                SELECT string_agg(kind || ' ' || stage, ',' ORDER BY number) FROM caselog.alert_transition
                WHERE alert_id = '\(alert.id)'
                """)
            #expect(steps == "stage due,stage overdue,climbed overdue,climbed overdue")
        }
    }

    @Test func withoutAnAcknowledgementItClimbsOverTheBankHolidays() async throws {
        // Christmas Day is a Friday, and Monday 28 December is a bank holiday in place of Boxing Day.
        try await AlertWorld.with(at: "2026-12-22 10:00") { world in
            try await world.append(
                "referral.received", ["A"], on: "2026-12-22", ["referral": "R-1", "team": "west"])
            try await neverSevere(world)
            try await world.wait(until: "2026-12-31 18:00")
            let told = try await world.notices("R01").filter { $0.stages == ["overdue"] }
            #expect(
                told.filter { $0.recipient == "team-manager" }.first?.at == london("2026-12-24 00:00"))
            #expect(told.first { $0.recipient == "service-manager" }?.at == london("2026-12-29 08:30"))
            #expect(told.first { $0.recipient == "director" }?.at == london("2026-12-30 08:30"))
        }
    }

    @Test func whatIsOverIsToldToThoseWhoHeardOfIt() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.wait(until: "2026-11-24 09:00")
            try await decide(world, on: "2026-11-24")
            try await world.wait(until: "2026-11-24 18:00")
            let told = try await world.notices("R01")
            #expect(told.map(\.recipient) == ["duty", "duty"])
            #expect(told.map(\.reasons) == [["stage"], ["over"]] && told.last?.stages == ["resolved"])
            // It was never raised: nobody hears of its end.
            try await refer(world, "B")
            try await decide(world, "B", on: "2026-11-24")
            try await world.wait(until: "2026-11-30 18:00")
            #expect(try await world.notices("R01").count == 2)
        }
    }

    @Test func whatEndsBeforeAnybodyWasToldIsNotTold() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            // Raised with the day, to be told in working hours.
            try await world.wait(until: "2026-11-24 07:00")
            #expect(try await world.sql("SELECT count(*) FROM caselog.alert_telling") == "1")
            try await world.append("case.closed", ["A"], on: "2026-11-24", ["reason": "RC8"])
            try await world.wait(until: "2026-11-27 18:00")
            #expect(try await world.notices("R01").isEmpty)
            #expect(try await world.sql("SELECT count(*) FROM caselog.alert_telling") == "0")
        }
    }

    @Test func whatIsOverdueMutesWhatWaitsOfTheDueDay() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            // The daemon sleeps over the due day.
            try await world.settle()
            try await world.jump(to: "2026-11-24 05:00")
            #expect(try await world.sql("SELECT stage FROM caselog.alert_telling") == "due")
            try await world.jump(to: "2026-11-25 10:00")
            let told = try await world.notices("R01")
            #expect(
                Set(told.map(\.recipient)) == ["duty", "team-manager"] && told.allSatisfy { $0.stages == ["overdue"] })
        }
    }

    @Test func aSilenceHoldsBackAndEndsForTheGravestWithTheNextWorkingDay() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.append(
                "alert.silenced", [], on: "2026-11-23",
                ["silence": "S-1", "reason": "a system change", "until": "2026-12-31", "team": "west", "rule": "R01"])
            try await world.wait(until: "2026-11-24 17:29")
            #expect(try await world.notices("R01").isEmpty)
            let listed = try await world.alert("R01", "A")
            #expect(listed?.stage == .due, "it stays in every list")
            // Overdue from the 25th on: of severity 1, for which the silence ended at the end of the 24th's working hours.
            try await world.wait(until: "2026-11-25 00:01")
            #expect(Set(try await world.notices("R01").map(\.recipient)) == ["duty", "team-manager", "out-of-hours"])
        }
    }

    @Test func aSilenceThatIsStruckOutOrEndedEarlierHoldsNothingBack() async throws {
        try await AlertWorld.with(at: "2026-11-24 09:00") { world in
            try await refer(world)
            func silence(until: String) -> JSONValue {
                ["silence": "S-1", "reason": "known", "until": .string(until), "team": "west"]
            }
            let first = try await world.append("alert.silenced", [], on: "2026-11-24", silence(until: "2026-12-31"))
            try await world.wait(until: "2026-11-24 10:00")
            #expect(try await world.notices("R01").isEmpty)
            // Said again, it ends earlier; that is struck out, and the first counts again.
            let second = try await world.append(
                "alert.silenced", [], on: "2026-11-24", silence(until: "2026-11-24T11:00:00Z"))
            try await world.append(
                "entry.struck-out", [], on: "2026-11-24", ["entry": second.field, "reason": "wrong"])
            try await world.wait(until: "2026-11-24 12:00")
            #expect(try await world.notices("R01").isEmpty)
            try await world.append("entry.struck-out", [], on: "2026-11-24", ["entry": first.field, "reason": "wrong"])
            try await world.wait(until: "2026-11-24 12:01")
            #expect(try await world.notices("R01").map(\.recipient) == ["duty"])
        }
    }

    @Test func aDismissalKeepsTheRestBackUntilItIsStruckOut() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.wait(until: "2026-11-24 09:00")
            let alert = try #require(try await world.alert("R01", "A"))
            let dismissal = try await world.append(
                "alert.dismissed", ["A"], on: "2026-11-24", ["alert": alert.id.field, "reason": "entered twice"])
            try await world.wait(until: "2026-11-30 12:00")
            #expect(try await world.notices("R01").map(\.stages) == [["due"]])
            try await world.append(
                "entry.struck-out", ["A"], on: "2026-11-30", ["entry": dismissal.field, "reason": "it was not"])
            try await world.wait(until: "2026-11-30 12:01")
            let told = try await world.notices("R01").dropFirst()
            #expect(Set(told.map(\.recipient)) == ["team-manager", "service-manager", "out-of-hours"])
            #expect(told.allSatisfy { $0.stages == ["severely-overdue"] })
        }
    }

    @Test func historyIsToldInOneNoticeAndDoesNotClimb() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            let context = RecordingContext(
                authority: AlertWorld.authority, recordedBy: WorkerID(unchecked: "kim"), now: world.clock.now)
            let drafts = try (0..<30).map { index in
                try EventDraft.reading(
                    [
                        "id": .string(UUID().uuidString.lowercased()), "type": "referral.received",
                        "children": [.string("M\(index)")], "occurredAt": "2019-03-04",
                        "original": ["system": "old"], "data": ["referral": "R-1", "team": "west"],
                    ], in: context)
            }
            _ = try await world.ledger.append(drafts, submittedBy: "test")
            try await world.wait(until: "2026-12-23 18:00")
            #expect(try await world.notices().map(\.kind) == ["history"])
            #expect(try await world.sql("SELECT count(*) FROM caselog.alert_telling") == "0")
        }
    }

    @Test func afterAWeekOfDowntimeEverythingIsRaisedInOrderWithBothTimes() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.append(
                "case.waiting", ["U"], on: "2026-11-23", ["state": "unallocated", "team": "west"])
            try await world.settle()
            try await world.jump(to: "2026-12-02 10:00")
            let rows = try await world.sql(
                """
                SELECT rule, step.stage, fell_at AT TIME ZONE 'Europe/London', told
                FROM caselog.alert_transition AS step JOIN caselog.alert USING (authority, alert_id)
                WHERE rule IN ('R01', 'P40') AND raised_at = '2026-12-02 10:00 Europe/London' ORDER BY rule, number
                """)
            #expect(
                rows == """
                    P40|due-soon|2026-11-28 00:00:00|superseded
                    P40|due|2026-11-30 00:00:00|superseded
                    P40|overdue|2026-12-01 00:00:00|each
                    R01|due|2026-11-24 00:00:00|superseded
                    R01|overdue|2026-11-25 00:00:00|superseded
                    R01|severely-overdue|2026-11-26 00:00:00|each
                    """)
            // Nothing is told twice, whether time goes on or back.
            let before = try await world.notices().count
            try await world.jump(to: "2026-12-01 10:00")
            try await world.jump(to: "2026-12-02 10:01")
            #expect(try await world.notices().count == before)
        }
    }

    @Test func whatWasRaisedAndNotYetToldSurvivesACrash() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.settle()
            world.clock.now = london("2026-11-26 10:00")
            // Dies after it has raised, before it tells.
            let routing = RoutingTests.routing
            let rulebook = try await world.state.state().rulebook
            let steps = try await world.pool.withConnection {
                try await world.scheduler.raise(at: world.clock.now, by: rulebook, routing, over: $0)
            }
            #expect(steps > 0)
            #expect(try await world.notices("R01").isEmpty)
            try await world.settle()
            try await world.settle()
            let told = try await world.notices("R01")
            #expect(Set(told.map(\.recipient)) == ["team-manager", "service-manager"] && told.count == 2)
        }
    }

    @Test func digestsGoOutAtTheAuthoritysTimes() async throws {
        try await AlertWorld.with(at: "2026-11-16 10:00") { world in
            try await world.append(
                "rulebook.adopted", [], on: "2026-11-01",
                [
                    "name": "own.yaml",
                    "text": """
                    rulebook: own
                    version: '1'
                    alerts: {digests: ["11:45"], hours: {from: "09:00", until: "16:00"}, repeat: never}
                    """,
                ])
            for child in ["U1", "U2"] {
                try await world.append("case.transferred", [child], on: "2026-11-13", ["toTeam": "west"])
                try await world.append(
                    "case.waiting", [child], on: "2026-11-16", ["state": "unallocated", "team": "west"])
            }
            // P40 is due on the 23rd, and due soon from Saturday the 21st on.
            try await world.wait(until: "2026-11-23 11:44")
            #expect(try await world.notices("P40").isEmpty)
            try await world.wait(until: "2026-11-23 11:45")
            let told = try await world.notices("P40")
            #expect(told.map(\.kind) == ["digest"] && told.map(\.recipient) == ["team-manager"])
            let rules = (told.first?.payload["alerts"]?.arrayValue ?? []).compactMap { $0["rule"]?["id"]?.stringValue }
            #expect(rules.filter { $0 == "P40" }.count == 2)
            #expect(Set(told.first?.alerts ?? []).count == rules.count, "every alert stands in it once")
            // Overdue from Tuesday on, told when this authority's working hours begin.
            try await world.wait(until: "2026-11-24 12:00")
            let overdue = try await world.notices("P40").filter { $0.stages.contains("overdue") }
            #expect(overdue.map(\.at) == [london("2026-11-24 09:00")] && overdue.map(\.kind) == ["alerts"])
            #expect(overdue.first?.payload["count"] == 2)
        }
    }

    /// What follows from the log is the same however much of it is read at once, and when it is made again from nothing.
    @Test func whatPeopleDidIsTheSameHoweverItIsRead() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            try await refer(world)
            try await world.wait(until: "2026-11-24 09:00")
            let alert = try #require(try await world.alert("R01", "A"))
            let first = try await acknowledge(world, alert)
            _ = try await acknowledge(world, alert)
            let silence = try await world.append(
                "alert.silenced", ["A"], on: "2026-11-24",
                ["silence": "S-1", "reason": "a", "until": "2026-11-25", "rule": "R01"])
            let out = try await world.append(
                "entry.struck-out", ["A"], on: "2026-11-24", ["entry": first.field, "reason": "wrong child"])
            try await world.append(
                "entry.struck-out", ["A"], on: "2026-11-24", ["entry": silence.field, "reason": "wrong"])
            // The first acknowledgement counts after all; the second is about an alert that there is not.
            try await world.append(
                "entry.struck-out", ["A"], on: "2026-11-24", ["entry": out.field, "reason": "right"])
            try await world.append(
                "alert.dismissed", ["A"], on: "2026-11-24", ["alert": UUID().field, "reason": "no such alert"])
            // Struck out under another child's record, it stands.
            try await world.append(
                "entry.struck-out", ["B"], on: "2026-11-24", ["entry": first.field, "reason": "wrong record"])
            func rows() async throws -> String {
                try await world.sql(
                    """
                    SELECT md5(string_agg(row::text, '' ORDER BY row::text)), count(*) FROM (
                        SELECT event_id, kind, alert_id::text, struck_out FROM caselog.alert_handling
                        UNION ALL SELECT event_id, silence, rule, struck_out FROM caselog.alert_silence) AS row
                    """)
            }
            try await world.settle()
            let once = try await rows()
            #expect(once.hasSuffix("|4"))
            #expect(
                try await world.sql("SELECT count(*) FROM caselog.alert_handling WHERE struck_out") == "0")
            #expect(try await world.sql("SELECT struck_out FROM caselog.alert_silence") == "t")
            for step in [1, 2, 3, 1000] as [Int64] {
                _ = try await world.sql(
                    "TRUNCATE caselog.alert_handling, caselog.alert_silence, caselog.alert_entry, caselog.alert_log")
                try await world.pool.withConnection {
                    try await AlertLogFollower(authority: AlertWorld.authority, step: step).follow(over: $0)
                }
                #expect(try await rows() == once)
            }
            // Alerts made again from nothing stand where they stood.
            func standing() async throws -> String {
                try await world.sql(
                    "SELECT clock_id, stage, severity FROM caselog.alert WHERE stage <> 'resolved' ORDER BY 1")
            }
            let before = try await standing()
            _ = try await world.sql(
                """
                TRUNCATE caselog.alert, caselog.alert_transition, caselog.alert_telling, caselog.alert_told,
                    caselog.alert_handling, caselog.alert_silence, caselog.alert_entry, caselog.alert_log;
                INSERT INTO caselog.clock_look SELECT authority, child, clock_id, 'epoch' FROM caselog.clock
                ON CONFLICT (authority, child, clock_id) DO UPDATE SET look_at = excluded.look_at
                """)
            try await world.settle()
            #expect(try await rows() == once)
            #expect(try await standing() == before)
        }
    }

    @Test func tenThousandAlertsOfOneMinuteAreGroupedAndNoneIsLost() async throws {
        try await AlertWorld.with(at: "2026-11-23 10:00") { world in
            for start in stride(from: 0, to: 10_000, by: 2500) {
                try await world.append(
                    (start..<start + 2500).map {
                        (
                            "referral.received", ["C\($0)"], "2026-11-23",
                            ["referral": "R-1", "team": .string("team-\($0 % 3)")]
                        )
                    })
            }
            try await world.settle()
            try await world.jump(to: "2026-11-24 10:00")
            try await world.jump(to: "2026-11-24 10:10")
            let told = try await world.notices("R01")
            #expect(told.allSatisfy { $0.recipient == "duty" && $0.alerts.count <= NoticeGroup.largest })
            #expect(told.count < 40)
            let alerts = told.flatMap(\.alerts)
            #expect(alerts.count == 10_000 && Set(alerts).count == 10_000)
            #expect(try await world.sql("SELECT count(*) FROM caselog.alert_told WHERE reason = 'stage'") == "10000")
        }
    }
}
