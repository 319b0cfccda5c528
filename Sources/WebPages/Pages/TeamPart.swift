import StrictJSON

/// One thing that a team's board counts: a figure, and the table of the cases behind it.
struct TeamPart: Sendable {
    /// The member of the daemon's answer.
    let member: String
    /// Names the place in the page.
    let id: String
    /// The heading of the table.
    let heading: String
    /// What the figure counts, to stand behind the number.
    let words: String
    /// The same for the head of a column.
    let short: String
    /// How the figure looks where it is not nothing.
    let style: Inline.Style
    /// Whether the page that a manager begins with shows it.
    var isOnFront = true
    /// Which come first, in words.
    let order: String
    /// Further counts, each with what it counts.
    var remarks: [(member: String, words: String)] = []
    let columns: [Table.Column]
    let row: @Sendable (JSONValue) -> Table.Row

    func figure(_ view: JSONValue) -> Figure {
        let part = view[member] ?? .null
        let count = part.count("count")
        return Figure(
            number: String(count), words: words,
            remarks: remarks.compactMap { remark in
                let number = part.count(remark.member)
                return number == 0 ? nil : "\(number) \(remark.words)"
            }, link: count == 0 ? nil : .place(id), style: count == 0 ? .plain : style)
    }

    /// The table; `nil` where there is nothing in it.
    func section(_ view: JSONValue) -> Block? {
        let part = view[member] ?? .null
        let rows = part.items("rows")
        guard !rows.isEmpty else { return nil }
        let table = Table(caption: order + Self.spread(part), columns: columns, rows: rows.map(row))
        return .section(
            Section(id: id, heading: [Inline("\(heading): \(part.count("count"))")], blocks: [.table(table)]))
    }

    /// How many there are of each age or kind, where the view says so.
    private static func spread(_ part: JSONValue) -> String {
        let kinds = part.items("kinds").map { "\($0.text("title") ?? ""): \($0.text("count") ?? "")" }
        if !kinds.isEmpty { return ". \(kinds.joined(separator: ", "))" }
        let bands = part.items("bands").map { "\($0.text("band") ?? ""): \($0.text("count") ?? "")" }
        guard !bands.isEmpty else { return "" }
        let unit = part.text("unit") == "working-days" ? "Working days" : "Days"
        return ". \(unit): \(bands.joined(separator: ", "))"
    }
}

extension TeamPage {
    /// What the board counts, the worst first.
    static let parts: [TeamPart] = [
        TeamPart(
            member: "handovers", id: "handovers", heading: "Handovers not accepted",
            words: "handovers not accepted", short: "Handovers", style: .bad,
            order: "Those first, then what was accepted since the working day before",
            remarks: [("overdue", "past their day"), ("openActions", "actions not done")],
            columns: [
                .init("Child"), .init("From"), .init("Sent"), .init("Risk"), .init("Accepted"), .init("What"),
            ], row: handover),
        TeamPart(
            member: "protectiveActions", id: "protective", heading: "Protective actions not known to be done",
            words: "protective actions not known to be done", short: "Protective actions", style: .bad,
            order: "The longest overdue first", remarks: [("overdue", "past their day")],
            columns: [.init("Child"), .init("Seen"), .init("What"), .init("Who"), .init("Set"), .init("Due")]
        ) { row in
            Table.Row(cells: [
                CaseWords.child(row["case"]), CaseWords.seen(row["case"]), what(row), who(row),
                [When.inline(row.text("setOn"))], due(row),
            ])
        },
        TeamPart(
            member: "unallocated", id: "unallocated", heading: "Cases without a worker",
            words: "cases without a worker", short: "Without a worker", style: .bad,
            order: "Children at more risk and children not seen first",
            remarks: [
                ("withoutRiskAssessment", "without a risk assessment"), ("seeingOverdue", "to be seen"),
                ("reviewOverdue", "to be reviewed"),
            ],
            columns: [
                .init("Child"), .init("Age"), .init("Days", isNumber: true), .init("Risk"), .init("Seen"),
                .init("Reviewed"), .init("Why"),
            ], row: unallocated),
        TeamPart(
            member: "overdueClocks", id: "overdue", heading: "Overdue clocks", words: "clocks overdue",
            short: "Overdue clocks", style: .bad, order: "The gravest case first",
            remarks: [("cases", "cases"), ("unseen", "children not seen")],
            columns: [
                .init("Child"), .init("Worker"), .init("Seen"), .init("Days late", isNumber: true), .init("Due"),
                .init("What"),
            ], row: overdue),
        waiting("awaitingTransfer", "transfer", "Waiting for transfer", "waiting for transfer"),
        waiting("awaitingClosure", "closure", "Waiting to be closed", "waiting to be closed"),
        TeamPart(
            member: "overdueItems", id: "items", heading: "Decisions and actions overdue",
            words: "decisions and actions overdue", short: "Overdue decisions", style: .warn,
            order: "The longest overdue first", remarks: [("withoutDay", "more have no day")],
            columns: [
                .init("Child"), .init("Days late", isNumber: true), .init("Due"), .init("Who"), .init("What"),
            ]
        ) { row in
            Table.Row(cells: [
                CaseWords.child(row["case"]), [Inline(row.text("workingDaysOverdue") ?? "")],
                [When.inline(row.text("due"))], who(row), what(row),
            ])
        },
        TeamPart(
            member: "supervisionOverdue", id: "supervision", heading: "Cases to be supervised",
            words: "cases to be supervised", short: "To supervise", style: .warn,
            order: "Children at more risk first, then by the day that was due", remarks: [("never", "never were")],
            columns: [.init("Child"), .init("Worker"), .init("Due"), .init("Last discussed")]
        ) { row in
            Table.Row(cells: [
                CaseWords.child(row["case"]), CaseWords.worker(row["case"]),
                [When.inline(row["clock"]?.text("due"))],
                [row.text("lastSupervisedOn").map { When.inline($0) } ?? .bad("never")],
            ])
        },
        TeamPart(
            member: "silent", id: "silent", heading: "Silent cases", words: "silent cases", short: "Silent",
            style: .warn, order: "Children at more risk and children not seen first",
            columns: [
                .init("Child"), .init("Worker"), .init("Days", isNumber: true), .init("Seen"),
                .init("Nothing of substance since"),
            ]
        ) { row in
            Table.Row(cells: [
                CaseWords.child(row["case"]), CaseWords.worker(row["case"]), [Inline(row.text("days") ?? "")],
                CaseWords.seen(row["case"]), [When.inline(row.text("since"))],
            ])
        },
        TeamPart(
            member: "gaps", id: "gaps", heading: "Records that lack something", words: "records that lack something",
            short: "Gaps", style: .warn, order: "Children at more risk and children not seen first",
            columns: [.init("Child"), .init("Worker"), .init("Seen"), .init("What is missing")]
        ) { row in
            let titles = row.items("gaps").compactMap { $0.text("title") }
            return Table.Row(cells: [
                CaseWords.child(row["case"]), CaseWords.worker(row["case"]), CaseWords.seen(row["case"]),
                [Inline(titles.joined(separator: "; "))],
            ])
        },
    ]

