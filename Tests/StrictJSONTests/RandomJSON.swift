import StrictJSON

/// Invented values and broken texts, the same for the same seed.
struct RandomJSON {
    private var random: SeededGenerator
    private static let pieces = [
        "a", "B", "0", " ", "é", "e\u{301}", "–", "👶", "\u{FB33}", "\u{FFFF}", "\u{10000}", "\u{7FF}", "\u{800}",
        "\"", "\\", "/", "\n", "\t", "\r", "\u{8}", "\u{C}", "\u{1}", "\u{1F}", "\u{7F}", "\u{80}", "a longer text",
    ]
    private static let splinters = [
        "\"", "\\", "\\u00e9", "\\ud83d\\ude00", "\\u0000", "\\ud800", ",", "{", "}", "[", "]", "1e5", "-", "0", ".",
        " ", "\r\n", "null", "tru", ":",
    ]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A text of up to so many pieces.
    mutating func text(pieces: Int = 12) -> String {
        var text = ""
        for _ in 0..<number(below: pieces + 1) { text += Self.pieces[number(below: Self.pieces.count)] }
        return text
    }

    /// A value of up to so many levels.
    mutating func value(levels: Int = 4) -> JSONValue {
        switch number(below: levels > 0 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(number(below: 2) == 0)
        case 2: return .integer(Int64(bitPattern: random.next()) >> Int64(11 + number(below: 50)))
        case 3: return .number(double())
        case 4, 5: return .string(text())
        case 6: return .array((0..<number(below: 5)).map { _ in value(levels: levels - 1) })
        default: return .object(object(levels: levels - 1))
        }
    }

    /// A text with a few bytes of it changed.
    mutating func broken(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        for _ in 0...number(below: 3) where !bytes.isEmpty {
            let place = number(below: bytes.count)
            switch number(below: 5) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = UInt8(number(below: 256))
            case 2: bytes.insert(contentsOf: Self.splinters[number(below: Self.splinters.count)].utf8, at: place)
            case 3: bytes[place] = bytes[number(below: bytes.count)]
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }

    private mutating func object(levels: Int) -> JSONObject {
        var object = JSONObject()
        // Now and then there are too many members to walk them.
        for _ in 0..<number(below: number(below: 20) == 0 ? 60 : 7) { object[text(pieces: 4)] = value(levels: levels) }
        return object
    }

    private mutating func double() -> Double {
        let value = Double(bitPattern: random.next())
        return value.isFinite && value != value.rounded() ? value : 0.5
    }

    private mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}

/// A generator that gives the same numbers for the same seed (SplitMix64), so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
