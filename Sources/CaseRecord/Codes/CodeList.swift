public import StrictJSON

/// A code list of the children in need census.
public protocol CodeList: Sendable, Hashable {
    /// What the codes stand for, for an error message.
    static var noun: String { get }
    /// Each code with its label, in the census's order.
    static var entries: [(code: String, label: String)] { get }
}

/// A code of that list.
public struct Code<List: CodeList>: FieldValue, CustomStringConvertible {
    /// The code, as the census writes it.
    public let code: String

    /// A code of the list; `nil` if the list does not have it.
    public init?(_ code: String) {
        guard List.entries.contains(where: { $0.code == code }) else { return nil }
        self.code = code
    }

    /// What the code stands for.
    public var label: String { List.entries.first { $0.code == code }?.label ?? code }

    /// Reads a code from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let code = Self(text) else {
            problems.add("must be a code of the list: \(List.noun)", allowed: List.entries.map(\.code))
            return nil
        }
        self = code
    }
    /// The code.
    public var field: JSONValue { .string(code) }
    /// `string` that is one of the codes.
    public static var schema: JSONValue {
        [
            "type": "string", "description": .string(List.noun),
            "oneOf": .array(List.entries.map { ["const": .string($0.code), "title": .string($0.label)] }),
        ]
    }
    /// The code.
    public var description: String { code }
}
