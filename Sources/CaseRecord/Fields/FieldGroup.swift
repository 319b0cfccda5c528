public import StrictJSON

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

    /// Reads a group that stands by itself.
    ///
    /// - Throws: ``MalformedInput`` with every problem.
    public init(json value: JSONValue) throws(MalformedInput) {
        var problems = FieldProblems()
        guard let group = Self(field: value, &problems) else { throw MalformedInput(problems: problems.found) }
        self = group
    }
}
