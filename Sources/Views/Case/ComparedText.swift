/// A text of which it is asked whether it is another's, with no more than a name changed.
struct ComparedText {
    private let words: [String: Int]
    private let count: Int

    init(_ text: String) {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        count = words.count
        self.words = Dictionary(words.map { (String($0), 1) }, uniquingKeysWith: +)
    }

    /// Whether at least 85 % of the words of both are the same (Sørensen and Dice, by words); short texts have to be
    /// wholly the same.
    func isLike(_ other: ComparedText) -> Bool {
        guard count > 0, other.count > 0 else { return false }
        let shared = words.reduce(0) { $0 + min($1.value, other.words[$1.key] ?? 0) }
        return min(count, other.count) < 6
            ? shared == max(count, other.count) : shared * 200 >= (count + other.count) * 85
    }
}
