/// A JSON value as RFC 8259 has it, with two limits that make it safe to store and to hash:
/// an object never has the same name twice, and an integer is exact (at most 2^53 - 1 either way).
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction or exponent.
    case integer(Int64)
    /// Any other number; always finite.
    case number(Double)
    /// A string; never holds U+0000, which PostgreSQL cannot keep.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members in the order in which they were written.
    case object(JSONObject)

    /// The largest integer that every JSON reader keeps exactly (2^53 - 1, RFC 7493 section 2.2).
    public static let largestExactInteger: Int64 = 9_007_199_254_740_991
}

extension JSONValue {
    /// The value's members when it is an object.
    public var objectValue: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The value's elements when it is an array.
    public var arrayValue: [JSONValue]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The value's text when it is a string.
    public var stringValue: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The value when it is an integer.
    public var integerValue: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The value when it is `true` or `false`.
    public var boolValue: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The member of that name when the value is an object that has it.
    public subscript(name: String) -> JSONValue? {
        objectValue?[name]
    }

    /// What kind of value it is, in words for an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByStringInterpolation
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object with its members in the order written; of a repeated name the last value stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        object.reserveCapacity(elements.count)
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
}
