import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing

@Suite struct UpcastingTests {
    static func event(_ type: String, _ data: JSONValue, _ more: JSONObject = [:]) -> JSONObject {
        var event: JSONObject = [
            "id": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": .string(type), "authority": "926",
            "children": ["N1001"], "occurredAt": "2011-04-14", "recordedBy": "jo", "data": data,
        ]
        for member in more.members { event[member.name] = member.value }
        return event
    }

    static func sent(_ event: JSONObject, types: EventCatalogue = .samples) throws -> EventDraft {
        try EventDraft.reading(.object(event), in: EventReadingTests.context, types: types)
    }

    static func stored(_ event: JSONObject, at version: Int16) throws -> CaseEvent {
        try CaseEvent(stored: JSONValue.object(event).bytes(.canonical), typeVersion: version, types: .samples)
    }

    func problems(_ read: () throws -> some Any) -> [FieldProblem] {
        do {
            _ = try read()
            return []
        } catch {
            return (error as? MalformedInput)?.problems ?? [FieldProblem(pointer: "-", reason: "\(error)")]
        }
    }

    static let source: JSONObject = ["source": ["agency": "school nursing"]]

    @Test(
        arguments: [
            (1, ["height": "142 cm"], ["millimetres": 1420, "agency": "school nursing"]),
            (2, ["centimetres": 142], ["millimetres": 1420, "agency": "school nursing"]),
            (3, ["millimetres": 1415], ["millimetres": 1415]),
        ] as [(Int16, JSONValue, JSONValue)])
    func everyVersionReadsAsTheCurrentOne(version: Int16, data: JSONValue, current: JSONValue) throws {
        let event = Self.event("height.measured", data, Self.source)
        #expect(try Self.stored(event, at: version).data.field == current)
        var sent = event
        sent["typeVersion"] = .integer(Int64(version))
        let draft = try Self.sent(sent)
        #expect(draft.event.data.field == current)
        // What is stored is what was validated, and a version is no part of it.
        #expect(draft.event.json["typeVersion"] == nil)
        let readBack = try CaseEvent(stored: draft.event.canonicalBytes, typeVersion: 3, types: .samples)
        #expect(readBack.json == draft.event.json)
        // Sent again, and read back from where version 1 or 2 stored it, it is the same content.
        #expect(try Self.sent(sent).event.canonicalBytes == draft.event.canonicalBytes)
        #expect(try Self.stored(event, at: version).canonicalBytes == draft.event.canonicalBytes)
    }

    @Test func withoutAVersionItIsTheCurrentOne() throws {
        let current = Self.event("height.measured", ["millimetres": 1420])
        #expect(try Self.sent(current).event.data.field == ["millimetres": 1420])
        var null = current
        null["typeVersion"] = .null
        #expect(try Self.sent(null).event.data.field == ["millimetres": 1420])
        let old = Self.event("height.measured", ["height": "142 cm"])
        #expect(problems { try Self.sent(old) }.map(\.pointer) == ["/data/millimetres", "/data/height"])
    }

