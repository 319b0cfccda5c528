import CaseRecord
import StrictJSON
import TestHistory
import Testing

@Suite struct ChildIdentityTests {
    static func day(_ text: String) -> CivilDate { CivilDate(text)! }

    func identity(_ log: Log, _ child: String = "A", knownAt position: Int64? = nil, on day: String)
        -> ChildIdentity.State
    {
        ChildIdentity(log.record(child, knownAt: position)).on(Self.day(day))
    }

    @Test(arguments: [
        ("9434765919", true), ("9876543210", true), ("4505577104", true), ("9434765918", false), ("943476591", false),
        ("943 476 5919", false), ("9434765919x", false), ("1234567890", false), ("٩٤٣٤٧٦٥٩١٩", false), ("", false),
    ])
    func anNHSNumberHasItsCheckDigit(text: String, isSound: Bool) {
        #expect((NHSNumber(text) != nil) == isSound)
        let found = RecordPlacementTests.problems(
            "child.details-recorded", ["nhsNumber": .string(text)], ["children": ["A"]])
        #expect(found.keys.sorted() == (isSound ? [] : ["/data/nhsNumber"]))
    }

    @Test func everyDigitOfAnNHSNumberMatters() {
        let digits = Array("9434765919".utf8)
        for place in digits.indices {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != digits[place] {
                var other = digits
                other[place] = digit
                #expect(NHSNumber(String(decoding: other, as: UTF8.self)) == nil)
            }
        }
    }

    @Test func anUnbornChildIsBornAndNamed() throws {
        var log = Log()
        try log.add(
            "child.registered", on: "2011-01-10",
            ["expectedBirthDate": "2011-05-01", "familyName": "Field", "sex": "U"])
        try log.add(
            "child.details-recorded", on: "2011-05-04", ["birthDate": "2011-05-03", "givenName": "Ada", "sex": "F"])
        let before = identity(log, on: "2011-05-02")
        #expect(before.isUnborn && before.givenName == nil && before.sex?.code == "U")
        let after = identity(log, on: "2011-05-04")
        #expect(!after.isUnborn && after.givenName == "Ada" && after.familyName == "Field" && after.sex?.code == "F")
        #expect(after.birthDate == Self.day("2011-05-03") && after.expectedBirthDate == Self.day("2011-05-01"))
        #expect(after.previousNames.isEmpty)
        let known = identity(log, knownAt: 1, on: "2012-01-01")
        #expect(known.isUnborn && known.birthDate == nil)
        #expect(identity(log, on: "2011-01-09").familyName == nil)
    }

