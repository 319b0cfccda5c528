import Foundation
import Liveness
import NIOCore
import NIOPosix
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

@testable import SocketAPI
@testable import Systemd

/// What the service manager is told: how far the start has come, how the daemon stands, and that it lives.
@Suite(.serialized) struct ServiceManagerTests {
    private let daemon: DaemonProcess
    private let manager: NotifySocket

    init() throws {
        daemon = try DaemonProcess()
        manager = NotifySocket(path: daemon.directory + "/notify")
    }

    private var told: [Environment.Key: String?] { ["NOTIFY_SOCKET": manager.path] }

    @Test func itSaysWhatItDoesFromTheStartToTheEnd() async throws {
        try await daemon.running(environment: told) { _ in
            let reply = try await daemon.post(event("note.recorded", ["N"], on: "2026-01-02", #"{"text":"a"}"#))
            #expect(reply.status == 201)
            #expect(try await manager.waits { $0.status == "serving authority 000: 1 events on record" })
        }
        _ = try await manager.waits(seconds: 5) { $0.status == "stopping" }
        let lines = manager.lines
        let places = [
            "STATUS=starting the database", "STATUS=migrating the schema",
            "STATUS=catching up: views reflect 0 of 0 events", "STATUS=raising alerts", "READY=1",
            "STATUS=serving authority 000: 1 events on record", "STOPPING=1",
        ].map { lines.firstIndex(of: $0) ?? -1 }
        #expect(!places.contains(-1) && places == places.sorted())
        #expect(lines.filter { $0 == "READY=1" }.count == 1)
        #expect(lines.suffix(2) == ["STOPPING=1", "STATUS=stopping"])
        // Nobody asked whether it lives.
        #expect(!lines.contains("WATCHDOG=1"))
    }

    @Test func afterACrashItSaysThatItRecovers() async throws {
        try await daemon.running(environment: told, endedBy: .kill) { process in
            let processes = [daemon.postmaster] + children(of: daemon.postmaster)
            // Nothing of it can shut down in order when the daemon is killed.
            for process in processes { kill(process, SIGSTOP) }
            kill(process.value, SIGKILL)
            for process in processes { kill(process, SIGKILL) }
        }
        #expect(recoveries == 0)
        try await daemon.running(environment: told) { _ in }
        let crashed = recoveries
        #expect(crashed > 0)
        // Shut down in order, it need not.
        try await daemon.running(environment: told) { _ in }
        #expect(recoveries == crashed)
    }

    private var recoveries: Int {
        manager.lines.filter { $0.hasPrefix("STATUS=recovering the database after a crash") }.count
    }

    @Test func standingByIsReadyAndSaysForWhom() async throws {
        let database = try await TestDatabase.create()
        let other = try DaemonProcess()
        try await other.running(arguments: ["--database", database]) { process in
            let environment = told.merging(["WATCHDOG_USEC": "60000000"]) { $1 }
            try await daemon.running(
                arguments: ["--database", database], environment: environment, mustBeReady: false
            ) { _ in
                let isStandingBy = try await manager.waits {
                    $0.lines.contains("READY=1") && $0.status?.hasPrefix("standing by: ") == true
                        && $0.status?.hasSuffix(" pid \(process.value) writes the log") == true
                }
                #expect(isStandingBy)
                #expect(try await manager.waits { $0.lines.contains("WATCHDOG=1") })
            }
        }
    }

    @Test func itWaitsForAServerThatIsNotThere() async throws {
        let away = "host=\(daemon.directory)/nowhere dbname=caselog"
        try await daemon.running(arguments: ["--database", away], environment: told, mustBeReady: false) { process in
            #expect(try await manager.waits { $0.status?.hasPrefix("waiting for the database: ") == true })
            try await Task.sleep(for: .seconds(2))
            #expect(kill(process.value, 0) == 0)
            // It does not get on, and asks for no more time.
            #expect(!manager.lines.contains { $0.hasPrefix("EXTEND_TIMEOUT_USEC=") })
        }
    }

    /// Its own database frozen, the watchdog is not fed; a daemon on a server of somebody else's goes on, and says what is
    /// wrong: that server is not helped by a restart of the daemon.
    @Test func theWatchdogIsFedWhereGoingOnIsBetterThanStartingAgain() async throws {
        let guest = try DaemonProcess()
        let guests = NotifySocket(path: guest.directory + "/notify")
        let watched: [Environment.Key: String?] = ["WATCHDOG_USEC": "4000000", "WATCHDOG_PID": nil]
        try await daemon.running(environment: told.merging(watched) { $1 }) { _ in
            try await guest.running(
                arguments: ["--database", daemon.database, "--authority", "926"],
                environment: watched.merging(["NOTIFY_SOCKET": guests.path]) { $1 }
            ) { _ in
                #expect(try await manager.waits(seconds: 10) { $0.count("WATCHDOG=1", since: .now - .seconds(4)) >= 2 })
                let processes = [daemon.postmaster] + children(of: daemon.postmaster)
                #expect(processes.count > 5)
                for process in processes { kill(process, SIGSTOP) }
                defer { for process in processes { kill(process, SIGCONT) } }
                let complaint = "the database does not answer"
                #expect(try await manager.waits(seconds: 30) { $0.status?.hasSuffix(complaint) == true })
                #expect(try await guests.waits(seconds: 30) { $0.status?.hasSuffix(complaint) == true })
                let frozen = ContinuousClock.now
                // Twice what the watchdog allows.
                try await Task.sleep(for: .seconds(8))
                #expect(manager.count("WATCHDOG=1", since: frozen) == 0)
                #expect(guests.count("WATCHDOG=1", since: frozen) > 0)
                for process in processes { kill(process, SIGCONT) }
                #expect(
                    try await manager.waits {
                        $0.lines.last == "WATCHDOG=1" || $0.status?.hasSuffix("on record") == true
                    })
                let thawed = ContinuousClock.now
                #expect(try await manager.waits { $0.count("WATCHDOG=1", since: thawed) >= 2 })
                #expect(try await guests.waits { $0.status?.hasSuffix("on record") == true })
            }
        }
    }

    @Test func aThreadThatHangsIsFound() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let loops = Array(group.makeIterator())
        #expect(await EventLoops.answer(loops, within: .seconds(5)))
        loops[1].execute { usleep(1_500_000) }
        #expect(await !EventLoops.answer(loops, within: .milliseconds(300)))
        #expect(await EventLoops.answer(loops, within: .seconds(5)))
        try await group.shutdownGracefully()
    }

    @Test func aPromiseThatIsNotKeptIsOverdue() async throws {
        let pulse = Pulse()
        #expect(!pulse.isOverdue)
        pulse.promise(within: .milliseconds(50))
        #expect(!pulse.isOverdue)
        try await Task.sleep(for: .milliseconds(100))
        #expect(pulse.isOverdue)
        pulse.rest()
        #expect(!pulse.isOverdue)
    }

    @Test func variablesOfAnotherProcessAreNotTaken() {
        let environment = ["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "2000000"]
        #expect(ServiceManager(environment: environment).watchdog == .seconds(2))
        #expect(ServiceManager(environment: environment.merging(["WATCHDOG_PID": "1"]) { $1 }).watchdog == nil)
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "2000000"]).watchdog == nil)
    }

    private func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = stat?.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 && pid_t(fields[1]) == parent
        }
    }
}
