import StrictJSON

/// What became of the work of teams that were reorganised, with the break drawn.
enum ServiceBreaks {
    static func reorganisations(_ effects: [JSONValue]) -> [Block] {
        guard !effects.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "reorganisations", heading: ["Reorganised teams"], blocks: effects.flatMap(reorganisation)))
        ]
    }

    private static func reorganisation(_ effect: JSONValue) -> [Block] {
        let names =
            "\(effect.texts("from").joined(separator: ", ")) into \(effect.texts("into").joined(separator: ", "))"
        let name = "\(names), from \(When.words(effect.text("on") ?? ""))"
        let reason = effect.text("reason").map { " (\($0))" } ?? ""
        let isMixed = effect.isTrue("breaksPeriod")
        if let silence = effect.text("silence") {
            let line: Line = [Inline("\(name)\(reason): \(silence). ")]
            return [.paragraph(line + (isMixed ? [mixed] : []))]
        }
        let months = counted(effect.count("months"), "month")
        var blocks: [Block] = [
            .table(table("\(name)\(reason): \(months) before and \(months) since", effect.items("measures"), of: nil))
        ]
        let teams = effect.items("teams")
        if !teams.isEmpty {
            blocks.append(
                .details(
                    summary: ["By team, each with the work of those who came to it"],
                    teams.map { team in
                        let id = team.text("team") ?? ""
                        return .table(
                            table("\(id): \(months) before and \(months) since", team.items("measures"), of: id))
                    }))
        }
        if isMixed { blocks.append(.paragraph([mixed])) }
        let unplaced = effect.count("unplaced")
        if unplaced > 0 {
            blocks.append(
                .paragraph([
                    Inline("Nothing says who has the work now of \(counted(unplaced, "piece")) of it from before.")
                ]))
        }
        return blocks
    }

    private static func table(_ caption: String, _ measures: [JSONValue], of team: String?) -> Table {
        Table(
            caption: caption,
            columns: [
                .init("Measure"), .init("Before", isNumber: true), .init("Since", isNumber: true),
                .init("By month, % | the break"), .init("What it shows"),
            ] + (team == nil ? [.init("Elsewhere")] : []) + [.init("Cases since to look at")],
            rows: measures.map { measure in
                Table.Row(
                    cells: [
                        [Inline(measure.text("title") ?? "")], [Inline(share(measure["before"]))],
                        [Inline(share(measure["since"]))], [Inline(byMonth(measure))], [change(measure)],
                    ] + (team == nil ? [[Inline(elsewhere(measure["elsewhere"]))]] : []) + [cases(measure)])
            })
    }

    /// Some of the cases, and how many there are.
    private static func cases(_ measure: JSONValue) -> Line {
        let shown = measure.items("entries").prefix(mostCases).compactMap { entry in
            entry.text("child").map { child in
                [.link(child, .child(child)), " "] + CaseWords.places([entry], of: child)
            }
        }
        let more = measure.count("entryCount") - Int64(shown.count)
        return shown.joined(separator: [", "]) + (more > 0 ? [Inline(" and \(more) more")] : [])
    }

    private static let mostCases = 5

    private static let mixed: Inline = .warn(
        "The period of this page lies on both sides of it: its other figures of these teams mix both.")

    private static func share(_ share: JSONValue?) -> String {
        guard let share, share.count("cases") > 0 else { return "none" }
        return "\(share.text("percent") ?? "")% (\(share.count("met")) of \(share.count("cases")))"
    }

    private static func elsewhere(_ both: JSONValue?) -> String {
        guard let both, both != .null else { return "" }
        return "\(share(both["before"])) to \(share(both["since"]))"
    }

    private static func byMonth(_ measure: JSONValue) -> String {
        ["monthsBefore", "monthsSince"].map { side in
            measure.items(side).map { $0["percent"]?.asText ?? "·" }.joined(separator: " ")
        }.joined(separator: " | ")
    }

    private static func change(_ measure: JSONValue) -> Inline {
        switch (measure.text("change"), measure["better"]) {
        case (nil, _): "nothing to compare"
        case ("chance", _): "no more than chance"
        case (_, .bool(true)?): "better"
        case (_, .bool(false)?): .bad("worse")
        case (let change?, _): Inline(change)
        }
    }
}
