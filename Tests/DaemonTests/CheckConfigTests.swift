import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// `check-config` of both programs, and the example files.
@Suite struct CheckConfigTests {
    private static let deploy = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Deploy").path(percentEncoded: false)

    private struct Outcome {
        let status: Int32
        let output: String
        let errors: [String]
    }

    private func check(
        _ program: String, _ file: String, _ environment: [Environment.Key: String?] = [:],
        arguments: [String] = ["check-config"]
    ) async throws -> Outcome {
        let result = try await run(
            .path(FilePath(DaemonProcess.programs + "/" + program)),
            arguments: Arguments(arguments + ["--config", file]),
            environment: .inherit.updating(["PGHOST": nil, "CASELOG_HEARTBEAT": nil]).updating(environment),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let status: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
        return Outcome(
            status: status, output: result.standardOutput,
            errors: result.standardError.split(separator: "\n").map(String.init))
    }

    /// Runs `body` with a file of that text.
    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let folder = try TestDirectory.make()
        defer { TestDirectory.remove(folder) }
        try text.write(toFile: folder + "/settings.yaml", atomically: true, encoding: .utf8)
        try await body(folder + "/settings.yaml")
    }

    @Test func everyMistakeIsNamedWithItsKeyAndPlace() async throws {
        let text = """
            authority: "12"
            socket:
              mode: "999"
              grop: staff
              group: no-such-group-here
            limits.body: 10
            limits:
              streams: many
            checkpoint:
              directroy: /tmp
            access:
              file: /no/such/file
            database:
              url: "host=x nonsense=1 password=verysecret"
            log:
            """
        try await withFile(text) { file in
            let outcome = try await check("caselogd", file, ["CASELOG_SOCKET_PTH": "/x"])
            #expect(outcome.status == 78)
            func said(_ key: String) -> String { outcome.errors.first { $0.hasPrefix("caselogd: \(key): ") } ?? "" }
            #expect(said("authority").contains("three digits, not '12'") && said("authority").contains("\(file):1"))
            #expect(said("socket.mode").contains("octal") && said("socket.mode").contains("\(file):3"))
            #expect(said("socket.grop").contains("is socket.group meant?"))
            #expect(said("socket.group").contains("no group 'no-such-group-here'"))
            #expect(said("limits.body").contains("at least 1024, not '10'"))
            #expect(said("limits.streams").contains("not 'many'"))
            #expect(said("checkpoint.directroy").contains("is checkpoint.directory meant?"))
            #expect(said("access.file").contains("/no/such/file cannot be read"))
            #expect(said("database.url").contains("cannot be read"))
            #expect(said("log").contains("has no value"))
            #expect(said("CASELOG_SOCKET_PTH").contains("is CASELOG_SOCKET_PATH meant?"))
            #expect(outcome.errors.count == 11, "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors.joined()).contains("verysecret"))
            // It does not start with them either, and says the same.
            let start = try await check("caselogd", file, arguments: ["serve"])
            #expect(start.status == 78 && start.errors.contains { $0.contains("octal") }, "\(start.errors)")
        }
    }

    @Test func whatHoldsIsShownWithWhereItIsSaid() async throws {
        try await withFile("socket: {mode: \"600\"}\nlog: {level: warning}\n") { file in
            let outcome = try await check(
                "caselogd", file, ["CASELOG_LOG_LEVEL": "error", "CASELOG_DATABASE_URL": "host=x password=verysecret"],
                arguments: ["check-config", "--authority", "926"])
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
            func line(_ key: String) -> String {
                lines.first { $0.first.map(String.init) == key }?.last.map { $0.trimmingCharacters(in: .whitespaces) }
                    ?? ""
            }
            #expect(line("authority") == "926  [command line]" && line("socket.mode") == "600  [file]")
            #expect(line("log.level") == "error  [environment]" && line("limits.head") == "32768  [otherwise]")
            #expect(line("database.url") == "(secret)  [environment]")
        }
    }

