import StrictJSON

/// The entries of a chronology as a table, with the times of silence between them.
enum ChronologyTable {
    static func table(_ answer: JSONValue, _ caption: String) -> Table {
        let isOfFamily = answer["family"] != nil
        var silences: [Int64: [JSONValue]] = [:]
        for gap in answer.items("gaps") {
            silences[gap["after"]?["position"]?.integerValue ?? 0, default: []].append(gap)
        }
        var rows = (silences[0] ?? []).map(silence)
        for entry in answer.items("entries") {
            rows.append(row(entry, isOfFamily))
            rows += (silences[entry.count("position")] ?? []).map(silence)
        }
        return Table(
            caption: caption,
            columns: [.init("Date"), .init("Age"), .init("Event")] + (isOfFamily ? [.init("Whose")] : []) + [
                .init("Source"), .init("Recorded by"), .init("Position", isNumber: true),
            ], rows: rows)
    }

    private static func silence(_ gap: JSONValue) -> Table.Row {
        let isOpen = gap.isTrue("whileOpen")
        let words =
            counted(gap.count("days"), "day") + " without an entry, "
            + (isOpen ? "while the case was open: " : "while it was closed: ")
        return Table.Row(
            cells: [
                [
                    isOpen ? .bad(words) : Inline(words), When.inline(gap.text("from")), " to ",
                    When.inline(gap.text("to")),
                ]
            ])
    }

    private static func row(_ entry: JSONValue, _ isOfFamily: Bool) -> Table.Row {
        let source = entry["source"]
        let recordedAt = entry["original"]?.text("recordedAt") ?? entry.text("recordedAt")
        let position = entry.text("position") ?? ""
        let isOut = entry["struckOut"] != nil
        return Table.Row(
            cells: [
                [When.inline(entry.text("occurredAt"))], [Inline(CaseWords.whole(entry.text("age") ?? ""))],
                event(entry, isOut),
            ] + (isOfFamily ? [[Inline(entry.texts("whose").joined(separator: ", "))]] : []) + [
                [Inline([source?.text("agency"), source?.text("role")].compactMap { $0 }.joined(separator: ", "))],
                [
                    Inline(entry.text("recordedBy") ?? ""), ", ", When.inline(recordedAt),
                    Inline(entry["original"] == nil ? "" : " (migrated)"),
                ], [Inline(position)],
            ], style: isOut || entry.text("significance") == "routine" ? .small : .plain, id: "p\(position)")
    }

    private static func event(_ entry: JSONValue, _ isOut: Bool) -> Line {
        let (title, summary) = (entry.text("title") ?? "", entry.text("summary") ?? "")
        var line: Line = []
        if let out = entry["struckOut"] {
            line += [.bad("Struck out"), Inline(" by \(out.text("recordedBy") ?? ""): \(out.text("reason") ?? ""). ")]
        }
        if !summary.hasPrefix(title) { line.append(.strong(title + ". ")) }
        line.append(Inline(summary))
        if entry.isTrue("thirdParty") { line += [" ", .warn("from a third party")] }
        for reliance in entry.items("reliedOn") {
            line += [" ", .small("Relied on: \(reliance.text("reason") ?? "").")]
        }
        for change in entry.items("corrections") {
            let kind = (change.text("kind") ?? "").replacing("-", with: " ")
            line += [
                " ",
                .small(
                    "\(kind) by \(change.text("recordedBy") ?? "") on \(When.words(change.text("recordedAt") ?? "")): "
                        + "\(change.text("reason") ?? "")."),
            ]
        }
        if let without = entry.text("withoutEffect") { line += [" ", .small("Without effect: \(without).")] }
        return line
    }
}
