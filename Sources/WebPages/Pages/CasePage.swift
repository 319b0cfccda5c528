import CaseRecord
import StrictJSON

/// Where a case stands: who has it, what runs, when the child was last seen, what is to be done, what the record lacks.
enum CasePage {
    static func plan(_ site: Site, _ caller: PageCaller, _ child: String) -> PagePlan {
        PagePlan(
            site, caller, [Question(["cases", child]), Question(["cases", child, "identity"], isNeeded: false)]
        ) { page($0[0].json ?? .null, identity: $0[1].json) }
    }

    /// The name of a child, where the record has one.
    static func name(_ identity: JSONValue?) -> String? {
        ChildIdentity.name(given: identity?.text("givenName"), family: identity?.text("familyName"))
    }

    /// What leads to the other pages of a case.
    static func pages(of child: String) -> Line {
        .joined(
            [
                [.link("Where it stands", .child(child))], [.link("Chronology", .chronology(child))],
                [.link("Clocks", .clocks(child))], [.link("What was done to protect", .protection(child))],
                [.link("Alerts", .alerts([("child", child)]))],
            ], " · ")
    }

    static func page(_ standing: JSONValue, identity: JSONValue?) -> Page {
        let child = standing.text("child") ?? ""
        var page = Page(
            title: "Case of \(child)" + (name(identity).map { ", \($0)" } ?? ""), lead: pages(of: child),
            trail: [("Start", .front)], basis: CaseWords.basis(standing))
        if let whole = standing.text("mergedInto") {
            page.blocks.append(.notice(["This record was merged into ", .link(whole, .child(whole)), "."]))
        }
        page.blocks.append(.facts(summary(standing, child)))
        page.blocks += last(standing["last"] ?? .null, child)
        page.blocks += clocks(standing.items("clocks"), child)
        page.blocks += PlanBlocks.blocks(standing.items("plans"), child)
        page.blocks += PlanBlocks.services(standing.items("services"), child)
        page.blocks += items(standing.items("openItems"), child)
        page.blocks += gaps(standing, child)
        page.blocks += history(standing, child)
        return page
    }

    private static func summary(_ standing: JSONValue, _ child: String) -> [Fact] {
        var facts: [Fact] = []
        let isUnborn = standing.isTrue("unborn")
        if let birth = standing.text("birthDate") {
            let age = standing.text("age").map { " (\($0))" } ?? ""
            facts.append(Fact(isUnborn ? "Expected" : "Born", [When.inline(birth), Inline(age)]))
        }
        let latest = standing.items("episodes").last
        facts.append(Fact("Case", episode(latest, isOpen: standing.isTrue("open"))))
        let responsible = standing["responsible"] ?? .null
        facts.append(Fact("Team", CaseWords.team(id: responsible.text("team"))))
        if let worker = responsible.text("worker") {
            facts.append(
                Fact("Worker", CaseWords.worker(id: worker) + [", since ", When.inline(responsible.text("since"))]))
        } else if let since = responsible.text("unallocatedSince") {
            facts.append(Fact("Worker", [.bad("nobody"), " since ", When.inline(since)]))
        }
        let waits = standing["waits"] ?? .null
        if let since = waits.text("transferSince") {
            let to = waits.text("transferTo").map { " to \($0)" } ?? ""
            facts.append(Fact("Waits", [.warn("for transfer\(to)"), " since ", When.inline(since)]))
        }
        if let since = waits.text("closureSince") {
            facts.append(Fact("Waits", [.warn("to be closed"), " since ", When.inline(since)]))
        }
        if standing.isTrue("open") {
            let risk = standing["risk"]
            facts.append(
                Fact(
                    "Risk",
                    [CaseWords.risk(risk?.text("level"))]
                        + (risk == nil ? [] : [", assessed "] + CaseWords.entry(risk?["assessedBy"], of: child))))
        }
        return facts + protection(standing["protection"] ?? .null)
    }

    private static func episode(_ episode: JSONValue?, isOpen: Bool) -> Line {
        guard let episode else { return ["none yet"] }
        let opened: Line = [When.inline(episode.text("openedOn"))]
        if isOpen { return ["open since "] + opened }
        return ["closed, from "] + opened + [" to ", When.inline(episode.text("closedOn"))]
    }

    private static func protection(_ protection: JSONValue) -> [Fact] {
        var facts: [Fact] = []
        if let since = protection.text("section47Since") {
            facts.append(Fact("Enquiry", [.warn("section 47"), " since ", When.inline(since)]))
        }
        if let since = protection.text("planSince") {
            let category = protection.text("planCategory").map { " (\($0))" } ?? ""
            facts.append(Fact("Protection plan", [.warn("since "), When.inline(since), Inline(category)]))
        }
        if let since = protection.text("lookedAfterSince") {
            facts.append(Fact("Looked after", [.warn("since "), When.inline(since)]))
        }
        if let since = protection.text("missingSince") {
            facts.append(Fact("Missing", [.bad("since "), When.inline(since)]))
        }
        return facts
    }

