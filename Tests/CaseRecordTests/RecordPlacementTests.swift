import CaseRecord
import StrictJSON
import TestHistory
import Testing

/// A type of event says whether it stands in children's records.
@Suite struct RecordPlacementTests {
    static func read(_ type: String, _ data: JSONValue, _ more: JSONObject = [:]) -> Result<EventDraft, MalformedInput>
    {
        var object: JSONObject = ["id": Log.id(1), "type": .string(type), "occurredAt": "2011-03-30", "data": data]
        for member in more.members { object[member.name] = member.value }
        do throws(MalformedInput) {
            return .success(try EventDraft.reading(.object(object), in: EventReadingTests.context))
        } catch {
            return .failure(error)
        }
    }

    static func problems(
        _ type: String, _ data: JSONValue, _ more: JSONObject = [:]
    ) -> [String: String] {
        guard case .failure(let input) = read(type, data, more) else { return [:] }
        return Dictionary(input.problems.map { ($0.pointer, $0.reason) }) { "\($0) | \($1)" }
    }

    @Test func anEventOfTheAuthorityNamesNoChild() throws {
        for more: JSONObject in [[:], ["children": []], ["children": nil]] {
            let event = try Self.read("worker.registered", ["worker": "sam"], more).get().event
            #expect(event.children.isEmpty && event.json["children"] == nil)
            #expect(try CaseEvent(stored: event.canonicalBytes, typeVersion: 1).canonicalBytes == event.canonicalBytes)
        }
        #expect(
            Self.problems("worker.registered", ["worker": "sam"], ["children": ["A"]])
                == ["/children": "must be left out: an event of type worker.registered stands in no child's record"])
    }

    @Test func anEventOfChildrenNamesAtLeastOne() {
        #expect(Self.problems("note.recorded", ["text": "x"]) == ["/children": "is required"])
        #expect(
            Self.problems("note.recorded", ["text": "x"], ["children": []]) == [
                "/children": "must name at least one child"
            ])
        // A list that cannot be read is not taken for none, and everything else is found too.
        #expect(
            Set(Self.problems("worker.registered", ["team": "x y"], ["children": "A"]).keys)
                == ["/children", "/data/worker", "/data/team"])
    }

    @Test func whatConcernsAnEntryStandsWhereTheEntryDoes() {
        let worker: JSONObject = [
            "entry": Log.id(9), "type": "worker.left", "reason": "x", "data": ["worker": "sam"],
        ]
        #expect(Self.problems("entry.corrected", .object(worker)).isEmpty)
        #expect(Self.problems("entry.corrected", .object(worker), ["children": ["A"]]).keys.sorted() == ["/children"])
        let note: JSONObject = ["entry": Log.id(9), "type": "note.recorded", "reason": "x", "summary": "y"]
        #expect(Self.problems("entry.corrected", .object(note), ["children": ["A"]]).isEmpty)
        #expect(Self.problems("entry.corrected", .object(note)).keys.sorted() == ["/children"])
        // Which type is struck out is not said.
        let strike: JSONValue = ["entry": Log.id(9), "reason": "x"]
        #expect(Self.problems("entry.struck-out", strike).isEmpty)
        #expect(Self.problems("entry.struck-out", strike, ["children": ["A"]]).isEmpty)
    }

    @Test func noVersionOfARecordIsExpectedWhereThereIsNone() {
        for expected: JSONValue in [0, ["A": 1]] {
            let found = Self.problems("worker.left", ["worker": "sam"], ["expectedVersion": expected])
            #expect(found.keys.sorted() == ["/expectedVersion"])
        }
    }

    @Test func theCatalogueSaysIt() {
        let said = EventCatalogue.current.json.arrayValue?.reduce(into: [String: String]()) { said, type in
            if let name = type["type"]?.stringValue { said[name] = type["children"]?.stringValue }
        }
        #expect(said?["worker.registered"] == "none" && said?["note.recorded"] == "required")
        #expect(said?["entry.corrected"] == "optional")
    }
}
