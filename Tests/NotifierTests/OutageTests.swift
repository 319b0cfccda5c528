import Foundation
import PostgresClient
import StrictJSON
import TestSupport
import Testing

@testable import Notifier

/// What becomes of deliveries when a receiver, the notifier or the clock was out of order for long.
@Suite struct OutageTests {
    private func store<Result>(
        _ rig: NotifierRig, _ body: (NotifierStore) async throws -> Result
    ) async throws -> Result {
        let pool = PostgresPool(
            PostgresConfiguration(connectionString: rig.database, role: "caselog_notifier"), maxSize: 1,
            logger: TestDatabase.quietLogger)
        let result = try await body(NotifierStore(authority: NotifierRig.authority, pool: pool))
        await pool.close()
        return result
    }

    @Test func othersHearOfADeliveryThatIsStuckWhileItsReceiverTakesTheRest() async throws {
        try await NotifierRig.with { rig in
            try rig.hook(
                "good", "text=$(cat); echo \"$text\" >> \(rig.folder.path)/in",
                words: "$CASELOG_KIND $CASELOG_DELIVERY_ID")
            try rig.hook("picky", "grep -q '\"number\":1[,}]' && { echo Anna Name; exit 1; }; exit 0")
            // What was handed over twice, as by a machine that has no time for the hook, is one.
            func failures() -> Set<String> { Set(rig.heard("good").filter { $0.hasPrefix("delivery-failure ") }) }
            for round in 0..<12 {
                try await rig.add("t\(round)")
                _ = try await rig.notifier.round()
                rig.advance(.seconds(5 * 60))
                if round < 3 { #expect(failures().isEmpty) }
            }
            #expect(failures().count == 1)
            let told = try #require(rig.folder.lines("in").first { $0.contains("delivery-failure") })
            let document = try JSONValue(parsing: told.utf8)
            #expect(document["receiver"] == "picky" && !told.contains("Anna"))
            #expect(document["sentence"]?.stringValue?.contains("notice 1") == true)
            // Another one that is stuck is told, too.
            try rig.hook("picky", "exit 1")
            try await rig.add("u")
            _ = try await rig.notifier.round()
            try rig.hook("picky", "grep -q '\"kind\":\"alerts\"' && exit 1; exit 0")
            for _ in 0..<15 {
                try await rig.add("h", kind: "digest")
                rig.advance(.seconds(5 * 60))
                _ = try await rig.notifier.round()
            }
            #expect(failures().count == 2)
        }
    }

    @Test func afterAnOutageWhatWaitedIsHandedOverWithoutItsPauses() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "[ -e \(rig.folder.path)/down ] && exit 1; exit 0")
            try rig.folder.write("down", "")
            for thread in 0..<5 { try await rig.add("t\(thread)") }
            for _ in 0..<240 {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(60))
            }
            rig.folder.remove("down")
            try await rig.add("new")
            rig.advance(.seconds(60))
            _ = try await rig.notifier.round()
            let states = try await rig.deliveries().map { $0.split(separator: " ")[2] }
            #expect(states == Array(repeating: "delivered", count: 6))
        }
    }

    @Test func whatWaitsForAReceiverThatIsEnabledIsHandedOverAtOnce() async throws {
        try await WebhookTests.with { server, rig in
            try server.answers("500")
            try await rig.add("t")
            for _ in 0..<3 {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(600))
            }
            try server.answers("410")
            try await rig.add("u")
            _ = try await rig.notifier.round()
            try server.answers("200")
            let isEnabled = try await store(rig) { try await $0.enable("webhook/chat", at: rig.now) }
            #expect(isEnabled)
            _ = try await rig.notifier.round()
            #expect(try await rig.deliveries().allSatisfy { $0.contains(" delivered ") })
        }
    }

    /// It had run a year ahead when the first was tried and the second spread.
    @Test func aClockThatIsPutBackKeepsNothingWaiting() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "[ -e \(rig.folder.path)/down ] && exit 1; exit 0")
            try rig.folder.write("down", "")
            let year = Duration.seconds(365 * 86_400)
            rig.advance(year)
            for thread in 0..<2 { try await rig.add("t\(thread)") }
            _ = try await rig.notifier.round()
            rig.folder.remove("hooks.d/a")
            try rig.hook("b", "exit 0")
            try await rig.add("new")
            _ = try await rig.notifier.round()
            try rig.hook("a")
            try await rig.change(
                """
                UPDATE caselog.delivery SET attempts = attempts + 1,
                       leased_until = to_timestamp(\(rig.now.microseconds / 1_000_000 + 50)) WHERE number = 2
                """)
            rig.advance(.zero - year)
            _ = try await rig.notifier.round()
            // The one that was not tried yet is handed over at once; nothing else of it has changed.
            #expect(
                try await rig.deliveries() == [
                    "1 a waiting 1", "2 a waiting 2", "3 a delivered 1", "3 b delivered 1",
                ])
            let untouched = "SELECT failing_since IS NULL, retry_at IS NULL FROM caselog.receiver WHERE name = 'b'"
            #expect(try await rig.sql(untouched) == "t|t")
            rig.advance(.seconds(17 * 60))
            _ = try await rig.notifier.round()
            #expect(try await rig.deliveries().allSatisfy { $0.contains(" delivered ") })
        }
    }

    /// Three days from the first try, but not of time in which nothing was tried.
    @Test func whatWasDueForDaysWhileNobodyTriedIsNotGivenUp() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a", "exit 1")
            try await rig.add()
            _ = try await rig.notifier.round()
            rig.advance(.seconds(5 * 86_400))
            _ = try await rig.notifier.round()
            #expect(try await rig.deliveries() == ["1 a waiting 2"])
            for _ in 0..<(4 * 24) {
                rig.advance(.seconds(3600))
                _ = try await rig.notifier.round()
            }
            #expect(try await rig.deliveries().map { $0.prefix(8) } == ["1 a dead"])
        }
    }

    @Test func whatWaitsBecauseItsReceiverAsksToWaitIsGivenUp() async throws {
        try await WebhookTests.with { server, rig in
            try server.answers("429\nRetry-After: 43200")
            for thread in 0..<3 { try await rig.add("t\(thread)") }
            for _ in 0..<9 {
                _ = try await rig.notifier.round()
                rig.advance(.seconds(43_200))
            }
            #expect(try await rig.deliveries().map { $0.contains(" dead ") } == [true, true, true])
        }
    }
}

