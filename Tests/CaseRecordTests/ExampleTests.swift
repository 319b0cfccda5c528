import CaseRecord
import StrictJSON
import Testing

/// The examples that `/v1/event-types` shows for every type, and what becomes of them when they are made wrong.
@Suite struct ExampleTests {
    static let types = EventCatalogue.current.types

    static func problems(_ type: any EventPayload.Type, _ data: JSONValue) -> [FieldProblem] {
        do throws(MalformedInput) {
            _ = try type.init(json: data)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func everyTypeHasExamplesAndNoOtherName() {
        #expect(Set(EventCatalogue.examples.keys) == Set(Self.types.map { $0.type }))
        #expect(EventCatalogue.examples.values.allSatisfy { !$0.isEmpty })
    }

    @Test func everyExampleReadsToItself() throws {
        for type in Self.types {
            for example in EventCatalogue.examples[type.type] ?? [] {
                #expect(Self.problems(type, example) == [], "\(type.type)")
                let read = try type.init(json: example)
                #expect(read.field.text(.canonical) == example.text(.canonical), "\(type.type)")
                #expect(!read.headline.isEmpty)
            }
        }
    }

    /// What a payload says of itself is what a cast finds out.
    @Test func everyExampleSaysWhatItIs() throws {
        for type in Self.types {
            for example in EventCatalogue.examples[type.type] ?? [] {
                let said: any EventPayload = try type.init(json: example)
                #expect((said.asChange != nil) == (said is any ChangesEntry), "\(type.type)")
                #expect((said.asSettingActions != nil) == (said is any SetsActions), "\(type.type)")
                for other in Self.types {
                    #expect(said.is(other) == (other == type), "\(type.type) \(other.type)")
                    #expect((said.as(other)?.field == said.field) == (other == type), "\(type.type) \(other.type)")
                }
            }
        }
    }

    @Test func oneExampleOfATypeHasEveryField() throws {
        for type in Self.types {
            let fields = Set(try #require(type.schema["properties"]?.objectValue).names)
            let written = (EventCatalogue.examples[type.type] ?? []).map { Set($0.objectValue?.names ?? []) }
            #expect(written.contains(fields), "\(type.type): \(fields.subtracting(written.first ?? []))")
        }
    }

    /// The catalogue as clients get it has them.
    @Test func theCatalogueShowsThem() throws {
        let shown = try #require(EventCatalogue.current.json.arrayValue)
        #expect(shown.count == Self.types.count)
        for (type, shown) in zip(Self.types, shown) {
            #expect(shown["examples"]?.arrayValue == EventCatalogue.examples[type.type])
        }
    }

    /// An independent validator takes every example by its type's schema, and refuses what the reader refuses.
    @Test func anIndependentValidatorAgrees() throws {
        var questions: [(type: any EventPayload.Type, mutants: [Mutant])] = []
        for type in Self.types {
            for example in EventCatalogue.examples[type.type] ?? [] {
                var mutants = [Mutant(what: "as it is", data: example)]
                mutants += Mutant.all(of: example, schema: type.schema)
                questions.append((type, mutants))
            }
        }
        #expect(questions.reduce(0) { $0 + $1.mutants.count } > 20 * Self.types.count)
        let answers = try SchemaOracle.ask(questions.map { ($0.type.schema, $0.mutants.map(\.data)) })
        for (question, answers) in zip(questions, answers) {
            for (index, (mutant, isValid)) in zip(question.mutants, answers).enumerated() {
                let place = "\(question.type.type), \(mutant.what)"
                #expect(isValid == (index == 0), "the schema, \(place)")
                #expect(Self.problems(question.type, mutant.data).isEmpty == (index == 0), "the reader, \(place)")
            }
        }
    }

    /// Everything that is wrong is said at once, each at its place.
    @Test func everyWrongFieldIsSaidAtOnce() throws {
        for type in Self.types where type.type != "entry.corrected" {
            let schema = try #require(type.schema["properties"]?.objectValue)
            var object = JSONObject()
            for field in schema.members { object[field.name] = Mutant.wrongType(field.value) }
            let pointers = Self.problems(type, .object(object)).map(\.pointer)
            #expect(Set(pointers).isSuperset(of: schema.names.map { "/\($0)" }), "\(type.type)")
            let required = (type.schema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
            // Some types also say that something has to be said at all.
            let missing = Self.problems(type, [:]).map(\.pointer).filter { !$0.isEmpty }
            #expect(Set(missing) == Set(required.map { "/\($0)" }), "\(type.type)")
        }
    }
}

/// An example with one thing wrong.
struct Mutant {
    let what: String
    let data: JSONValue

    /// One with each required field missing, each field of the wrong type, each word wrong and one field too many,
    /// here and in the objects inside.
    static func all(of example: JSONValue, schema: JSONValue, at pointer: String = "") -> [Mutant] {
        guard let object = example.objectValue, let properties = schema["properties"]?.objectValue else { return [] }
        var mutants: [Mutant] = []
        func add(_ what: String, _ change: (inout JSONObject) -> Void) {
            var changed = object
            change(&changed)
            mutants.append(Mutant(what: "\(pointer): \(what)", data: .object(changed)))
        }
        add("a field too many") { $0["surprise"] = 1 }
        for name in (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue) {
            add("without \(name)") { $0[name] = nil }
            add("\(name) is null") { $0[name] = .null }
        }
        for member in object.members {
            guard let field = properties[member.name] else { continue }
            add("\(member.name) of another type") { $0[member.name] = wrongType(field) }
            for wrong in wrongValues(field) { add("\(member.name) is \(wrong.text())") { $0[member.name] = wrong } }
            let inside = all(of: member.value, schema: field, at: "\(pointer)/\(member.name)")
            for mutant in inside { add(mutant.what) { $0[member.name] = mutant.data } }
            if let elements = member.value.arrayValue, let items = field["items"] {
                for (index, element) in elements.enumerated() {
                    let place = "\(pointer)/\(member.name)/\(index)"
                    var wrong = all(of: element, schema: items, at: place)
                    wrong += ([wrongType(items)] + wrongValues(items)).map { Mutant(what: "\(place) wrong", data: $0) }
                    for mutant in wrong {
                        var changed = elements
                        changed[index] = mutant.data
                        add(mutant.what) { $0[member.name] = .array(changed) }
                    }
                }
            }
        }
        return mutants
    }

    /// A value of a type that the field does not take.
    static func wrongType(_ schema: JSONValue) -> JSONValue {
        switch schema["type"]?.stringValue {
        case "string": 17
        case "boolean": "yes"
        case "integer": "seven"
        case "array": "x"
        default: []
        }
    }

    /// Values of the right type that the field does not take.
    static func wrongValues(_ schema: JSONValue) -> [JSONValue] {
        if schema["enum"] != nil || schema["oneOf"] != nil { return ["no-such-word", ""] }
        if schema["format"] == "date" { return ["2011-02-30", "14/04/2011"] }
        if schema["format"] == "uuid" { return ["not-a-uuid"] }
        if schema["pattern"] != nil { return ["no such thing", ""] }
        switch schema["type"]?.stringValue {
        case "string": return [""]
        case "integer": return [-1, .number(1.5)]
        default: return []
        }
    }
}
