public import StrictJSON

/// A short name that the authority gives to something: printable, without spaces, safe in a path.
public protocol Identifier: FieldValue, Comparable, CustomStringConvertible {
    /// What it names, for an error message.
    static var noun: String { get }
    /// The most characters it has.
    static var longest: Int { get }
    /// The text.
    var text: String { get }
    /// Takes a text that was checked.
    init(unchecked text: String)
}

extension Identifier {
    /// 1 to ``longest`` of `A-Z a-z 0-9 . _ : @ + -`, the first a letter or digit; `nil` otherwise.
    public init?(_ text: String) {
        guard Self.isWellFormed(text) else { return nil }
        self.init(unchecked: text)
    }

    private static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        guard (1...longest).contains(bytes.count), isAlphanumeric(bytes[0]) else { return false }
        for place in 1..<bytes.count where !isAlphanumeric(bytes[place]) && !isMark(bytes[place]) { return false }
        return true
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "@"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// Reads the identifier from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let identifier = Self(text) else {
            problems.add(
                "must be \(Self.noun): 1 to \(Self.longest) letters, digits and . _ : @ + -, "
                    + "beginning with a letter or digit")
            return nil
        }
        self = identifier
    }
    /// The text.
    public var field: JSONValue { .string(text) }
    /// `string` of that form.
    public static var schema: JSONValue {
        [
            "type": "string", "description": .string(noun), "minLength": 1, "maxLength": .integer(Int64(longest)),
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:@+-]*$",
        ]
    }
    /// The text.
    public var description: String { text }
    /// In the order of the texts.
    public static func < (one: Self, other: Self) -> Bool { one.text < other.text }
}

/// The local authority's own identifier of a child (`LAchildID`), which stays with the child for life there.
///
/// The census allows 20 alphanumeric characters from 2024-25; older identifiers are longer, so 36 are taken.
public struct ChildID: Identifier {
    /// What it is.
    public static let noun = "a child's identifier"
    /// 36.
    public static let longest = 36
    /// The identifier.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}

/// The authority's identifier of a worker.
public struct WorkerID: Identifier {
    /// What it is.
    public static let noun = "a worker's identifier"
    /// 64.
    public static let longest = 64
    /// The identifier.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}

/// The authority's identifier of a team.
public struct TeamID: Identifier {
    /// What it is.
    public static let noun = "a team's identifier"
    /// 64.
    public static let longest = 64
    /// The identifier.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}

/// The authority's identifier of somebody who is not a child with a record, as a parent.
public struct PersonID: Identifier {
    /// What it is.
    public static let noun = "a person's identifier"
    /// 64.
    public static let longest = 64
    /// The identifier.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}

/// The authority's identifier of a household.
public struct HouseholdID: Identifier {
    /// What it is.
    public static let noun = "a household's identifier"
    /// 64.
    public static let longest = 64
    /// The identifier.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}

/// Names one referral, assessment, discussion, enquiry, conference or plan within a child's record, so that later
/// events can say which one they belong to. It is unique within the record and its kind.
public struct Reference: Identifier {
    /// What it is.
    public static let noun = "a reference"
    /// 64.
    public static let longest = 64
    /// The reference.
    public let text: String
    /// Takes a checked text.
    public init(unchecked text: String) { self.text = text }
}
