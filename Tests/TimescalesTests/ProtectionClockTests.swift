import CaseRecord
import StrictJSON
import Testing
import Timescales

@Suite struct CoreAssessmentClockTests {
    static let referral: (type: String, on: String, data: JSONValue) =
        ("referral.received", "2011-04-14", ["referral": "R-1"])

    @Test func countsFromTheStrategyDiscussionThatDecidedOnTheEnquiry() throws {
        let history = try History([
            Self.referral,
            (
                "strategy-discussion.held", "2011-04-18",
                ["strategyDiscussion": "D-1", "initiatesSection47": true, "section47": "S-1", "referral": "R-1"]
            ),
            ("section47.started", "2011-04-19", ["section47": "S-1", "referral": "R-1"]),
            ("assessment.started", "2011-04-20", ["assessment": "C-1", "kind": "core", "section47": "S-1"]),
            ("assessment.authorised", "2011-06-14", ["assessment": "C-1"]),
        ])
        let clock = try history.clock("R04", "section47/S-1")
        #expect(clock.dayZero == day("2011-04-18") && clock.due == day("2011-06-13"))
        #expect(clock.startedBy.position == 2 && clock.outcome == "late 2011-06-14 by 5, 1")
        #expect(history.clocks().filter { $0.rule.id.rawValue == "R04" }.count == 1)
    }

    @Test func anEnquiryWithoutACoreAssessmentHasTheClockRunning() throws {
        var history = try History([
            Self.referral,
            (
                "strategy-discussion.held", "2011-04-18",
                ["strategyDiscussion": "D-1", "initiatesSection47": true, "section47": "S-1", "referral": "R-1"]
            ),
        ])
        let running = try history.clock("R04", "section47/S-1")
        #expect(running.outcome == "open" && running.dayZero == day("2011-04-18"))
        #expect(running.remarks == ["No core assessment was started."])
        // A core assessment of the same referral takes over that same clock, though it does not name the enquiry.
        try history.add("assessment.started", "2011-04-20", ["assessment": "C-1", "kind": "core", "referral": "R-1"])
        let taken = try history.clock("R04", "section47/S-1")
        #expect(taken.dayZero == day("2011-04-18") && taken.subject == "core assessment C-1")
        // A second one is not needed for the enquiry and counts from its own start.
        try history.add("assessment.started", "2011-05-03", ["assessment": "C-2", "kind": "core", "referral": "R-1"])
        #expect(try history.clock("R04", "C-2").dayZero == day("2011-05-03"))
        #expect(history.clocks().filter { $0.rule.id.rawValue == "R04" }.count == 2)
        try history.add("case.closed", "2011-07-01", ["referral": "R-1", "reason": "RC8"])
        #expect(try history.clock("R04", "section47/S-1").outcome == "cancelled 2011-07-01 by 5, overdue")
    }

    @Test func aCoreAssessmentOfAnotherReferralDoesNotTakeOver() throws {
        let history = try History([
            Self.referral,
            ("referral.received", "2011-05-10", ["referral": "R-2"]),
            ("section47.started", "2011-04-18", ["section47": "S-1", "referral": "R-1"]),
            ("assessment.started", "2011-05-11", ["assessment": "C-1", "kind": "core"]),
        ])
        #expect(try history.clock("R04", "section47/S-1").outcome == "open")
        #expect(try history.clock("R04", "C-1").dayZero == day("2011-05-11"))
    }

    @Test func aCoreAssessmentAlreadyRunningCarriesOutTheEnquiry() throws {
        let history = try History([
            Self.referral,
            ("assessment.started", "2011-04-20", ["assessment": "C-1", "kind": "core"]),
            ("section47.started", "2011-05-10", ["section47": "S-1", "referral": "R-1"]),
        ])
        let clocks = history.clocks().filter { $0.rule.id.rawValue == "R04" }
        #expect(clocks.map(\.id) == ["R04/N1001/C-1"])
        #expect(clocks.map(\.dayZero) == [day("2011-04-20")], "an enquiry does not put the due day off")
    }

