import CaseRecord
import StrictJSON
import TestHistory
import Testing

@Suite struct WorkforceTests {
    static func day(_ text: String) -> CivilDate { CivilDate(text)! }
    static let sam = WorkerID("sam")!
    static let north = TeamID("NORTH")!

    @Test func aRegistrationThatLapsedTheDayBeforeIsNotMendedByALaterOne() throws {
        var log = Log()
        try log.add(
            "worker.registered", [], on: "2008-04-01",
            [
                "worker": "sam", "role": "social-worker",
                "qualification": ["status": "registered", "from": "2008-04-01", "until": "2011-04-13"],
            ])
        try log.add(
            "assessment.started", ["A"], on: "2011-04-14", ["assessment": "A-1", "kind": "core", "lead": "sam"])
        try log.add(
            "worker.changed", [], on: "2011-04-20",
            ["worker": "sam", "qualification": ["status": "registered", "from": "2011-04-20"]])
        let workforce = Workforce(log.events)
        #expect(workforce.isRegistered(Self.sam, on: Self.day("2011-04-13")))
        #expect(!workforce.isRegistered(Self.sam, on: Self.day("2011-04-14")))
        #expect(!workforce.isRegistered(Self.sam, on: Self.day("2011-04-19")))
        #expect(workforce.isRegistered(Self.sam, on: Self.day("2011-04-20")))
        #expect(!workforce.isRegistered(Self.sam, on: Self.day("2008-03-31")))
        #expect(!workforce.isRegistered(WorkerID("nobody")!, on: Self.day("2011-04-20")))
    }

    @Test func aSuspensionEndsInTheRegistrationAndARegistrationInNothing() throws {
        var log = Log()
        func say(_ qualification: JSONValue, on day: String) throws {
            try log.add("worker.changed", [], on: day, ["worker": "sam", "qualification": qualification])
        }
        try say(["status": "applied", "from": "2004-01-01"], on: "2004-01-01")
        try say(["status": "registered", "from": "2005-01-01"], on: "2005-01-01")
        try say(["status": "suspended", "from": "2010-01-01", "until": "2010-06-30"], on: "2010-01-01")
        try say(
            ["status": "registered-with-conditions", "from": "2012-01-01", "until": "2012-12-31"], on: "2012-01-01")
        let status = { Workforce(log.events).worker(Self.sam, on: Self.day($0))?.qualification?.status.rawValue }
        #expect(status("2009-12-31") == "registered" && status("2010-03-01") == "suspended")
        #expect(status("2010-07-01") == "registered" && status("2012-05-01") == "registered-with-conditions")
        #expect(status("2013-01-01") == nil && status("2003-01-01") == nil)
        // The same beginning again says better what was said.
        try say(["status": "registered", "from": "2005-01-01", "until": "2009-06-30"], on: "2013-02-01")
        #expect(status("2009-12-31") == nil && status("2009-06-30") == "registered")
    }

