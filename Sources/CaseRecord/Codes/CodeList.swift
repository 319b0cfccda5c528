public import StrictJSON

/// A code list of a statutory return: of the children in need census, or of that of children looked after.
public protocol CodeList: Sendable, Hashable {
    /// What the codes stand for, for an error message.
    static var noun: String { get }
    /// Each code with its label, in the return's order.
    static var entries: [CodeListEntry] { get }
}

/// One code of a list.
///
/// Returns are named by the calendar year in which their period ends: 2023 is the return for 2022-23.
public struct CodeListEntry: Sendable, Hashable {
    /// The code, as the return writes it.
    public let code: String
    /// What it stands for.
    public let label: String
    /// The first return that takes it; `nil` where every known one before ``lastReturn`` does.
    public let firstReturn: Int?
    /// The last return that takes it; `nil` where every known one since ``firstReturn`` does.
    public let lastReturn: Int?

    /// A code.
    public init(_ code: String, _ label: String, from firstReturn: Int? = nil, until lastReturn: Int? = nil) {
        self.code = code
        self.label = label
        self.firstReturn = firstReturn
        self.lastReturn = lastReturn
    }

    /// Whether the return of that year takes it.
    public func isValid(inReturnYear year: Int) -> Bool {
        (firstReturn ?? year) <= year && year <= (lastReturn ?? year)
    }

    /// The years, in words; `nil` where every return takes it.
    var years: String? {
        switch (firstReturn, lastReturn) {
        case (nil, nil): nil
        case (let first?, nil): "returns from \(first)"
        case (nil, let last?): "returns until \(last)"
        case (let first?, let last?): "returns from \(first) until \(last)"
        }
    }
}

/// A code of that list.
///
/// A code is taken whatever the day of the event: history has codes of its time, and recording is never blocked. Whether
/// a return takes it is another question, which ``isValid(inReturnYear:)`` answers.
public struct Code<List: CodeList>: FieldValue, CustomStringConvertible {
    /// The code, as the return writes it.
    public let code: String

    /// A code of the list; `nil` if the list does not have it.
    public init?(_ code: String) {
        guard List.entries.contains(where: { $0.code == code }) else { return nil }
        self.code = code
    }

    init(unchecked code: String) { self.code = code }

    /// The code as its list has it.
    private var entry: CodeListEntry? { List.entries.first { $0.code == code } }

    /// What the code stands for.
    public var label: String { entry?.label ?? code }

    /// Whether the return of that year takes it: the calendar year in which its period ends.
    public func isValid(inReturnYear year: Int) -> Bool { entry?.isValid(inReturnYear: year) ?? false }

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
            "oneOf": .array(
                List.entries.map { entry in
                    var object: JSONObject = ["const": .string(entry.code), "title": .string(entry.label)]
                    object["description"] = entry.years.map { .string($0) }
                    return .object(object)
                }),
        ]
    }
    /// The code.
    public var description: String { code }
}
