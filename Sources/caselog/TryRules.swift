import ArgumentParser
import Foundation
import SocketClient
import StrictJSON
import TextTable
import Timescales

/// `caselog rules check`: reads a rule file as the daemon does, without one.
struct CheckRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Reads an authority's rule file and names every mistake.",
        discussion: """
            Needs no daemon: this program has the same rules and the same reader. Prints what the file adds and
            changes; or FILE:LINE:COLUMN, the path, the reason and what is allowed for each mistake, and ends with
            status 65.

              caselog rules check local.yaml
              caselog rules check - < local.yaml
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: "The rule file; - is standard input.")
    var file: String

    func run() throws {
        let rulebook: Rulebook
        do {
            rulebook = try Rulebook.standard().adding(RuleFile.text(of: file), named: file)
        } catch let error as RulebookError {
            if json {
                let problems: JSONValue = ["errors": .array(error.problems.map(\.json))]
                Terminal.write(problems.bytes() + [UInt8(ascii: "\n")])
            } else {
                Terminal.write("\(error)\n".utf8)
            }
            throw RuleFile.hasMistakes
        }
        guard let changes = RulebookChanges(of: rulebook, beyond: try Rulebook.standard()) else { return }
        if json { return Terminal.write(changes.json.bytes() + [UInt8(ascii: "\n")]) }
        print("\(file) is sound: \(changes.origin.name), version \(changes.origin.version)")
        for line in changes.lines { print("  \(line)") }
        if changes.lines.isEmpty { print("  It adds and changes nothing.") }
    }
}

/// `caselog rules what-if`: has the daemon replay the log under a changed rule file.
struct WhatIfRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Replays recorded history under a rule file in place of the authority's own, and lists what changes.",
        discussion: """
            Which clocks would appear or disappear, be due at another time, have ended otherwise or stand at another
            stage now, by team and rule. Nothing is written. Ends with status 65 where the file has mistakes.

              caselog rules what-if local.yaml
              caselog rules what-if local.yaml --team west --rule R03
              caselog rules what-if local.yaml --lines > changes.ndjson     # every clock, one a line
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "Only clocks of children whom this team has.")
    var team: String?

    @Option(help: ArgumentHelp("Only clocks of this rule, as R03.", valueName: "rule"))
    var rule: String?

    @Option(help: ArgumentHelp("As the log stood at this moment (RFC 3339).", valueName: "instant"))
    var knownAt: String?

    @Option(help: "List at most so many clocks; the counts are of all.")
    var limit = 50

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print every clock that changes as it is found, one JSON object a line; the last line has the counts.")
    var lines = false

    @Argument(help: "The rule file; - is standard input.")
    var file: String

    func validate() throws {
        guard (0...10_000).contains(limit) else { throw ValidationError("--limit must be 0 to 10000") }
        guard !(json && lines) else { throw ValidationError("say either --json or --lines") }
    }

    func run() async throws {
        let text = try RuleFile.text(of: file)
        let path = URLText.path(
            ["v1", "rules", "what-if"],
            query: [
                ("knownAt", knownAt), ("team", team), ("rule", rule), ("limit", lines ? nil : String(limit)),
            ])
        let accept = lines ? "application/x-ndjson" : "application/json"
        let call = Call(
            "POST", path, headers: [("Content-Type", "application/yaml"), ("Accept", accept)], body: Array(text.utf8))
        try await connection.connected { connection in
            if lines { return try await stream(call, over: connection) }
            let reply = try await connection.send(call)
            guard reply.status == 200 else { throw refusal(reply) }
            if json { return Terminal.write(reply.body) }
            show(reply.json ?? .null)
        }
    }

    private func stream(_ call: Call, over connection: SocketConnection) async throws {
        var (first, isNDJSON): ([UInt8], Bool?) = ([], nil)
        var lastLine: [UInt8] = []
        let head = try await connection.stream(call) { chunk in
            // A refusal is said and not written among the lines.
            if isNDJSON == nil { isNDJSON = !chunk.starts(with: Array(#"{"type":"#.utf8)) }
            guard isNDJSON == true else {
                first += chunk
                return
            }
            Terminal.write(chunk)
            let lines = (lastLine + chunk).split(separator: UInt8(ascii: "\n"))
            lastLine = lines.last.map(Array.init) ?? []
            if chunk.last == UInt8(ascii: "\n") { lastLine.append(UInt8(ascii: "\n")) }
        }
        guard head.status == 200 else {
            throw refusal(Reply(status: head.status, headers: head.headers, body: first))
        }
        guard (try? JSONValue(parsing: lastLine))?["summary"] != nil else {
            Terminal.complain("the daemon could not finish; its log says why")
            throw ExitStatus.refused.code
        }
    }

    private func refusal(_ reply: Reply) -> ExitCode {
        guard reply.status == 422, let errors = reply.json?["errors"]?.arrayValue else {
            Terminal.complain(problem: reply)
            return ExitStatus.refused.code
        }
        for error in errors { Terminal.say(RuleFile.line(of: error, in: file)) }
        return RuleFile.hasMistakes
    }

    private func show(_ answer: JSONValue) {
        let clocks = answer["clocks"]?.integerValue ?? 0
        // One after the other without a buffer, as the tables are written.
        let head =
            "\(clocks) clocks would differ, of \(answer["children"]?.integerValue ?? 0) records up to position "
            + "\(answer["position"]?.integerValue ?? 0), as at \(answer["asAt"]?.stringValue ?? "").\n"
        Terminal.write(head.utf8)
        guard clocks > 0 else { return }
        let kinds = ["appears", "disappears", "due", "state", "stage"]
        var counts = TextTable(columns: Terminal.columns)
        counts.head = ["TEAM", "RULE", "CLOCKS", "APPEAR", "DISAPPEAR", "OTHER DUE DAY", "OTHER STATE", "OTHER STAGE"]
        for group in answer["byTeamAndRule"]?.arrayValue ?? [] {
            let numbers = (["clocks"] + kinds).map { String(group[$0]?.integerValue ?? 0) }
            counts.rows.append([group["team"]?.stringValue ?? "none", group["rule"]?.stringValue ?? ""] + numbers)
        }
        Terminal.write("\n\(counts.text)".utf8)
        let changes = answer["changes"]?.arrayValue ?? []
        guard !changes.isEmpty else { return }
        var table = TextTable(columns: Terminal.columns)
        table.head = ["CHILD", "TEAM", "RULE", "BEFORE", "AFTER", "WHAT"]
        table.wrapped = 5
        for change in changes {
            table.rows.append([
                change["child"]?.stringValue ?? "", change["team"]?.stringValue ?? "none",
                change["rule"]?["id"]?.stringValue ?? "", Self.side(change["before"]), Self.side(change["after"]),
                change["subject"]?.stringValue ?? "",
            ])
        }
        Terminal.write("\n\(table.text)".utf8)
        if answer["complete"] != true { Terminal.say("There are more; --limit shows up to 10000, --lines all.") }
    }

    private static func side(_ clock: JSONValue?) -> String {
        guard let due = clock?["due"]?.stringValue else { return "none" }
        return "\(due) \(clock?["stage"]?.stringValue ?? clock?["state"]?.stringValue ?? "")"
    }
}

/// A rule file as a command is given it.
enum RuleFile {
    /// EX_DATAERR: what is in the file is wrong.
    static let hasMistakes = ExitStatus.malformedFile.code

    static func text(of file: String) throws -> String {
        let data =
            file == "-"
            ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else { throw ValidationError("\(file) cannot be read") }
        guard let text = String(validating: data, as: UTF8.self) else {
            Terminal.complain("\(file) is not UTF-8")
            throw hasMistakes
        }
        return text
    }

    /// A mistake that the daemon found, as `caselog rules check` writes it.
    static func line(of error: JSONValue, in file: String) -> String {
        RulebookError(
            file: file,
            problems: [
                RuleFileProblem(
                    line: Int(error["line"]?.integerValue ?? 1), column: Int(error["column"]?.integerValue ?? 1),
                    path: error["path"]?.stringValue ?? "", reason: error["reason"]?.stringValue ?? "",
                    allowed: (error["allowed"]?.arrayValue ?? []).compactMap(\.stringValue))
            ]
        ).description
    }
}
