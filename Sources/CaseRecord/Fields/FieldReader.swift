public import StrictJSON

/// Reads the members of one JSON object by name, notes everything that is wrong, and can instead describe what
/// would be read, so that reading and JSON Schema come from the same lines.
///
/// An initialiser that uses it asks for all of its fields before it returns, so that every problem is found and
/// every field described.
public struct FieldReader {
    private let object: JSONObject
    private var asked: [String] = []
    private var description: [(name: String, schema: JSONValue, isRequired: Bool)]?
    /// What is wrong, with the place.
    public private(set) var problems: FieldProblems

    /// Reads that object, which stands where `problems` points to.
    public init(_ object: JSONObject, _ problems: FieldProblems) {
        self.object = object
        self.problems = problems
    }

    /// Describes only: every reading yields nothing.
    private init() {
        object = JSONObject()
        problems = FieldProblems()
        description = []
    }

    /// A field that has to be there; `nil` if it is not or is wrong (a problem is noted then).
    public mutating func required<Value: FieldValue>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard note(name, type, isRequired: true) else { return nil }
        guard let value = object[name], value != .null else {
            problems.at(name) { $0.add("is required") }
            return nil
        }
        return problems.at(name) { Value(field: value, &$0) }
    }

    /// A field that may be left out or `null`; `nil` also if it is wrong (a problem is noted then).
    public mutating func optional<Value: FieldValue>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard note(name, type, isRequired: false), let value = object[name], value != .null else { return nil }
        return problems.at(name) { Value(field: value, &$0) }
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
        for name in object.names where !asked.contains(name) {
            let known = asked
            problems.at(name) { $0.add("is not a field of this object", allowed: known) }
        }
    }

    private mutating func note<Value: FieldValue>(_ name: String, _: Value.Type, isRequired: Bool) -> Bool {
        if description != nil {
            description?.append((name, Value.schema, isRequired))
            return false
        }
        asked.append(name)
        return true
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

/// Writes the members of one JSON object; what is absent or empty is left out.
public struct FieldWriter {
    /// What was written.
    public private(set) var object = JSONObject()

    /// Starts with no member.
    public init() {}

    /// Writes a field.
    public mutating func put(_ name: String, _ value: some FieldValue) { object[name] = value.field }

    /// Writes a field unless there is no value.
    public mutating func put(_ name: String, _ value: (some FieldValue)?) {
        if let value { object[name] = value.field }
    }

    /// Writes a list unless it is empty.
    public mutating func put(_ name: String, _ values: [some FieldValue]) {
        if !values.isEmpty { object[name] = values.field }
    }
}

/// A group of fields that stands as an object inside another.
public protocol FieldGroup: FieldValue {
    /// Reads the fields; `nil` after a problem was noted.
    init?(reading fields: inout FieldReader)
    /// Writes the fields.
    func write(to fields: inout FieldWriter)
}

extension FieldGroup {
    /// Reads an object and refuses fields that the group does not have.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let object = value.objectValue else {
            problems.add("must be an object, not \(value.kind)")
            return nil
        }
        var reader = FieldReader(object, problems)
        let read = Self(reading: &reader)
        reader.refuseUnknownFields()
        let isSound = reader.problems.found.count == problems.found.count
        problems = reader.problems
        guard isSound, let read else { return nil }
        self = read
    }

    /// The object.
    public var field: JSONValue {
        var writer = FieldWriter()
        write(to: &writer)
        return .object(writer.object)
    }

    /// The object's schema.
    public static var schema: JSONValue { FieldReader.schema { _ = Self(reading: &$0) } }
}