    @Test func namesAndNumbersKeepWhatTheyWere() throws {
        var log = Log()
        try log.add("child.details-recorded", on: "2013-02-01", ["familyName": "Hill", "upn": "V926012345678"])
        try log.add(
            "child.registered", on: "2011-01-10",
            [
                "givenName": "Ada", "familyName": "Field", "upnUnknown": "UN4", "nhsNumber": "9434765919",
                "previousNames": [["familyName": "Moor", "until": "2010-03-01"]], "disabilities": ["LD"],
            ])
        let changed = try log.add(
            "child.details-recorded", on: "2014-02-01", ["upn": "A950000178301", "disabilities": ["LD", "MOB"]])
        let first = identity(log, on: "2012-01-01")
        #expect(first.familyName == "Field" && first.upnUnknown?.code == "UN4" && first.upn == nil)
        let later = identity(log, on: "2014-02-01")
        #expect(
            later.familyName == "Hill" && later.upn?.text == "A950000178301" && later.formerUPN?.text == "V926012345678"
        )
        #expect(later.upnUnknown == nil && later.nhsNumber?.text == "9434765919")
        #expect(
            later.previousNames == [
                PreviousName(familyName: "Moor", until: Self.day("2010-03-01")),
                PreviousName(givenName: "Ada", familyName: "Field", until: Self.day("2013-01-31")),
            ])
        #expect(later.disabilities.map(\.code) == ["LD", "MOB"])
        try log.strike(changed)
        #expect(identity(log, on: "2014-02-01").upn?.text == "V926012345678")
        #expect(identity(log, on: "2014-02-01").disabilities.map(\.code) == ["LD"])
    }

    @Test func relativesAndHouseholdsAreThoseOfTheDay() throws {
        var log = Log()
        func relate(_ data: JSONValue, on day: String, _ children: [String] = ["A"]) throws {
            try log.add("relationship.recorded", children, on: day, data)
        }
        try relate(
            [
                "relative": ["person": "P1"], "kind": "mother", "name": "Ann", "household": "H1",
                "parentalResponsibility": true, "from": "2009-02-28",
            ], on: "2011-01-10", ["A", "B"])
        try relate(["relative": ["person": "P2"], "kind": "partner-of-parent", "household": "H1"], on: "2011-03-01")
        // Said anew: the father lives elsewhere from then on.
        try relate(["relative": ["person": "P3"], "kind": "father", "household": "H1"], on: "2010-01-01")
        try relate(["relative": ["person": "P3"], "kind": "father", "household": "H2"], on: "2011-02-01")
        try log.add("relationship.ended", ["A"], on: "2012-01-01", ["relative": ["person": "P2"]])
        let early = identity(log, on: "2011-01-31")
        #expect(early.households.map(\.household.text) == ["H1"])
        #expect(early.households[0].members == [.person(PersonID("P1")!), .person(PersonID("P3")!)])
        let late = identity(log, on: "2011-12-31")
        #expect(late.households.map(\.household.text) == ["H1", "H2"])
        #expect(late.relatives.map(\.kind) == [.mother, .partnerOfParent, .father])
        #expect(late.relatives[0].hasParentalResponsibility == true && late.relatives[0].name == "Ann")
        #expect(identity(log, on: "2012-01-01").relatives.map(\.kind) == [.mother, .father])
        #expect(identity(log, on: "2009-02-28").relatives.map(\.kind) == [.mother])
        #expect(identity(log, "B", on: "2012-01-01").relatives.map(\.relative) == [.person(PersonID("P1")!)])
        #expect(identity(log, knownAt: 2, on: "2012-01-01").relatives.map(\.kind) == [.mother, .partnerOfParent])
    }

    @Test func relatedChildrenSeeEachOther() throws {
        var log = Log()
        try log.add(
            "relationship.recorded", ["A", "B"], on: "2011-01-10", ["relative": ["child": "B"], "kind": "half-sibling"])
        try log.add(
            "relationship.recorded", ["A", "C"], on: "2011-01-10",
            ["relative": ["child": "A"], "kind": "mother", "parentalResponsibility": true])
        let a = identity(log, on: "2011-01-10")
        #expect(a.linkedChildren.map(\.text) == ["B", "C"] && a.relatives.map(\.kind) == [.halfSibling, .child])
        #expect(a.relatives[1].hasParentalResponsibility == nil)
        #expect(identity(log, "B", on: "2011-01-10").relatives.map(\.kind) == [.halfSibling])
        let c = identity(log, "C", on: "2011-01-10")
        #expect(c.relatives.map(\.kind) == [.mother] && c.relatives[0].hasParentalResponsibility == true)
        // A record that is merged into another brings its relatives with it.
        let merge = try log.merge("B", into: "D")
        #expect(identity(log, "D", on: "2011-01-10").linkedChildren.map(\.text) == ["A"])
        try log.add("child.registered", ["B"], on: "2011-02-01", ["givenName": "Bob", "ethnicity": "WBRI"])
        try log.add("child.registered", ["D"], on: "2011-01-01", ["givenName": "Robert"])
        let d = identity(log, "D", on: "2011-02-01")
        #expect(d.givenName == "Robert" && d.ethnicity?.code == "WBRI")
        #expect(d.previousNames == [PreviousName(givenName: "Bob")])
        try log.unmerge(merge, "B", from: "D")
        #expect(identity(log, "D", on: "2011-02-01").linkedChildren.isEmpty)
        #expect(identity(log, "B", on: "2011-02-01").givenName == "Bob")
    }

    @Test(
        arguments: [
            ("child.details-recorded", [:], ["/data"]),
            ("child.details-recorded", ["previousNames": [[:]]], ["/data/previousNames/0"]),
            ("relationship.recorded", ["relative": [:], "kind": "aunt"], ["/data/kind", "/data/relative/person"]),
            (
                "relationship.recorded", ["relative": ["person": "P", "child": "B"], "kind": "sibling"],
                ["/data/relative/child"]
            ),
            ("relationship.recorded", ["relative": ["child": "C"], "kind": "sibling"], ["/children"]),
            (
                "relationship.recorded",
                ["relative": ["child": "B"], "kind": "sibling", "name": "Bob", "birthDate": "2009-01-01"],
                ["/data/birthDate", "/data/name"]
            ),
            ("relationship.ended", ["relative": ["child": "A"]], []),
            ("relationship.ended", ["relative": "A"], ["/data/relative"]),
        ] as [(String, JSONValue, [String])])
    func malformedIdentityIsRefusedWithEveryReason(type: String, data: JSONValue, pointers: [String]) {
        #expect(RecordPlacementTests.problems(type, data, ["children": ["A", "B"]]).keys.sorted() == pointers)
    }

    @Test func aRelationshipNeedsAnotherChild() {
        let found = RecordPlacementTests.problems(
            "relationship.recorded", ["relative": ["child": "A"], "kind": "sibling"], ["children": ["A"]])
        #expect(found.keys.sorted() == ["/children"])
    }

    @Test func bothOrNeitherDateOfBirthIsNotRefused() {
        for data: JSONValue in [[:], ["birthDate": "2009-01-01", "expectedBirthDate": "2009-02-01"]] {
            #expect(RecordPlacementTests.problems("child.registered", data, ["children": ["A"]]).isEmpty)
        }
    }
}
