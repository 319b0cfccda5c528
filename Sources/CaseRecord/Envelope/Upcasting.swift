public import StrictJSON

/// One step in the life of a type of event: makes of `data` as one version wrote it what the next version would have
/// written.
///
/// What is stored never changes; an old event goes through the steps each time that it is read, and an event of an old
/// client when it comes in. So a step gives the same result for ever: it depends on nothing but what it is given.
public struct Upcast: Sendable {
    /// Takes `data`, and what the event says beside it in the form in which that is stored.
    ///
    /// Of an entry that a correction replaces that is its `id` and what else the correction replaces. A step throws
    /// where it can make nothing of `data`, with pointers that begin at `data`.
    public typealias Step =
        @Sendable (_ data: JSONObject, _ envelope: JSONObject) throws(MalformedInput) -> JSONObject

    /// The version that it leads from, to the next one.
    public let version: Int16
    /// What it does.
    public let step: Step

    /// A step from that version to the next one.
    public init(from version: Int16, _ step: @escaping Step) {
        self.version = version
        self.step = step
    }
}

extension EventPayload {
    /// Reads the field `data` as written by the version of the type that it was recorded at or, where that is not known
    /// otherwise, that the field `typeVersion` names: the current one, where it names none.
    ///
    /// - Parameter envelope: What the event says beside `data`; asked for only where an older version is read.
    static func readData(
        _ fields: inout FieldReader, isRequired: Bool = true, recordedAt known: Int16? = nil,
        _ envelope: () -> JSONObject
    ) -> (any EventPayload)? {
        let current = JSONValue.integer(Int64(version))
        let written =
            known.map { .integer(Int64($0)) } ?? fields.optional("typeVersion", as: TypeVersionField.self)?.field
            ?? current
        if written == current {
            return fields.payload("data", of: self, isRequired: isRequired)
        }
        return readOlderData(&fields, isRequired: isRequired, version: written, envelope)
    }

    private static func readOlderData(
        _ fields: inout FieldReader, isRequired: Bool, version written: JSONValue, _ envelope: () -> JSONObject
    ) -> (any EventPayload)? {
        let data =
            isRequired
            ? fields.required("data", as: AnyObjectField.self) : fields.optional("data", as: AnyObjectField.self)
        guard let number = written.integerValue.flatMap({ Int16(exactly: $0) }), number >= 1, number <= version else {
            fields.refuse(
                "typeVersion", refusal(ofVersion: written), allowed: version < 1 ? [] : (1...version).map(String.init))
            return nil
        }
        guard let data else { return nil }
        var payload: Self?
        fields.check { problems in
            problems.at("data") { problems in
                do throws(MalformedInput) {
                    payload = Self(field: try upcast(data.field, from: number, envelope), &problems)
                } catch {
                    problems.add(error)
                }
            }
        }
        return payload
    }

    /// What the current version would have written for what an older one wrote.
    private static func upcast(
        _ data: JSONValue, from oldest: Int16, _ envelope: () -> JSONObject
    ) throws(MalformedInput) -> JSONValue {
        // What is no object is refused by the reading of it.
        guard var object = data.objectValue else { return data }
        let envelope = envelope()
        for version in oldest..<version {
            guard let upcast = upcasts.first(where: { $0.version == version }) else {
                let reason = "is of version \(oldest) of \(type), and nothing leads from version \(version) to the next"
                throw MalformedInput(problems: [FieldProblem(pointer: "", reason: reason)])
            }
            object = try upcast.step(object, envelope)
        }
        return .object(object)
    }

    private static func refusal(ofVersion written: JSONValue) -> String {
        if let number = written.integerValue, number > version {
            return "is newer than version \(version) of \(type), the last that this program knows"
        }
        return "must be a version of \(type) that this program knows, a whole number"
    }
}

extension FieldReader {
    /// Asks for `data` and its version, which cannot be read where the type is not known, so that they are not taken
    /// for fields that the object does not have.
    ///
    /// - Returns: Whether there are data.
    @discardableResult
    mutating func passOverVersionedData() -> Bool {
        _ = optional("typeVersion", as: TypeVersionField.self)
        return optional("data", as: AnyObjectField.self) != nil
    }
}

/// The version of a type, read before it is known which versions the type has.
private struct TypeVersionField: FieldValue {
    let field: JSONValue
    init?(field value: JSONValue, _ problems: inout FieldProblems) { field = value }
    static var schema: JSONValue { ["type": "integer", "minimum": 1] }
}
