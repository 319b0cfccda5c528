import Foundation
import Testing

@testable import Alerts

/// Hooks as real processes.
@Suite struct HookTests {
    let directory: String

    init() throws {
        directory = "/tmp/caselog-hooks-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    func hook(_ script: String, mode: mode_t = 0o755, name: String = "hook") throws -> String {
        let path = directory + "/" + name
        try ("#!/bin/sh\n" + script).write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, mode)
        return path
    }

    @Test func aHookGetsThePayloadAndACleanEnvironment() async throws {
        let path = try hook("cat > \(directory)/in; env | sort > \(directory)/env; [ \"$0\" = \(directory)/hook ]")
        let outcome = await HookRun(path: path).hand(Array("{\"a\":1}".utf8), environment: ["CASELOG_RULE": "R01"])
        #expect(outcome == .delivered)
        #expect(try String(contentsOfFile: directory + "/in", encoding: .utf8) == "{\"a\":1}")
        let environment = try String(contentsOfFile: directory + "/env", encoding: .utf8)
        #expect(environment.contains("CASELOG_RULE=R01"))
        #expect(!environment.contains("HOME="))
    }

    @Test func anExitStatusSaysWhetherItIsTriedAgain() async throws {
        #expect(
            await HookRun(path: try hook("echo no >&2; exit 3")).hand([], environment: [:])
                == .failed("exit status 3: no"))
        guard case .refused = await HookRun(path: try hook("exit 65")).hand([], environment: [:]) else {
            Issue.record("65 must refuse for good")
            return
        }
    }

    @Test func aHookThatHangsIsEndedWithItsChildren() async throws {
        let path = try hook("sleep 1000 & echo $! > \(directory)/child; wait")
        var run = HookRun(path: path)
        run.timeLimit = .seconds(1)
        guard case .failed(let reason) = await run.hand([], environment: [:]) else {
            Issue.record("a hook that hangs must fail")
            return
        }
        #expect(reason.contains("took longer"))
        let child = try String(contentsOfFile: directory + "/child", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        // Gone, or dead and not yet collected by the process that inherited it.
        func isDead() -> Bool {
            let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
            return status?.contains(") Z ") ?? true
        }
        for _ in 0..<100 where !isDead() { try await Task.sleep(for: .milliseconds(100)) }
        #expect(isDead())
    }

    @Test func muchOutputDoesNotStopAHookAndIsNotKept() async throws {
        let path = try hook("head -c 3000000 /dev/zero | tr '\\0' x; exit 1")
        guard case .failed(let reason) = await HookRun(path: path).hand([], environment: [:]) else {
            Issue.record("must fail")
            return
        }
        #expect(reason.utf8.count < HookRun.keptOutput + 100)
    }

    @Test func aHookThatReadsNothingIsDeliveredAllTheSame() async throws {
        let large = [UInt8](repeating: 0x20, count: 1 << 20)
        #expect(await HookRun(path: try hook("exit 0")).hand(large, environment: [:]) == .delivered)
    }

    @Test func aHookThatOthersMayChangeIsNotRun() throws {
        let hooks = HookDirectory(path: directory)
        _ = try hook("exit 0", mode: 0o757, name: "open")
        _ = try hook("exit 0", mode: 0o644, name: "plain")
        _ = try hook("exit 0", name: "good")
        _ = try hook("exit 0", name: ".hidden")
        _ = try hook("exit 0", name: "notes.txt")
        #expect(hooks.names() == ["good", "open", "plain"])
        #expect(hooks.obstacle(to: "good") == nil)
        #expect(hooks.obstacle(to: "open")?.contains("changed by others") == true)
        #expect(hooks.obstacle(to: "plain")?.contains("not executable") == true)
        #expect(hooks.obstacle(to: "gone")?.contains("not there") == true)
    }
}
