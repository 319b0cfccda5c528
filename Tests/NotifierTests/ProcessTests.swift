import Foundation
import PostgresClient
import Schema
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// The notifier as a real process, killed wherever it is.
@Suite struct ProcessTests {
    let folder = TestFolder()

    init() { mkdir(folder.path + "/hooks.d", 0o755) }

    func notifier(_ database: String) -> NotifierProcess {
        var notifier = NotifierProcess(
            logFile: folder.path + "/log",
            arguments: [
                "--database", database, "--hooks", folder.path + "/hooks.d", "--authority", NotifierRig.authority,
            ])
        notifier.environment["CASELOG_DELIVERY_LEASE"] = "1s"
        return notifier
    }

    func delivered(_ count: Int, _ database: String) async throws -> Bool {
        try await NotifierProcess.waits(seconds: 60) {
            let state = "SELECT count(*) FROM caselog.delivery WHERE state = 'delivered'"
            return try await Psql.run(database, state) == "\(count)"
        }
    }

    /// The database wakes the notifier: whoever only looked now and then would need seconds each time. How soon it is on a quiet
    /// machine is the benchmark's to say.
    @Test func aHookStartsAtTheCommitAndNotAtTheNextLook() async throws {
        let database = try await TestDatabase.migrated()
        try folder.script("hooks.d/a", "date +%s%N >> \(folder.path)/times")
        try await notifier(database).running { [folder] _ in
            #expect(try await NotifierProcess.waits { folder.text("log").contains("] receiver") })
            try await Task.sleep(for: .milliseconds(500))
            var delays: [Double] = []
            for round in 1...5 {
                let begin = Date().timeIntervalSince1970
                try await NotifierRig.add(to: database)
                #expect(try await NotifierProcess.waits(seconds: 60) { folder.lines("times").count == round })
                let started = try #require(folder.lines("times").last.flatMap { Double($0) })
                delays.append(started / 1e9 - begin)
            }
            #expect(delays.contains { $0 < 2 }, "\(delays)")
        }
    }

