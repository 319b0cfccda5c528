/// HTML that is being written: what goes between tags and into attributes is always escaped.
///
/// Names of elements and attributes are written in the program, never taken from a record. It is escaped code point by code
/// point: a quotation mark with a combining accent behind it is one character to Swift and still ends an attribute in HTML.
public struct HTMLText: Sendable {
    /// What was written.
    public private(set) var text = ""

    /// Nothing yet.
    public init() {}

    /// Opens an element, or writes one that has no content.
    public mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
        text += ">"
        if Self.endsLine(name) { text += "\n" }
    }

    /// Closes an element.
    public mutating func close(_ name: StaticString) { text += "</\(name)>\n" }

    /// An element with text in it.
    public mutating func element(
        _ name: StaticString, _ content: String, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        open(name, attributes)
        write(content)
        close(name)
    }

    /// An element with what `body` writes in it. Where it stands in a line of text, nothing is put behind it.
    public mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], inline: Bool = false,
        _ body: (inout HTMLText) -> Void
    ) {
        open(name, attributes)
        body(&self)
        text += inline ? "</\(name)>" : "</\(name)>\n"
    }

    /// Text.
    public mutating func write(_ content: String) { text += Self.escaped(content) }

    /// A style sheet. What it is made from cannot end the element: it has no `<`.
    public mutating func style(_ sheet: String) { text += "<style>\n\(sheet.replacing("<", with: ""))\n</style>\n" }

    private static func endsLine(_ name: StaticString) -> Bool {
        ["!DOCTYPE html", "html", "head", "meta", "link", "body", "table", "thead", "tbody", "ul", "dl"]
            .contains("\(name)")
    }

    /// The text as it can stand between tags and in an attribute. What HTML does not allow in a document at all (control
    /// characters, noncharacters) is shown as U+FFFD.
    public static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F || [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) })
        else { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\r": escaped += "\n"
            case _ where !isAllowed(scalar): escaped.unicodeScalars.append("\u{FFFD}")
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether HTML allows it in a document (HTML standard, 13.2.3.5): no control character and no noncharacter.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        case let value: value & 0xFFFE != 0xFFFE
        }
    }
}