    private static func last(_ last: JSONValue, _ child: String) -> [Block] {
        let names = [
            ("seen", "Child seen"), ("seenAlone", "Seen alone"), ("visited", "Visited"), ("supervised", "Supervised"),
            ("oversight", "Manager's oversight"), ("reviewed", "Case reviewed"),
        ]
        let facts = names.compactMap { name, words -> Fact? in
            guard let found = last[name] else { return nil }
            guard found != .null else { return Fact(words, [.bad("never")]) }
            let days = found.count("daysAgo")
            let ago = days <= 0 ? "today" : days == 1 ? "yesterday" : "\(days) days ago"
            return Fact(words, [.strong(ago), ": "] + CaseWords.entry(found["entry"], of: child))
        }
        return facts.isEmpty ? [] : [.section(Section(id: "last", heading: ["Last time"], blocks: [.facts(facts)]))]
    }

    private static func clocks(_ clocks: [JSONValue], _ child: String) -> [Block] {
        let running = clocks.filter { !$0.isTrue("measure") }
        guard !running.isEmpty else {
            return [.section(Section(id: "clocks", heading: ["No clock runs"], blocks: []))]
        }
        let table = Table(
            caption: "Clocks that run, the first due first",
            columns: [.init("What"), .init("Rule"), .init("Due"), .init("Stage"), .init("Why")],
            rows: running.map { clock in
                Table.Row(cells: [
                    [Inline(clock["rule"]?.text("title") ?? "")], CaseWords.rule(clock["rule"]),
                    [When.inline(clock.text("due"))],
                    [CaseWords.stage(clock.text("stage"))], [Inline(clock.text("sentence") ?? "")],
                ])
            })
        return [
            .section(
                Section(
                    id: "clocks", heading: [Inline("Clocks that run: \(running.count)")],
                    blocks: [
                        .table(table),
                        .paragraph([.link("All clocks, with every day counted and skipped", .clocks(child))]),
                    ]))
        ]
    }

    private static func items(_ items: [JSONValue], _ child: String) -> [Block] {
        guard !items.isEmpty else { return [] }
        let table = Table(
            caption: "Decisions and actions that are open",
            columns: [.init("What"), .init("Kind"), .init("Who"), .init("Set"), .init("Due"), .init("Lacks")],
            rows: items.map { item in
                let isLate = item.isTrue("overdue")
                return Table.Row(cells: [
                    [Inline(item.text("what") ?? "")], [Inline((item.text("kind") ?? "").replacing("-", with: " "))],
                    [(item.text("worker") ?? item.text("who")).map { Inline($0) } ?? .bad("nobody named")],
                    [When.inline(item.text("setOn")), " "] + CaseWords.places([item], of: child),
                    item.text("due").map { [When.inline($0)] + (isLate ? [" ", .bad("late")] : []) } ?? [
                        .warn("no day")
                    ],
                    [Inline(item.texts("lacks").joined(separator: ", "))],
                ])
            })
        return [
            .section(
                Section(
                    id: "items", heading: [Inline("Decided or set and still open: \(items.count)")],
                    blocks: [.table(table)]))
        ]
    }

    private static func gaps(_ standing: JSONValue, _ child: String) -> [Block] {
        let gaps = standing.items("gaps").filter { $0.isTrue("inForce") }
        var blocks: [Block] = []
        if !gaps.isEmpty {
            blocks.append(
                .section(
                    Section(
                        id: "gaps", heading: [Inline("What the record lacks: \(gaps.count)")],
                        blocks: [
                            .list(
                                gaps.map { gap in
                                    let detail = gap.text("detail").map { " (\($0))" } ?? ""
                                    return [
                                        .warn(gap.text("title") ?? ""),
                                        Inline(", \(gap.text("subject") ?? "")\(detail). "),
                                        Inline(gap.text("explanation") ?? ""), " ",
                                    ] + CaseWords.places(gap.items("entries"), of: child)
                                })
                        ])))
        }
        let findings = standing.items("findings")
        if !findings.isEmpty {
            blocks.append(
                .section(
                    Section(
                        id: "findings", heading: ["What contradicts itself"],
                        blocks: [
                            .list(
                                findings.map { finding in
                                    [Inline((finding.text("reason") ?? "") + " ")]
                                        + CaseWords.places(finding.items("entries"), of: child)
                                })
                        ])))
        }
        return blocks
    }

    private static func history(_ standing: JSONValue, _ child: String) -> [Block] {
        var blocks: [Block] = []
        let spans = standing.items("responsibility")
        if !spans.isEmpty {
            let table = Table(
                caption: "Who had the case, the first first",
                columns: [.init("From"), .init("Until"), .init("Team"), .init("Worker"), .init("By")],
                rows: spans.map { span in
                    Table.Row(cells: [
                        [When.inline(span.text("from"))], [When.inline(span.text("until"), missing: "now")],
                        CaseWords.team(id: span.text("team")), CaseWords.worker(id: span.text("worker")),
                        CaseWords.entry(span["begunBy"], of: child),
                    ])
                })
            blocks.append(.section(Section(id: "history", heading: ["Who had the case"], blocks: [.table(table)])))
        }
        let episodes = standing.items("episodes")
        if episodes.count > 1 {
            blocks.append(
                .section(
                    Section(
                        id: "episodes", heading: ["Times the case was open"],
                        blocks: [
                            .list(
                                episodes.map { episode in
                                    var line: Line = [When.inline(episode.text("openedOn")), " to "]
                                    line.append(When.inline(episode.text("closedOn"), missing: "now"))
                                    line += [": "] + CaseWords.entry(episode["begunBy"], of: child)
                                    return line
                                })
                        ])))
        }
        return blocks
    }
}