    @Test func itWaitsForTheDatabaseAndForASchemaThatItKnows() async throws {
        let database = try await TestDatabase.create()
        try folder.script("hooks.d/a", "echo $CASELOG_KIND >> \(folder.path)/out")
        try await notifier(database).running { [folder] _ in
            #expect(try await NotifierProcess.waits { folder.text("log").contains("waiting: the ") })
            let connection = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
            // All but the last migration, and another one in its place: at no moment is that the schema that it knows.
            let migrations = Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
            let other = Migration(number: migrations.count, name: "other", sql: "SELECT 1")
            try await Migrator.apply(migrations.dropLast() + [other], over: connection)
            #expect(
                try await NotifierProcess.waits { folder.text("log").contains("not the one that this program knows") })
            try await Psql.run(database, "DELETE FROM public.caselog_migration WHERE name = 'other'")
            try await Migrator.apply(migrations, over: connection)
            await connection.close()
            #expect(try await NotifierProcess.waits { folder.text("log").contains("handing over") })
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { folder.lines("out") == ["alerts"] })
        }
    }

    @Test(arguments: [true, false])
    func killedWhileItHandsOverItDoesSoAgainWithTheSameId(hookHasTakenIt: Bool) async throws {
        let database = try await TestDatabase.migrated()
        let record = "echo $CASELOG_DELIVERY_ID >> \(folder.path)/out"
        let kill = "[ -e \(folder.path)/killed ] || { touch \(folder.path)/killed; kill -9 $PPID; exit 1; }"
        try folder.script("hooks.d/a", hookHasTakenIt ? record + "\n" + kill : kill + "\n" + record)
        let notifier = notifier(database)
        let ending = try await notifier.running { [folder] process in
            #expect(try await NotifierProcess.waits { folder.text("log").contains("] receiver") })
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { hasEnded(process) })
        }
        #expect(ending == .signaled(9))
        #expect(try await Psql.run(database, "SELECT state, attempts FROM caselog.delivery") == "waiting|1")
        try await notifier.running { _ in
            let isDone = try await delivered(1, database)
            #expect(isDone)
        }
        #expect(folder.lines("out").count == (hookHasTakenIt ? 2 : 1))
        #expect(Set(folder.lines("out")).count == 1)
        #expect(try await Psql.run(database, "SELECT attempts FROM caselog.delivery") == "2")
    }

    @Test func killedWhileItSpreadsOrBeforeItClaimsItLosesNothing() async throws {
        let database = try await TestDatabase.migrated()
        try folder.script("hooks.d/a", "echo $CASELOG_DELIVERY_ID >> \(folder.path)/out", mode: 0o777)
        let notifier = notifier(database)
        // Spreading waits for the table.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Psql.run(
                    database, "BEGIN; LOCK TABLE caselog.delivery IN EXCLUSIVE MODE; SELECT pg_sleep(6); COMMIT")
            }
            try await Task.sleep(for: .milliseconds(300))
            try await NotifierRig.add(to: database, count: 3)
            try await notifier.running(endedBy: .kill) { _ in
                let isHeldUp =
                    try await NotifierProcess.waits {
                        let waiting = """
                            SELECT count(*) FROM pg_stat_activity
                            WHERE application_name = 'caselog-notifier' AND wait_event_type = 'Lock'
                                AND datname = current_database()
                            """
                        return try await Psql.run(database, waiting) != "0"
                    }
                #expect(isHeldUp)
            }
            try await group.waitForAll()
        }
        #expect(try await Psql.run(database, "SELECT count(*) FROM caselog.delivery") == "0")
        // Spread, but nothing can be claimed: the hook is refused.
        try await notifier.running(endedBy: .kill) { _ in
            let isSpread = try await NotifierProcess.waits {
                try await Psql.run(database, "SELECT count(*) FROM caselog.delivery") == "3"
            }
            #expect(isSpread)
        }
        #expect(folder.lines("out").isEmpty)
        chmod(folder.path + "/hooks.d/a", 0o755)
        try await notifier.running { _ in
            let isDone = try await delivered(3, database)
            #expect(isDone)
        }
        #expect(folder.lines("out").count == 3 && Set(folder.lines("out")).count == 3)
    }

    @Test func killedAgainAndAgainWhereverItIsItLosesNothingAndKeepsTheOrder() async throws {
        let database = try await TestDatabase.migrated()
        for name in ["a", "b"] {
            try folder.script(
                "hooks.d/" + name,
                "echo \"$CASELOG_DELIVERY_ID $(sed 's/.*\"number\":\\([0-9]*\\).*/\\1/')\" >> \(folder.path)/\(name).out"
            )
        }
        let notifier = notifier(database)
        for index in 0..<12 {
            try await NotifierRig.add(to: database, "t\(index % 3)", count: 10)
            try await notifier.running(endedBy: .kill) { _ in
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...700)))
                if index % 3 == 0 {
                    try await Psql.run(
                        database,
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE application_name = 'caselog-notifier' AND datname = current_database()
                        """)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 50...300)))
                }
            }
        }
        try await notifier.running { _ in
            let isDone = try await delivered(240, database)
            #expect(isDone)
        }
        let threads = try await Psql.run(database, "SELECT number, thread FROM caselog.notice").split(separator: "\n")
            .reduce(into: [Int: String]()) { threads, line in
                let parts = line.split(separator: "|")
                threads[Int(parts[0]) ?? 0] = String(parts[1])
            }
        for name in ["a", "b"] {
            let heard = folder.lines(name + ".out").map { $0.split(separator: " ") }
            let ids = Dictionary(grouping: heard) { Int($0[1]) ?? 0 }.mapValues { Set($0.map { $0[0] }) }
            #expect(Set(ids.keys) == Set(1...120))
            #expect(ids.values.allSatisfy { $0.count == 1 })
            var last: [String: Int] = [:]
            for number in heard.compactMap({ Int($0[1]) }) {
                let thread = threads[number] ?? ""
                // A repeat is of the last one; nothing else goes back.
                #expect(number >= last[thread, default: 0])
                last[thread] = max(number, last[thread, default: 0])
            }
        }
    }

    @Test func aStopWaitsForTheHookThatRuns() async throws {
        let database = try await TestDatabase.migrated()
        try folder.script("hooks.d/a", "touch \(folder.path)/begun; sleep 1.5; touch \(folder.path)/ended")
        let ending = try await notifier(database).running { [folder] _ in
            #expect(try await NotifierProcess.waits { folder.text("log").contains("] receiver") })
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { !folder.isMissing("begun") })
        }
        #expect(ending == .exited(0))
        #expect(!folder.isMissing("ended"))
        #expect(try await Psql.run(database, "SELECT state FROM caselog.delivery") == "delivered")
    }

    @Test func whatIsRefusedIsSaidAndTheReceiversCanBeListedAndTried() async throws {
        let database = try await TestDatabase.migrated()
        try folder.script("hooks.d/open", "exit 0", mode: 0o777)
        try folder.script("hooks.d/good", "echo $CASELOG_KIND")
        try folder.script("hooks.d/sad", "exit 3")
        let notifier = notifier(database)
        try await notifier.running { _ in
            #expect(try await NotifierProcess.waits { notifier.log.contains("others may change the hook") })
            let listed = try await notifier.command(["receivers"])
            #expect(listed.succeeded)
            #expect(listed.output.contains("open  refused: others may change the hook"))
            #expect(listed.output.contains("good  well"))
            let good = try await notifier.command(["test", "good"])
            #expect(good.succeeded && good.output == "good  delivered\n")
            let sad = try await notifier.command(["test", "sad"])
            #expect(!sad.succeeded && sad.output == "sad  waiting  exit status 3\n")
            let nobody = try await notifier.command(["test", "nobody"])
            #expect(!nobody.succeeded && nobody.output.contains("there is no receiver 'nobody'"))
        }
        let alone = try await notifier.command(["test", "good", "--wait", "1"])
        #expect(!alone.succeeded && alone.output.contains("does the notifier run?"))
    }

    @Test func aHooksDirectoryThatOthersMayChangeIsRefused() async throws {
        let database = try await TestDatabase.migrated()
        try folder.script("hooks.d/good", "touch \(folder.path)/out")
        chmod(folder.path + "/hooks.d", 0o777)
        let notifier = notifier(database)
        try await notifier.running { [folder] _ in
            #expect(
                try await NotifierProcess.waits {
                    notifier.log.contains("others may change the directory \(folder.path)/hooks.d")
                })
            try await NotifierRig.add(to: database)
            try await Task.sleep(for: .seconds(1))
            #expect(folder.isMissing("out"))
            // Put right, it is taken up within the poll.
            chmod(folder.path + "/hooks.d", 0o755)
            #expect(try await NotifierProcess.waits { !folder.isMissing("out") })
        }
    }

    @Test func webhooksStandInTheConfigurationFile() async throws {
        let database = try await TestDatabase.migrated()
        try await WebhookServer.with(secrets: WebhookTests.secrets) { [folder] server in
            try folder.write("second.key", WebhookTests.secrets[1] + "\n")
            try folder.write(
                "notifier.yaml",
                """
                authority: "\(NotifierRig.authority)"
                hooks:
                  directory: \(folder.path)/hooks.d
                delivery:
                  give-up-after: 2d
                webhooks:
                  - name: chat
                    url: \(server.url)
                    secret: \(WebhookTests.secrets[0])
                    secret-file: \(folder.path)/second.key
                    severities: [1, 2]
                """)
            var notifier = NotifierProcess(logFile: folder.path + "/log", arguments: ["--database", database])
            notifier.environment["CASELOG_CONFIG"] = folder.path + "/notifier.yaml"
            try await notifier.running { [notifier] _ in
                #expect(try await NotifierProcess.waits { notifier.log.contains("webhook/chat") })
                let sent = try await notifier.command(["test", "webhook/chat"])
                #expect(sent.output == "webhook/chat  delivered\n")
                #expect(try server.requests().first?["signed"] == true)
            }
            try folder.write("notifier.yaml", "webhooks: [{name: x, url: http://example.org/, secret: short}]")
            let refused = try await notifier.command(["receivers"])
            #expect(!refused.succeeded && refused.output.contains("whsec_"))
        }
    }
}

/// Whether that process has ended, collected or not.
private func hasEnded(_ process: ProcessIdentifier) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(process.value)/stat", encoding: .utf8)
    return status?.contains(") Z ") ?? true
}
