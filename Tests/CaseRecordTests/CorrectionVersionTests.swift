import CaseRecord
import StrictJSON
import Testing

/// What a correction says instead is written in a version of its own, which version 1 of corrections did not name.
@Suite struct CorrectionVersionTests {
    static let note: JSONObject = [
        "entry": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": "note.recorded", "reason": "x",
        "data": ["text": "As it was"],
    ]

    func pointers(_ data: JSONObject, _ envelope: JSONObject = [:]) -> [String] {
        do {
            let event = UpcastingTests.event("entry.corrected", .object(data), envelope)
            _ = try UpcastingTests.sent(event, types: .current)
            return []
        } catch { return (error as? MalformedInput)?.problems.map(\.pointer) ?? ["-"] }
    }

    func with(_ version: JSONValue, _ data: JSONObject = note) -> JSONObject {
        var data = data
        data["typeVersion"] = version
        return data
    }

    @Test func theVersionIsAlwaysStoredAndReadBack() throws {
        let unnamed = UpcastingTests.event("entry.corrected", .object(Self.note))
        let draft = try UpcastingTests.sent(unnamed, types: .current)
        #expect(draft.event.data.field["typeVersion"] == 1)
        let named = UpcastingTests.event("entry.corrected", .object(with(1)))
        #expect(try UpcastingTests.sent(named, types: .current).event.canonicalBytes == draft.event.canonicalBytes)
        var replacesNothingOfData = Self.note
        replacesNothingOfData["data"] = nil
        replacesNothingOfData["summary"] = "y"
        let other = UpcastingTests.event("entry.corrected", .object(replacesNothingOfData))
        #expect(try UpcastingTests.sent(other, types: .current).event.data.field["typeVersion"] == nil)
    }

    @Test func aVersionThatIsNotKnownIsRefusedWhereItStands() {
        #expect(pointers(with(1)) == [])
        #expect(pointers(with(2)) == ["/data/typeVersion"])
        #expect(pointers(with("1")) == ["/data/typeVersion"])
        let around: JSONObject = [
            "entry": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": "entry.corrected", "reason": "y",
            "data": .object(with(2)),
        ]
        #expect(pointers(around) == ["/data/data/typeVersion"])
        #expect(pointers(with(3, around)) == ["/data/typeVersion"])
        var unknown = with(2)
        unknown["type"] = "note.sung"
        #expect(pointers(unknown) == ["/data/type"])
    }

    @Test func versionOneHadNoSuchField() {
        #expect(pointers(Self.note, ["typeVersion": 1]) == [])
        #expect(pointers(with(1), ["typeVersion": 1]) == ["/data/typeVersion"])
        // Nor had it within a correction of a correction.
        let around: JSONObject = [
            "entry": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": "entry.corrected", "reason": "y",
            "data": .object(with(1)),
        ]
        #expect(pointers(around, ["typeVersion": 1]) == ["/data/data/typeVersion"])
        #expect(pointers(with(1, around)) == ["/data/data/typeVersion"])
    }
}
