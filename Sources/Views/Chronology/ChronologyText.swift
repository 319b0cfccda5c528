import CaseRecord
public import TextTable

extension Chronology {
    /// The chronology as a table for a terminal of that many columns, without colour.
    public func text(columns: Int) -> String { text(TextLayout(columns: columns)) }

    /// The chronology as a table for a terminal, with what it shows and what is wrong with it.
    public func text(_ layout: TextLayout) -> String {
        var document = TextDocument(layout)
        let born = birthDate.map { ", born \($0)" } ?? ""
        document.paragraph("\(title) of \(child)\(born): \(account)", style: .bold)
        for remark in remarks { document.paragraph(remark) }
        if !standing.isEmpty {
            document.heading("Where the case stands")
            document.list(standing.map { ($0.name, $0.text) })
        }
        document.separate()
        document.table(table(layout))
        if !patterns.isEmpty {
            document.heading("Patterns")
            for pattern in patterns { document.item(pattern.sentence + " " + pattern.entries.words) }
        }
        let faults = health.checks.filter { $0.isFound == true }
        if !faults.isEmpty {
            document.heading("What the chronology lacks")
            for check in faults { document.item("\(check.fault.words): \(check.sentence)", style: .yellow) }
        }
        return document.text
    }

    private func table(_ layout: TextLayout) -> TextTable {
        let isFamily = !family.isEmpty
        let head = ["DATE", "AGE", "EVENT"] + (isFamily ? ["WHOSE"] : []) + ["SOURCE", "RECORDED BY"]
        var table = TextTable(layout, head: head, wrapped: 2)
        table.columnStyles = [1: .dim, head.count - 2: .dim, head.count - 1: .dim]
        // Long names of sources and workers must not leave the event a narrow column.
        if layout.columns < 110 { table.alsoWrapped = [head.count - 2] }
        for row in rows {
            switch row {
            case .silence(let silence): table.add(["-- " + silence.words + " --"], style: .yellow)
            case .entry(let entry):
                let event = entry.recorded.event
                let whose = isFamily ? [entry.whose.map(\.text).joined(separator: ", ")] : []
                table.add(
                    [entry.occurredAt.tableText, entry.age?.description ?? "", entry.tableText] + whose
                        + [event.source?.agency ?? "", event.recordedBy.text],
                    style: entry.entry.stands ? nil : .dim)
            }
        }
        return table
    }
}

extension Chronology.Entry {
    fileprivate var tableText: String {
        let (marks, line, remarks) = words
        return marks.map { $0 + " | " }.joined() + (significance == .significant ? "" : "· ") + line
            + remarks.map { " (\($0))" }.joined()
    }
}

extension [EntryMark] {
    /// Where the entries stand in the log.
    var words: String { "[" + map { "\($0.position)" }.joined(separator: ", ") + "]" }
}

extension Chronology.Health.Fault {
    /// The fault in words.
    var words: String {
        switch self {
        case .absent: "No chronology"
        case .notUpToDate: "Not up to date"
        case .singleAgency: "Single agency only"
        case .startsAtLatestReferral: "Starts at the latest referral"
        case .onlyNegative: "Only negative"
        case .onlyPositive: "Only positive"
        case .notReviewed: "Not reviewed"
        case .gaps: "Gaps"
        }
    }
}
