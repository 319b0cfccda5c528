public import Foundation
public import StrictJSON

/// A type that can stand in a field of an event: it reads itself from JSON, writes itself back to the same
/// JSON, and describes itself.
public protocol FieldValue: Sendable, Hashable {
    /// Reads the value, or notes what is wrong with it and returns `nil`.
    init?(field value: JSONValue, _ problems: inout FieldProblems)
    /// The value as it stands in an event.
    var field: JSONValue { get }
    /// Its JSON Schema.
    static var schema: JSONValue { get }
}

extension Bool: FieldValue {
    /// Reads `true` or `false`.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let bool = value.boolValue else {
            problems.add("must be true or false, not \(value.kind)")
            return nil
        }
        self = bool
    }
    /// The boolean.
    public var field: JSONValue { .bool(self) }
    /// `boolean`.
    public static var schema: JSONValue { ["type": "boolean"] }
}

extension Int: FieldValue {
    /// Reads a whole number that is not negative: every number in an event is a count.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let integer = value.integerValue, integer >= 0 else {
            problems.add("must be a whole number, 0 or more")
            return nil
        }
        self = Int(integer)
    }
    /// The number.
    public var field: JSONValue { .integer(Int64(self)) }
    /// `integer`, 0 or more.
    public static var schema: JSONValue { ["type": "integer", "minimum": 0] }
}

extension String: FieldValue {
    /// The longest text that a field takes, in Unicode scalars.
    public static let longestText = 100_000

    /// Reads text that is not empty.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue else {
            problems.add("must be text, not \(value.kind)")
            return nil
        }
        guard text.hasMoreThanWhitespace else {
            problems.add("must not be empty; leave the field out where there is nothing to say")
            return nil
        }
        guard text.hasScalars(atMost: Self.longestText) else {
            problems.add("must not be longer than \(Self.longestText) characters")
            return nil
        }
        self = text
    }
    /// The text.
    public var field: JSONValue { .string(self) }
    /// `string`, not empty.
    public static var schema: JSONValue {
        ["type": "string", "minLength": 1, "maxLength": .integer(Int64(longestText))]
    }
}

extension String {
    /// Whether it has no more Unicode scalars than that.
    func hasScalars(atMost limit: Int) -> Bool {
        // A scalar has a byte or more, so that a short text needs no counting.
        utf8.count <= limit || unicodeScalars.count <= limit
    }

    private var hasMoreThanWhitespace: Bool {
        // Text mostly begins with a letter.
        if let first = utf8.first, (0x21...0x7E).contains(first) { return true }
        return contains { !$0.isWhitespace }
    }
}

extension UUID: FieldValue {
    /// Reads the usual 36 characters.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let uuid = UUID(text: text) else {
            problems.add("must be a UUID, as 0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d")
            return nil
        }
        self = uuid
    }
    /// The 36 characters in lower case.
    public var field: JSONValue { .string(text) }
    /// `string` in the form of a UUID.
    public static var schema: JSONValue { ["type": "string", "format": "uuid"] }
}

extension CivilDate: FieldValue {
    /// Reads `YYYY-MM-DD`.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let date = CivilDate(text) else {
            problems.add("must be a date that exists, as YYYY-MM-DD")
            return nil
        }
        self = date
    }
    /// `YYYY-MM-DD`.
    public var field: JSONValue { .string(description) }
    /// `string` in the form of a date.
    public static var schema: JSONValue { ["type": "string", "format": "date"] }
}

extension Array: FieldValue where Element: FieldValue {
    /// Reads every element, noting the problems of each.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let elements = value.arrayValue else {
            problems.add("must be a list, not \(value.kind)")
            return nil
        }
        var read: [Element] = []
        for (index, element) in elements.enumerated() {
            if let value = problems.at(String(index), { Element(field: element, &$0) }) { read.append(value) }
        }
        guard read.count == elements.count else { return nil }
        self = read
    }
    /// The list.
    public var field: JSONValue { .array(map(\.field)) }
    /// `array` of the element's schema.
    public static var schema: JSONValue { ["type": "array", "items": Element.schema] }
}
