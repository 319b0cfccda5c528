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
    /// The members as compact text, where that was written ahead.
    private(set) var text: [UInt8]?

    /// An object without members.
    public init() { members = [] }

    /// An object of members whose names are all different.
    init(unchecked members: [Member]) { self.members = members }

    /// The value of the member of that name; assigning `nil` removes the member.
    public subscript(name: String) -> JSONValue? {
        get { index(of: name).map { members[$0].value } }
        set {
            text = nil
            if let index = index(of: name) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    private func index(of name: String) -> Int? { members.firstIndex { $0.name == name } }

    /// Adds a member of a name that is known not to be there yet.
    package mutating func append(new name: String, _ value: JSONValue) {
        assert(index(of: name) == nil, "the member \(name) is there already")
        text = nil
        members.append(Member(name: name, value: value))
    }

    /// The same object with its compact text at hand: what shows it many times copies that instead of writing it again.
    package var writtenAhead: JSONObject {
        var object = self
        object.text = JSONValue.object(self).bytes()
        return object
    }

    /// Whether the members are the same; what was written ahead says nothing else.
    public static func == (one: JSONObject, other: JSONObject) -> Bool { one.members == other.members }

    /// Hashes the members.
    public func hash(into hasher: inout Hasher) { hasher.combine(members) }

    /// Makes room for that many members.
    package mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The members' names in order.
    public var names: [String] { members.map(\.name) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order written; of a repeated name the last value stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        reserveCapacity(elements.count)
        for (name, value) in elements { self[name] = value }
    }
}
