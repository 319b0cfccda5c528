import Foundation
import StrictJSON
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// What the programs say of themselves: help, manual pages and completions; and how their commands end.
@Suite struct CommandLineTests {
    private static let programs = ["caselog", "caselogd", "caselog-notifier"]

    private static func said(_ program: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        let result = try await run(
            .path(FilePath(program.hasPrefix("/") ? program : DaemonProcess.programs + "/" + program)),
            arguments: Arguments(arguments), output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
        let status: Int32 = if case .exited(let code) = result.terminationStatus { Int32(code) } else { -1 }
        return (status, result.standardOutput + result.standardError)
    }

    @Test(arguments: programs) func everyCommandHasAnExampleInItsHelp(_ program: String) async throws {
        func look(_ command: JSONValue, _ path: [String]) throws -> Int {
            let words = path + [try #require(command["commandName"]?.stringValue)]
            let discussion = command["discussion"]?.stringValue ?? ""
            if command["shouldDisplay"] != false {
                #expect(discussion.contains("  " + words.joined(separator: " ")), "\(words)")
            }
            let subcommands = (command["subcommands"]?.arrayValue ?? []).filter { $0["commandName"] != "help" }
            return try 1 + subcommands.map { try look($0, words) }.reduce(0, +)
        }
        let help = try JSONValue(parsing: Array(try await Self.said(program, ["--experimental-dump-help"]).output.utf8))
        #expect(try look(try #require(help["command"]), []) >= 3)
    }

    @Test func manualsAndCompletionsAreMadeFromThePrograms() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path(percentEncoded: false)
        let share = "/tmp/caselog-share-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: share) }
        let made = try await Self.said(root + "Deploy/manuals", [DaemonProcess.programs, share])
        #expect(made.status == 0, "\(made.output)")
        for (program, section) in [("caselog", 1), ("caselogd", 8), ("caselog-notifier", 8)] {
            let page = "\(share)/man/man\(section)/\(program).\(section)"
            let lint = try await Self.said("/usr/bin/mandoc", ["-Tlint", "-Wwarning", page])
            #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
            let shown = try await Self.said("/usr/bin/mandoc", ["-Tascii", page]).output
                .replacing(/.\u{8}/, with: "")
            for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
                #expect(shown.contains("\n\(heading)\n"), "\(program): \(heading)")
            }
            let completion = "\(share)/bash-completion/completions/\(program)"
            let read = try await Self.said("/bin/bash", ["-n", completion])
            #expect(read.status == 0 && read.output.isEmpty, "\(read.output)")
            for (shell, place) in [
                ("/usr/bin/zsh", "zsh/vendor-completions/_\(program)"),
                ("/usr/bin/fish", "fish/vendor_completions.d/\(program).fish"),
            ] {
                #expect(FileManager.default.fileExists(atPath: "\(share)/\(place)"))
                guard FileManager.default.isExecutableFile(atPath: shell) else { continue }
                let read = try await Self.said(shell, ["-n", "\(share)/\(place)"])
                #expect(read.status == 0 && read.output.isEmpty, "\(read.output)")
            }
        }
        let manual = try String(contentsOfFile: share + "/man/man1/caselog.1", encoding: .utf8)
        for status in [0, 1, 2, 64, 65, 69] { #expect(manual.contains("\n.It \(status)\n")) }
        let readme = try String(contentsOfFile: root + "README.md", encoding: .utf8)
        let help = try await Self.said("caselog", ["--help"]).output
        for status in ["0 done", "1 ", "2 ", "64 ", "65 ", "69 "] {
            #expect(help.contains("  " + status.replacing(" ", with: "  ")), "\(status)")
            #expect(readme.contains(status), "\(status)")
        }
    }

    @Test func commandsEndAsTheManualSays() async throws {
        let daemon = try DaemonProcess()
        try await daemon.running { _ in
            func status(_ arguments: String...) async throws -> Int32 { try await daemon.caselog(arguments).status }
            #expect(try await status("doctor") == 0)
            #expect(try await status("case", "nobody") == 1)
            let history = daemon.directory + "/half.ndjson"
            let sound = event("note.recorded", ["A"], on: "2026-01-05", #"{"text":"sound"}"#)
            try "\(sound)\n{\"type\":\"none\"}\n".write(toFile: history, atomically: true, encoding: .utf8)
            let half = try await daemon.caselog(["import", history, "--json"])
            #expect(half.status == 2)
            let said = try JSONValue(parsing: Array(half.output.utf8))
            // One line for each field that the event lacks.
            #expect(said["added"] == 1 && said["thereAlready"] == 0)
            #expect(said["refusals"]?.integerValue == Int64(half.errors.split(separator: "refused: ").count - 1))
            #expect(try await status("case") == 64)
            #expect(try await status("rules", "show", "R03", "--nothing") == 64)
            let rules = daemon.directory + "/rules.yaml"
            try "rules: nothing".write(toFile: rules, atomically: true, encoding: .utf8)
            #expect(try await status("rules", "check", rules) == 65)
            #expect(try await status("calendar", "adopt", rules) == 65)
        }
        let away = try await daemon.caselog(["case", "A"])
        #expect(away.status == 69 && away.errors.contains(daemon.socket) && away.errors.contains("caselogd"))
    }

    @Test func whoeverIsRefusedIsToldWhoTheyAreAndWhatIsNeeded() async throws {
        let daemon = try DaemonProcess()
        let file = daemon.directory + "/access.yaml"
        @Sendable func grant(_ text: String) throws {
            try "grants:\n\(text)".write(toFile: file, atomically: true, encoding: .utf8)
            chmod(file, 0o600)
        }
        try grant("  - {users: [\(NSUserName())], worker: w-1, roles: [analyst], teams: all}\n")
        try await daemon.running(environment: ["CASELOG_ACCESS_FILE": file]) { _ in
            let refused = try await daemon.caselog(["case", "A"])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("auditor, manager, practitioner"))
            #expect(refused.errors.contains("worker w-1; your roles: analyst; your teams: all"))
            // A mistake in the file leaves what held before; one without the caller leaves nothing.
            try grant("  - {users: [somebody-else], worker: w-2, roles: [analyst], teams: all}\n")
            #expect(
                try await NotifierProcess.waits {
                    try await daemon.caselog(["case", "A"]).errors.contains("names neither you nor a group of yours")
                })
        }
    }
}
