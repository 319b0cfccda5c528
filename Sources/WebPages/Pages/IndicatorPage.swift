import StrictJSON

/// One measure with all that it was counted from, and what was left out and why.
enum IndicatorPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ id: String, _ query: [PageAddress.Parameter]) -> PagePlan {
        var asked: [(String, String?)] = query.filter { IndicatorsPage.parameters.contains($0.name) }.map {
            ($0.name, $0.value)
        }
        if !asked.contains(where: { $0.0 == "by" }) { asked.append(("by", "team")) }
        return PagePlan(site, caller, [Question(["indicators", id], asked)]) { page($0[0].json ?? .null) }
    }

    static func page(_ figure: JSONValue) -> Page {
        let unit = figure.text("unit")
        let id = figure.text("id") ?? ""
        var facts = [
            Fact(
                "Figure", [.strong(FigureWords.value(figure, unit: unit)), Inline(", \(FigureWords.counted(figure))")]),
            Fact("Better", [Inline(figure.text("better") ?? "")]),
            Fact("Source", [Inline(source(figure["source"] ?? .null))]),
        ]
        for comparison in figure.items("comparisons") {
            facts.append(
                Fact(
                    "To compare",
                    [
                        Inline(
                            "\(comparison.text("place") ?? "") \(comparison.text("year") ?? ""): \(comparison.text("value") ?? "")"
                        )
                    ]))
        }
        var page = Page(
            title: figure.text("title") ?? "", lead: [Inline(figure.text("definition") ?? "")],
            trail: [("Start", .front), ("Indicators", .indicators)],
            blocks: CaseWords.notices(figure) + [.form(IndicatorsPage.form(.indicator(id), figure)), .facts(facts)],
            basis: CaseWords.basis(figure))
        let by = figure.text("by") ?? "team"
        let groups = figure.items("groups")
        if !groups.isEmpty {
            page.blocks.append(
                .table(
                    Table(
                        caption: "By \(by)",
                        columns: [
                            .init(by.prefix(1).uppercased() + by.dropFirst()), .init("Figure", isNumber: true),
                            .init("Counted", isNumber: true), .init("Left out", isNumber: true),
                        ],
                        rows: groups.map { group in
                            let name = group.text(by)
                            let counted =
                                unit == "number"
                                ? group.text("denominator") ?? ""
                                : "\(group.text("numerator") ?? "") of \(group.text("denominator") ?? "")"
                            return Table.Row(cells: [
                                by == "team" ? CaseWords.team(id: name) : [Inline(name ?? "none")],
                                [Inline(FigureWords.value(group, unit: unit))], [Inline(counted)],
                                [Inline(group.text("leftOut") ?? "")],
                            ])
                        })))
        }
        page.blocks += lists(figure["lists"] ?? .null, unit)
        return page
    }

    private static func source(_ source: JSONValue) -> String {
        let edition = source.text("edition").map { ", \($0)" } ?? ""
        return "\(source.text("name") ?? "")\(edition): \(source.text("paragraph") ?? "")"
            + (source.text("sureness") == "known" ? " (known, not read again)" : "")
    }

    private static func lists(_ lists: JSONValue, _ unit: String?) -> [Block] {
        let (numerator, denominator) = (lists.items("numerator"), lists.items("denominator"))
        let met = Set(numerator)
        var blocks: [Block] = []
        if unit == "percent" {
            blocks += list("not-met", "Counted, and not among them", denominator.filter { !met.contains($0) })
            blocks += list("met", "Among them", numerator)
        } else {
            if unit != "number" { blocks += list("met", "Counted", numerator) }
            blocks += list("counted", unit == "number" ? "Counted" : "For a hundred of", denominator)
        }
        let leftOut = lists.items("leftOut")
        if !leftOut.isEmpty {
            blocks.append(
                .section(
                    Section(
                        id: "left-out", heading: [Inline("Left out: \(leftOut.count)")],
                        blocks: [
                            .table(
                                Table(
                                    caption: "What was left out, and why",
                                    columns: [
                                        .init("Child"), .init("Reference"), .init("Team"), .init("Began"), .init("Why"),
                                    ],
                                    rows: leftOut.map { fact in
                                        Table.Row(cells: [
                                            child(fact), [Inline(fact.text("reference") ?? "")],
                                            CaseWords.team(id: fact.text("team")),
                                            [When.inline(fact.text("beganOn"))], [Inline(fact.text("reason") ?? "")],
                                        ])
                                    }))
                        ])))
        }
        return blocks
    }

    private static func child(_ fact: JSONValue) -> Line {
        guard let child = fact.text("child") else { return [] }
        return [.link(child, .child(child))]
            + (CaseWords.places([fact], of: child).isEmpty ? [] : [" "] + CaseWords.places([fact], of: child))
    }

    private static func list(_ id: String, _ heading: String, _ facts: [JSONValue]) -> [Block] {
        guard !facts.isEmpty else { return [] }
        let table = Table(
            caption: heading,
            columns: [
                .init("Child"), .init("Reference"), .init("Team"), .init("Worker"), .init("Began"), .init("Ended"),
                .init("Due"),
                .init("Working days", isNumber: true), .init("Outcome"),
            ],
            rows: facts.map { fact in
                Table.Row(cells: [
                    child(fact), [Inline(fact.text("reference") ?? "")], CaseWords.team(id: fact.text("team")),
                    fact.text("worker").map { CaseWords.worker(id: $0) } ?? [], [When.inline(fact.text("beganOn"))],
                    [When.inline(fact.text("endedOn"))], [When.inline(fact.text("due"))],
                    [Inline(fact.text("workingDays") ?? "")],
                    [Inline((fact.text("outcome") ?? "").replacing("-", with: " "))],
                ])
            })
        return [.section(Section(id: id, heading: [Inline("\(heading): \(facts.count)")], blocks: [.table(table)]))]
    }
}
