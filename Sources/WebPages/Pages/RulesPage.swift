import StrictJSON

/// The rules by which clocks run.
enum RulesPage {
    static func plan(_ site: Site, _ caller: PageCaller) -> PagePlan {
        PagePlan(site, caller, [Question(["rules"])]) { page($0[0].json ?? .null) }
    }

    static func page(_ answer: JSONValue) -> Page {
        let books = answer.items("rulebooks").map { "\($0.text("name") ?? "") \($0.text("version") ?? "")" }
        let table = Table(
            caption: "Rules with the limit of their last edition",
            columns: [.init("Rule"), .init("What"), .init("Kind"), .init("Limit"), .init("Source")],
            rows: answer.items("rules").map { rule in
                let edition = rule.items("editions").last
                return Table.Row(cells: [
                    CaseWords.rule(rule), [Inline(rule.text("title") ?? "")], [Inline(rule.text("kind") ?? "")],
                    [Inline(edition?.text("limit") ?? "")], [Inline(edition?.text("name") ?? "")],
                ])
            })
        return Page(
            title: "Rules", lead: [Inline("\(answer.text("count") ?? "") rules, of \(books.joined(separator: ", "))")],
            trail: [("Start", .front)], blocks: [.table(table)])
    }
}

/// One rule: what starts, ends and cancels its clocks, and what each edition says.
enum RulePage {
    static func plan(_ site: Site, _ caller: PageCaller, _ id: String) -> PagePlan {
        PagePlan(site, caller, [Question(["rules", id])]) { page($0[0].json ?? .null, caller) }
    }

    static func page(_ rule: JSONValue, _ caller: PageCaller) -> Page {
        let id = rule.text("id") ?? ""
        var facts = [Fact("Kind", [Inline(rule.text("kind") ?? "")])]
        facts += events("Starts", rule.items("start")) + events("Ends", rule.items("stop"))
        for cancel in rule.items("cancel") { facts += events("Falls away", cancel.items("on")) }
        facts += events("Waits meanwhile", rule.items("awaiting"))
        if let away = rule.text("mayFallAway") { facts.append(Fact("Remark", [Inline(away)])) }
        for (stage, recipients) in (rule["tell"]?.objectValue?.members ?? []).map({ ($0.name, $0.value) }) {
            let whom = (recipients.arrayValue ?? []).compactMap(\.stringValue).map { $0.replacing("-", with: " ") }
            let severity = rule["severity"]?.count(stage) ?? 0
            facts.append(
                Fact(
                    "When " + stage.replacing("-", with: " "),
                    [
                        Inline((whom.isEmpty ? "nobody" : whom.joined(separator: ", ")) + "; "),
                        CaseWords.severity(severity),
                    ]))
        }
        let table = Table(
            caption: "Editions, the first first",
            columns: [
                .init("Edition"), .init("From"), .init("Until"), .init("Limit"), .init("Where"), .init("How sure"),
                .init("Note"),
            ],
            rows: rule.items("editions").map { edition in
                Table.Row(cells: [
                    [Inline(edition.text("name") ?? "")], [When.inline(edition.text("inForceFrom"))],
                    [When.inline(edition.text("inForceUntil"), missing: "now")], [Inline(edition.text("limit") ?? "")],
                    [Inline(edition.text("paragraph") ?? "")], [Inline(edition.text("sureness") ?? "")],
                    [Inline(edition.text("note") ?? "")],
                ])
            })
        var blocks: [Block] = [.facts(facts), .table(table)]
        if caller.has("practitioner", "manager", "auditor") {
            blocks.append(.paragraph([.link("Its open alerts", .alerts([("rule", id)]))]))
        }
        return Page(
            title: "\(id) \(rule.text("title") ?? "")", trail: [("Start", .front), ("Rules", .rules)], blocks: blocks)
    }

    private static func events(_ name: String, _ patterns: [JSONValue]) -> [Fact] {
        let sentences = patterns.compactMap { $0.text("sentence") }
        return sentences.isEmpty ? [] : [Fact(name, [Inline(sentences.joined(separator: "; "))])]
    }
}
