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
                    closed.map { ["closed ", When.inline($0)] } ?? ["open"],
                ])
            })
        return [.section(Section(id: "findings", heading: ["Findings"], blocks: [.table(table)]))]
    }
}
