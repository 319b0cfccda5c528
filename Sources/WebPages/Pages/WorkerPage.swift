import StrictJSON

/// A worker's supervision: what is carried, and each case with what is to be asked about it.
enum WorkerPage {
    static func plan(_ site: Site, _ caller: PageCaller, _ worker: String) -> PagePlan {
        PagePlan(site, caller, [Question(["supervision", "workers", worker])]) { page($0[0].json ?? .null, caller) }
    }

    static func page(_ view: JSONValue, _ caller: PageCaller) -> Page {
        let load = view["load"] ?? .null
        let worker = load.text("worker") ?? ""
        let name = load.text("name").map { " (\($0))" } ?? ""
        var blocks = CaseWords.notices(view)
        blocks.append(.figures(figures(view, load)))
        let cases = view.items("cases")
        if !cases.isEmpty { blocks.append(.table(overview(cases))) }
        blocks += cases.enumerated().map { .section(section($1, number: $0)) }
        blocks += development(view["development"] ?? .null) + recording(view["recording"] ?? .null, worker)
        return Page(
            title: "Supervision of \(worker)\(name)", lead: lead(load), trail: [("Start", .front)], blocks: blocks,
            basis: CaseWords.basis(view))
    }

    private static func lead(_ load: JSONValue) -> Line {
        let words = counted(load.count("points"), "point") + ", the cap is \(load.count("cap"))"
        let remarks = load.texts("remarks").joined(separator: ", ")
        let isOver = load.count("points") > load.count("cap")
        return [isOver ? .bad(words) : Inline(words), Inline(remarks.isEmpty ? "." : "; \(remarks).")]
    }

    private static func figures(_ view: JSONValue, _ load: JSONValue) -> [Figure] {
        func figure(_ number: Int64, _ words: String, _ style: Inline.Style) -> Figure {
            Figure(
                number: String(number), words: words, link: number == 0 ? nil : .place("content"),
                style: number == 0 ? .plain : style)
        }
        return [
            figure(load.count("cases"), "cases", .plain),
            figure(load.count("atMoreRisk"), "children at more risk", .warn),
            figure(load.count("unseen"), "children not seen", .bad),
            figure(view.count("clocksOverdue"), "clocks overdue", .bad),
            figure(
                view.count("clocksAhead"), "due in \(counted(view.count("workingDaysAhead"), "working day"))", .warn),
        ]
    }

    /// Names the place of a case in the page.
    private static func place(_ number: Int) -> String { "case-\(number + 1)" }

    private static func overview(_ cases: [JSONValue]) -> Table {
        Table(
            caption: "Cases, children at more risk and children not seen first",
            columns: [
                .init("Child"), .init("Age"), .init("Seen"), .init("Seen alone"), .init("Supervised"),
                .init("What to ask"),
            ],
            rows: cases.enumerated().map { number, found in
                let brief = found["case"]
                return Table.Row(
                    cells: [
                        CaseWords.child(brief), CaseWords.age(brief), CaseWords.seen(brief),
                        [When.inline(found.text("lastSeenAloneOn"), missing: "never")],
                        [found.text("lastSupervisedOn").map { When.inline($0) } ?? .bad("never")],
                        CaseWords.why(found) + [" ", .link("more", .place(place(number)))],
                    ])
            })
    }

    private static func section(_ found: JSONValue, number: Int) -> Section {
        let child = found["case"]?.text("child") ?? ""
        var facts = [
            Fact("Allocated", [When.inline(found.text("allocatedOn"))]),
            Fact("Seen", CaseWords.seen(found["case"])),
            Fact("Seen alone", [When.inline(found.text("lastSeenAloneOn"), missing: "never")]),
            Fact("Last visit", [When.inline(found.text("lastVisitOn"), missing: "none")]),
            Fact("Supervised", [When.inline(found.text("lastSupervisedOn"), missing: "never")]),
            Fact("Oversight", [When.inline(found.text("lastOversightOn"), missing: "never")]),
        ]
        if let view = found["childView"], view != .null {
            facts.append(Fact("Child's view", CaseWords.entry(view, of: child)))
        }
        let gaps = found.texts("gaps")
        if !gaps.isEmpty {
            facts.append(
                Fact("The record lacks", [Inline(gaps.map { $0.replacing("-", with: " ") }.joined(separator: ", "))]))
        }
        var blocks: [Block] = [.facts(facts)]
        if let why = found.texts("why").isEmpty ? nil : found.texts("why").joined(separator: "; ") {
            blocks.insert(.paragraph([.bad(why)]), at: 0)
        }
        if let clocks = clocks(found.items("clocks"), child) { blocks.append(.table(clocks)) }
        if let items = items(found.items("items"), child) { blocks.append(.table(items)) }
        if let since = found["since"], since != .null { blocks += entries(since, child) }
        return Section(
            id: place(number), heading: CaseWords.child(found["case"]), blocks: blocks)
    }

