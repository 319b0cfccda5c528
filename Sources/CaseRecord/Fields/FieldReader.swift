public import StrictJSON

/// Reads the members of one JSON object by name, notes everything that is wrong, and can instead describe what
/// would be read, so that reading and JSON Schema come from the same lines.
///
/// An initialiser that uses it asks for all of its fields before it returns, so that every problem is found and
/// every field described.
public struct FieldReader {
    private let object: JSONObject
    private var asked: [String] = []
    /// A bit for each of the first 64 members, set once it was asked for.
    private var met: UInt64 = 0
    private var description: [(name: String, schema: JSONValue, isRequired: Bool)]?
    /// What is wrong, with the place.
    public private(set) var problems: FieldProblems

    /// Reads that object, which stands where `problems` points to.
    public init(_ object: JSONObject, _ problems: FieldProblems) {
        self.object = object
        self.problems = problems
        asked.reserveCapacity(16)
    }

    /// Describes only: every reading yields nothing.
    private init() {
        object = JSONObject()
        problems = FieldProblems()
        description = []
    }

    /// A field that has to be there; `nil` if it is not or is wrong (a problem is noted then).
    public mutating func required<Value: FieldValue>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard note(name, type, isRequired: true), let value = requiredValue(of: name) else { return nil }
        return problems.at(name) { Value(field: value, &$0) }
    }

    /// A field that may be left out or `null`; `nil` also if it is wrong (a problem is noted then).
    public mutating func optional<Value: FieldValue>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard note(name, type, isRequired: false), let value = value(of: name) else { return nil }
        return problems.at(name) { Value(field: value, &$0) }
    }

    /// A payload, of a type that is known only now.
    mutating func payload(_ name: String, of type: any EventPayload.Type, isRequired: Bool) -> (any EventPayload)? {
        guard note(name, type, isRequired: isRequired),
            let value = isRequired ? requiredValue(of: name) : value(of: name)
        else { return nil }
        return problems.at(name) { type.init(field: value, &$0) }
    }

    /// A list that may be left out, which means empty.
    public mutating func list<Value: FieldValue>(_ name: String, of type: Value.Type = Value.self) -> [Value] {
        optional(name, as: [Value].self) ?? []
    }

    /// Notes a problem of the field of that name, or of the whole object.
    public mutating func refuse(_ name: String? = nil, _ reason: String, allowed: [String]? = nil) {
        if let name {
            problems.at(name) { $0.add(reason, allowed: allowed) }
        } else {
            problems.add(reason, allowed: allowed)
        }
    }

    /// Notes what is wrong beyond one field; the problems stand at the object.
    mutating func check(_ body: (inout FieldProblems) -> Void) { body(&problems) }

    /// Notes every member that nobody asked for: a misspelt name must not lose what was written under it.
    public mutating func refuseUnknownFields() {
        guard met.nonzeroBitCount < object.members.count else { return }
        for name in object.names where !asked.contains(name) {
            let known = asked
            problems.at(name) { $0.add("is not a field of this object", allowed: known) }
        }
    }

    private mutating func note(_ name: String, _ type: any FieldValue.Type, isRequired: Bool) -> Bool {
        if description != nil {
            description?.append((name, type.schema, isRequired))
            return false
        }
        asked.append(name)
        return true
    }

    private mutating func requiredValue(of name: String) -> JSONValue? {
        if let value = value(of: name) { return value }
        refuse(name, "is required")
        return nil
    }

    /// The value of the member of that name unless it is missing or `null`.
    private mutating func value(of name: String) -> JSONValue? {
        let members = object.members
        // Lengths are compared at once, texts by a call.
        let length = name.utf8.count
        for index in members.indices where members[index].name.utf8.count == length && members[index].name == name {
            if index < UInt64.bitWidth { met |= 1 << UInt64(index) }
            if case .null = members[index].value { return nil }
            return members[index].value
        }
        return nil
    }

    /// The JSON Schema of the object that this reading reads.
    public static func schema(of read: (inout FieldReader) -> Void) -> JSONValue {
        var reader = FieldReader()
        read(&reader)
        var properties = JSONObject()
        var required: [JSONValue] = []
        for field in reader.description ?? [] {
            properties[field.name] = field.schema
            if field.isRequired { required.append(.string(field.name)) }
        }
        return [
            "type": "object", "properties": .object(properties), "required": .array(required),
            "additionalProperties": false,
        ]
    }
}
