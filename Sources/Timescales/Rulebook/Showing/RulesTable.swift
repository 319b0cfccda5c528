import CaseRecord

/// The article of the package documentation that lists every rule with its editions and sources.
public struct RulesTable: Sendable {
    private let rulebook: Rulebook
    /// What stands under the tables, each once.
    private var notes: [String] = []
    private var lines: [String] = []

    /// The article on that rulebook, in Markdown.
    public static func markdown(of rulebook: Rulebook) -> String {
        var table = RulesTable(rulebook: rulebook)
        table.write()
        return table.lines.map { $0 + "\n" }.joined()
    }

    private init(rulebook: Rulebook) { self.rulebook = rulebook }

    private mutating func write() {
        let editions = rulebook.rules.flatMap(\.editions)
        let kinds = RuleKind.allCases.map { kind in
            "\(rulebook.rules.count { $0.kind == kind }) \(kind.rawValue)"
        }
        let sure = Sureness.allCases.map { sureness in
            "\(editions.count { $0.sureness == sureness }) \(sureness.rawValue)"
        }
        lines += [
            "# Every rule, with its editions and sources", "",
            "Made from the rulebook by `caselog rules table`; a test compares the two.", "", "## Overview", "",
            "\(rulebook.rules.count) rules (\(kinds.joined(separator: ", "))) in \(editions.count) editions "
                + "(\(sure.joined(separator: ", "))). What the words mean, and how a limit is counted: <doc:rulebook>.",
            "", "### Sources", "", "| source | name | in force | note |", "|---|---|---|---|",
        ]
        var seen: Set<String> = []
        for source in editions.map(\.source) where seen.insert(source.code).inserted {
            row([
                source.code, source.name, Self.time(source.inForceFrom, source.inForceUntil), source.note ?? "",
            ])
        }
        for origin in rulebook.origins {
            let rules = rulebook.rules.filter { $0.origin == origin }
            guard !rules.isEmpty else { continue }
            lines += ["", "### The rules of the file \(origin.name), version \(origin.version)", ""]
            lines += ["| rule | what has to be done | kind | letter | clocks start with | and end with |"]
            lines += ["|---|---|---|---|---|---|"]
            for rule in rules {
                row([
                    rule.id.rawValue, rule.title, rule.kind.rawValue, rule.rows.joined(separator: ", "),
                    Self.words(rule.start), Self.words(rule.stop),
                ])
            }
            lines += ["", "| rule | source | paragraph | day 0 | limit | due soon before | severe | sure | notes |"]
            lines += ["|---|---|---|---|---|---|---|---|---|"]
            for rule in rules { for edition in rule.editions { row(rule, edition) } }
        }
        lines += ["", "### Notes", ""]
        lines += notes.enumerated().map { "\($0 + 1). \($1)" }
    }

    private mutating func row(_ rule: Rule, _ edition: RuleEdition) {
        var note = ""
        if let text = edition.note {
            let place = notes.firstIndex(of: text) ?? notes.endIndex
            if place == notes.endIndex { notes.append(text) }
            note = "note \(place + 1)"
        }
        row([
            rule.id.rawValue, edition.source.code, edition.paragraph,
            Self.time(edition.inForceFrom, edition.inForceUntil), edition.limit?.text ?? "no number set",
            edition.warnings.map(\.text).joined(separator: ", "), edition.severe.text, edition.sureness.rawValue, note,
        ])
    }

    private mutating func row(_ cells: [String]) {
        let cells = cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
        lines.append("| " + cells.joined(separator: " | ") + " |")
    }

    private static func words(_ patterns: [EventPattern]) -> String {
        patterns.map(\.sentence).joined(separator: "; or ")
    }

    private static func time(_ from: CivilDate, _ until: CivilDate?) -> String {
        until.map { "\(from) to \($0)" } ?? "from \(from)"
    }
}
