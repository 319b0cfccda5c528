import StrictJSON

/// Teams compared with each other, from contact to plan, early help by month, and what came of audits and findings.
enum ServicePage {
    static func plan(_ site: Site, _ caller: PageCaller, _ query: [PageAddress.Parameter]) -> PagePlan {
        let asked: [(String, String?)] = query.filter { ["from", "to"].contains($0.name) }.map { ($0.name, $0.value) }
        return PagePlan(site, caller, [Question(["supervision", "service"], asked)]) { page($0[0].json ?? .null) }
    }

    static func page(_ view: JSONValue) -> Page {
        var blocks = CaseWords.notices(view)
        blocks.append(
            .form(
                Form(
                    action: .service,
                    fields: [
                        .date(name: "from", label: "From", value: view.text("from") ?? ""),
                        .date(name: "to", label: "To", value: view.text("to") ?? ""),
                    ], button: "Show")))
        let measures = view.items("variation").filter { $0.count("cases") > 0 }.enumerated().map { number, said in
            ServiceMeasure(number: number, said: said)
        }
        blocks += ServiceMeasure.differences(measures) + ServiceMeasure.matrix(measures)
        blocks += funnel(view.items("funnel"))
        blocks += ServiceBreaks.reorganisations(view.items("reorganisations"))
        blocks += ServiceCapacity.section(view["capacity"] ?? .null) + oversight(view["oversight"] ?? .null)
        blocks += programmes(view.items("programmes")) + needs(view.items("needs"))
        blocks += recording(view["recording"] ?? .null) + earlyHelp(view["earlyHelp"] ?? .null)
        blocks += ServiceLearning.audits(view["audits"] ?? .null) + ServiceLearning.templates(view.items("templates"))
        blocks += ServiceLearning.findings(view["findings"] ?? .null)
        blocks += ServiceMeasure.behind(measures)
        return Page(
            title: "The service",
            lead: ["From ", When.inline(view.text("from")), " to ", When.inline(view.text("to")), "."],
            trail: [("Start", .front)], blocks: blocks, basis: CaseWords.basis(view))
    }

    private static func funnel(_ funnels: [JSONValue]) -> [Block] {
        guard let names = funnels.first?["steps"]?.objectValue?.names else { return [] }
        let table = Table(
            caption: "From contact to plan, in the period",
            columns: [.init("Team")] + names.map { .init($0.replacing("-", with: " "), isNumber: true) }
                + [.init("core assessments to 100 section 47", isNumber: true)],
            rows: funnels.map { funnel in
                Table.Row(
                    cells: [funnel.text("team").map { CaseWords.team(id: $0) } ?? [.strong("All")]]
                        + names.map { [Inline(funnel["steps"]?[$0]?.text("count") ?? "")] }
                        + [[Inline(funnel.text("corePer100Section47") ?? "")]])
            })
        return [.section(Section(id: "funnel", heading: ["From contact to plan"], blocks: [.table(table)]))]
    }

    private static func recording(_ recording: JSONValue) -> [Block] {
        let delays = [recording["all"]].compactMap { $0 } + recording.items("teams")
        guard delays.contains(where: { $0.count("entries") > 0 }) else { return [] }
        return [
            .section(
                Section(
                    id: "recording", heading: ["Recording"],
                    blocks: [.table(RecordingTable.table("How late entries were recorded, by team", delays))]))
        ]
    }

