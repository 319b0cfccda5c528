import StrictJSON

/// Whether practice changed after audits, and findings that recur.
enum ServiceLearning {
    static func audits(_ audits: JSONValue) -> [Block] {
        let effects = audits.items("effects")
        guard !effects.isEmpty else { return [] }
        let table = Table(
            caption: "What audits found poor, and what came of it",
            columns: [
                .init("Criterion"), .init("Team"), .init("On"), .init("Grade"), .init("Case"), .init("What came of it"),
            ],
            rows: effects.map { effect in
                let audit = effect["audit"] ?? .null
                let isUnchanged = effect.text("verdict") == "AUDIT_NO_CHANGE"
                return Table.Row(cells: [
                    [Inline(effect.text("criterion") ?? "")], CaseWords.team(id: effect.text("team")),
                    [When.inline(audit.text("on"))], [Inline((audit.text("grade") ?? "").replacing("-", with: " "))],
                    audit.text("child").map { child in
                        [.link(child, .child(child)), " "] + CaseWords.places([audit], of: child)
                    } ?? [],
                    [isUnchanged ? .bad(effect.text("words") ?? "") : Inline(effect.text("words") ?? "")],
                ])
            })
        return [.section(Section(id: "audits", heading: ["Audits"], blocks: [.table(table)]))]
    }

    static func templates(_ templates: [JSONValue]) -> [Block] {
        guard !templates.isEmpty else { return [] }
        let table = Table(
            caption: "What the first audit found of assessments and plans made with each version of a template",
            columns: [
                .init("Template"), .init("Since"), .init("Audited", isNumber: true), .init("Sections filled in"),
                .init("What the audits say"), .init("Cases"),
            ],
            rows: templates.map { template in
                Table.Row(cells: [
                    [Inline(template.text("template") ?? "")],
                    template.text("since").map { [When.inline($0)] } ?? ["not said"],
                    [Inline("\(template.count("audited"))")],
                    [Inline(sections(template))],
                    [Inline(template.text("words") ?? "")],
                    Array(
                        template.items("audits").compactMap { audit in
                            audit.text("child").map { child in
                                [.link(child, .child(child)), " "] + CaseWords.places([audit], of: child)
                            }
                        }.joined(separator: [", "])),
                ])
            })
        return [.section(Section(id: "templates", heading: ["Templates"], blocks: [.table(table)]))]
    }

    private static func sections(_ template: JSONValue) -> String {
        let told = template.count("sectionsTold")
        guard told > 0 else { return "" }
        return template.items("sections").map { "\($0.text("section") ?? "") \($0.count("filledIn")) of \(told)" }
            .joined(separator: ", ")
    }

    /// Whether what an action is to reach is held in every team, where it can be told.
    private static func target(_ action: JSONValue) -> Line {
        guard let standing = action["standing"], let words = standing.text("words") else { return [] }
        let name = "\(standing.text("title") ?? "") \(standing.text("percent") ?? "")%: "
        return ["; ", Inline(name), standing["sustained"] == .bool(false) ? .bad(words) : Inline(words)]
    }

    static func findings(_ findings: JSONValue) -> [Block] {
        let rows = findings.items("rows")
        guard !rows.isEmpty else { return [] }
        let table = Table(
            caption: "Findings of inspections, reviews and audits",
            columns: [.init("What"), .init("On"), .init("Source"), .init("Repeats"), .init("Actions"), .init("State")],
            rows: rows.map { finding in
                let actions = finding.items("actions")
                let late = actions.count { $0.isTrue("overdue") }
                let closed = finding.text("closedOn")
                let repeats = finding.texts("repeats").joined(separator: ", ")
                return Table.Row(cells: [
                    [Inline(finding.text("what") ?? "")], [When.inline(finding.text("on"))],
                    [Inline((finding.text("source") ?? "").replacing("-", with: " "))],
                    [closed == nil && !repeats.isEmpty ? .bad(repeats) : Inline(repeats)],
                    [Inline("\(actions.count)")] + (late == 0 ? [] : [", ", .bad("\(late) overdue")]),
                    (closed.map { ["closed ", When.inline($0)] } ?? ["open"]) + actions.flatMap(target),
                ])
            })
        return [.section(Section(id: "findings", heading: ["Findings"], blocks: [.table(table)]))]
    }
}
