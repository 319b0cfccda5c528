public import StrictJSON

/// A field that takes one of a few words, spelt `lower-case-with-hyphens`.
public protocol FieldChoice: FieldValue, RawRepresentable, CaseIterable where RawValue == String {}

extension FieldChoice {
    /// Reads one of the words.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let choice = Self(rawValue: text) else {
            problems.add("must be one of the allowed words", allowed: Self.allCases.map(\.rawValue))
            return nil
        }
        self = choice
    }
    /// The word.
    public var field: JSONValue { .string(rawValue) }
    /// `string` that is one of the words.
    public static var schema: JSONValue {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
    /// The word for people: hyphens as spaces.
    public var words: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }
    /// The words with a capital, to begin a sentence.
    public var sentenceStart: String { words.prefix(1).uppercased() + words.dropFirst() }
}
