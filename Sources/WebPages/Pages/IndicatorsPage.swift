import StrictJSON

/// Measures of practice for a period, all side by side.
enum IndicatorsPage {
    static let parameters = ["from", "to", "by"]

    static func plan(_ site: Site, _ caller: PageCaller, _ query: [PageAddress.Parameter]) -> PagePlan {
        var asked: [(String, String?)] = query.filter { parameters.contains($0.name) }.map { ($0.name, $0.value) }
        if !asked.contains(where: { $0.0 == "by" }) { asked.append(("by", "team")) }
        return PagePlan(site, caller, [Question(["indicators"], asked)]) { page($0[0].json ?? .null) }
    }

    static func page(_ answer: JSONValue) -> Page {
        let figures = answer.items("indicators")
        let by = answer.text("by") ?? "team"
        let period: [(String, String?)] = [("from", answer.text("from")), ("to", answer.text("to"))]
        var names: [String?] = []
        for group in figures.flatMap({ $0.items("groups") }) where !names.contains(group.text(by)) {
            names.append(group.text(by))
        }
        names.sort { one, other in one.map { first in other.map { first < $0 } ?? true } ?? false }
        let table = Table(
            caption: "Each indicator for the period, for all and by \(by)",
            columns: [
                .init("Indicator"), .init("All", isNumber: true), .init("Counted", isNumber: true),
                .init("Left out", isNumber: true),
            ]
                + names.map { .init($0 ?? "no \(by)", isNumber: true) },
            rows: figures.map { figure in
                let groups = figure.items("groups")
                return Table.Row(
                    cells: [
                        [.link(figure.text("title") ?? "", .indicator(figure.text("id") ?? "", period))],
                        [.strong(FigureWords.value(figure, unit: figure.text("unit")))],
                        [Inline(FigureWords.counted(figure))], [Inline(figure.text("leftOut") ?? "")],
                    ]
                        + names.map { name in
                            let group = groups.first { $0.text(by) == name }
                            return [Inline(group.map { FigureWords.value($0, unit: figure.text("unit")) } ?? "-")]
                        })
            })
        return Page(
            title: "Indicators",
            lead: [
                "From ", When.inline(answer.text("from")), " to ", When.inline(answer.text("to")),
                ". Each opens to its cases.",
            ],
            trail: [("Start", .front)],
            blocks: CaseWords.notices(answer) + [.form(form(.indicators, answer)), .table(table)],
            basis: CaseWords.basis(answer))
    }

    static func form(_ action: Link, _ answer: JSONValue) -> Form {
        Form(
            action: action,
            fields: [
                .date(name: "from", label: "From", value: answer.text("from") ?? ""),
                .date(name: "to", label: "To", value: answer.text("to") ?? ""),
                .choice(
                    name: "by", label: "By", value: answer.text("by") ?? "team",
                    choices: [("team", "team"), ("area", "area")]),
            ], button: "Show")
    }
}

/// Figures in words.
enum FigureWords {
    static func value(_ figure: JSONValue, unit: String?) -> String {
        switch unit {
        case "number": figure.text("denominator") ?? "-"
        case "percent": figure.text("value").map { "\($0) %" } ?? "-"
        default: figure.text("value") ?? "-"
        }
    }

    static func counted(_ figure: JSONValue) -> String {
        figure.text("unit") == "number"
            ? figure.text("denominator") ?? ""
            : "\(figure.text("numerator") ?? "") of \(figure.text("denominator") ?? "")"
    }
}
