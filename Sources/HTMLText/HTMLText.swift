import Foundation

/// HTML that is being written: what goes between tags and into attributes is always escaped.
struct HTMLText {
    /// What was written.
    private(set) var text = ""

    /// Opens an element, or writes one that has no content.
    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
        text += ">"
        if Self.endsLine(name) { text += "\n" }
    }

    /// Closes an element.
    mutating func close(_ name: StaticString) { text += "</\(name)>\n" }

    /// An element with text in it.
    mutating func element(
        _ name: StaticString, _ content: String, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        open(name, attributes)
        text += Self.escaped(content)
        close(name)
    }

    /// A style sheet. What it is made from cannot end the element: it has no `<`.
    mutating func style(_ sheet: String) { text += "<style>\n\(sheet.replacing("<", with: ""))\n</style>\n" }

    private static func endsLine(_ name: StaticString) -> Bool {
        ["!DOCTYPE html", "html", "head", "meta", "body", "table", "thead", "tbody", "ul", "dl"].contains("\(name)")
    }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) }) else { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
