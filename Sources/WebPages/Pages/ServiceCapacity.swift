import StrictJSON

/// Who is there to do each team's work, beside what of it was in time.
enum ServiceCapacity {
    static func section(_ capacity: JSONValue) -> [Block] {
        let teams = capacity.items("teams")
        let ofNoTeam = capacity.items("vacanciesOfNoOpenTeam")
        guard !teams.isEmpty || !ofNoTeam.isEmpty else { return [] }
        let months = teams.first?.items("months").compactMap { $0.text("month") } ?? []
        var blocks: [Block] = [
            .table(
                Table(
                    caption: "Who is there on the last day, in full time, and what is to be known",
                    columns: [
                        .init("Team"), .init("In post", isNumber: true), .init("Absent", isNumber: true),
                        .init("Contracts", isNumber: true), .init("There", isNumber: true),
                        .init("Managed", isNumber: true), .init("Manager"), .init("Empty posts"),
                    ],
                    rows: teams.map { team in
                        Table.Row(cells: [
                            CaseWords.team(id: team.text("team")), [Inline("\(team.count("inPost"))")],
                            [Inline("\(team.count("absent"))")], [Inline(team.text("contracted") ?? "")],
                            [Inline(team.text("available") ?? "")], [Inline("\(team.count("managed"))")], manager(team),
                            vacancies(team.items("vacancies")),
                        ])
                    }))
        ]
        if !months.isEmpty {
            blocks.append(
                .table(
                    Table(
                        caption: "By month: full time there on Mondays, and what of the work with a limit was in time",
                        columns: [.init("Team"), .init("What")] + months.map { .init(When.words($0), isNumber: true) },
                        rows: teams.flatMap { team in
                            let byMonth = team.items("months")
                            return [
                                Table.Row(
                                    cells: [CaseWords.team(id: team.text("team")), ["there"]]
                                        + byMonth.map { [Inline($0.text("available") ?? "")] }),
                                Table.Row(
                                    cells: [[], ["in time"]]
                                        + byMonth.map { [Inline(share($0["inTime"] ?? .null))] }),
                            ]
                        })))
        }
        if !ofNoTeam.isEmpty {
            blocks.append(.paragraph(["Of no open team: "] + vacancies(ofNoTeam, isNamed: true) + ["."]))
        }
        return [.section(Section(id: "capacity", heading: ["Capacity"], blocks: blocks))]
    }

    private static func manager(_ team: JSONValue) -> Line {
        let name = team.text("manager") ?? ""
        switch team.text("management") {
        case "present": return [Inline(name)]
        case "absent": return [.bad("\(name) absent")]
        case "left": return [.bad("\(name) is not in post")]
        default: return [.bad("no manager")]
        }
    }

    private static func vacancies(_ vacancies: [JSONValue], isNamed: Bool = false) -> Line {
        let words = vacancies.map { vacancy in
            let name = vacancy.text("post") ?? vacancy.text("vacancy") ?? ""
            let acting = vacancy.text("worker").map { ", \($0) acting" } ?? ", filled for a time"
            let team = isNamed ? vacancy.text("team").map { ", \($0)," } ?? "" : ""
            return "\(name)\(team) empty since \(When.words(vacancy.text("since") ?? ""))"
                + (vacancy.isTrue("acting") ? acting : "")
        }
        return [Inline(words.joined(separator: "; "))]
    }

    private static func share(_ share: JSONValue) -> String {
        share.count("cases") == 0 ? "·" : "\(share.text("percent") ?? "")% of \(share.count("cases"))"
    }
}
