import Foundation
import TestSupport
import Testing

@testable import Notifier

/// Hooks as real processes.
@Suite struct HookTests {
    let directory = TestFolder()

    func run(_ script: String) throws -> HookRun {
        let path = try directory.script("hook", script)
        return HookRun(file: try HookDirectory(path: directory.path).hook("hook"), path: path)
    }

    @Test func aHookGetsThePayloadAndACleanEnvironment() async throws {
        let run = try run("cat > \(directory.path)/in; env | sort > \(directory.path)/env")
        let (outcome, _) = await run.hand(Array("{\"a\":1}".utf8), environment: ["CASELOG_RULE": "R01"])
        #expect(outcome == .delivered)
        #expect(directory.text("in") == "{\"a\":1}")
        let names = directory.text("env").split(separator: "\n").compactMap { $0.split(separator: "=").first }
        #expect(Set(names).subtracting(["_"]) == ["CASELOG_RULE", "LANG", "PATH", "PWD"])
    }

    @Test func anExitStatusSaysWhetherItIsTriedAgain() async throws {
        let failed = try await run("echo no >&2; exit 3").hand([], environment: [:])
        #expect(failed.outcome == .failed("exit status 3") && failed.output == "no")
        let refused = try await run("exit 65").hand([], environment: [:])
        #expect(refused.outcome == .refused("the hook refused it (exit status 65)"))
        let killed = try await run("kill -SEGV $$").hand([], environment: [:])
        #expect(killed.outcome == .failed("ended by signal 11"))
    }

