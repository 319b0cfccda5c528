public import StrictJSON

/// An NHS number: nine digits and a check digit.
///
/// The digits 1 to 9, times 10 down to 2, are summed; 11 less the sum's rest by 11 is the check digit, where 11 stands
/// for 0 and 10 makes a number that is not given out (NHS Data Dictionary, NHS NUMBER).
public struct NHSNumber: FieldValue, CustomStringConvertible {
    /// The ten digits.
    public let text: String

    /// A number with the right form and check digit; `nil` otherwise.
    public init?(_ text: String) {
        guard Self.problem(of: text) == nil else { return nil }
        self.text = text
    }

    /// What is wrong with the text as an NHS number; `nil` if nothing is.
    public static func problem(of text: String) -> String? {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.count == 10, digits.allSatisfy({ (0...9).contains($0) }) else {
            return "an NHS number has 10 digits, written without spaces"
        }
        var sum = 0
        for place in 0..<9 { sum += digits[place] * (10 - place) }
        return digits[9] == (11 - sum % 11) % 11 ? nil : "the check digit of the NHS number does not fit its digits"
    }

    /// Reads the ten digits from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        if let problem = value.stringValue.map({ Self.problem(of: $0) }) ?? "an NHS number is text of 10 digits" {
            problems.add("must be an NHS number: \(problem)")
            return nil
        }
        text = value.stringValue ?? ""
    }
    /// The ten digits.
    public var field: JSONValue { .string(text) }
    /// `string` of that form; the check digit cannot be said in a schema.
    public static var schema: JSONValue { ["type": "string", "pattern": "^[0-9]{10}$"] }
    /// The ten digits.
    public var description: String { text }
}
