/// Gathers the members of an object while it is read, and finds a name that is there already.
struct ObjectBuilder {
    private var members: [JSONObject.Member] = []
    private var hasOnlyASCIINames = true
    /// The names, once there are too many to walk them for each new one.
    private var manyNames: Set<String> = []
    private static let many = 32

    /// A builder with room for that many members.
    init(capacity: Int) { members.reserveCapacity(capacity) }

    /// The object of the members that were added.
    var object: JSONObject { JSONObject(unchecked: members) }

    /// Adds a member; `false` if there is one of that name.
    mutating func add(_ name: String, isASCII: Bool, _ value: JSONValue) -> Bool {
        hasOnlyASCIINames = hasOnlyASCIINames && isASCII
        guard isNew(name) else { return false }
        members.append(JSONObject.Member(name: name, value: value))
        return true
    }

    private mutating func isNew(_ name: String) -> Bool {
        if members.count >= Self.many {
            if manyNames.isEmpty { manyNames = Set(members.map(\.name)) }
            return manyNames.insert(name).inserted
        }
        // Only in ASCII are names of different lengths different for sure.
        let length = name.utf8.count
        for member in members where !hasOnlyASCIINames || member.name.utf8.count == length {
            if member.name == name { return false }
        }
        return true
    }
}
