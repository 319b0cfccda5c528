/// Words that say neither what is to be done nor when: `monitor`, `as soon as possible`.
///
/// The list is a lint for managers to read (practice of case audits), never a reason to refuse an entry.
public enum VagueWords {
    /// The words looked for, in the order in which they are shown.
    public static let all = [
        "monitor", "monitoring", "keep an eye on", "keep under review", "as soon as possible", "asap", "soon",
        "ongoing",
        "on-going", "as appropriate", "where appropriate", "if appropriate", "as necessary", "if necessary",
        "as needed",
        "as required", "when possible", "where possible", "if possible", "in due course", "at some point", "regularly",
        "explore", "try to",
    ]

    private static let words = all.map { (words: $0, letters: Array($0.utf8)) }

    /// Those of the words that the text has, as whole words in small or capital letters; without those that stand only
    /// within a longer one, as `soon` in `as soon as possible`.
    public static func found(in text: String) -> [String] {
        let letters = text.utf8.map(lowercased)
        var taken = Array(repeating: false, count: letters.count)
        var found: Set<String> = []
        // The longest first, so that a shorter one within it is not counted again.
        for (words, pattern) in byLength {
            var start = 0
            while start + pattern.count <= letters.count {
                if letters[start] == pattern[0], !taken[start], isWhole(pattern, in: letters, at: start) {
                    found.insert(words)
                    for place in start..<start + pattern.count { taken[place] = true }
                    start += pattern.count
                } else {
                    start += 1
                }
            }
        }
        return found.isEmpty ? [] : all.filter(found.contains)
    }

    private static let byLength = words.enumerated().sorted { one, other in
        (-one.element.letters.count, one.offset) < (-other.element.letters.count, other.offset)
    }.map(\.element)

    private static func isWhole(_ pattern: [UInt8], in letters: [UInt8], at start: Int) -> Bool {
        for (offset, letter) in pattern.enumerated() where letters[start + offset] != letter { return false }
        let end = start + pattern.count
        return (start == 0 || !isLetter(letters[start - 1])) && (end == letters.count || !isLetter(letters[end]))
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
    }
}
