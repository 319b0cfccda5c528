import CaseRecord
import StrictJSON

/// A field that a rule looks at: of the entry itself, of the entry that opened one of its matters, the child's age, or
/// the time since a matter was opened.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    /// Where to look.
    enum Place: Sendable, Hashable {
        /// A field of the entry's `data`, or of an object or list of objects in it.
        case own([String])
        /// A field of the entry that opened the matter of that kind.
        case opening(String, [String])
        /// The child's age in whole years on the day.
        case age
        /// The time since the matter of that kind was opened.
        case elapsed(since: String)
    }

    /// As written.
    public let description: String
    let place: Place

    /// Reads names with dots between them; `nil` where a name is empty or has a character that no field has.
    public init?(_ text: String) {
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ name in !name.isEmpty && name.utf8.allSatisfy(Self.isAllowed) }) else { return nil }
        description = text
        if text == "child.age" {
            place = .age
        } else if names.count > 1, Matter(rawValue: names[0]) != nil {
            place =
                names == [names[0], "elapsed"]
                ? .elapsed(since: names[0]) : .opening(names[0], Array(names.dropFirst()))
        } else {
            place = .own(names)
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension JSONObject {
    /// What stands there; of each element where a list lies on the way.
    func values(at path: some Collection<String>) -> [JSONValue] {
        guard let first = path.first, let value = self[first] else { return [] }
        return value.values(at: path.dropFirst())
    }
}

extension JSONValue {
    fileprivate func values(at path: some Collection<String>) -> [JSONValue] {
        if let elements = arrayValue { return elements.flatMap { $0.values(at: path) } }
        if path.isEmpty { return self == .null ? [] : [self] }
        return objectValue?.values(at: path) ?? []
    }

    /// The value as rule files write it; `nil` for objects and lists.
    var ruleText: String? {
        switch self {
        case .string(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): String(integer)
        default: nil
        }
    }
}
