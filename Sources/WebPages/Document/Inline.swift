/// A piece of a line: words, perhaps with a link, a weight or a time for machines.
struct Inline: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// How it looks. What looks like an alarm also says so in words: colour alone tells nobody anything.
    enum Style: String, Sendable {
        case plain, strong, small, bad, warn, good
    }

    var text: String
    var style = Style.plain
    var link: Link?
    /// The day or moment in the form of ISO 8601.
    var time: String?

    init(_ text: String, _ style: Style = .plain, link: Link? = nil, time: String? = nil) {
        self.text = text
        self.style = style
        self.link = link
        self.time = time
    }

    init(stringLiteral value: String) { self.init(value) }

    static func bad(_ text: String) -> Inline { Inline(text, .bad) }
    static func warn(_ text: String) -> Inline { Inline(text, .warn) }
    static func good(_ text: String) -> Inline { Inline(text, .good) }
    static func strong(_ text: String) -> Inline { Inline(text, .strong) }
    static func small(_ text: String) -> Inline { Inline(text, .small) }
    static func link(_ text: String, _ link: Link) -> Inline { Inline(text, link: link) }
}

/// A line of a page.
typealias Line = [Inline]

extension Line {
    /// Lines one after the other with that between them.
    static func joined(_ lines: [Line], _ separator: String = ", ") -> Line {
        var all: Line = []
        for line in lines where !line.isEmpty {
            if !all.isEmpty { all.append(Inline(separator)) }
            all += line
        }
        return all
    }
}
