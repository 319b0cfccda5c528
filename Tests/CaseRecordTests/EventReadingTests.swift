import CaseRecord
import Foundation
import StrictJSON
import Testing

@Suite struct EventReadingTests {
    static let context = RecordingContext(
        authority: AuthorityCode("926")!, recordedBy: WorkerID("jo")!, now: Instant("2026-11-23T09:00:00Z")!)

    static let referral: JSONValue = [
        "id": "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d", "type": "referral.received", "children": ["N1001"],
        "occurredAt": "2011-04-14",
        "data": ["referral": "R-1", "sourceCode": "6", "concern": "Bruising seen at school"],
    ]

    func problems(_ value: JSONValue) -> [FieldProblem] {
        do {
            _ = try EventDraft.reading(value, in: Self.context)
            return []
        } catch { return error.problems }
    }

    func changed(_ change: (inout JSONObject) -> Void) -> JSONValue {
        var object = Self.referral.objectValue!
        change(&object)
        return .object(object)
    }

    @Test func readsAnEventAndFillsInDefaults() throws {
        let draft = try EventDraft.reading(Self.referral, in: Self.context)
        let data = try #require(draft.event.data as? ReferralReceived)
        #expect(data.sourceCode?.label == "police")
        #expect(draft.event.authority.text == "926")
        #expect(draft.event.recordedBy.text == "jo")
        #expect(draft.event.headline == "Referral received from police: Bruising seen at school")
    }

    @Test func storedBytesReadBackToTheSameBytes() throws {
        let event = try EventDraft.reading(Self.referral, in: Self.context).event
        let stored = event.canonicalBytes
        #expect(try CaseEvent(stored: stored, typeVersion: 1).canonicalBytes == stored)
    }

    @Test func namesEveryProblemAtOnce() {
        let found = problems([
            "type": "referral.received", "children": ["N 1", "N2", "N2"], "occurredAt": "2011-02-30",
            "data": ["sourceCode": "99", "concernn": "x"], "colour": 1,
        ])
        let pointers = Set(found.map(\.pointer))
        #expect(
            pointers == [
                "/id", "/children/0", "/occurredAt", "/data/referral", "/data/sourceCode", "/data/concernn", "/colour",
            ])
        #expect(found.first { $0.pointer == "/data/sourceCode" }?.allowed?.contains("1A") == true)
    }

    @Test func refusesAnUnknownTypeAndListsTheKnown() {
        let found = problems(changed { $0["type"] = "referral.imagined" })
        #expect(found.map(\.pointer) == ["/type"])
        #expect(found.first?.allowed?.contains("referral.received") == true)
    }

    @Test(arguments: ["2026-11-25", "2026-11-24T10:00:00Z", "1899-12-31", "2027"])
    func refusesTimesThatCannotBe(text: String) {
        #expect(problems(changed { $0["occurredAt"] = .string(text) }).map(\.pointer) == ["/occurredAt"])
    }

    @Test func expectedVersionIsForTheOnlyChildOrNamesEach() throws {
        let one = try EventDraft.reading(changed { $0["expectedVersion"] = 3 }, in: Self.context)
        #expect(one.expectedVersions == [ChildID("N1001")!: 3])
        let several = changed {
            $0["children"] = ["A1", "A2"]
            $0["expectedVersion"] = 3
        }
        #expect(problems(several).map(\.pointer) == ["/expectedVersion"])
        let foreign = changed { $0["expectedVersion"] = ["X9": 1] }
        #expect(problems(foreign).map(\.pointer) == ["/expectedVersion"])
    }

    @Test func everyTypeDescribesItsFieldsAndHasATitle() {
        #expect(Set(EventCatalogue.current.types.map { $0.type }).count == EventCatalogue.current.types.count)
        for type in EventCatalogue.current.types {
            let properties = type.schema["properties"]?.objectValue
            #expect(properties?.isEmpty == false, "\(type.type)")
            #expect(!type.title.isEmpty)
        }
    }

    @Test func problemsNeverRepeatWhatWasSent() {
        let found = problems(changed { $0["data"] = ["referral": "R-1", "primaryNeed": "secret-words"] })
        #expect(!found.isEmpty)
        #expect(!found.contains { $0.reason.contains("secret-words") })
    }
}
