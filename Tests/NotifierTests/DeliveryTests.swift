import Foundation
import PostgresClient
import StrictJSON
import TestSupport
import Testing

@testable import Notifier

/// From notices to hooks, on a real database.
@Suite struct DeliveryTests {
    @Test func eachReceiverIsHandedEachNoticeOnce() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", words: "$CASELOG_DELIVERY_ID $CASELOG_KIND $CASELOG_RECIPIENT")
            try rig.hook("b")
            try await rig.add(recipient: "team-manager")
            try await rig.add("u")
            #expect(try await rig.notifier.round() == (2, 4))
            #expect(try await rig.notifier.round() == (0, 0))
            #expect(rig.heard("a").count == 2 && rig.heard("b").count == 2)
            // Two threads have no order between them.
            #expect(rig.heard("a").count { $0.hasSuffix(" alerts team-manager") } == 1)
            #expect(
                try await rig.deliveries() == [
                    "1 a delivered 1", "1 b delivered 1", "2 a delivered 1", "2 b delivered 1",
                ])
            let ids = try await rig.sql("SELECT delivery_id, notice_id, receiver FROM caselog.delivery")
            for line in ids.split(separator: "\n") {
                let parts = line.split(separator: "|").map(String.init)
                #expect(parts[0] == UUID.digest("delivery/\(parts[1])/\(parts[2])").text)
            }
        }
    }

    @Test func theFirstReceiverHearsOfTheLastDayAndAnotherOfWhatComesFromThenOn() async throws {
        try await NotifierRig.with { rig in
            try await rig.add()
            #expect(try await rig.notifier.round() == (0, 0))
            try rig.hook("first")
            #expect(try await rig.notifier.round() == (1, 1))
            try rig.hook("late")
            try await rig.add()
            #expect(try await rig.notifier.round() == (1, 2))
            #expect(
                try await rig.deliveries() == ["1 first delivered 1", "2 first delivered 1", "2 late delivered 1"])
        }
    }

    @Test func whatNobodyHeardForMoreThanADayIsNotToldLater() async throws {
        try await NotifierRig.with { rig in
            try await rig.add()
            rig.advance(.seconds(2 * 86_400))
            #expect(try await rig.notifier.round() == (0, 0))
            try rig.hook("first")
            #expect(try await rig.notifier.round() == (0, 0))
            #expect(try await rig.deliveries().isEmpty)
        }
    }

    @Test func noNoticeOvertakesAnEarlierOneOfItsThreadAndOtherThreadsGoOn() async throws {
        try await NotifierRig.with { rig in
            try rig.hook(
                "a", "[ -e \(rig.folder.path)/down ] && grep -q '\"number\":1[,}]' && exit 1; exit 0",
                words: "$CASELOG_DELIVERY_ID")
            try rig.folder.write("down", "")
            for thread in ["t", "t", "u", "t", "u"] { try await rig.add(thread) }
            _ = try await rig.notifier.round()
            #expect(
                try await rig.deliveries() == [
                    "1 a waiting 1", "2 a waiting 0", "3 a delivered 1", "4 a waiting 0", "5 a delivered 1",
                ])
            rig.folder.remove("down")
            rig.advance(.milliseconds(999))
            #expect(try await rig.notifier.round().tried == 0)
            rig.advance(.milliseconds(1))
            #expect(try await rig.notifier.round().tried == 3)
            let order = try await rig.sql("SELECT delivery_id FROM caselog.delivery WHERE thread = 't' ORDER BY number")
            let heard = rig.heard("a").filter { order.contains($0) }
            #expect(heard == [heard[0]] + order.split(separator: "\n").map(String.init))
        }
    }

    @Test func oneAtATimeIsHandedOverInAThreadAndFourAtOnceInAll() async throws {
        try await NotifierRig.with { rig in
            let folder = rig.folder.path
            try rig.hook(
                "a",
                "mkdir \(folder)/$CASELOG_TEAM.$$; ls \(folder) | grep -c '^west' >> \(folder)/at-once; sleep 0.3; rmdir \(folder)/$CASELOG_TEAM.$$"
            )
            for index in 0..<8 { try await rig.add("t\(index)") }
            #expect(try await rig.notifier.round().tried == 8)
            let widest = rig.folder.lines("at-once").compactMap { Int($0) }.max() ?? 0
            #expect((2...4).contains(widest))
            try rig.folder.write("at-once", "")
            for _ in 0..<4 { try await rig.add("one") }
            #expect(try await rig.notifier.round().tried == 4)
            #expect(rig.folder.lines("at-once") == ["1", "1", "1", "1"])
        }
    }

    @Test func aHookThatFailsForDaysIsGivenUpAndTheOthersHearOfItOnce() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("broken", "exit 1")
            try rig.hook(
                "good", "cat >> \(rig.folder.path)/good.in; echo >> \(rig.folder.path)/good.in", words: "$CASELOG_KIND")
            try await rig.add("t")
            try await rig.add("u")
            for _ in 0..<(4 * 24) {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(3600))
            }
            let broken = try await rig.sql("SELECT DISTINCT state FROM caselog.delivery WHERE receiver = 'broken'")
            #expect(broken == "dead")
            #expect(Set(rig.heard("broken")).count == 2)
            #expect(rig.heard("good").sorted() == ["alerts", "alerts", "delivery-failure"])
            let failure = try #require(rig.folder.lines("good.in").first { $0.contains("delivery-failure") })
            let document = try JSONValue(parsing: failure.utf8)
            #expect(document["receiver"] == "broken")
            #expect(document["reason"] == "exit status 1")
            // Well again, it is told of again when it fails again.
            try rig.hook("broken")
            try await rig.add("v")
            _ = try await rig.notifier.round()
            #expect(
                try await rig.sql("SELECT failing_since IS NULL FROM caselog.receiver WHERE name = 'broken'") == "t")
        }
    }

    @Test func twoBrokenReceiversDoNotTellOfEachOtherForEver() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "exit 1")
            try rig.hook("b", "exit 1")
            try await rig.add()
            for _ in 0..<(8 * 12) {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(2 * 3600))
            }
            #expect(try await rig.sql("SELECT count(*) FROM caselog.notice WHERE kind = 'delivery-failure'") == "2")
            #expect(try await rig.sql("SELECT count(*) FROM caselog.delivery WHERE state <> 'dead'") == "0")
        }
    }

    @Test func afterAQuarterOfAnHourOthersHearOfAReceiverThatFails() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("broken", "exit 1")
            try rig.hook("good", words: "$CASELOG_KIND")
            try await rig.add()
            _ = try await rig.notifier.round()
            rig.advance(.seconds(14 * 60))
            _ = try await rig.notifier.round()
            #expect(rig.heard("good") == ["alerts"])
            rig.advance(.seconds(60))
            _ = try await rig.notifier.round()
            rig.advance(.seconds(3600))
            _ = try await rig.notifier.round()
            #expect(rig.heard("good") == ["alerts", "delivery-failure"])
        }
    }

    @Test func aRefusedNoticeIsDeadAtOnceAndTheNextOfItsThreadGoesOn() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("picky", "grep -q '\"number\":1[,}]' && exit 65; exit 0")
            try await rig.add("t")
            try await rig.add("t")
            #expect(try await rig.notifier.round().tried == 2)
            #expect(try await rig.deliveries().prefix(2) == ["1 picky dead 1", "2 picky delivered 1"])
            let error = try await rig.sql("SELECT last_error FROM caselog.delivery WHERE state = 'dead'")
            #expect(error == "the hook refused it (exit status 65)")
        }
    }

    @Test func whatARefusedHookMissesWaitsUntilItMayBeRun() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a")
            chmod(rig.folder.path + "/hooks.d/a", 0o777)
            try await rig.add()
            #expect(try await rig.notifier.round() == (1, 0))
            let obstacle = try await rig.sql("SELECT obstacle FROM caselog.receiver WHERE name = 'a'")
            #expect(obstacle.contains("others may change the hook"))
            rig.advance(.seconds(9 * 86_400))
            #expect(try await rig.notifier.round().tried == 0)
            chmod(rig.folder.path + "/hooks.d/a", 0o755)
            #expect(try await rig.notifier.round().tried == 1)
            #expect(try await rig.sql("SELECT obstacle IS NULL, failing_since IS NULL FROM caselog.receiver") == "t|t")
        }
    }

    @Test func whatWaitsForAReceiverThatWentAwayIsGivenUpAfterDays() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "exit 1")
            try await rig.add()
            _ = try await rig.notifier.round()
            rig.folder.remove("hooks.d/a")
            rig.advance(.seconds(86_400))
            try await rig.add()
            #expect(try await rig.notifier.round() == (0, 0))
            #expect(try await rig.deliveries() == ["1 a waiting 1"])
            rig.advance(.seconds(3 * 86_400))
            _ = try await rig.notifier.round()
            #expect(try await rig.deliveries() == ["1 a dead 1"])
        }
    }

    @Test func aHeartbeatComesOnceADay() async throws {
        try await NotifierRig.with {
            $0.heartbeatEvery = .seconds(86_400)
        } _: { rig in
            try rig.hook("a", words: "$CASELOG_KIND")
            for _ in 0..<72 {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(3600))
            }
            #expect((3...4).contains(rig.heard("a").count))
            #expect(Set(rig.heard("a")) == ["heartbeat"])
        }
    }

    @Test func aTestGoesToTheReceiverThatIsTried() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", words: "$CASELOG_KIND")
            try rig.hook("b", words: "$CASELOG_KIND")
            _ = try await rig.notifier.round()
            let pool = PostgresPool(
                PostgresConfiguration(connectionString: rig.database, role: "caselog_notifier"), maxSize: 1,
                logger: TestDatabase.quietLogger)
            let store = NotifierStore(authority: NotifierRig.authority, pool: pool)
            let notice = try await store.addTest(of: "b", at: rig.now)
            #expect(try await store.outcomes(of: notice) == nil)
            _ = try await rig.notifier.round()
            #expect(rig.heard("a").isEmpty && rig.heard("b") == ["test"])
            let outcomes = try await store.outcomes(of: notice)
            #expect(outcomes?.map { $0.state } == ["delivered"])
            #expect(try await store.receivers().map { $0.state.prefix(4) } == ["well", "well"])
            await pool.close()
        }
    }

    /// Whoever had claimed it died: it is tried again when the lease is over, with the same id.
    @Test func aClaimThatWasNeverSettledIsTakenUpAgain() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a")
            try await rig.add()
            rig.folder.remove("hooks.d/a")
            try rig.hook("a")
            _ = try await rig.notifier.round()
            try await rig.change(
                """
                UPDATE caselog.delivery SET state = 'waiting', finished_at = NULL,
                       leased_until = to_timestamp(\(rig.now.microseconds / 1_000_000 + 50))
                """)
            #expect(try await rig.notifier.round().tried == 0)
            rig.advance(.seconds(50))
            #expect(try await rig.notifier.round().tried == 1)
            #expect(rig.heard("a").count == 2 && Set(rig.heard("a")).count == 1)
        }
    }

    @Test func noHotQueryScansATable() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "exit 1")
            try rig.hook("b", "exit 1")
            _ = try await rig.notifier.round()
            for index in 0..<20 { try await NotifierRig.add(to: rig.database, "t\(index)", count: 500) }
            _ = try await rig.notifier.round()
            try await rig.change("ANALYZE caselog.notice, caselog.delivery, caselog.receiver")
            let at = "to_timestamp(1770000000)"
            for statement in [
                NotifierStatements.claim, NotifierStatements.nextDue, NotifierStatements.toSpread,
            ] {
                let text = statement.sql.replacing("$1", with: "'926'").replacing(
                    "$2", with: statement.name == "notices_to_spread" ? "200" : at
                )
                .replacing("$3", with: at).replacing("$4", with: "3")
                let plan = try await rig.sql("EXPLAIN " + text)
                #expect(!plan.contains("Seq Scan on delivery"), "\(plan)")
                #expect(!plan.contains("Seq Scan on notice"), "\(plan)")
            }
        }
    }
}

extension NotifierRig {
    func change(_ text: String) async throws { _ = try await sql(text) }
}
