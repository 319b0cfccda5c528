public import Foundation

/// Foundation reads and writes a UUID through the C library's format strings, which takes longer than all the rest of
/// an event's envelope.
extension UUID {
    /// Reads 36 characters: hexadecimal digits in groups of 8, 4, 4, 4 and 12 with hyphens between; `nil` otherwise.
    public init?(text: String) {
        let characters = text.utf8Span.span
        let hyphen = UInt8(ascii: "-")
        guard characters.count == 36, characters[8] == hyphen, characters[13] == hyphen, characters[18] == hyphen,
            characters[23] == hyphen, let first = Self.number(characters, 0..<8),
            let second = Self.number(characters, 9..<13), let third = Self.number(characters, 14..<18),
            let fourth = Self.number(characters, 19..<23), let fifth = Self.number(characters, 24..<36)
        else { return nil }
        self.init(first << 32 | second << 16 | third, fourth << 48 | fifth)
    }

    /// The 36 characters in lower case.
    public var text: String {
        String(asciiCount: 36) { text in
            var place = 0
            withUnsafeBytes(of: uuid) { bytes in
                for byte in bytes {
                    if place == 4 || place == 6 || place == 8 || place == 10 { text.put(UInt8(ascii: "-")) }
                    text.put(hexadecimal: byte)
                    place += 1
                }
            }
        }
    }

    private init(_ high: UInt64, _ low: UInt64) {
        func byte(_ word: UInt64, _ place: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * place)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    /// The number that the hexadecimal digits at those places write; `nil` if there is anything else.
    private static func number(_ characters: Span<UInt8>, _ places: Range<Int>) -> UInt64? {
        var number: UInt64 = 0
        for place in places {
            let digit = characters[place] &- UInt8(ascii: "0")
            let letter = (characters[place] | 0x20) &- UInt8(ascii: "a")
            guard digit < 10 || letter < 6 else { return nil }
            number = number << 4 | UInt64(digit < 10 ? digit : letter + 10)
        }
        return number
    }
}

extension Collection<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    public var hexadecimal: String {
        String(asciiCount: 2 * count) { text in
            for byte in self { text.put(hexadecimal: byte) }
        }
    }
}
