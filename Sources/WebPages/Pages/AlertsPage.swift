import StrictJSON

/// Alerts, the longest overdue first.
enum AlertsPage {
    private static let parameters = ["team", "child", "rule", "stage", "severity", "acknowledged", "state", "cursor"]

    static func plan(_ site: Site, _ caller: PageCaller, _ query: [PageAddress.Parameter]) -> PagePlan {
        let asked: [(String, String?)] = query.filter { parameters.contains($0.name) }.map { ($0.name, $0.value) }
        return PagePlan(site, caller, [Question(["alerts"], asked + [("limit", "100")])]) {
            page($0[0].json ?? .null, asked)
        }
    }

    static func page(_ answer: JSONValue, _ asked: [(String, String?)]) -> Page {
        let alerts = answer.items("alerts")
        func value(_ name: String) -> String { asked.first { $0.0 == name }?.1 ?? "" }
        var page = Page(
            title: "Alerts", trail: [("Start", .front)], blocks: [.form(form(value))], basis: CaseWords.basis(answer))
        guard !alerts.isEmpty else {
            page.blocks.append(.paragraph(["There is no such alert."]))
            return page
        }
        page.blocks.append(.table(table(alerts)))
        if let cursor = answer.text("cursor") {
            let next = asked.filter { $0.0 != "cursor" } + [("cursor", cursor)]
            page.blocks.append(.paragraph([.link("The next 100", .alerts(next))]))
        }
        return page
    }

    private static func form(_ value: (String) -> String) -> Form {
        Form(
            action: .alerts,
            fields: [
                .text(name: "team", label: "Team", value: value("team")),
                .text(name: "child", label: "Child", value: value("child")),
                .text(name: "rule", label: "Rule", value: value("rule")),
                .choice(
                    name: "severity", label: "How grave", value: value("severity"),
                    choices: [("", "all"), ("1", "1 at once"), ("2", "2 in working hours"), ("3", "3 in the digest")]),
                .choice(
                    name: "stage", label: "Stage", value: value("stage"),
                    choices: [
                        ("", "all"), ("due-soon", "due soon"), ("due", "due"), ("overdue", "overdue"),
                        ("severely-overdue", "severely overdue"),
                    ]),
                .choice(
                    name: "acknowledged", label: "Acknowledged", value: value("acknowledged"),
                    choices: [("", "or not"), ("true", "yes"), ("false", "no")]),
                .choice(
                    name: "state", label: "State", value: value("state"),
                    choices: [("", "open"), ("all", "open or over")]),
            ], button: "Show")
    }

    private static func table(_ alerts: [JSONValue]) -> Table {
        Table(
            caption: "Alerts by the day that they were due, the first first",
            columns: [
                .init("What"), .init("Rule"), .init("Child"), .init("Due"), .init("Stage"), .init("How grave"),
                .init("Team"),
                .init("Worker"), .init("Handling"),
            ],
            rows: alerts.map { alert in
                let handling = alert["handling"]
                let id = alert.text("id") ?? ""
                let isAboutWorker = alert.text("child") == nil
                return Table.Row(cells: [
                    [.link(alert["rule"]?.text("title") ?? id, .alert(id))], CaseWords.rule(alert["rule"]),
                    isAboutWorker ? [] : CaseWords.child(["child": .string(alert.text("child") ?? "")]),
                    [When.inline(alert.text("due"))], [CaseWords.stage(alert.text("stage"))],
                    [CaseWords.severity(alert.count("severity"))], CaseWords.team(id: alert.text("team")),
                    CaseWords.worker(id: alert.text("worker")),
                    handling.flatMap { $0.text("state") }.map { state in
                        [Inline(state), Inline(" by \(handling?.text("by") ?? "")")]
                    } ?? [],
                ])
            })
    }
}