    @Test func aStepSeesTheEventInTheFormThatIsStored() throws {
        var seen: JSONObject?
        var event = Self.event("note.recorded", ["text": "x"])
        event["id"] = "0192D3C4-5E6F-7A8B-9C0D-1E2F3A4B5C6D"
        event["occurredAt"] = "2011-04-14T10:00:00+01:00"
        event["recordedBy"] = nil
        event["summary"] = "In short"
        event["significance"] = "routine"
        event["source"] = ["agency": "police"]
        event["original"] = ["system": "old", "recordedAt": "2011-04-14T10:00:00+01:00"]
        event["expectedVersion"] = 3
        Spy.look = { seen = $0 }
        event["type"] = "spy.looked"
        event["typeVersion"] = 1
        _ = try Self.sent(event, types: EventCatalogue([Spy.self]))
        #expect(
            seen == [
                "id": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "authority": "926", "children": ["N1001"],
                "occurredAt": "2011-04-14T09:00:00Z",
                "original": ["system": "old", "recordedAt": "2011-04-14T09:00:00Z"], "recordedBy": "jo",
                "source": ["agency": "police"], "significance": "routine", "summary": "In short",
            ])
    }

    @Test(arguments: [4, 0, -1, "1", .number(1.5), 70_000, true, [1]] as [JSONValue])
    func aVersionThatIsNotKnownIsRefused(version: JSONValue) throws {
        var event = Self.event("height.measured", ["height": 1, "wrong": true], ["colour": 1])
        event["typeVersion"] = version
        event["children"] = []
        // What can be judged without the version is still named.
        let found = problems { try Self.sent(event) }
        #expect(Set(found.map(\.pointer)) == ["/typeVersion", "/children", "/colour"])
        let refusal = try #require(found.first { $0.pointer == "/typeVersion" })
        #expect(refusal.allowed == ["1", "2", "3"])
        let isNewer = version.integerValue.map { $0 > 3 } ?? false
        #expect(refusal.reason.contains("is newer than version 3 of height.measured") == isNewer)
    }

    @Test func aStoredEventOfANewerProgramIsRefused() {
        let event = Self.event("height.measured", ["millimetres": 1420])
        let found = problems { try Self.stored(event, at: 4) }
        #expect(found.map(\.pointer) == ["/typeVersion"])
        #expect(found.first?.reason.contains("is newer than version 3 of height.measured") == true)
        #expect(problems { try Self.stored(event, at: 0) }.map(\.pointer) == ["/typeVersion"])
        // The version stands beside the content and not in it.
        var inside = event
        inside["typeVersion"] = 3
        #expect(problems { try Self.stored(inside, at: 3) }.map(\.pointer) == ["/typeVersion"])
    }

    @Test func aStepThatIsMissingIsAnError() {
        for version: Int16 in [1, 2] {
            let found = problems { try Self.stored(Self.event("step.missing", ["count": 1]), at: version) }
            #expect(found.map(\.pointer) == ["/data"])
            #expect(found.first?.reason.contains("nothing leads from version 2 to the next") == true)
        }
        #expect(problems { try Self.stored(Self.event("step.missing", ["count": 1]), at: 3) } == [])
    }

    @Test func whatAStepCannotReadOrMakesWrongIsNamed() {
        let unreadable = Self.event("height.measured", ["height": "tall"], ["typeVersion": 1])
        #expect(problems { try Self.sent(unreadable) }.map(\.pointer) == ["/data/height"])
        let misspelt = Self.event("height.measured", ["height": "142 cm", "colour": 1], ["typeVersion": 1])
        #expect(problems { try Self.sent(misspelt) }.map(\.pointer) == ["/data/colour"])
        let wrong = Self.event("step.wrong", ["count": 1])
        #expect(problems { try Self.stored(wrong, at: 1) }.map(\.pointer) == ["/data/count", "/data/colour"])
        for data: JSONValue in [[], "142 cm", nil] {
            let found = problems { try Self.sent(Self.event("height.measured", data, ["typeVersion": 1])) }
            #expect(found.map(\.pointer) == ["/data"])
        }
        do {
            let value = JSONValue.object(unreadable)
            _ = try EventDraft.reading(value, at: "/7", in: EventReadingTests.context, types: .samples)
        } catch { #expect(error.problems.map(\.pointer) == ["/7/data/height"]) }
    }

    @Test func ofATypeThatIsNotKnownTheVersionIsNoProblem() {
        let unknown = Self.event("height.guessed", ["height": 1], ["typeVersion": 7])
        #expect(problems { try Self.sent(unknown) }.map(\.pointer) == ["/type"])
        var untyped = unknown
        untyped["type"] = nil
        #expect(problems { try Self.sent(untyped) }.map(\.pointer) == ["/type"])
    }

    @Test func readersSeeTheVersionThatAnEventWasRecordedAt() throws {
        let event = try Self.stored(Self.event("height.measured", ["centimetres": 142]), at: 2)
        let recorded = RecordedEvent(
            position: 1, recordedAt: Log.start, versions: [1], hash: [], typeVersion: 2, event: event)
        #expect(recorded.json["typeVersion"] == 2 && recorded.json["data"] == ["millimetres": 1420])
        // As corrected, it is still the entry that was recorded then.
        let correction = CaseEvent(
            id: UUID(), authority: event.authority, children: event.children, occurredAt: event.occurredAt,
            recordedBy: event.recordedBy,
            data: EntryCorrected(entry: event.id, entryType: HeightMeasured.type, reason: "x", summary: "Measured"))
        let change = RecordedEvent(
            position: 2, recordedAt: Log.start, versions: [2], hash: [], typeVersion: 1, event: correction)
        let entry = try #require(EffectiveRecord(of: event.children[0], history: [recorded, change]).entries.first)
        #expect(entry.recorded.event.summary == "Measured" && entry.recorded.typeVersion == 2)
    }

    @Test func everyTypeHasTheStepsFromEachOlderVersion() {
        for type in EventCatalogue.current.types {
            #expect(type.version >= 1)
            #expect(type.upcasts.map(\.version) == (1..<type.version).map { $0 }, "\(type.type)")
        }
    }

    @Test func theCatalogueSaysTheCurrentVersions() throws {
        let types = try #require(EventCatalogue.samples.json.arrayValue)
        #expect(types.map { $0["version"] } == [3, 3, 2, 1])
    }
}

/// Tells what its step was shown.
private struct Spy: NeglectedType {
    static let type: EventType = "spy.looked"
    static let version: Int16 = 2
    nonisolated(unsafe) static var look: (JSONObject) -> Void = { _ in }
    static let upcasts = [
        Upcast(from: 1) { _, envelope in
            look(envelope)
            return ["count": 1]
        }
    ]
}
