import StrictJSON

/// One alert: why it was raised, what became of it, and who was told.
enum AlertPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ id: String) -> PagePlan {
        PagePlan(
            site, caller, [Question(["alerts", id]), Question(["alerts", id, "explanation"], isNeeded: false)]
        ) { page($0[0].json ?? .null, explanation: $0[1].json) }
    }

    static func page(_ alert: JSONValue, explanation: JSONValue?) -> Page {
        let child = alert.text("child")
        var facts = [
            Fact("Stage", [CaseWords.stage(alert.text("stage"))]),
            Fact("How grave", [CaseWords.severity(alert.count("severity"))]),
            Fact("Due", [When.inline(alert.text("due"))]),
        ]
        if let child { facts.append(Fact("Child", CaseWords.child(["child": .string(child)]))) }
        facts.append(Fact("Team", CaseWords.team(id: alert.text("team"))))
        facts.append(Fact("Worker", CaseWords.worker(id: alert.text("worker"))))
        if let handling = alert["handling"], handling != .null {
            facts.append(Fact("Handling", deed(handling, "state")))
        }
        var page = Page(
            title: (alert["rule"]?.text("title") ?? "Alert") + (child.map { ", \($0)" } ?? ""),
            // Said with the reasons where these are known.
            lead: explanation == nil ? [Inline(alert.text("sentence") ?? "")] : [],
            trail: [("Start", .front), ("Alerts", .alerts)],
            blocks: [.facts(facts)], basis: CaseWords.basis(alert))
        if let clock = explanation?["clock"], clock["explanation"] != nil {
            var blocks = ClocksPage.blocks(of: clock, child ?? "")
            if explanation?.isTrue("current") == false {
                blocks.insert(.notice(["The clock has fallen away; this is what it was."]), at: 0)
            }
            page.blocks.append(.section(Section(id: "why", heading: ["Why it was raised"], blocks: blocks)))
        }
        page.blocks.append(
            .section(
                Section(id: "steps", heading: ["What became of it"], blocks: [.list(alert.items("steps").map(step))])))
        page.blocks.append(
            .section(Section(id: "told", heading: ["Who was told"], blocks: told(alert.items("notices")))))
        return page
    }

    private static func deed(_ deed: JSONValue, _ kind: String) -> Line {
        var line: Line = [Inline("\(deed.text(kind) ?? "") by \(deed.text("by") ?? "")")]
        if let until = deed.text("until") { line += [" until ", When.inline(until)] }
        if let words = deed.text("words") { line.append(Inline(": \(words)")) }
        if deed.isTrue("struckOut") { line += [" ", .small("(struck out)")] }
        return line
    }

    private static func step(_ step: JSONValue) -> Line {
        switch step.text("kind") {
        case "stage":
            return [
                When.inline(step.text("raisedAt")), ": ", CaseWords.stage(step.text("stage")), ", fell due ",
                When.inline(step.text("fellAt")),
            ]
        case "climbed", "repeated":
            let recipients = step.texts("recipients").map { $0.replacing("-", with: " ") }.joined(separator: ", ")
            return [When.inline(step.text("raisedAt")), Inline(": \(step.text("kind") ?? "") to \(recipients)")]
        default: return [When.inline(step.text("at")), ": "] + deed(step, "kind")
        }
    }

    private static func told(_ notices: [JSONValue]) -> [Block] {
        guard !notices.isEmpty else { return [.paragraph(["Nobody yet."])] }
        return [
            .list(
                notices.map { notice in
                    let whom = [
                        notice.text("recipient")?.replacing("-", with: " "), notice.text("team"), notice.text("worker"),
                    ].compactMap { $0 }.joined(separator: " ")
                    return [
                        When.inline(notice.text("at")), Inline(": \(whom), "), CaseWords.stage(notice.text("stage")),
                        Inline(" (\(notice.text("because") ?? ""))"),
                    ]
                })
        ]
    }
}
