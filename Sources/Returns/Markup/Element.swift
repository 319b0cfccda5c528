/// One element of a return with all that stands in it.
struct Element {
    let name: String
    /// Where its start tag ends.
    let place: CensusPlace
    /// All text that stands directly in it.
    private(set) var text = ""
    /// The line on which its first text that is not blank begins.
    private(set) var textLine: Int?
    var children: [Element] = []

    init(name: String, place: CensusPlace) {
        self.name = name
        self.place = place
    }

    /// The line on which its start tag ends.
    var line: Int { place.line }

    mutating func append(_ piece: String, endingOn line: Int) {
        if textLine == nil { textLine = piece.firstLineOfText(endingOn: line) }
        text += piece
    }

    /// The text without white space around it; `nil` if nothing is left.
    var value: String? {
        guard textLine != nil else { return nil }
        return text.trimmed
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    /// The line on which the first character that is not white space stands, if the text ends on that line.
    func firstLineOfText(endingOn line: Int) -> Int? {
        guard let start = firstIndex(where: { !$0.isWhitespace }) else { return nil }
        return line - self[start...].count { $0.isNewline }
    }
}