    private static func clocks(_ clocks: [JSONValue], _ child: String) -> Table? {
        guard !clocks.isEmpty else { return nil }
        return Table(
            caption: "Clocks of \(child) that are overdue or soon due",
            columns: [.init("What"), .init("Rule"), .init("Due"), .init("When"), .init("Stage")],
            rows: clocks.map { clock in
                let left = clock.count("workingDaysLeft")
                let when =
                    left < 0
                    ? counted(-left, "working day") + " late"
                    : left == 0 ? "today" : "in " + counted(left, "working day")
                return Table.Row(cells: [
                    [Inline(clock.text("title") ?? "")], CaseWords.rule(clock["rule"]),
                    [When.inline(clock.text("due"))],
                    [Inline(when)], [CaseWords.stage(clock.text("stage"))],
                ])
            })
    }

    private static func items(_ items: [JSONValue], _ child: String) -> Table? {
        guard !items.isEmpty else { return nil }
        return Table(
            caption: "Decisions and actions for \(child): open, or ended since the last supervision",
            columns: [.init("What"), .init("Kind"), .init("Who"), .init("Set"), .init("Due"), .init("State")],
            rows: items.map { item in
                let state = (item.text("state") ?? "").replacing("-", with: " ")
                let isOpen = item.text("state") == "open"
                let late = item["workingDaysOverdue"]?.integerValue
                return Table.Row(cells: [
                    [Inline(item.text("what") ?? "")], [Inline((item.text("kind") ?? "").replacing("-", with: " "))],
                    [Inline(item.text("actor") ?? "nobody named")], [When.inline(item.text("setOn"))],
                    [When.inline(item.text("due"), missing: "no day")],
                    [
                        isOpen && late != nil
                            ? .bad("open, " + counted(late ?? 0, "working day") + " late") : Inline(state)
                    ],
                ])
            })
    }

    private static func entries(_ since: JSONValue, _ child: String) -> [Block] {
        let entries = since.items("entries")
        let count = since.count("count")
        let from =
            since["supervision"]?.text("occurredAt").map { "since the supervision of \(When.words($0))" }
            ?? "in the open record"
        guard !entries.isEmpty else { return [.paragraph([.bad("Nothing was recorded \(from).")])] }
        var lines = entries.map { CaseWords.entry($0, of: child) }
        if count > entries.count { lines.append([.link("all of the chronology", .chronology(child))]) }
        return [.details(summary: [Inline("\(count) \(count == 1 ? "entry" : "entries") \(from)")], [.list(lines)])]
    }

    /// How the worker learns, by plan, with what is missing of the first year and what has to be done again.
    private static func development(_ development: JSONValue) -> [Block] {
        let (plans, courses) = (development.items("plans"), development.items("courses"))
        let period = development["newlyQualified"]?.text("from")
        guard period != nil || !plans.isEmpty || !courses.isEmpty else { return [] }
        var blocks: [Block] = []
        if let period {
            let until = development["newlyQualified"]?.text("until").map { " until \(When.words($0))" } ?? ""
            let missing = development.texts("missing").map { $0.replacing("-", with: " ") }.joined(separator: ", ")
            blocks.append(
                .paragraph(
                    [Inline("Newly qualified from \(When.words(period))\(until)")]
                        + (missing.isEmpty ? ["."] : ["; ", .warn("not on record: \(missing)"), "."])))
        }
        if !plans.isEmpty {
            blocks.append(
                .table(
                    Table(
                        caption: "What was done of each development plan, the latest first",
                        columns: [.init("Plan"), .init("On"), .init("How"), .init("What")],
                        rows: plans.flatMap { plan in
                            plan.items("activities").map { activity in
                                Table.Row(cells: [
                                    [Inline(plan.text("plan") ?? "none")], [When.inline(activity.text("on"))],
                                    [Inline((activity.text("kind") ?? "").replacing("-", with: " "))],
                                    [Inline(activity.text("what") ?? "")],
                                ])
                            }
                        })))
        }
        let done = plans.reduce(0) { all, plan in
            all + (plan["counts"]?.objectValue?.members.reduce(0) { $0 + ($1.value.integerValue ?? 0) } ?? 0)
        }
        let shown = plans.reduce(0) { $0 + Int64($1.items("activities").count) }
        if done > shown { blocks.append(.paragraph([Inline("and \(done - shown) more")])) }
        if !courses.isEmpty {
            blocks.append(
                .table(
                    Table(
                        caption: "Courses, as last completed",
                        columns: [.init("Course"), .init("On"), .init("To be done again by")],
                        rows: courses.map { course in
                            let expires = course.text("expires")
                            return Table.Row(cells: [
                                [Inline(course.text("course") ?? "")], [When.inline(course.text("on"))],
                                course.isTrue("expired")
                                    ? [.bad(When.words(expires ?? ""))] : expires.map { [When.inline($0)] } ?? [],
                            ])
                        })))
        }
        return [.section(Section(id: "development", heading: ["Development"], blocks: blocks))]
    }

    private static func recording(_ recording: JSONValue, _ worker: String) -> [Block] {
        guard recording.count("entries") > 0 else { return [] }
        let from = When.words(recording.text("from") ?? "")
        return [
            .section(
                Section(
                    id: "recording", heading: ["Recording"],
                    blocks: [.table(RecordingTable.table("How late \(worker) recorded since \(from)", [recording]))]))
        ]
    }
}
