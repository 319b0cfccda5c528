import StrictJSON

/// A team's board: what its manager has to see in the morning, the worst first; every figure leads to its cases.
enum TeamPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ team: String) -> PagePlan {
        PagePlan(site, caller, [Question(["supervision", "teams", team])]) { answers in
            page(answers[0].json ?? .null, caller)
        }
    }

    static func page(_ view: JSONValue, _ caller: PageCaller) -> Page {
        let team = view.text("team") ?? ""
        let name = view.text("name").map { " (\($0))" } ?? ""
        var lead: Line = [Inline(counted(view.count("openCases"), "open case"))]
        if let manager = view.text("manager") { lead += [Inline(", managed by \(manager)")] }
        if let contracts = view.text("fullTimeEquivalent"), let here = view.text("available") {
            lead.append(Inline(", \(here) of \(contracts) full-time posts at work today"))
        }
        lead += [". ", .link("Its alerts", .alerts([("team", team)]))]
        return Page(
            title: "Team \(team)\(name)", lead: lead, trail: [("Start", .front)],
            blocks: CaseWords.notices(view) + [.figures(parts.map { $0.figure(view) })]
                + parts.compactMap { $0.section(view) }
                + work(view),
            basis: CaseWords.basis(view))
    }

    private static func work(_ view: JSONValue) -> [Block] {
        let loads = view.items("caseload").map { load -> Table.Row in
            let (points, cap) = (load.count("points"), load.count("cap"))
            return Table.Row(cells: [
                CaseWords.worker(id: load.text("worker")), [Inline(load.text("name") ?? "")],
                [Inline(load.text("cases") ?? "")], [points > cap ? .bad("\(points)") : Inline("\(points)")],
                [Inline("\(cap)")], [Inline(load.text("atMoreRisk") ?? "")], [Inline(load.text("unseen") ?? "")],
                [Inline(load.text("overdue") ?? "")], [Inline(load.texts("remarks").joined(separator: ", "))],
            ])
        }
        var blocks: [Block] = []
        if !loads.isEmpty {
            blocks.append(
                .section(
                    Section(
                        id: "caseload", heading: ["Caseload"],
                        blocks: [
                            .table(
                                Table(
                                    caption: "What each worker carries, the heaviest for the cap first",
                                    columns: [
                                        .init("Worker"), .init("Name"), .init("Cases", isNumber: true),
                                        .init("Points", isNumber: true),
                                        .init("Cap", isNumber: true), .init("At more risk", isNumber: true),
                                        .init("Unseen", isNumber: true), .init("With overdue clocks", isNumber: true),
                                        .init("Remarks"),
                                    ], rows: loads))
                        ])))
        }
        let recording = view["recording"] ?? .null
        let delays = [recording["team"]].compactMap { $0 } + recording.items("workers")
        if delays.contains(where: { $0.count("entries") > 0 }) {
            let from = When.words(recording.text("from") ?? "")
            blocks.append(
                .section(
                    Section(
                        id: "recording", heading: ["Recording"],
                        blocks: [.table(RecordingTable.table("How late entries were recorded since \(from)", delays))]))
            )
        }
        return blocks
    }
}
