import StrictJSON

/// How late entries were recorded, by worker or team.
enum RecordingTable {
    static func table(_ caption: String, _ delays: [JSONValue]) -> Table {
        Table(
            caption: caption,
            columns: [
                .init("Whose"), .init("Entries", isNumber: true), .init("Half within"), .init("Nine in ten within"),
                .init("Longest, in days", isNumber: true),
            ],
            rows: delays.map { delay in
                let whose: Line =
                    delay.text("worker").map { CaseWords.worker(id: $0) } ?? delay.text("team").map {
                        CaseWords.team(id: $0)
                    }
                    ?? ["All"]
                return Table.Row(cells: [
                    whose, [Inline(delay.text("entries") ?? "")], [Inline(delay.text("median") ?? "")],
                    [Inline(delay.text("ninetieth") ?? "")], [Inline(delay.text("longestDays") ?? "")],
                ])
            })
    }
}
