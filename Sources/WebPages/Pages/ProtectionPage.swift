import StrictJSON

/// What was done to protect a child, concern by concern, and what the record does not show.
enum ProtectionPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ child: String) -> PagePlan {
        PagePlan(site, caller, [Question(["cases", child, "protection"])]) { page($0[0].json ?? .null) }
    }

    static func page(_ answer: JSONValue) -> Page {
        let child = answer.text("child") ?? ""
        var page = Page(
            title: "What was done to protect \(child)", lead: CasePage.pages(of: child),
            trail: [("Start", .front), ("Case of \(child)", .child(child))], basis: CaseWords.basis(answer))
        if let whole = answer.text("mergedInto") {
            page.blocks.append(.notice(["This record was merged into ", .link(whole, .child(whole)), "."]))
        }
        page.blocks.append(.paragraph([Inline(answer.text("sentence") ?? "", style(answer.text("verdict")))]))
        let concerns = answer.items("concerns")
        page.blocks += concerns.enumerated().reversed().map { number, concern in
            .section(section(concern, number: number + 1, child))
        }
        let predicates = answer.items("riskPredicates")
        if !predicates.isEmpty {
            let isFull = answer.isTrue("riskFullyAssessed")
            page.blocks.append(
                .section(
                    Section(
                        id: "risk", heading: [Inline("Risk is \(isFull ? "" : "not ")fully assessed")],
                        blocks: [.table(risk(predicates, child))])))
        }
        return page
    }

    private static func style(_ verdict: String?) -> Inline.Style {
        switch verdict {
        case "not-evidenced": .bad
        case "open": .warn
        case "evidenced": .good
        default: .plain
        }
    }

    private static func risk(_ predicates: [JSONValue], _ child: String) -> Table {
        Table(
            caption: "What a full assessment of risk takes",
            columns: [.init("What"), .init("Holds"), .init("Entries")],
            rows: predicates.map { predicate in
                let detail = predicate.text("detail").map { " (\($0))" } ?? ""
                return Table.Row(cells: [
                    [Inline((predicate.text("words") ?? "") + detail)],
                    [predicate.isTrue("holds") ? "yes" : .bad("no")],
                    CaseWords.places(predicate.items("entries"), of: child),
                ])
            })
    }

    private static func section(_ concern: JSONValue, number: Int, _ child: String) -> Section {
        let kind = (concern.text("kind") ?? "").replacing("-", with: " ")
        var lines: [Line] = concern.items("raisedBy").map { CaseWords.entry($0, of: child) }
        for decision in concern.items("decisions") {
            let by = decision.text("decidedBy").map { " by \($0)" } ?? ""
            let risk = decision.text("riskLevel").map { ", \($0) risk" } ?? ""
            lines.append(
                [
                    When.inline(decision["entry"]?.text("occurredAt")),
                    Inline(" decided\(by): \(decision.text("what") ?? "")\(risk) "),
                ]
                    + CaseWords.places([decision["entry"] ?? .null], of: child))
        }
        lines += concern.items("steps").map { step($0, child) }
        lines += concern.items("followUp").map { CaseWords.entry($0, of: child) }
        if let seen = concern["seenBy"] { lines.append([.good("Child seen: ")] + CaseWords.entry(seen, of: child)) }
        if let reviewed = concern["reviewedBy"] {
            lines.append(["Looked at again: "] + CaseWords.entry(reviewed, of: child))
        }
        lines += concern.items("missing").map { [.bad("Missing: \($0.text("words") ?? "")")] }
        let verdict = concern.text("verdict") ?? ""
        let earlier = concern.isTrue("current") ? "" : ", earlier episode"
        return Section(
            id: "concern-\(number)",
            heading: [
                When.inline(concern.text("raisedOn")),
                Inline(": \(kind) \(concern.text("reference") ?? "")\(earlier), "),
                Inline(verdict.replacing("-", with: " "), style(verdict)),
            ], blocks: [.list(lines)])
    }

    private static func step(_ step: JSONValue, _ child: String) -> Line {
        let item = step["item"] ?? .null
        let isProtective = item.text("kind") == "protective-action"
        let who = item.text("worker") ?? item.text("who") ?? "nobody named"
        var line: Line = [
            Inline((isProtective ? "Protective action: " : "Action: ") + (item.text("what") ?? "") + " (\(who), "),
            When.inline(item.text("due"), missing: "no day"), ") ",
        ]
        let shown = step.items("shownBy")
        switch item.text("state") {
        case "done":
            line.append("done")
            line +=
                shown.isEmpty ? [.warn("; no entry shows it")] : ["; shown by "] + CaseWords.places(shown, of: child)
        case "not-done": line.append(isProtective ? .bad("not taken") : "not done")
        case "replaced": line.append("replaced")
        default: line.append(item.isTrue("overdue") ? .bad("open and late") : .warn("open"))
        }
        if let result = step.text("result") { line.append(Inline(": \(result)")) }
        return line
    }
}
