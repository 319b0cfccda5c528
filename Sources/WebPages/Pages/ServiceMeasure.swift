import StrictJSON

/// A measure by which teams are compared, and what it was counted from.
struct ServiceMeasure: Sendable {
    /// Counted from 0, in the order of the daemon.
    let number: Int
    let said: JSONValue

    /// Names its place in the page.
    private var place: String { "measure-\(number + 1)" }
    private var title: String { said.text("title") ?? "" }
    private var shares: [JSONValue] { said.items("teams") }

    private static func percent(_ share: JSONValue) -> String { share.text("percent").map { "\($0) %" } ?? "" }

    /// Whether that side of the limits is the worse one; `nil` where neither is.
    private func isWorse(_ share: JSONValue) -> Bool? {
        let isBelow = share.count("met") < (share["outlier"]?.count("lower") ?? 0)
        return switch said.text("better") {
        case "high": isBelow
        case "low": !isBelow
        default: nil
        }
    }

    static func differences(_ measures: [ServiceMeasure]) -> [Block] {
        let found = measures.flatMap { measure in
            measure.shares.filter { $0.text("standing") == "outlier" }.map { (measure, $0) }
        }
        let heading: Line = ["Teams that differ by more than chance"]
        guard !found.isEmpty else {
            return [
                .section(
                    Section(
                        id: "differences", heading: heading,
                        blocks: [
                            .paragraph(["No team lies outside the limits (two teams of a thousand would by chance)."])
                        ]))
            ]
        }
        let table = Table(
            caption: "Measures in which a team lies outside the limits",
            columns: [
                .init("Measure"), .init("Team"), .init("Team's share", isNumber: true), .init("All", isNumber: true),
                .init("Of cases", isNumber: true), .init("Better or worse"),
            ],
            rows: found.map { measure, share in
                let judgement: Inline =
                    switch measure.isWorse(share) {
                    case true?: .bad("worse")
                    case false?: .good("better")
                    case nil: "different"
                    }
                return Table.Row(cells: [
                    [.link(measure.title, .place(measure.place))], CaseWords.team(id: share.text("team")),
                    [.strong(percent(share))], [Inline(percent(measure.said))], [Inline(share.text("cases") ?? "")],
                    [judgement],
                ])
            })
        return [.section(Section(id: "differences", heading: heading, blocks: [.table(table)]))]
    }

    static func matrix(_ measures: [ServiceMeasure]) -> [Block] {
        var teams: [String] = []
        for share in measures.flatMap(\.shares) {
            if let team = share.text("team"), !teams.contains(team) { teams.append(team) }
        }
        teams.sort()
        let table = Table(
            caption: "Measures by team; outlier: two of a thousand by chance, to watch: one of twenty",
            columns: [.init("Measure"), .init("All", isNumber: true)] + teams.map { .init($0, isNumber: true) } + [
                .init("Cases", isNumber: true)
            ],
            rows: measures.map { measure in
                let shares = measure.shares
                return Table.Row(
                    cells: [[.link(measure.title, .place(measure.place))], [Inline(percent(measure.said))]]
                        + teams.map { team -> Line in
                            guard let share = shares.first(where: { $0.text("team") == team }) else { return [] }
                            switch share.text("standing") {
                            case "outlier": return [.bad(percent(share)), " ", .small("outlier")]
                            case "watch": return [.warn(percent(share)), " ", .small("to watch")]
                            default: return [Inline(percent(share))]
                            }
                        } + [[Inline(measure.said.text("cases") ?? "")]])
            })
        return [.section(Section(id: "measures", heading: ["Measures by team"], blocks: [.table(table)]))]
    }

    /// What each measure was counted from: the cases that speak against a team.
    static func behind(_ measures: [ServiceMeasure]) -> [Block] {
        guard !measures.isEmpty else { return [] }
        return [
            .section(
                Section(
                    id: "behind", heading: ["Behind the figures"],
                    blocks: measures.map { measure in
                        .section(
                            Section(
                                id: measure.place,
                                heading: [Inline(measure.title)],
                                blocks: measure.shares.map(behind)))
                    }))
        ]
    }

    private static func behind(_ share: JSONValue) -> Block {
        let entries = share.items("entries")
        let team = share.text("team") ?? ""
        let head = "\(team): \(share.text("met") ?? "") of \(share.text("cases") ?? "") (\(percent(share)))"
        guard !entries.isEmpty else { return .paragraph([Inline(head + ", none to show.")]) }
        let count = share.count("entryCount")
        let cases: Line = .joined(
            entries.map { entry in
                let child = entry.text("child") ?? ""
                return [.link(child, .child(child)), " "] + CaseWords.places([entry], of: child)
            })
        let more = count > entries.count ? " and \(count - Int64(entries.count)) more" : ""
        return .details(summary: [Inline("\(head), \(count) to look at")], [.paragraph(cases + [Inline(more)])])
    }
}
