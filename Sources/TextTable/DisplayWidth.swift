/// How many cells of a terminal a text takes.
///
/// A character takes the width of its widest scalar: none for marks that combine and for what formats, two for East Asian
/// wide and full-width characters and for emoji (UAX #11), one for all others.
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int {
        // Text is mostly plain ASCII, where a byte is a cell.
        var utf8 = String(text)
        let plain = utf8.withUTF8 { bytes in bytes.allSatisfy { (0x20...0x7E).contains($0) } ? bytes.count : nil }
        return plain ?? text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            // The selector of emoji makes a narrow symbol wide.
            width = max(width, scalar.value == 0xFE0F ? 2 : of(scalar))
        }
        return width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if (0x20...0x7E).contains(scalar.value) { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        // The vowels and final consonants of Hangul join the syllable before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The blocks of East Asian wide and full-width characters.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
    ]
}

/// Text as it can be put on a terminal: without characters that would steer it, and broken into lines.
enum TerminalText {
    /// The text with every run of control characters, line ends among them, as one space.
    ///
    /// What people recorded is never let steer the terminal of those who read it.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard steers(scalar) else {
                clean.append(scalar)
                continue
            }
            if clean.last != " " { clean.append(" ") }
        }
        return String(clean)
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        // Controls, and the overrides of writing direction that could make a line read otherwise than it is.
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }

    /// The text in lines of that width; a word that is longer is broken.
    static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var (line, taken) = ("", 0)
        for word in text.split(whereSeparator: \.isWhitespace) {
            let length = DisplayWidth.of(word)
            if taken > 0, taken + 1 + length > width {
                lines.append(line)
                (line, taken) = ("", 0)
            }
            if taken > 0 {
                line += " "
                taken += 1
            }
            if length <= width - taken {
                line += word
                taken += length
                continue
            }
            for character in word {
                let cells = DisplayWidth.of(character)
                if taken > 0, taken + cells > width {
                    lines.append(line)
                    (line, taken) = ("", 0)
                }
                line.append(character)
                taken += cells
            }
        }
        lines.append(line)
        return lines
    }
}
