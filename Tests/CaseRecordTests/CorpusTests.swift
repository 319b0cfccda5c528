import CaseRecord
import Foundation
import StrictJSON
import Testing

/// Events of every version of every type, byte for byte as they were stored: what they say must not change. See
/// `Corpus/README.md`.
@Suite struct CorpusTests {
    static let folder = Bundle.module.resourceURL?.appending(path: "Corpus")
    static let names = EventCatalogue.current.types.map { $0.type.name }

    /// The lines of a file.
    static func lines(_ type: String, _ file: String) throws -> [[UInt8]] {
        let folder = try #require(folder, "the tests' resources are missing")
        let bytes = try Data(contentsOf: folder.appending(path: type).appending(path: file))
        #expect(bytes.last == UInt8(ascii: "\n"), "\(type)/\(file) must end with a line's end")
        return bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    @Test func theFilesAreThoseOfTheCatalogueAndNoOthers() throws {
        let folder = try #require(Self.folder, "the tests' resources are missing")
        var expected: Set<String> = ["README.md"]
        for type in EventCatalogue.current.types {
            for version in 1...type.version {
                expected.insert("\(type.type)/v\(version).ndjson")
                if version < type.version { expected.insert("\(type.type)/v\(version).expected.ndjson") }
            }
        }
        var found: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let path = folder.appending(path: name).path
            let inside = try? FileManager.default.contentsOfDirectory(atPath: path)
            found.formUnion(inside.map { $0.map { "\(name)/\($0)" } } ?? [name])
        }
        #expect(expected.subtracting(found) == [], "missing")
        #expect(found.subtracting(expected) == [], "of no type or version that the catalogue has")
    }

    @Test(arguments: names)
    func everyVersionReadsToWhatTheCurrentOneWrites(name: String) throws {
        let type = try #require(EventCatalogue.current.payload(of: EventType(name)))
        for version in 1...type.version {
            let recorded = try Self.lines(name, "v\(version).ndjson")
            let expected = version < type.version ? try Self.lines(name, "v\(version).expected.ndjson") : recorded
            #expect((2...4).contains(recorded.count) && expected.count == recorded.count)
            for (line, (bytes, current)) in zip(recorded, expected).enumerated() {
                let place = "\(name), version \(version), line \(line + 1)"
                do {
                    let event = try CaseEvent(stored: bytes, typeVersion: version)
                    #expect(event.type == type.type, "\(place)")
                    #expect(event.canonicalBytes == current, "\(place)")
                } catch {
                    Issue.record("\(place): \(error.problems)")
                }
            }
        }
    }

    @Test(arguments: names)
    func everyFieldIsThereInOneLineAndEveryOptionalOneIsNotInAnother(name: String) throws {
        let type = try #require(EventCatalogue.current.payload(of: EventType(name)))
        let fields = Set(type.schema["properties"]?.objectValue?.names ?? [])
        let required = Set(type.schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        let written = try Self.lines(name, "v\(type.version).ndjson").map { line in
            Set(try #require(JSONValue(parsing: line)["data"]?.objectValue).names)
        }
        #expect(!fields.isEmpty && written.contains(fields), "a line with every field")
        for field in fields.subtracting(required) {
            #expect(written.contains { !$0.contains(field) }, "a line without \(field)")
        }
    }

    @Test(arguments: names)
    func unusualTextIsThere(name: String) throws {
        for version in 1...(try #require(EventCatalogue.current.payload(of: EventType(name))).version) {
            let text = try Self.lines(name, "v\(version).ndjson").map { String(decoding: $0, as: UTF8.self) }
            for part in [#"\""#, #"\\"#, #"\t"#, #"\u0001"#, "\u{41}\u{30A}", "ę", "👩‍👧‍👦", "שלום"] {
                let isThere = text.contains { $0.unicodeScalars.contains(Array(part.unicodeScalars)) }
                #expect(isThere, "version \(version), \(part)")
            }
        }
    }
}
