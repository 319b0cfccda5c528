import CaseRecord
import Foundation
import StrictJSON
import Testing

@Suite struct CorrectionReadingTests {
    static let entry: JSONValue = "0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d"

    func event(_ type: String, _ data: JSONValue, children: JSONValue = ["A"]) -> JSONValue {
        [
            "id": "0192d3c4-5e6f-7a8b-9c0d-00000000ffff", "type": .string(type), "children": children,
            "occurredAt": "2026-11-20", "data": data,
        ]
    }

    func pointers(_ value: JSONValue) -> Set<String> {
        do {
            _ = try EventDraft.reading(value, in: EventReadingTests.context)
            return []
        } catch { return Set(error.problems.map(\.pointer)) }
    }

    @Test func aCorrectionReadsAndWritesEverythingThatItReplaces() throws {
        let data: JSONValue = [
            "entry": Self.entry, "type": "referral.received", "reason": "The fax came the day before",
            "occurredAt": "2011-04-13", "source": ["agency": "police"], "significance": "routine",
            "summary": "Referral by fax", "typeVersion": 1, "data": ["referral": "R-1", "sourceCode": "6"],
        ]
        let draft = try EventDraft.reading(event("entry.corrected", data), in: EventReadingTests.context)
        let correction = try #require(draft.event.data as? EntryCorrected)
        #expect((correction.data as? ReferralReceived)?.sourceCode?.label == "police")
        #expect(correction.occurredAt == Occurrence("2011-04-13"))
        #expect(correction.field == data)
        let stored = draft.event.canonicalBytes
        #expect(try CaseEvent(stored: stored, typeVersion: 2).canonicalBytes == stored)
        #expect(draft.event.headline == "Entry corrected: The fax came the day before")
    }

    @Test func everyProblemOfACorrectionIsNamedAtOnce() {
        #expect(
            pointers(
                event(
                    "entry.corrected",
                    [
                        "entry": "x", "type": "referral.received", "occurredAt": "2027-01-01", "summary": " ",
                        "significance": "grave", "source": ["role": "clerk"],
                        "data": ["sourceCode": "99", "colour": 1], "why": "x",
                    ]))
                == [
                    "/data/entry", "/data/reason", "/data/summary", "/data/significance", "/data/source/agency",
                    "/data/data/referral", "/data/data/sourceCode", "/data/data/colour", "/data/why",
                ])
        let late: JSONValue = [
            "entry": Self.entry, "type": "note.recorded", "reason": "x", "occurredAt": "2027-01-01",
            "summary": .string(String(repeating: "s", count: 501)),
        ]
        #expect(pointers(event("entry.corrected", late)) == ["/data/summary"])
        #expect(
            pointers(
                event(
                    "entry.corrected",
                    ["entry": Self.entry, "type": "note.recorded", "reason": "x", "occurredAt": "2027-01-01"]))
                == ["/data/occurredAt"])
    }

    @Test func aCorrectionHasToReplaceSomething() {
        let empty: JSONValue = ["entry": Self.entry, "type": "note.recorded", "reason": "x"]
        #expect(pointers(event("entry.corrected", empty)) == ["/data"])
        // Of a type that is not known, data cannot be read; that is the one thing to say.
        let unknown: JSONValue = ["entry": Self.entry, "type": "note.sung", "reason": "x", "data": ["text": "a"]]
        #expect(pointers(event("entry.corrected", unknown)) == ["/data/type"])
    }

    @Test func aCorrectionOfACorrectionIsReadToTheBottom() {
        let inner: JSONValue = [
            "entry": Self.entry, "type": "note.recorded", "reason": "x", "occurredAt": "2027-01-01",
            "data": ["txt": "a"],
        ]
        let outer: JSONValue = ["entry": Self.entry, "type": "entry.corrected", "reason": "y", "data": inner]
        #expect(pointers(event("entry.corrected", outer)) == ["/data/data/data/text", "/data/data/data/txt"])
        let future: JSONValue = [
            "entry": Self.entry, "type": "note.recorded", "reason": "x", "occurredAt": "2027-01-01",
        ]
        let around: JSONValue = ["entry": Self.entry, "type": "entry.corrected", "reason": "y", "data": future]
        #expect(pointers(event("entry.corrected", around)) == ["/data/data/occurredAt"])
    }

    @Test func aStrikingOutNamesItsEntryAndReason() {
        #expect(pointers(event("entry.struck-out", ["entry": 1])) == ["/data/entry", "/data/reason"])
        #expect(pointers(event("entry.struck-out", ["entry": Self.entry, "reason": "wrong child"])) == [])
    }

    @Test(arguments: ["record.merged", "record.unmerged"])
    func aMergeNamesTwoRecordsAndStandsInBoth(type: String) {
        var data: JSONObject = ["from": "A", "into": "B", "reason": "one child"]
        let merge = type == "record.unmerged" ? Set(["/data/merge"]) : []
        #expect(pointers(event(type, .object(data), children: ["B", "A"])) == merge)
        if !merge.isEmpty { data["merge"] = Self.entry }
        #expect(pointers(event(type, .object(data), children: ["B", "A"])) == [])
        for children: JSONValue in [["A"], ["A", "C"], ["A", "B", "C"]] {
            #expect(pointers(event(type, .object(data), children: children)) == ["/children"])
        }
        data["into"] = "A"
        #expect(pointers(event(type, .object(data), children: ["A", "B"])) == ["/data/into"])
        #expect(
            pointers(event(type, ["from": "A A", "reason": ""], children: ["A", "A"]))
                == merge.union(["/data/from", "/data/into", "/data/reason", "/children"]))
    }

    /// What a matter is called decides which of two merged records an entry belongs to.
    @Test func everyReferenceNamesAMatter() throws {
        // These name another of the same kind.
        let others = ["reauditOf", "repeatOf"]
        for type in EventCatalogue.current.types {
            for field in try #require(type.schema["properties"]?.objectValue).members
            where field.value == Reference.schema && !others.contains(field.name) {
                #expect(Matter(rawValue: field.name) != nil, "\(field.name) of \(type.type)")
            }
        }
    }
}
