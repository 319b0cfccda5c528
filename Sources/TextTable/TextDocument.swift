/// A text for a terminal: headings, paragraphs, lists and tables one below the other.
public struct TextDocument: Sendable {
    /// What it is laid out for.
    public let layout: TextLayout
    /// What was written, each line ended by a line feed.
    public private(set) var text = ""

    /// An empty text.
    public init(_ layout: TextLayout) { self.layout = layout }

    /// A heading, with an empty line before it unless it comes first.
    public mutating func heading(_ heading: String) {
        separate()
        paragraph(heading, style: .bold)
    }

    /// A paragraph; it wraps.
    public mutating func paragraph(_ paragraph: String, style: TextStyle = .plain, indent: Int = 0) {
        write(paragraph, first: String(repeating: " ", count: indent), style)
    }

    /// An item of a list; it wraps, and what follows the first line stands below the text of that.
    public mutating func item(_ item: String, style: TextStyle = .plain, indent: Int = 2) {
        write(item, first: String(repeating: " ", count: indent) + "- ", style)
    }

    /// Names with what they stand for, the latter below each other.
    public mutating func list(_ pairs: [(name: String, value: String)]) {
        var table = TextTable(layout, head: ["", ""], wrapped: 1)
        table.columnStyles[0] = .dim
        for (name, value) in pairs { table.add([name, value]) }
        text += table.text
    }

    /// A table.
    public mutating func table(_ table: TextTable) { text += table.text }

    /// An empty line, unless the text is empty or ends in one.
    public mutating func separate() {
        if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
    }

    private mutating func write(_ words: String, first: String, _ style: TextStyle) {
        let rest = String(repeating: " ", count: first.utf8.count)
        let lines = TerminalText.wrap(TerminalText.clean(words), width: max(20, layout.columns - rest.utf8.count))
        for (index, line) in lines.enumerated() {
            text += (index == 0 ? first : rest) + style.applied(to: line, colour: layout.colour) + "\n"
        }
    }
}
