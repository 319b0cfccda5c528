import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// One order over the records of a child and linked children.
@Suite struct FamilyChronologyTests {
    static func log() throws -> Log {
        var log = Log()
        try log.add("child.registered", ["A"], on: "2015-01-01", ["birthDate": "2015-01-01"])
        try log.add(
            "relationship.recorded", ["A", "B"], on: "2018-01-01", ["relative": ["child": "B"], "kind": "sibling"])
        try log.add("referral.received", ["B", "A"], on: "2019-01-01", ["referral": "R-1"])
        try log.add("missing.reported", ["B"], on: "2019-02-01", ["missing": "M-1", "from": "home"])
        try log.add(
            "note.recorded", ["A"], on: "2019-03-01", ["text": "A neighbour called."],
            more: ["source": ["agency": "public", "reliability": "third-party"]])
        try log.strike(Log.id(3), in: ["A"])
        try log.add("note.recorded", ["B"], on: "2019-04-01", ["text": "Wrong child."])
        try log.strike(Log.id(7), in: ["B"])
        return log
    }

    static func family(_ log: Log, _ selection: Chronology.Selection = Chronology.Selection()) -> Chronology {
        Chronology.family(of: log.record("A"), among: [log.record("B"), log.record("A")], selection)
    }

    static func marks(_ chronology: Chronology) -> [String] {
        chronology.entries.map { entry in
            let whose = entry.whose.map(\.text).joined(separator: "+")
            let out = entry.struckOutOf.isEmpty ? "" : " out of " + entry.struckOutOf.map(\.text).joined(separator: "+")
            return "\(entry.recorded.position) \(whose)\(entry.isThirdParty ? " third" : "")\(out)"
        }
    }

    @Test func eachEntryIsShownOnceAndSaysWhoseItIs() throws {
        let chronology = Self.family(try Self.log())
        #expect(chronology.family == [ChildID("B")!])
        // Struck out of A's record, the referral stands in B's; out of every record, entry 7 is shown struck out.
        #expect(Self.marks(chronology) == ["1 A", "2 A+B", "3 B out of A", "4 B third", "5 A third", "7 "])
        #expect(chronology.count == 5 && chronology.position == 8)
        #expect(chronology.entries[3].age?.description == "4 y 1 m")
        let json = chronology.entries[2].json
        #expect(json["whose"] == ["B"] && json["struckOutOf"] == ["A"] && json["struckOut"] == nil)
        #expect(chronology.entries[3].json["thirdParty"] == true && json["thirdParty"] == nil)
        #expect(chronology.json["family"] == ["B"])
        #expect(chronology.text(columns: 120).contains("THIRD PARTY | "))
        #expect(Chronology.of(try Self.log().record("A")).json["family"] == nil)
    }

    @Test func theWholeFamilyIsShownInTheOrderInWhichThingsHappened() throws {
        var log = try Self.log()
        try log.add("note.recorded", ["B"], on: "2014-01-01", ["text": "Before A was born."])
        let entries = Self.family(log).entries
        #expect(entries.map { $0.recorded.position } == [9, 1, 2, 3, 4, 5, 7])
        #expect(entries[0].age == nil)
    }

    @Test func patternsAndHealthAreTheChildsOwn() throws {
        var log = try Self.log()
        try log.add("missing.reported", ["B"], on: "2019-05-01", ["missing": "M-2", "from": "home"])
        #expect(Self.family(log).patterns.isEmpty)
        #expect(Chronology.of(log.record("B")).patterns.map(\.kind) == [.repeatMissing])
    }

    @Test func aRecordThatWasMergedIntoTheChildsIsNotShownTwice() throws {
        var log = try Self.log()
        try log.merge("B", into: "A")
        let chronology = Self.family(log)
        #expect(chronology.family.isEmpty)
        #expect(chronology.entries.filter { $0.recorded.position == 4 }.map(\.cameFrom) == [ChildID("B")!])
    }
}
