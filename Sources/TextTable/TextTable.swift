/// Rows of text in columns for a terminal; one column takes what is left of the width and wraps.
public struct TextTable: Sendable {
    /// The terminal's width in characters.
    public var columns: Int
    /// The columns' names.
    public var head: [String] = []
    /// The rows; each has as many cells as the head.
    public var rows: [[String]] = []
    /// Which column wraps.
    public var wrapped = 0

    /// An empty table for a terminal of that width.
    public init(columns: Int) { self.columns = max(60, columns) }

    /// The table, each line ended by a line feed.
    public var text: String {
        var widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        let others = widths.indices.filter { $0 != wrapped }.map { widths[$0] + 2 }.reduce(0, +)
        widths[wrapped] = min(widths[wrapped], max(24, columns - others))
        var lines: [String] = []
        for row in [head] + rows {
            let pieces = Self.wrap(row[wrapped], width: widths[wrapped])
            for (index, piece) in pieces.enumerated() {
                let cells = row.indices.map { $0 == wrapped ? piece : index == 0 ? row[$0] : "" }
                lines.append(Self.line(cells, widths))
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            while line.count > width {
                lines.append(String(line.prefix(width)))
                line = String(line.dropFirst(width))
            }
        }
        lines.append(line)
        return lines
    }
}
