import StrictJSON

/// Where a reader begins: the reader's own cases, the teams, and the way to any case.
enum FrontPage {
    /// The most boards that are looked at for it.
    private static let mostBoards = 8

    static func plan(_ site: Site, _ caller: PageCaller) -> PagePlan {
        guard !caller.roles.isEmpty else { return PagePlan(site, caller, []) { _ in nobody } }
        // What a manager needs in the morning is here already, where the manager has a few teams and not all.
        let managed = caller.has("manager", "auditor") ? (caller.teams ?? []).filter { $0 != "none" } : []
        let boards = managed.count <= mostBoards ? managed : []
        let asksForCases = caller.has("practitioner", "manager", "auditor")
        let questions =
            [Question(["workforce", "teams"], isNeeded: false)]
            + (asksForCases ? [Question(["supervision", "workers", caller.worker], isNeeded: false)] : [])
            + boards.map { Question(["supervision", "teams", $0], isNeeded: false) }
        return PagePlan(site, caller, questions) { answers in
            page(
                caller, teams: answers[0].json, own: asksForCases ? answers[1].json : nil,
                boards: answers.suffix(boards.count).compactMap(\.json))
        }
    }

    private static let nobody = Page(
        title: "caselog",
        blocks: [.paragraph(["Whoever looks after caselog here can give you a role in the access file."])])

    /// Leads on from the form to a case.
    static func find(_ site: Site, _ caller: PageCaller, _ child: String?) -> PagePlan {
        PagePlan(site, caller, []) { _ in
            let link = child.map { Link.child($0.trimmed) } ?? .front
            return PageReply(status: 303, body: [], location: link.written(below: site.prefix))
        }
    }

    static func page(_ caller: PageCaller, teams: JSONValue?, own: JSONValue?, boards: [JSONValue]) -> Page {
        var page = Page(title: "caselog")
        if caller.has("practitioner", "manager", "auditor") {
            page.blocks.append(
                .form(
                    Form(
                        action: .find, fields: [.text(name: "child", label: "Child's identifier", value: "")],
                        button: "Open the case")))
        }
        if !boards.isEmpty { page.blocks.append(.section(morning(boards))) }
        if let own { page.blocks += ownCases(own, caller) }
        if let teams { page.blocks += list(teams, caller, without: Set(boards.compactMap { $0.text("team") })) }
        page.basis = (boards.first ?? own).map { CaseWords.basis($0) } ?? []
        return page
    }

    /// The figures of the boards, each of which leads to its cases.
    private static func morning(_ boards: [JSONValue]) -> Section {
        let columns = TeamPage.parts.filter(\.isOnFront)
        let table = Table(
            caption: "What waits, is overdue or lacks somebody; each figure opens to its cases",
            columns: [.init("Team"), .init("Open cases", isNumber: true)]
                + columns.map { .init($0.short, isNumber: true) },
            rows: boards.map { board in
                let team = board.text("team") ?? ""
                return Table.Row(
                    cells: [CaseWords.team(id: team), [Inline(board.text("openCases") ?? "")]]
                        + columns.map { part -> Line in
                            let count = board[part.member]?.count("count") ?? 0
                            return count == 0
                                ? ["0"] : [Inline(String(count), part.style, link: .team(team, at: part.id))]
                        })
            })
        return Section(id: "boards", heading: ["Your teams"], blocks: [.table(table)])
    }

    private static func ownCases(_ own: JSONValue, _ caller: PageCaller) -> [Block] {
        let cases = own.items("cases")
        guard !cases.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "own", heading: ["Your cases"],
                    blocks: [
                        .table(
                            Table(
                                caption: "Cases allocated to you, children at more risk and children not seen first",
                                columns: [.init("Child"), .init("Age"), .init("Seen"), .init("What to do")],
                                rows: cases.map { found in
                                    Table.Row(cells: [
                                        CaseWords.child(found["case"]), CaseWords.age(found["case"]),
                                        CaseWords.seen(found["case"]), CaseWords.why(found),
                                    ])
                                })),
                        .paragraph([.link("All of it, case by case", .worker(caller.worker))]),
                    ]))
        ]
    }

    private static func list(_ teams: JSONValue, _ caller: PageCaller, without shown: Set<String>) -> [Block] {
        // Only who answers for a team looks at its board.
        let seen = teams.items("teams").filter { team in
            team.isTrue("open") && caller.sees(team: team.text("team") ?? "") && caller.has("manager", "auditor")
        }
        guard !seen.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "teams", heading: ["Teams"],
                    blocks: [
                        .table(
                            Table(
                                caption: "Teams whose boards you see",
                                columns: [
                                    .init("Team"), .init("Name"), .init("Area"), .init("Manager"),
                                    .init("Workers", isNumber: true), .init("Alerts"),
                                ],
                                rows: seen.map { team in
                                    let id = team.text("team") ?? ""
                                    return Table.Row(cells: [
                                        CaseWords.team(id: id), [Inline(team.text("name") ?? "")],
                                        [Inline(team.text("area") ?? "")],
                                        team.text("manager").map { CaseWords.worker(id: $0) } ?? ["none"],
                                        [Inline(team.text("memberCount") ?? "")],
                                        [.link("Alerts of \(id)", .alerts([("team", id)]))],
                                    ])
                                }))
                    ]))
        ]
    }
}

extension String {
    /// Without spaces around it, as it comes from a form.
    var trimmed: String {
        let rest = drop { $0.isWhitespace }
        return String(rest.reversed().drop { $0.isWhitespace }.reversed())
    }
}