    @Test func theAccessFileIsLookedAtToo() async throws {
        let folder = try TestDirectory.make()
        defer { TestDirectory.remove(folder) }
        let access = folder + "/access.yaml"
        try "grants:\n  - {users: [x], roles: [boss]}\n  - {roles: [manager]}\n".write(
            toFile: access, atomically: true, encoding: .utf8)
        chmod(access, 0o600)
        let outcome = try await check("caselogd", "/dev/null", ["CASELOG_ACCESS_FILE": access])
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains { $0.contains("2:") && $0.contains("grants/0/roles") }, "\(outcome.errors)")
        #expect(outcome.errors.contains { $0.contains("grants/1") }, "\(outcome.errors)")
        chmod(access, 0o666)
        let open = try await check("caselogd", "/dev/null", ["CASELOG_ACCESS_FILE": access])
        #expect(open.errors.contains { $0.contains("only its owner may") }, "\(open.errors)")
    }

    @Test func theNotifierNamesItsMistakesTheSameWay() async throws {
        let text = """
            hooks:
              time-limit: soon
            delivery:
              concurency: 4
              concurrency: 400
            webhooks:
              - {name: one, url: "http://example.org/x", secret: nope, color: red}
              - {name: two, url: "https://example.org/x", secret-file: /no/such/secret, severities: [9]}
            """
        try await withFile(text) { file in
            let outcome = try await check("caselog-notifier", file)
            #expect(outcome.status == 78)
            func said(_ key: String) -> [String] {
                outcome.errors.filter { $0.hasPrefix("caselog-notifier: \(key): ") }
            }
            #expect(said("hooks.time-limit").first?.contains("a duration, as 30s") == true, "\(outcome.errors)")
            #expect(said("delivery.concurency").first?.contains("is delivery.concurrency meant?") == true)
            #expect(said("delivery.concurrency").first?.contains("from 1 to 64, not '400'") == true)
            #expect(said("webhooks.one").contains { $0.contains("no setting 'color'") })
            #expect(said("webhooks.one").contains { $0.contains("whsec_") })
            #expect(said("webhooks.two").contains { $0.contains("/no/such/secret") })
            #expect(said("webhooks.two").contains { $0.contains("1, 2 and 3, not '9'") })
        }
    }

    /// A line without the `#` before what can be set; `nil` where it is prose, which begins with one space.
    private static func uncommented(_ line: Substring) -> String? {
        guard line.hasPrefix("#") else { return nil }
        let rest = line.dropFirst()
        return rest.isEmpty || (rest.hasPrefix(" ") && !rest.hasPrefix("  ")) ? nil : String(rest)
    }

    /// Each example has every setting, behind `#`; taken at their word they are the settings that hold
    /// without a file.
    @Test(arguments: ["caselogd", "caselog-notifier"]) func theExampleHasEverySetting(program: String) async throws {
        let example = Self.deploy + "/\(program).yaml"
        let text = try String(contentsOfFile: example, encoding: .utf8)
        let asIs = try await check(program, example)
        #expect(asIs.status == 0, "\(asIs.errors)")
        #expect(!asIs.output.contains("[file]"))
        let settings = text.split(separator: "\n").compactMap { Self.uncommented($0) }
        // A group that is there, and no webhook whose secret is not.
        let upToWebhooks = settings.prefix { !$0.hasPrefix("webhooks:") }
        try await withFile(upToWebhooks.joined(separator: "\n") + "\n") { file in
            let outcome = try await check(program, file)
            var mistakes = outcome.errors
            // The access file of the example need not be on this machine, and only root may name the hooks' user.
            mistakes.removeAll {
                $0.contains("access.file:") || $0.contains("database.password-file:")
                    || (geteuid() != 0 && $0.contains("hooks.user:"))
            }
            #expect(mistakes.isEmpty)
            #expect(!outcome.output.contains("[otherwise]"), "\(outcome.output)")
        }
    }

    @Test func theExampleOfAnAccessFileCanBeTaken() async throws {
        let folder = try TestDirectory.make()
        defer { TestDirectory.remove(folder) }
        let text = try String(contentsOfFile: Self.deploy + "/access.yaml", encoding: .utf8)
        let filled = text.replacing("grants: []", with: "grants:").split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map { Self.uncommented($0) ?? String($0) }
        for (name, text) in [("as-is", text), ("filled", filled.joined(separator: "\n"))] {
            let path = folder + "/\(name).yaml"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o600)
            let outcome = try await check("caselogd", "/dev/null", ["CASELOG_ACCESS_FILE": path])
            #expect(outcome.status == 0, "\(name): \(outcome.errors)")
        }
    }
}