    @Test func otherwiseFromTheEndOfTheInitialAssessmentOrFromItsOwnStart() throws {
        var history = try History([
            Self.referral,
            ("assessment.started", "2011-04-15", ["assessment": "A-1", "kind": "initial"]),
            ("assessment.started", "2011-05-05", ["assessment": "C-1", "kind": "core"]),
        ])
        #expect(try history.clock("R04", "C-1").dayZero == day("2011-05-05"))
        try history.add("assessment.authorised", "2011-05-04", ["assessment": "A-1"])
        let clock = try history.clock("R04", "C-1")
        #expect(clock.dayZero == day("2011-05-04") && clock.startedBy.position == 4)
        #expect(clock.due == day("2011-06-23"))
        var later = history
        try later.add("assessment.authorised", "2011-06-23", ["assessment": "C-1"])
        #expect(try later.clock("R04", "C-1").outcome == "met 2011-06-23 by 5")
    }

    @Test func anInitialAssessmentThatEndsAfterTheCoreAssessmentStartedDoesNotCount() throws {
        let history = try History([
            Self.referral,
            ("assessment.started", "2011-04-15", ["assessment": "A-1", "kind": "initial"]),
            ("assessment.started", "2011-05-05", ["assessment": "C-1", "kind": "core"]),
            ("assessment.authorised", "2011-05-06", ["assessment": "A-1"]),
        ])
        #expect(try history.clock("R04", "C-1").dayZero == day("2011-05-05"))
    }

    @Test func thereIsNoneFrom15April2013() throws {
        for (start, count) in [("2013-04-14", 1), ("2013-04-15", 0)] {
            let history = try History([
                ("assessment.started", start, ["assessment": "C-1", "kind": "core"]),
                ("section47.started", "2013-04-15", ["section47": "S-1"]),
            ])
            #expect(history.clocks().filter { $0.rule.id.rawValue == "R04" }.count == count)
        }
    }

    @Test func anEnquiryAndAnAssessmentOfTheSameNameKeepTheirClocksApart() throws {
        let history = try History([
            ("section47.started", "2011-04-18", ["section47": "1"]),
            ("assessment.started", "2011-04-20", ["assessment": "1", "kind": "core"]),
        ])
        let ids = history.clocks().filter { $0.rule.id.rawValue == "R04" }.map(\.id)
        #expect(ids == ["R04/N1001/section47/1", "R04/N1001/1"])
    }
}

@Suite struct ConferenceClockTests {
    static func discussion(
        _ name: String, _ on: String, initiates: Bool, section47: String? = "S-1"
    ) -> (type: String, on: String, data: JSONValue) {
        var data: JSONObject = JSONObject()
        data["strategyDiscussion"] = .string(name)
        data["initiatesSection47"] = .bool(initiates)
        data["section47"] = section47.map { .string($0) }
        return ("strategy-discussion.held", on, .object(data))
    }

    @Test func from2013FromTheDiscussionThatInitiatedTheEnquiry() throws {
        let history = try History([
            Self.discussion("D-0", "2014-06-02", initiates: false),
            Self.discussion("D-1", "2014-06-03", initiates: true),
            Self.discussion("D-2", "2014-06-10", initiates: true),
            ("section47.started", "2014-06-04", ["section47": "S-1"]),
        ])
        let clock = try history.clock("R08", "S-1")
        #expect(clock.dayZero == day("2014-06-03") && clock.due == day("2014-06-24"))
        #expect(clock.startedBy.position == 2 && clock.warnFrom == day("2014-06-19"))
    }

    @Test func aDiscussionIsLinkedByTheStartOfTheEnquiryToo() throws {
        let history = try History([
            Self.discussion("D-1", "2014-06-03", initiates: true, section47: nil),
            ("section47.started", "2014-06-05", ["section47": "S-1", "strategyDiscussion": "D-1"]),
        ])
        #expect(try history.clock("R08", "S-1").dayZero == day("2014-06-03"))
    }

    @Test func withoutADiscussionFromTheStartOfTheEnquiry() throws {
        let history = try History([("section47.started", "2022-06-02", ["section47": "S-1"])])
        let clock = try history.clock("R08", "S-1")
        #expect(clock.dayZero == day("2022-06-02") && clock.due == day("2022-06-24"))
        #expect(clock.startedWith == "the section 47 enquiry was started")
    }

    @Test func until2013FromTheLastDiscussionNotAfterTheConference() throws {
        var history = try History([
            Self.discussion("D-1", "2011-04-18", initiates: true),
            Self.discussion("D-2", "2011-04-28", initiates: false),
        ])
        #expect(try history.clock("R08", "S-1").dayZero == day("2011-04-28"))
        try history.add(
            "conference.held", "2011-05-18", ["conference": "K-1", "kind": "initial", "section47": "S-1"])
        #expect(try history.clock("R08", "S-1").outcome == "met 2011-05-18 by 3")
        try history.add(
            "strategy-discussion.held", "2011-05-20",
            ["strategyDiscussion": "D-3", "initiatesSection47": false, "section47": "S-1"])
        let clock = try history.clock("R08", "S-1")
        #expect(clock.dayZero == day("2011-04-28") && clock.due == day("2011-05-23"))
        #expect(clock.startedWith == "the last strategy discussion was held")
    }

