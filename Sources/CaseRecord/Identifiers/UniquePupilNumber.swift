public import StrictJSON

/// A unique pupil number (UPN): a check letter, the authority's or school's three digits, eight digits more, and
/// a digit or (temporary numbers) a letter.
///
/// The check letter is the sum of the characters 2 to 13, each times its place, modulo 23, in
/// `ABCDEFGHJKLMNPQRTUVWXYZ` (census rules 1510 to 1550).
public struct UniquePupilNumber: FieldValue, CustomStringConvertible {
    /// The 13 characters.
    public let text: String

    private static let letters = Array("ABCDEFGHJKLMNPQRTUVWXYZ".utf8)

    /// A number with the right form and check letter; `nil` otherwise.
    public init?(_ text: String) {
        guard Self.problem(of: text) == nil else { return nil }
        self.text = text
    }

    /// What is wrong with the text as a UPN; `nil` if nothing is.
    public static func problem(of text: String) -> String? {
        let characters = Array(text.utf8)
        guard characters.count == 13 else { return "a UPN has 13 characters" }
        guard characters[1...11].allSatisfy({ (0x30...0x39).contains($0) }) else {
            return "characters 2 to 12 of a UPN are digits"
        }
        var sum = 0
        for place in 2...12 { sum += Int(characters[place - 1] - 0x30) * place }
        switch characters[12] {
        case 0x30...0x39: sum += Int(characters[12] - 0x30) * 13
        default:
            guard let value = letters.firstIndex(of: characters[12]) else {
                return "the last character of a UPN is a digit or one of the check letters"
            }
            sum += value * 13
        }
        return characters[0] == letters[sum % 23] ? nil : "the check letter of the UPN does not fit its digits"
    }

    /// Reads the 13 characters from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue else {
            problems.add("must be a UPN of 13 characters")
            return nil
        }
        if let problem = Self.problem(of: text) {
            problems.add("must be a UPN: \(problem)")
            return nil
        }
        self.text = text
    }
    /// The 13 characters.
    public var field: JSONValue { .string(text) }
    /// `string` of that form; the check letter cannot be said in a schema.
    public static var schema: JSONValue {
        ["type": "string", "pattern": "^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"]
    }
    /// The 13 characters.
    public var description: String { text }
}