/// Receivers that are there no more, for a moment or for good.
@Suite struct AbsenceTests {
    @Test func aHookThatIsMissingForAMomentMissesNothing() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a")
            try rig.hook("b")
            _ = try await rig.notifier.round()
            rig.folder.remove("hooks.d/a")
            try await rig.add()
            _ = try await rig.notifier.round()
            #expect(rig.heard("b").count == 1)
            try rig.hook("a")
            rig.advance(.seconds(5))
            _ = try await rig.notifier.round()
            #expect(rig.heard("a").count == 1)
            // What comes long after it went is not for it.
            rig.folder.remove("hooks.d/a")
            _ = try await rig.notifier.round()
            rig.advance(.seconds(3600))
            try await rig.add()
            _ = try await rig.notifier.round()
            #expect(try await rig.sql("SELECT count(*) FROM caselog.delivery WHERE receiver = 'a'") == "1")
        }
    }

    @Test func whileTheHooksCannotBeReadNoNoticeIsLost() async throws {
        try await NotifierRig.with { rig in
            let hooks = rig.folder.path + "/hooks.d"
            rmdir(hooks)
            try rig.folder.write("hooks.d", "")
            try await rig.add()
            for _ in 0..<3 {
                #expect(try await rig.notifier.round() == (0, 0))
                rig.advance(.seconds(86_400))
            }
            rig.folder.remove("hooks.d")
            mkdir(hooks, 0o755)
            try rig.hook("a")
            #expect(try await rig.notifier.round() == (1, 1))
        }
    }

    @Test func whatIsGivenUpForAReceiverThatIsGoneIsToldToTheOthers() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("good", "text=$(cat); echo \"$text\" >> \(rig.folder.path)/in", words: "$CASELOG_KIND")
            try rig.hook("a", "exit 1")
            try await rig.add("t")
            try await rig.add("u")
            _ = try await rig.notifier.round()
            rig.folder.remove("hooks.d/a")
            _ = try await rig.notifier.round()
            rig.advance(.seconds(4 * 86_400))
            for _ in 0..<3 { _ = try await rig.notifier.round() }
            #expect(try await rig.sql("SELECT count(*) FROM caselog.delivery WHERE state = 'dead'") == "2")
            #expect(rig.heard("good").filter { $0 == "delivery-failure" }.count == 1)
            let told = try #require(rig.folder.lines("in").first { $0.contains("delivery-failure") })
            #expect(try JSONValue(parsing: told.utf8)["sentence"]?.stringValue?.contains("2 notices") == true)
        }
    }

    /// Both want nothing for days: the word that what waited for one was given up waits for the other, and is given up.
    @Test func twoDisabledReceiversDoNotTellOfEachOtherForEver() async throws {
        try await NotifierRig.with { rig in
            try rig.hook("a")
            try rig.hook("b")
            try await rig.add()
            _ = try await rig.notifier.round()
            try await rig.change("UPDATE caselog.receiver SET disabled_at = to_timestamp(1770000000)")
            for _ in 0..<30 {
                try await rig.add()
                rig.advance(.seconds(43_200))
                _ = try await rig.notifier.round()
            }
            let failures = try await rig.sql("SELECT count(*) FROM caselog.notice WHERE kind = 'delivery-failure'")
            #expect(Int(failures) ?? 99 <= 2 + 2 * 15)
            // Each waited three days of its own.
            let early = """
                SELECT count(*) FROM caselog.delivery
                WHERE state = 'dead' AND finished_at < created_at + interval '3 days'
                """
            #expect(try await rig.sql(early) == "0")
        }
    }

    @Test func aLinkThatLeadsNowhereIsRefusedAndNotOverlooked() throws {
        let directory = TestFolder()
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/link", withDestinationPath: directory.path + "/nowhere")
        let hooks = HookDirectory(path: directory.path).hooks()
        #expect(hooks?.map { $0.name } == ["link"])
        #expect(hooks?.first?.obstacle?.contains("not a regular file") == true)
    }
}
