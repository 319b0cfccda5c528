import Foundation
import PostgresClient
import Subprocess
import TestSupport
import Testing

/// SIGHUP, and what the service manager is told.
@Suite struct HangupTests {
    let folder = TestFolder()

    @Test func itHandsOverByTheNewSettingsOnceTheyAreSoundAndGoesOnByTheOldWhereTheyAreNot() async throws {
        let database = try await TestDatabase.migrated()
        for name in ["one", "two"] {
            mkdir(folder.path + "/" + name, 0o755)
            try folder.script("\(name)/a", "echo \(name) >> \(folder.path)/out")
        }
        let manager = NotifySocket(path: folder.path + "/notify")
        @Sendable func write(_ text: String) throws {
            try text.write(toFile: folder.path + "/config", atomically: true, encoding: .utf8)
        }
        @Sendable func count(_ line: String) -> Int { manager.lines.filter { $0 == line }.count }
        try write("hooks: {directory: \(folder.path)/one}\n")
        var notifier = NotifierProcess(
            logFile: folder.path + "/log",
            arguments: [
                "--config", folder.path + "/config", "--database", database, "--authority", NotifierRig.authority,
            ])
        notifier.environment["NOTIFY_SOCKET"] = manager.path
        notifier.environment["WATCHDOG_USEC"] = "4000000"
        let ending = try await notifier.running { [notifier, folder] process in
            #expect(try await notifier.knowsReceivers())
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { folder.lines("out") == ["one"] })

            try write("hooks: {directory: \(folder.path)/two}\n")
            kill(process.value, SIGHUP)
            #expect(try await NotifierProcess.waits { count("READY=1") == 3 })
            try await Task.sleep(for: .seconds(1))
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { folder.lines("out").contains("two") })

            try write("hooks: {directory: \(folder.path)/one}\nwebhooks: none\n")
            kill(process.value, SIGHUP)
            #expect(
                try await NotifierProcess.waits {
                    manager.status == "handing over; the configuration has a mistake, and the one before holds"
                })
            let before = folder.lines("out").filter { $0 == "two" }.count
            try await NotifierRig.add(to: database)
            #expect(try await NotifierProcess.waits { folder.lines("out").filter { $0 == "two" }.count > before })
            #expect(try await NotifierProcess.waits { count("WATCHDOG=1") >= 3 })
        }
        #expect(ending.isSuccess)
        #expect(count("RELOADING=1") == 2 && count("READY=1") == 4)
        // That it lives is said until it is gone.
        let saysThatItStops = try await manager.waits(seconds: 5) {
            $0.lines.filter { $0 != "WATCHDOG=1" }.suffix(2) == ["STOPPING=1", "STATUS=stopping"]
        }
        #expect(saysThatItStops)
    }
}
