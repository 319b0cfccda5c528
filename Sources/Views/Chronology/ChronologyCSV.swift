import CaseRecord
import Foundation
import StrictJSON

extension Chronology {
    /// The rows as comma-separated values (RFC 4180), for a spreadsheet: a header, then entries and gaps. It begins
    /// with the byte order mark, without which the usual spreadsheet takes UTF-8 for another encoding.
    public var csv: String {
        var sheet = CSVSheet()
        sheet.add(Self.columns)
        for row in rows {
            switch row {
            case .silence(let silence):
                var cells = [String](repeating: "", count: Self.columns.count)
                cells[0] = child.text
                cells[1] = "gap"
                cells[2] = silence.from.description
                cells[7] = silence.words
                sheet.add(cells)
            case .entry(let entry): sheet.add([child.text, "entry"] + entry.cells)
            }
        }
        return sheet.text
    }

    private static let columns = [
        "child", "row", "date", "precision", "age", "type", "title", "event", "significance", "source agency",
        "source role", "reliability", "whose", "third party", "remarks", "recorded by", "recorded at", "position", "id",
    ]
}

extension Chronology.Entry {
    fileprivate var cells: [String] {
        let event = recorded.event
        let (marks, line, remarks) = words
        return [
            occurredAt.description, occurredAt.precision.rawValue, age?.description ?? "", event.type.name,
            type(of: event.data).title, line, significance.rawValue, event.source?.agency ?? "",
            event.source?.role ?? "", event.source?.reliability?.rawValue ?? "",
            (whose.isEmpty ? [entry.child] : whose).map(\.text).joined(separator: " "), isThirdParty ? "yes" : "",
            (marks + remarks).joined(separator: "; "), event.recordedBy.text, recorded.recordedAt.description,
            String(recorded.position), event.id.field.stringValue ?? "",
        ]
    }
}

/// Lines of comma-separated values.
struct CSVSheet {
    /// What was written.
    private(set) var text = "\u{FEFF}"

    /// Adds a line.
    mutating func add(_ cells: [String]) {
        text += cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }

    /// A cell as it is written. A spreadsheet takes what begins with one of some characters for a formula, and would
    /// run what somebody recorded: an apostrophe before it makes it text (OWASP, CSV injection).
    static func cell(_ text: String) -> String {
        var text = text
        let first = text.unicodeScalars.first { $0 != " " }
        if let first, "=+-@\t\r\n|%\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first) {
            text = "'" + text
        }
        // By scalars: a carriage return and a line feed are one character.
        guard text.unicodeScalars.contains(where: { ",\"\r\n'".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
