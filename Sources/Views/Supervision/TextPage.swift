import TextTable

extension Int {
    /// So many of them, in words: `1 case`, `2 cases`.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

/// Tables below each other for a terminal, each with its name and how many rows it has.
struct TextPage {
    /// One row: its cells, and which of them stand out.
    struct Row {
        var cells: [String]
        var style: TextStyle?
        var cellStyles: [Int: TextStyle] = [:]
    }

    private let most: Int
    private(set) var document: TextDocument

    /// An empty page, whose tables show at most so many rows.
    init(_ layout: TextLayout, most: Int) {
        document = TextDocument(layout)
        self.most = most
    }

    mutating func heading(_ words: String) { document.heading(words) }

    mutating func line(_ words: String, style: TextStyle = .plain) { document.paragraph(words, style: style) }

    /// A table, whose last column wraps. An empty one is one line; without `isCounted` the number of rows says nothing.
    mutating func table<Item>(
        _ name: String, _ head: [String], _ items: [Item], note: String? = nil, numbers: Set<Int> = [],
        isCounted: Bool = true, row: (Item) -> Row
    ) {
        guard !items.isEmpty else { return document.heading("\(name): none") }
        document.heading(
            [isCounted ? "\(name): \(items.count)" : name, note].compactMap(\.self).joined(separator: " | "))
        var table = TextTable(document.layout, head: head, wrapped: head.count - 1)
        table.rightAligned = numbers
        for item in items.prefix(most) {
            let row = row(item)
            table.add(row.cells, style: row.style, cellStyles: row.cellStyles)
        }
        document.table(table)
        if items.count > most { document.paragraph("and \(items.count - most) more", style: .dim) }
    }
}
