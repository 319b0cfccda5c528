public import StrictJSON

/// The three-digit code of a local authority (`LEA` in the census header): the tenant of every record.
public struct AuthorityCode: FieldValue, Comparable, CustomStringConvertible {
    /// The three digits.
    public let text: String

    /// What stands for an authority where none is named: `000`, which is no authority's code.
    public static let unnamed = AuthorityCode(unchecked: "000")

    private init(unchecked text: String) { self.text = text }

    /// Three digits; `nil` otherwise.
    public init?(_ text: String) {
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.text = text
    }

    /// Reads three digits from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let code = AuthorityCode(text) else {
            problems.add("must be the local authority's code of three digits, as \"926\"")
            return nil
        }
        self = code
    }
    /// The digits.
    public var field: JSONValue { .string(text) }
    /// `string` of three digits.
    public static var schema: JSONValue { ["type": "string", "pattern": "^[0-9]{3}$"] }
    /// The digits.
    public var description: String { text }
    /// In the order of the digits.
    public static func < (one: AuthorityCode, other: AuthorityCode) -> Bool { one.text < other.text }
}
