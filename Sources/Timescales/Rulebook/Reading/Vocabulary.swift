import CaseRecord
import StrictJSON

/// What rules can speak of: the types of event with their fields, and the derived happenings.
struct Vocabulary: Sendable {
    static let current = Vocabulary(.current)

    /// The JSON Schema of each happening's fields.
    private let schemas: [String: JSONValue]
    /// The types that open a matter of a kind.
    private let openers: [String: [String]]
    private let labels: [String: [String: String]]

    init(_ catalogue: EventCatalogue) {
        var schemas: [String: JSONValue] = [:]
        for type in catalogue.types {
            schemas[type.type.name] = type.schema
            for (list, element) in Self.lists(of: type.schema) { schemas["\(type.type.name)/\(list)"] = element }
        }
        for derived in DerivedHappening.allCases { schemas[derived.rawValue] = derived.schema }
        self.schemas = schemas
        var openers: [String: [String]] = [:]
        for type in catalogue.types {
            for matter in type.opens { openers[matter.rawValue, default: []].append(type.type.name) }
        }
        self.openers = openers
        labels = schemas.mapValues { schema in
            var labels: [String: String] = [:]
            for member in schema["properties"]?.objectValue?.members ?? [] {
                for choice in member.value["oneOf"]?.arrayValue ?? [] {
                    guard let code = choice["const"]?.stringValue, let title = choice["title"]?.stringValue else {
                        continue
                    }
                    labels["\(member.name)=\(code)"] = title
                }
                for word in member.value["enum"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
                    labels["\(member.name)=\(word)"] = String(word.map { $0 == "-" ? " " : $0 })
                }
            }
            return labels
        }
    }

    /// Every name that a pattern can give.
    var names: [String] { schemas.keys.sorted() }

    /// Whether there is such a happening.
    func has(_ name: String) -> Bool { schemas[name] != nil }

    /// For people: the label of a code, a word with spaces for hyphens, or the text itself.
    func label(_ text: String, of field: String, in happening: String) -> String {
        labels[happening]?["\(field)=\(text)"] ?? text
    }

    /// The schema of that field of a happening; `nil` where it has none.
    func schema(of path: FieldPath, in happening: String) -> JSONValue? {
        switch path.place {
        case .age, .elapsed: ["type": "integer"]
        case .own(let names): schemas[happening].flatMap { Self.schema(of: names[...], in: $0) }
        case .opening(let matter, let names):
            (openers[matter] ?? []).lazy.compactMap { opener in
                schemas[opener].flatMap { Self.schema(of: names[...], in: $0) }
            }.first
        }
    }

    /// The fields of a happening.
    func fields(of happening: String) -> [String] {
        schemas[happening]?["properties"]?.objectValue?.names ?? []
    }

    private static func schema(of names: ArraySlice<String>, in schema: JSONValue) -> JSONValue? {
        if let items = schema["items"], !names.isEmpty { return self.schema(of: names, in: items) }
        guard let first = names.first else { return schema }
        return schema["properties"]?[first].flatMap { self.schema(of: names.dropFirst(), in: $0) }
    }

    /// The words that a field can say; empty where it is free.
    static func words(of schema: JSONValue) -> [String] {
        if let items = schema["items"] { return words(of: items) }
        if schema["type"] == "boolean" { return ["true", "false"] }
        return schema["enum"]?.arrayValue?.compactMap(\.stringValue)
            ?? schema["oneOf"]?.arrayValue?.compactMap { $0["const"]?.stringValue } ?? []
    }

    /// Lists of objects, which are happenings of their own.
    private static func lists(of schema: JSONValue) -> [(String, JSONValue)] {
        (schema["properties"]?.objectValue?.members ?? []).compactMap { member in
            guard let items = member.value["items"], items["properties"] != nil else { return nil }
            return (member.name, items)
        }
    }
}