    /// Managers by week, the thinnest first, and how many open cases nobody looked at.
    private static func oversight(_ map: JSONValue) -> [Block] {
        let weeks = map.items("weeks").compactMap(\.stringValue)
        let managers = Table(
            caption: "How often each manager looked at a case, by week from Monday; the most weeks without first",
            columns: [.init("Manager"), .init("Team")] + weeks.map { .init(When.short($0), isNumber: true) }
                + [.init("All", isNumber: true)],
            rows: map.items("managers").map { row in
                Table.Row(
                    cells: [
                        [row.text("manager").map { Inline($0) } ?? "not said"],
                        row.text("team").map { CaseWords.team(id: $0) } ?? [],
                    ]
                        + row.items("byWeek").map { [$0.integerValue == 0 ? .bad("0") : Inline($0.asText ?? "")] }
                        + [[Inline(row.text("count") ?? "")]])
            })
        let teams = Table(
            caption: "Open cases that no manager has looked at for \(map.text("limit") ?? "") days, the longest first",
            columns: [
                .init("Team"), .init("Cases", isNumber: true), .init("Open cases", isNumber: true),
                .init("The first of them"),
            ],
            rows: map.items("teams").filter { $0.count("withoutOversight") > 0 }.map { row in
                Table.Row(cells: [
                    row.text("team").map { CaseWords.team(id: $0) } ?? ["none"],
                    [Inline(row.text("withoutOversight") ?? "")], [Inline(row.text("openCases") ?? "")],
                    .joined(
                        row.items("entries").prefix(12).map { CaseWords.child($0) + [" ", .small(since($0))] }, ", "),
                ])
            })
        let behind = map.items("managers").filter { $0.count("count") > 0 }.enumerated().map { number, row in
            Block.section(
                Section(
                    id: "looks-\(number + 1)", heading: [Inline(row.text("manager") ?? "not said")],
                    blocks: [
                        .paragraph(
                            .joined(
                                row.items("entries").map { entry in
                                    [When.inline(entry.text("on")), " "] + CaseWords.child(entry)
                                }, ", "))
                    ]))
        }
        let tables = [managers, teams].filter { !$0.rows.isEmpty }.map { Block.table($0) }
        guard !tables.isEmpty else { return [] }
        return [
            .section(Section(id: "oversight", heading: ["Management oversight"], blocks: tables + behind))
        ]
    }

    private static func needs(_ areas: [JSONValue]) -> [Block] {
        func told(_ number: JSONValue?) -> String { number.flatMap { $0 == .null ? nil : $0.text() } ?? "under 5" }
        let rows = areas.flatMap { area in
            area.items("factors").filter { $0.count("count") > 0 || $0.count("before") > 0 }.map { need in
                Table.Row(cells: [
                    [Inline(area.text("area") ?? "not said")], [Inline(need.text("label") ?? "")],
                    [Inline(told(need["count"]))], [Inline(told(need["before"]))],
                    [Inline(need.text("percent") ?? "")],
                ])
            }
        }
        guard !rows.isEmpty else { return [] }
        let table = Table(
            caption: "Factors found at the end of assessments, in the period and in the one as long before",
            columns: [
                .init("Area"), .init("Factor"), .init("Found", isNumber: true), .init("Before", isNumber: true),
                .init("Of 100 assessments", isNumber: true),
            ], rows: rows)
        return [.section(Section(id: "needs", heading: ["Needs by area"], blocks: [.table(table)]))]
    }

    private static func programmes(_ programmes: [JSONValue]) -> [Block] {
        guard !programmes.isEmpty else { return [] }
        let table = Table(
            caption: "As many months before each programme began as since, in its area and elsewhere",
            columns: [
                .init("Programme"), .init("Area"), .init("Since"), .init("Months", isNumber: true),
                .init("What it shows"),
            ],
            rows: programmes.map { row in
                let words = row.text("words") ?? ""
                return Table.Row(cells: [
                    [Inline(row.text("name") ?? "")], [Inline(row.text("area") ?? "")],
                    [When.inline(row.text("startedOn"))]
                        + (row.text("endedOn").map { [" to ", When.inline($0)] } ?? []),
                    [Inline(row.text("months") ?? "")], [row.isTrue("rising") ? .warn(words) : Inline(words)],
                ])
            })
        return [.section(Section(id: "programmes", heading: ["Programmes"], blocks: [.table(table)]))]
    }

    private static func since(_ entry: JSONValue) -> String {
        entry.text("since").map { "since \(When.words($0))" } ?? ""
    }

    private static func earlyHelp(_ help: JSONValue) -> [Block] {
        let trends = help.items("trends")
        guard !trends.isEmpty else { return [] }
        let first = trends.first?.text("firstMonth").map { " since \(When.words($0))" } ?? ""
        let table = Table(
            caption: "Early help started\(first)",
            columns: [.init("Part"), .init("Starts", isNumber: true), .init("By month"), .init("What it shows")],
            rows: trends.map { trend in
                let part = trend.text("part") ?? ""
                let name = trend.text("name") ?? "not named"
                return Table.Row(cells: [
                    [Inline(part == "all" ? "All" : "\(part): \(name)")], [Inline(trend.text("count") ?? "")],
                    [Inline(trend.items("starts").compactMap(\.asText).joined(separator: " "))],
                    [Inline(trend.text("words") ?? "")],
                ])
            })
        let silent = help.texts("silentAgencies")
        return [
            .section(
                Section(
                    id: "early-help", heading: ["Early help"],
                    blocks: [.table(table)]
                        + (silent.isEmpty
                            ? [] : [.paragraph([Inline("Agencies that led none: \(silent.joined(separator: ", ")).")])])
                ))
        ]
    }
}
