public import StrictJSON

/// Types of event under their names.
public struct EventCatalogue: Sendable {
    /// The payload types.
    public let types: [any EventPayload.Type]
    private let byType: [EventType: any EventPayload.Type]

    /// A catalogue of those types, no two of them of one name.
    public init(_ types: [any EventPayload.Type]) {
        self.types = types
        byType = Dictionary(types.map { ($0.type, $0) }) { first, _ in first }
    }

    /// Every type of event that this program knows, in the order in which a case usually meets them.
    public static let current = EventCatalogue(
        child + frontDoor + earlyHelp + casework + assessment + protection + plans + lookedAfter + oversight + record
            + workforce + adoption)

    /// The payload of that type of event; `nil` if the catalogue does not have it.
    public func payload(of type: EventType) -> (any EventPayload.Type)? { byType[type] }

    /// The catalogue as `/v1/event-types` shows it: name, current version, title, whether events name children, the JSON
    /// Schema of `data` and examples of it for each type.
    public var json: JSONValue {
        .array(
            types.map { type in
                [
                    "type": .string(type.type.name), "version": .integer(Int64(type.version)),
                    "title": .string(type.title), "children": .string(type.placement.rawValue), "data": type.schema,
                    "examples": .array(Self.examples[type.type] ?? []),
                ]
            })
    }
}

extension EventType: FieldValue {
    /// Reads the name of a type that this version knows.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let name = value.stringValue, EventCatalogue.current.payload(of: EventType(name)) != nil else {
            problems.add(
                "is not a type of event that this version knows",
                allowed: EventCatalogue.current.types.map { $0.type.name })
            return nil
        }
        self.init(name)
    }
    /// The name.
    public var field: JSONValue { .string(name) }
    /// `string` that is one of the names.
    public static var schema: JSONValue {
        ["type": "string", "enum": .array(EventCatalogue.current.types.map { .string($0.type.name) })]
    }
}