    @Test func acrossTheChangeOfEditionTheLastDiscussionBeforeItCounts() throws {
        let history = try History([
            Self.discussion("D-1", "2013-04-09", initiates: true),
            Self.discussion("D-2", "2013-04-12", initiates: false),
            Self.discussion("D-3", "2013-04-16", initiates: false),
        ])
        let clock = try history.clock("R08", "S-1")
        #expect(clock.dayZero == day("2013-04-12") && clock.edition.source.code == "WT2010")
    }

    @Test func onlyAnInitialConferenceStopsIt() throws {
        var history = try History([
            ("section47.started", "2014-06-03", ["section47": "S-1"]),
            ("conference.held", "2014-06-10", ["conference": "K-1", "kind": "review"]),
            ("conference.held", "2014-06-11", ["conference": "K-2", "kind": "transfer-in", "section47": "S-1"]),
            ("conference.held", "2014-06-02", ["conference": "K-3", "kind": "initial"]),
            ("conference.held", "2014-06-12", ["conference": "K-4", "kind": "initial", "section47": "S-2"]),
        ])
        #expect(try history.clock("R08", "S-1").outcome == "open")
        try history.add("conference.held", "2014-06-25", ["conference": "K-5", "kind": "initial"])
        #expect(try history.clock("R08", "S-1").outcome == "late 2014-06-25 by 6, 1")
        try history.add("conference.held", "2014-06-24", ["conference": "K-6", "kind": "initial"])
        #expect(try history.clock("R08", "S-1").outcome == "met 2014-06-24 by 7")
        try history.add("conference.held", "2014-06-26", ["conference": "K-7", "kind": "initial", "section47": "S-1"])
        #expect(try history.clock("R08", "S-1").outcome == "late 2014-06-26 by 8, 2", "one that names it goes first")
    }

    @Test func aConferenceThatNamesNoEnquiryGoesToOneEnquiryOnly() throws {
        var history = try History([
            ("section47.started", "2014-06-03", ["section47": "S-1"]),
            ("section47.started", "2014-06-05", ["section47": "S-2"]),
            ("conference.held", "2014-06-20", ["conference": "K-1", "kind": "initial"]),
        ])
        #expect(try history.clock("R08", "S-1").outcome == "met 2014-06-20 by 3")
        #expect(try history.clock("R08", "S-2").outcome == "open")
        try history.add("section47.concluded", "2014-06-04", ["section47": "S-1", "outcome": "not-substantiated"])
        #expect(try history.clock("R08", "S-1").outcome == "cancelled 2014-06-04 by 4")
        #expect(try history.clock("R08", "S-2").outcome == "met 2014-06-20 by 3")
    }

    @Test(arguments: [
        ("not-substantiated", "cancelled 2014-06-25 by 3, overdue"),
        ("no-continuing-risk", "cancelled 2014-06-25 by 3, overdue"),
        ("conference-not-required", "cancelled 2014-06-25 by 3, overdue"), ("conference", "open"),
    ])
    func aConclusionWithoutAConferenceCancels(outcome: String, expected: String) throws {
        var history = try History([
            ("referral.received", "2014-06-02", ["referral": "R-1"]),
            ("section47.started", "2014-06-03", ["section47": "S-1"]),
            ("section47.concluded", "2014-06-25", ["section47": "S-1", "outcome": .string(outcome)]),
        ])
        #expect(try history.clock("R08", "S-1").outcome == expected)
        try history.add("conference.held", "2014-06-27", ["conference": "K", "kind": "initial", "section47": "S-1"])
        #expect(try history.clock("R08", "S-1").outcome == "late 2014-06-27 by 4, 3")
    }

    @Test func aClosureCancels() throws {
        for data: JSONValue in [["reason": "RC7"], ["reason": "RC7", "referral": "R-1"]] {
            let history = try History([
                ("referral.received", "2014-06-02", ["referral": "R-1"]),
                ("section47.started", "2014-06-03", ["section47": "S-1", "referral": "R-1"]),
                ("case.closed", "2014-06-10", data),
            ])
            #expect(try history.clock("R08", "S-1").outcome == "cancelled 2014-06-10 by 3")
        }
    }
}
