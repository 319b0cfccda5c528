import StrictJSON

/// What happened to a child, in order: to read here, and as the daemon's own page to print.
enum ChronologyPage {
    /// The parts of the query that the daemon takes.
    private static let parameters = ["form", "from", "to", "text", "source", "family", "asAt"]

    static func plan(_ site: Site, _ caller: PageCaller, _ child: String, _ query: [PageAddress.Parameter]) -> PagePlan
    {
        let asked = asked(query)
        let questions = [
            Question(["cases", child, "chronology"], asked), Question(["cases", child, "identity"], isNeeded: false),
        ]
        return PagePlan(site, caller, questions) { page($0[0].json ?? .null, identity: $0[1].json, asked) }
    }

    /// The page that the daemon makes for paper. It has its style within itself, and nothing else.
    static func print(_ site: Site, _ caller: PageCaller, _ child: String, _ query: [PageAddress.Parameter]) -> PagePlan
    {
        PagePlan(site, caller, [Question(["cases", child, "chronology"], asked(query), accept: "text/html")]) {
            answers in
            PageReply(
                status: 200, body: answers[0].body,
                policy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
        }
    }

    private static func asked(_ query: [PageAddress.Parameter]) -> [(String, String?)] {
        query.filter { parameters.contains($0.name) }.map { ($0.name, $0.value) }
    }

    static func page(_ answer: JSONValue, identity: JSONValue?, _ asked: [(String, String?)]) -> Page {
        let child = answer.text("child") ?? ""
        let (count, all) = (answer.count("count"), answer.count("countOfAll"))
        let name = CasePage.name(identity).map { ", \($0)" } ?? ""
        var page = Page(
            title: "Chronology of \(child)\(name)", lead: CasePage.pages(of: child),
            trail: [("Start", .front), ("Case of \(child)", .child(child))], basis: CaseWords.basis(answer))
        if let whole = answer.text("mergedInto") {
            page.blocks.append(.notice(["This record was merged into ", .link(whole, .child(whole)), "."]))
        }
        page.blocks.append(.form(form(child, asked)))
        var account: Line = answer.text("birthDate").map { ["Born ", When.inline($0), ". "] } ?? []
        account.append(Inline(count == all ? counted(all, "entry", "entries") + ". " : "\(count) of \(all) entries. "))
        page.blocks.append(.paragraph(account + [.link("The same to print", .print(child, asked))]))
        let patterns = answer.items("patterns")
        if !patterns.isEmpty {
            page.blocks.append(
                .section(
                    Section(
                        id: "patterns", heading: ["What repeats itself"],
                        blocks: [
                            .list(
                                patterns.map {
                                    [Inline(($0.text("sentence") ?? "") + " ")]
                                        + CaseWords.places($0.items("entries"), of: child)
                                })
                        ])))
        }
        page.blocks.append(
            .section(
                Section(
                    id: "entries", heading: ["Entries"],
                    blocks: [.table(ChronologyTable.table(answer, "What happened to \(child), in order"))])))
        page.blocks += health(answer["health"] ?? .null, child)
        return page
    }

    private static func form(_ child: String, _ asked: [(String, String?)]) -> Form {
        func value(_ name: String) -> String { asked.first { $0.0 == name }?.1 ?? "" }
        return Form(
            action: .chronology(child),
            fields: [
                .choice(
                    name: "form", label: "Entries", value: value("form"),
                    choices: [
                        ("", "all"), ("significant", "significant ones"), ("court", "for court"),
                        ("one-page", "on one page"),
                    ]),
                .date(name: "from", label: "From", value: value("from")),
                .date(name: "to", label: "To", value: value("to")),
                .text(name: "text", label: "With the words", value: value("text")),
                .text(name: "source", label: "From the agency", value: value("source")),
                .tick(name: "family", label: "With linked children", isTicked: value("family") == "true"),
            ], button: "Show")
    }

    private static func health(_ health: JSONValue, _ child: String) -> [Block] {
        let checks = health.items("checks")
        guard !checks.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "health", heading: ["The chronology itself"],
                    blocks: [
                        .list(
                            checks.map { check in
                                let fault = (check.text("fault") ?? "").replacing("-", with: " ")
                                let found: Inline =
                                    switch check["found"] {
                                    case .bool(true)?: .bad("\(fault): yes.")
                                    case .bool(false)?: Inline("\(fault): no.")
                                    default: Inline("\(fault): too little to tell.")
                                    }
                                return [found, Inline(" " + (check.text("sentence") ?? "") + " ")]
                                    + CaseWords.places(check.items("entries"), of: child)
                            })
                    ]))
        ]
    }
}