    private static func waiting(_ member: String, _ id: String, _ heading: String, _ words: String) -> TeamPart {
        TeamPart(
            member: member, id: id, heading: heading, words: words, short: heading, style: .warn, isOnFront: false,
            order: "Children at more risk and children not seen first",
            columns: [.init("Child"), .init("Days", isNumber: true), .init("Worker"), .init("Seen"), .init("Why")]
        ) { row in
            Table.Row(cells: [
                CaseWords.child(row["case"]), [Inline(row.text("days") ?? "")], CaseWords.worker(row["case"]),
                CaseWords.seen(row["case"]), CaseWords.why(row),
            ])
        }
    }

    @Sendable private static func handover(_ row: JSONValue) -> Table.Row {
        let by = row.text("acceptedBy").map { [Inline(" by "), Inline($0)] } ?? []
        let accepted: Line =
            row.text("acceptedOn").map { [When.inline($0)] + by }
            ?? [row["workingDaysOverdue"]?.integerValue == nil ? .warn("not yet") : .bad("no")]
        let toDo = row.items("actions").filter { ["open", "partly"].contains($0.text("state")) }
            .compactMap { $0.text("what") }
        let situation: Line = row.text("situation").map { [Inline($0)] } ?? CaseWords.why(row)
        // Of a record that the caller does not see only the identifier is known, and a link would lead nowhere.
        let child =
            row["case"]?["position"] == .null
            ? [Inline(row["case"]?.text("child") ?? "")] : CaseWords.child(row["case"])
        return Table.Row(cells: [
            child, [Inline(row.text("from") ?? "")],
            [When.inline(row.text("sentAt") ?? row.text("sentOn"))], [CaseWords.risk(row.text("riskLevel"))], accepted,
            situation + (toDo.isEmpty ? [] : [" ", .small("to do: \(toDo.joined(separator: "; "))")]),
        ])
    }

    @Sendable private static func unallocated(_ row: JSONValue) -> Table.Row {
        let brief = row["case"]
        let reviewed = row.text("lastReviewedOn").map { When.words($0) } ?? "never"
        let isLate = row.isTrue("seeingOverdue") && brief?.isTrue("unseen") != true
        let seen: Line =
            isLate ? [.bad(brief?.text("lastSeenOn").map { When.words($0) } ?? "never")] : CaseWords.seen(brief)
        return Table.Row(cells: [
            CaseWords.child(brief), CaseWords.age(brief), [Inline(row.text("days") ?? "")],
            [CaseWords.risk(brief?.text("riskLevel"))], seen,
            [row.isTrue("reviewOverdue") ? .bad(reviewed) : Inline(reviewed)], CaseWords.why(row),
        ])
    }

    @Sendable private static func overdue(_ row: JSONValue) -> Table.Row {
        let clocks = row.items("clocks")
        let (worst, child) = (clocks.first ?? .null, row["case"]?.text("child") ?? "")
        let days = row.text("workingDaysOverdue") ?? ""
        let shown = clocks.prefix(2).map { clock in
            [Inline((clock.text("title") ?? "") + " (")] + CaseWords.rule(clock["rule"]) + [")"]
        }
        // All of them can be many; what is left out leads to them.
        let more = clocks.count - shown.count
        return Table.Row(cells: [
            CaseWords.child(row["case"]), CaseWords.worker(row["case"]), CaseWords.seen(row["case"]),
            [worst.isTrue("severe") ? .bad(days) : Inline(days)], [When.inline(worst.text("due"))],
            .joined(shown + (more > 0 ? [[.link("\(more) more", .clocks(child))]] : []), "; "),
        ])
    }

    private static func what(_ row: JSONValue) -> Line {
        let lacks = row.texts("lacks").filter { $0 != "due" }
        return [Inline(row.text("what") ?? "")]
            + (lacks.isEmpty ? [] : [" ", .small("lacks \(lacks.joined(separator: ", "))")])
    }

    private static func who(_ row: JSONValue) -> Line { [row.text("actor").map { Inline($0) } ?? .bad("nobody named")] }

    private static func due(_ row: JSONValue) -> Line {
        guard let due = row.text("due") else { return [.warn("no day")] }
        guard let late = row["workingDaysOverdue"]?.integerValue else { return [When.inline(due)] }
        return [When.inline(due), " ", .bad(counted(late, "working day") + " late")]
    }
}
