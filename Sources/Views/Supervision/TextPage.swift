import TextTable

/// Tables below each other for a terminal.
struct TextPage {
    private let columns: Int
    private let most: Int
    private(set) var text = ""

    /// A page of that many columns, whose tables show at most so many rows.
    init(columns: Int, most: Int) {
        self.columns = columns
        self.most = most
    }

    mutating func title(_ words: String) { text += words + "\n" }

    /// A table with its name and how many rows there are; its last column wraps. An empty one is one line.
    mutating func table<Row>(
        _ name: String, _ head: [String], _ rows: [Row], note: String? = nil, cells: (Row) -> [String]
    ) {
        guard !rows.isEmpty else {
            text += "\n\(name): none\n"
            return
        }
        text += "\n\(name): \(rows.count)\(note.map { " | \($0)" } ?? "")\n"
        var table = TextTable(columns: columns)
        table.head = head
        table.wrapped = head.count - 1
        table.rows = rows.prefix(most).map(cells)
        text += table.text
        if rows.count > most { text += "and \(rows.count - most) more\n" }
    }

    mutating func line(_ words: String) { text += words + "\n" }
}
