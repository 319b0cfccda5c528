import ArgumentParser
import Foundation
import SocketClient
import StrictJSON
import TextTable
import Timescales

/// `caselog rules`: by which rules clocks run.
struct Rules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the rules by which clocks run, and tries an authority's own rule file.",
        discussion: """
            Examples:
              caselog rules list --kind statutory --as-at 2011-05-06
              caselog rules show R03
              caselog rules check local.yaml
              caselog rules what-if local.yaml --rule R03
              caselog rules adopt local.yaml --reason "leadership team, 3 March"

            How a rule file is written: the article "The rulebook" of the package documentation.
            """,
        subcommands: [
            ListRules.self, ShowRule.self, CheckRules.self, WhatIfRules.self, AdoptRules.self, RuleFileSchema.self,
            PrintRulesTable.self,
        ])
}

/// `caselog rules list`.
struct ListRules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the daemon's rules, the authority's own changes included.",
        discussion: """
            Without --as-at the limit is that of the newest edition which has the rule; with it, what a clock that
            starts on that day goes by.

              caselog rules list --kind guidance
              caselog rules list --as-at 2011-05-06
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("Only rules of that kind: statutory, guidance, local or measure.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Only rules in force on that day.", valueName: "YYYY-MM-DD"))
    var asAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let path = URLText.path(["v1", "rules"], query: [("kind", kind), ("asAt", asAt)])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            let rules = reply.json?["rules"]?.arrayValue ?? []
            guard !rules.isEmpty else { return print("There is no such rule.") }
            var table = TextTable(columns: Terminal.columns)
            table.head = ["RULE", "KIND", "LIMIT", "SOURCE", "WHAT"]
            table.wrapped = 4
            for rule in rules {
                let edition = rule["editions"]?.arrayValue?.last
                table.rows.append([
                    rule["id"]?.stringValue ?? "", rule["kind"]?.stringValue ?? "", Self.limit(of: rule, edition),
                    edition?["source"]?.stringValue ?? "", rule["title"]?.stringValue ?? "",
                ])
            }
            Terminal.write(table.text.utf8)
        }
    }

    private static func limit(of rule: JSONValue, _ edition: JSONValue?) -> String {
        if let asAt = rule["asAt"] {
            guard asAt["applies"] == true else { return "turned off" }
            return (asAt["limit"]?.stringValue ?? "none") + (asAt["local"] == true ? " (local)" : "")
        }
        let isChanged = rule["localChanges"]?.arrayValue?.isEmpty == false
        return (edition?["limit"]?.stringValue ?? "none") + (isChanged ? " (changed locally)" : "")
    }
}

/// `caselog rules show`.
struct ShowRule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one rule: what starts, ends and cancels its clocks, and what each edition says.",
        discussion: """
              caselog rules show R08
              caselog rules show R08 --as-at 2011-05-06
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("The rule, as R03.", valueName: "rule"))
    var id: String

    @Option(help: ArgumentHelp("Only the edition in force on that day.", valueName: "YYYY-MM-DD"))
    var asAt: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let path = URLText.path(["v1", "rules", id], query: [("asAt", asAt)])
        try await connection.connected { connection in
            let reply = try await ConnectionOptions.ask(Call("GET", path), over: connection)
            guard !json else { return Terminal.write(reply.body) }
            for line in RuleText.lines(of: reply.json ?? .null) { print(line) }
        }
    }
}

/// `caselog rules schema`.
struct RuleFileSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of rule files, for editors.",
        discussion: """
            An editor that knows it completes keys and marks most mistakes; `caselog rules check` finds all.

              caselog rules schema > rulebook.schema.json
            """)

    func run() { Terminal.write(Rulebook.fileSchema.utf8) }
}

/// `caselog rules table`: for whoever changes the program's own rules.
struct PrintRulesTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Prints the article of the documentation that lists every rule.",
        shouldDisplay: false)

    func run() throws { Terminal.write(RulesTable.markdown(of: try Rulebook.standard()).utf8) }
}
