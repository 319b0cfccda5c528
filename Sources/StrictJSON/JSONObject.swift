/// The members of a JSON object, in the order written and without repeated names.
///
/// Objects here are small (an event has some twenty members), so a name is found by walking them.
public struct JSONObject: Sendable, Hashable {
    /// Name and value of each member.
    public struct Member: Sendable, Hashable {
        /// The member's name.
        public let name: String
        /// The member's value.
        public var value: JSONValue
    }

    /// The members in order.
    public private(set) var members: [Member]

    /// An object without members.
    public init() { members = [] }

    /// The value of the member of that name; assigning `nil` removes the member.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            if let index = members.firstIndex(where: { $0.name == name }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    /// Adds a member that is known not to be there yet; `false` if it is.
    mutating func appendIfNew(_ name: String, _ value: JSONValue) -> Bool {
        guard !members.contains(where: { $0.name == name }) else { return false }
        members.append(Member(name: name, value: value))
        return true
    }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The members' names in order.
    public var names: [String] { members.map(\.name) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order written; of a repeated name the last value stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (name, value) in elements { self[name] = value }
    }
}