    @Test func aWorkerIsWhatTheLatestEventsMakeOfHer() throws {
        var log = Log()
        // Recorded late and in the wrong order.
        try log.add(
            "worker.changed", [], on: "2012-01-09",
            ["worker": "sam", "team": "SOUTH", "fullTimeEquivalent": .number(0.6)])
        try log.add("team.changed", [], on: "2011-06-01", ["team": "NORTH", "manager": "max"])
        try log.add("team.registered", [], on: "2010-01-01", ["team": "NORTH", "area": "North", "manager": "mel"])
        try log.add(
            "absence.recorded", [], on: "2011-05-03", ["worker": "sam", "from": "2011-05-03", "reason": "sickness"])
        try log.add(
            "absence.recorded", [], on: "2011-05-20", ["worker": "sam", "from": "2011-05-03", "until": "2011-05-19"])
        try log.add(
            "worker.registered", [], on: "2010-09-01",
            [
                "worker": "sam", "name": "Sam Field", "team": "NORTH", "role": "social-worker", "fullTimeEquivalent": 1,
                "newlyQualified": ["from": "2010-09-01", "until": "2011-08-31"],
            ])
        let left = try log.add("worker.left", [], on: "2013-04-01", ["worker": "sam"])
        let workforce = Workforce(log.events)
        func sam(_ day: String) throws -> Worker { try #require(workforce.worker(Self.sam, on: Self.day(day))) }
        #expect(try !sam("2010-08-31").isInPost && sam("2010-09-01").isInPost)
        #expect(try sam("2011-05-31").manager == WorkerID("mel") && sam("2011-06-01").manager == WorkerID("max"))
        #expect(try sam("2012-01-08").team == Self.north && sam("2012-01-08").area == "North")
        #expect(try sam("2012-01-09").team?.text == "SOUTH" && sam("2012-01-09").area == nil)
        #expect(try sam("2011-08-31").newlyQualified != nil && sam("2011-09-01").newlyQualified == nil)
        #expect(try sam("2011-05-03").available == FullTimeEquivalent.none && sam("2011-05-20").available == .whole)
        #expect(try sam("2012-02-01").fullTimeEquivalent?.description == "0.60")
        #expect(try !sam("2013-04-01").isInPost && sam("2013-04-01").name == "Sam Field")
        #expect(try sam("2013-03-31").isInPost && sam("2013-04-01").team == nil)
        #expect(try sam("2012-02-01").json["fullTimeEquivalent"] == .number(0.6))

        let team = try #require(workforce.team(Self.north, on: Self.day("2011-05-10")))
        #expect(team.isOpen && team.manager == WorkerID("mel") && team.members.map(\.id) == [Self.sam])
        #expect(team.fullTimeEquivalent == .whole && team.available == FullTimeEquivalent.none)
        // Nobody registered the other team, yet somebody is in it.
        let south = try #require(workforce.team(TeamID("SOUTH")!, on: Self.day("2012-05-10")))
        #expect(!south.isOpen && south.members.map(\.id) == [Self.sam])
        #expect(workforce.team(TeamID("EAST")!, on: Self.day("2012-05-10")) == nil)

        try log.strike(left, in: [])
        #expect(Workforce(log.events).worker(Self.sam, on: Self.day("2013-04-01"))?.isInPost == true)
        let before = Workforce(log.events, knownAt: Log.time(7))
        #expect(before.worker(Self.sam, on: Self.day("2013-04-01"))?.isInPost == false && before.position == 7)
    }

    @Test func correctionsCount() throws {
        var log = Log()
        let first = try log.add("worker.registered", [], on: "2011-01-01", ["worker": "sam", "team": "NORTH"])
        try log.correct(first, of: "worker.registered", in: [], ["occurredAt": "2011-02-01"])
        let second = try log.correct(
            first, of: "worker.registered", in: [], ["data": ["worker": "sam", "team": "SOUTH"]])
        let team = { Workforce(log.events).worker(Self.sam, on: Self.day($0))?.team?.text }
        #expect(team("2011-01-15") == nil && team("2011-02-01") == "SOUTH")
        try log.strike(second, in: [])
        #expect(team("2011-02-01") == "NORTH")
        // One that names a child stands in that child's record, not here.
        try log.strike(first, in: ["A"])
        #expect(team("2011-02-01") == "NORTH")
    }

    @Test func aReorganisationClosesTheOldTeamsAndNamesTheNew() throws {
        var log = Log()
        for team in ["N1", "N2", "N3"] {
            try log.add("team.registered", [], on: "2009-01-01", ["team": .string(team), "area": "North"])
        }
        try log.add(
            "team.reorganised", [], on: "2011-04-01", ["from": ["N1", "N2", "N3"], "into": ["N1", "NORTH"]])
        try log.add("team.closed", [], on: "2012-04-01", ["team": "N1"])
        let workforce = Workforce(log.events)
        func team(_ name: String, _ day: String) throws -> Team {
            try #require(workforce.team(TeamID(name)!, on: Self.day(day)))
        }
        #expect(try team("N2", "2011-03-31").isOpen && !team("N2", "2011-04-01").isOpen)
        #expect(try team("N2", "2011-04-01").successors.map(\.text) == ["N1", "NORTH"])
        #expect(try team("N1", "2011-04-01").isOpen && !team("N1", "2012-04-01").isOpen)
        #expect(try team("NORTH", "2011-04-01").predecessors.map(\.text) == ["N1", "N2", "N3"])
        #expect(try !team("NORTH", "2011-03-31").isOpen)
    }

    @Test(
        arguments: [
            ("worker.changed", ["worker": "sam"], [""]), ("team.changed", ["team": "N"], [""]),
            ("team.reorganised", ["from": [], "into": ["N", "a b"]], ["/from", "/into/1"]),
            ("absence.recorded", ["worker": "sam", "from": "2011-05-03", "until": "2011-05-02"], ["/until"]),
            (
                "worker.registered", ["worker": "sam", "fullTimeEquivalent": .number(1.5), "role": "boss"],
                ["/fullTimeEquivalent", "/role"]
            ),
            ("worker.registered", ["worker": "sam", "fullTimeEquivalent": .number(0.333)], ["/fullTimeEquivalent"]),
            (
                "worker.registered",
                [
                    "worker": "sam", "newlyQualified": ["until": "2011-05-02"],
                    "qualification": ["from": "2011-05-03", "until": "2011-05-02"],
                ], ["/newlyQualified/from", "/qualification/status", "/qualification/until"]
            ),
        ] as [(String, JSONValue, [String])])
    func malformedWorkforceIsRefusedWithEveryReason(type: String, data: JSONValue, pointers: [String]) {
        let found = RecordPlacementTests.problems(type, data).keys.sorted()
        #expect(found == pointers.map { "/data" + $0 })
    }

    @Test func everyShareInHundredthsReadsBack() {
        for hundredths in 0...100 {
            var problems = FieldProblems()
            let share = FullTimeEquivalent(hundredths: hundredths)
            #expect(FullTimeEquivalent(field: share.field, &problems) == share && problems.found.isEmpty)
        }
    }
}
