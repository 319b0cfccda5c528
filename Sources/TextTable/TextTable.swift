/// Rows of text in columns for a terminal; one column or more take what is left of the width and wrap.
public struct TextTable: Sendable {
    /// The terminal's width in characters.
    public var columns: Int
    /// The columns' names.
    public var head: [String] = []
    /// The rows; each has as many cells as the head, or a single one that goes over the whole width.
    public var rows: [[String]] = []
    /// Which column wraps.
    public var wrapped = 0
    /// Which other columns wrap; they share what is left of the width with it.
    public var alsoWrapped: Set<Int> = []
    /// Which columns stand to the right, as numbers do.
    public var rightAligned: Set<Int> = []
    /// Whether styles are shown.
    public var colour = false
    /// The styles of columns.
    public var columnStyles: [Int: TextStyle] = [:]
    /// The styles of whole rows, by index in ``rows``; they go before those of columns.
    public var rowStyles: [Int: TextStyle] = [:]
    private var cellStyles: [Int: [Int: TextStyle]] = [:]

    /// The narrowest that a wrapped column becomes.
    private static let narrowest = 24
    private static let narrowestOfSeveral = 12

    /// An empty table for a terminal of that width.
    public init(columns: Int) { self.columns = max(60, columns) }

    /// An empty table for that layout, with those columns.
    public init(_ layout: TextLayout, head: [String], wrapped: Int = 0) {
        self.init(columns: layout.columns)
        colour = layout.colour
        self.head = head
        self.wrapped = wrapped
    }

    /// Adds a row, which may have a style, and so may some of its cells.
    public mutating func add(_ cells: [String], style: TextStyle? = nil, cellStyles: [Int: TextStyle] = [:]) {
        if let style { rowStyles[rows.count] = style }
        if !cellStyles.isEmpty { self.cellStyles[rows.count] = cellStyles }
        rows.append(cells)
    }

    /// The table, each line ended by a line feed.
    public var text: String {
        let cleanHead = head.map(TerminalText.clean)
        let clean = rows.map { $0.map(TerminalText.clean) }
        let widths = widths(of: [cleanHead] + clean.filter { $0.count == head.count && head.count > 1 })
        var text = ""
        if head.contains(where: { !$0.isEmpty }) { write(cleanHead, widths, &text) { _ in .bold } }
        for (index, row) in clean.enumerated() {
            guard row.count == head.count, head.count > 1 else {
                let style = rowStyles[index] ?? .plain
                for line in TerminalText.wrap(row.first ?? "", width: columns) {
                    text += style.applied(to: line, colour: colour) + "\n"
                }
                continue
            }
            write(row, widths, &text) { column in
                cellStyles[index]?[column] ?? rowStyles[index] ?? columnStyles[column] ?? .plain
            }
        }
        return text
    }

    private func widths(of rows: [[String]]) -> [Int] {
        var widths = head.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        let wrapping = head.indices.filter { $0 == wrapped || alsoWrapped.contains($0) }
        let others = widths.indices.filter { !wrapping.contains($0) }.map { widths[$0] + 2 }.reduce(0, +)
        var left = columns - others - 2 * max(0, wrapping.count - 1)
        let least = wrapping.count == 1 ? Self.narrowest : Self.narrowestOfSeveral
        // The narrow ones take what they need, so that the wide ones share what is left.
        for (index, column) in wrapping.sorted(by: { widths[$0] < widths[$1] }).enumerated() {
            widths[column] = min(widths[column], max(least, left / (wrapping.count - index)))
            left -= widths[column]
        }
        return widths
    }

    private func write(_ row: [String], _ widths: [Int], _ text: inout String, style: (Int) -> TextStyle) {
        let pieces = row.indices.map { column in
            column == wrapped || alsoWrapped.contains(column)
                ? TerminalText.wrap(row[column], width: widths[column]) : [row[column]]
        }
        for line in 0..<(pieces.map(\.count).max() ?? 0) {
            var (written, pending) = ("", 0)
            for column in row.indices {
                let piece = line < pieces[column].count ? pieces[column][line] : ""
                let empty = max(0, widths[column] - DisplayWidth.of(piece))
                let before = rightAligned.contains(column) ? empty : 0
                if !piece.isEmpty {
                    written += String(repeating: " ", count: pending + before)
                    written += style(column).applied(to: piece, colour: colour)
                    pending = empty - before + 2
                } else {
                    pending += empty + 2
                }
            }
            text += written + "\n"
        }
    }
}