    /// Gone, or dead and not yet collected by the process that inherited it.
    func isDead(_ file: String) async throws -> Bool {
        let pid = directory.text(file).trimmingCharacters(in: .newlines)
        #expect(!pid.isEmpty)
        for _ in 0..<100 {
            let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            if status?.contains(") Z ") ?? true { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func aHookThatHangsIsEndedWithItsChildren() async throws {
        var run = try run("sleep 1000 & echo $! > \(directory.path)/child; wait")
        run.timeLimit = .seconds(1)
        #expect(await run.hand([], environment: [:]).outcome == .failed("took longer than 1.0 seconds"))
        #expect(try await isDead("child"))
    }

    @Test func aHookThatIgnoresTheRequestToEndIsKilledWithItsChildren() async throws {
        var run = try run(
            "trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$ > \(directory.path)/child; sleep 1000\" & sleep 1000; sleep 1000"
        )
        (run.timeLimit, run.grace) = (.seconds(1), .seconds(1))
        let begin = ContinuousClock.now
        #expect(await run.hand([], environment: [:]).outcome == .failed("took longer than 1.0 seconds"))
        #expect(ContinuousClock.now - begin < .seconds(60))
        #expect(try await isDead("child"))
    }

    @Test func whatAHookLeavesRunningEndsWithIt() async throws {
        let run = try run("sleep 1000 & echo $! > \(directory.path)/child")
        let begin = ContinuousClock.now
        #expect(await run.hand([], environment: [:]).outcome == .delivered)
        #expect(ContinuousClock.now - begin < .seconds(60))
        #expect(try await isDead("child"))
    }

    @Test func aGigabyteOfOutputDoesNotStopAHookAndIsNotKept() async throws {
        let run = try run("head -c 1073741824 /dev/zero | tr '\\0' x; exit 1")
        let (outcome, output) = await run.hand([], environment: [:])
        #expect(outcome == .failed("exit status 1"))
        #expect(output.utf8.count == HookRun.keptOutput)
    }

    @Test func aHookThatReadsNothingIsDeliveredAllTheSame() async throws {
        let large = [UInt8](repeating: 0x20, count: 1 << 20)
        #expect(try await run("exit 0").hand(large, environment: [:]).outcome == .delivered)
    }

    @Test func whatWasLookedAtIsWhatRuns() async throws {
        let run = try run("exit 0")
        try directory.script("hook", "exit 9")
        #expect(await run.hand([], environment: [:]).outcome == .delivered)
    }

    @Test func aHookRunsAsItsAccountWithoutTheNotifiersGroups() async throws {
        guard geteuid() == 0 else { return }
        var run = try run("id -u; id -G")
        run.account = HookAccount(uid: 65534, gid: 65534)
        #expect(await run.hand([], environment: [:]).output == "65534\n65534")
    }

    @Test func aStopEndsAHookThatRuns() async throws {
        let run = try run("touch \(directory.path)/begun; sleep 1000")
        let running = Task { await run.hand([], environment: [:]) }
        for _ in 0..<100 where directory.isMissing("begun") { try await Task.sleep(for: .milliseconds(50)) }
        running.cancel()
        #expect(await running.value.outcome == .failed("ended by signal 15"))
    }
}

/// Which files are hooks, and which are refused.
@Suite struct HookDirectoryTests {
    let directory = TestFolder()

    func obstacle(_ name: String, path: String? = nil, owners: Set<uid_t>? = nil) -> String {
        let hooks =
            owners.map { HookDirectory(path: path ?? directory.path, owners: $0) }
            ?? HookDirectory(path: path ?? directory.path)
        return hooks.hooks()?.first { $0.name == name }.map { $0.obstacle ?? "none" } ?? "not listed"
    }

    @Test func aHookThatOthersMayChangeIsNotRun() throws {
        try directory.script("good", "exit 0")
        for (name, mode) in [
            ("open", 0o757), ("group", 0o775), ("plain", 0o644), ("setuid", 0o4755), ("setgid", 0o2755),
        ] {
            try directory.script(name, "exit 0", mode: mode_t(mode))
        }
        for name in [".hidden", "notes.txt", "old~", "x.disabled", "y.sample", "README.md"] {
            try directory.script(name, "exit 0")
        }
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/link", withDestinationPath: directory.path + "/good")
        #expect(mkfifo(directory.path + "/pipe", 0o755) == 0)
        #expect(mkdir(directory.path + "/folder", 0o755) == 0)
        let names = HookDirectory(path: directory.path).hooks()?.map { $0.name }
        #expect(names == ["good", "group", "link", "open", "pipe", "plain", "setgid", "setuid"])
        #expect(obstacle("good") == "none")
        #expect(obstacle("open").contains("others may change the hook"))
        #expect(obstacle("group").contains("others may change the hook"))
        #expect(obstacle("plain").contains("not executable"))
        #expect(obstacle("setuid").contains("setuid"))
        #expect(obstacle("setgid").contains("setuid or setgid"))
        #expect(obstacle("link").contains("not a regular file"))
        #expect(obstacle("pipe").contains("not a regular file"))
    }

    @Test func aHookOfAnotherUserIsNotRun() throws {
        let path = try directory.script("hook", "exit 0")
        guard geteuid() == 0 else { return }
        #expect(chown(path, 65534, 65534) == 0)
        #expect(obstacle("hook").contains("belongs to another user (65534)"))
    }

    @Test func aDirectoryThatOthersMayChangeIsRefusedWhereverItIsOnTheWay() throws {
        let inner = directory.path + "/a/hooks.d"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        try directory.script("a/hooks.d/hook", "exit 0")
        chmod(inner, 0o755)
        chmod(directory.path + "/a", 0o755)
        #expect(obstacle("hook", path: inner) == "none")
        chmod(directory.path + "/a", 0o775)
        #expect(obstacle("hook", path: inner).contains("others may change the directory \(directory.path)/a;"))
        // As /tmp: nobody can replace what is ours there. Of the hooks directory itself that is not enough.
        chmod(directory.path + "/a", 0o1777)
        #expect(obstacle("hook", path: inner) == "none")
        chmod(directory.path + "/a", 0o755)
        chmod(inner, 0o1777)
        #expect(obstacle("hook", path: inner).contains("others may change the directory \(inner);"))
        chmod(inner, 0o755)
        if geteuid() == 0 {
            #expect(chown(directory.path + "/a", 65534, 65534) == 0)
            #expect(obstacle("hook", path: inner).contains("/a belongs to another user (65534)"))
        }
        try FileManager.default.createSymbolicLink(atPath: directory.path + "/way", withDestinationPath: "a")
        #expect(obstacle("hook", path: directory.path + "/way/hooks.d").contains("symbolic link"))
    }

    @Test func noDirectoryMeansNoHooksAndAFileInItsPlaceIsNotTaken() throws {
        #expect(HookDirectory(path: directory.path + "/none").hooks()?.isEmpty == true)
        try directory.script("file", "")
        #expect(HookDirectory(path: directory.path + "/file").hooks() == nil)
    }
}
