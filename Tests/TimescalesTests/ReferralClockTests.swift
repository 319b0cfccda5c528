import CaseRecord
import StrictJSON
import Testing
import Timescales

@Suite struct ReferralClockTests {
    @Test func theNorfolkExampleOfApril2011() throws {
        let history = try History([("referral.received", "2011-04-14", ["referral": "R-1", "sourceCode": "6"])])
        let clock = try history.clock("R03", "R-1")
        #expect(clock.due == day("2011-05-04"))
        #expect(
            clock.explanation.counted
                == [
                    "2011-04-15", "2011-04-18", "2011-04-19", "2011-04-20", "2011-04-21", "2011-04-26", "2011-04-27",
                    "2011-04-28", "2011-05-03", "2011-05-04",
                ].map(day))
        #expect(
            clock.explanation.skipped.map { "\($0.date) \($0.reason)" } == [
                "2011-04-16 Saturday", "2011-04-17 Sunday", "2011-04-22 Good Friday", "2011-04-23 Saturday",
                "2011-04-24 Sunday", "2011-04-25 Easter Monday", "2011-04-29 Royal wedding", "2011-04-30 Saturday",
                "2011-05-01 Sunday", "2011-05-02 Early May bank holiday",
            ])
        #expect(clock.warnFrom == day("2011-04-27"))
        // 20 working days end on 18 May.
        #expect(clock.severeFrom == day("2011-05-19"))
        #expect(clock.edition.source.code == "WT2010" && clock.isOpen && clock.startedBy.position == 1)
        #expect(history.clocks().map(\.rule.id.rawValue) == ["R01", "R03"])
        #expect(
            clock.explanation.sentence
                == "The initial assessment for referral R-1 is due by the end of Wed 4 May 2011, 10 working days after "
                + "the referral was received on Thu 14 April 2011.")
        #expect(clock.remarks == ["It falls away if the decision on the referral is not to assess."])
        let lines = clock.explanation.lines
        #expect(lines.contains("Day 9: Tue 3 May 2011"))
        #expect(lines.contains("Not counted: Fri 29 April 2011, Royal wedding"))
    }

    @Test(arguments: [
        ("2000-03-31", ""), ("2000-04-01", "R01 WT1999 2000-04-03, R02 WT1999 2000-04-11"),
        ("2006-03-31", "R01 WT1999 2006-04-03, R02 WT1999 2006-04-11"),
        ("2006-04-01", "R01 WT2006 2006-04-03, R02 WT2006 2006-04-11"),
        ("2010-03-16", "R01 WT2006 2010-03-17, R02 WT2006 2010-03-25"),
        ("2010-03-17", "R01 WT2010 2010-03-18, R03 WT2010 2010-03-31"),
        ("2013-04-12", "R01 WT2010 2013-04-15, R03 WT2010 2013-04-26"),
        ("2013-04-14", "R01 WT2010 2013-04-15, R03 WT2010 2013-04-26"),
        ("2013-04-15", "R01 WT2013 2013-04-16, R05 WT2013 2013-06-19"),
        ("2015-03-26", "R01 WT2015 2015-03-27, R05 WT2015 2015-06-03"),
        ("2018-07-04", "R01 WT2018 2018-07-05, R05 WT2018 2018-09-06"),
        ("2023-12-15", "R01 WT2023 2023-12-18, R05 WT2023 2024-02-21"),
        ("2026-03-17", "R01 WT2023 2026-03-18, R05 WT2023 2026-05-22"),
        ("2026-03-18", "R01 WT2026 2026-03-19, R05 WT2026 2026-05-26"),
        ("2026-11-20", "R01 WT2026 2026-11-23, R05 WT2026 2027-01-27"),
    ])
    func theEditionInForceOnDayZeroApplies(received: String, expected: String) throws {
        let history = try History([("referral.received", received, ["referral": "R-1"])])
        let found = history.clocks().map { "\($0.rule.id) \($0.edition.source.code) \($0.due)" }
        #expect(found.joined(separator: ", ") == expected)
    }

    @Test func anEditionThatWasNotVerifiedSaysSo() throws {
        let history = try History([("referral.received", "2026-11-20", ["referral": "R-1"])])
        for clock in history.clocks() {
            #expect(clock.edition.sureness == .assumed)
            #expect(clock.edition.note?.contains("not verified") == true)
            #expect(clock.remarks.contains { $0.contains("not verified") })
        }
    }

    @Test func aReferralAtNightCountsOnLondonsDay() throws {
        let history = try History([("referral.received", "2011-04-14T23:30:00Z", ["referral": "R-1"])])
        #expect(try history.clock("R03", "R-1").dayZero == day("2011-04-15"))
    }

    @Test func theFirstDecisionStopsTheDecisionClock() throws {
        var history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-18", ["referral": "R-1", "outcome": "initial-assessment"]),
        ])
        #expect(try history.clock("R01", "R-1").outcome == "late 2011-04-18 by 2, 1")
        try history.add("referral.decided", "2011-04-15", ["referral": "R-1", "outcome": "strategy-discussion"])
        #expect(try history.clock("R01", "R-1").outcome == "met 2011-04-15 by 3")
        #expect(try history.clock("R01", "R-1").warnFrom == nil)
    }

    @Test func aDecisionOnASaturdayAfterTheDueDayIsLateByNoWorkingDay() throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-16", ["referral": "R-1", "outcome": "advice"]),
        ])
        #expect(try history.clock("R01", "R-1").outcome == "late 2011-04-16 by 2, 0")
    }

    @Test func ofAReferralReceivedTwiceTheFirstByPositionCounts() throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.received", "2011-04-11", ["referral": "R-1"]),
        ])
        #expect(history.clocks().map(\.id) == ["R01/N1001/R-1", "R03/N1001/R-1"])
        #expect(history.clocks().allSatisfy { $0.dayZero == day("2011-04-14") })
    }

    @Test func aReturnDoesNotHoldTheDayOfTheDecision() throws {
        for noFurtherAction in [true, false] {
            var history = try History([
                ("referral.received", "2022-04-14", ["referral": "R-1", "noFurtherAction": .bool(noFurtherAction)])
            ])
            #expect(try history.clock("R01", "R-1").outcome == "cannot be told")
            #expect(
                try history.clock("R05", "R-1").outcome
                    == (noFurtherAction ? "cancelled 2022-04-14 by 1" : "open"))
            try history.add("referral.decided", "2022-04-19", ["referral": "R-1", "outcome": "single-assessment"])
            #expect(try history.clock("R01", "R-1").outcome == "met 2022-04-19 by 2")
            #expect(try history.clock("R05", "R-1").outcome == "open", "a recorded decision outweighs the return")
        }
    }

    @Test func aClosureBeforeTheDecisionCancels() throws {
        for data: JSONValue in [["reason": "RC8"], ["reason": "RC8", "referral": "R-1"]] {
            let history = try History([
                ("referral.received", "2011-04-14", ["referral": "R-1"]), ("case.closed", "2011-04-20", data),
            ])
            #expect(try history.clock("R01", "R-1").outcome == "cancelled 2011-04-20 by 2, overdue")
            #expect(try history.clock("R03", "R-1").outcome == "cancelled 2011-04-20 by 2")
        }
    }

    @Test func aClosureOfAnotherEpisodeOrOfAnEarlierTimeDoesNotCancel() throws {
        let history = try History([
            ("case.closed", "2011-04-13", ["reason": "RC8"]),
            ("case.closed", "2011-04-14T08:00:00Z", ["reason": "RC8"]),
            ("referral.received", "2011-04-14T09:00:00Z", ["referral": "R-1"]),
            ("case.closed", "2011-04-20", ["reason": "RC8", "referral": "R-0"]),
        ])
        #expect(history.clocks().map(\.outcome) == ["open", "open"])
    }

    @Test func authorisationStopsTheAssessmentAndCompletionDoesNot() throws {
        var history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("assessment.started", "2011-04-15", ["assessment": "A-1", "kind": "initial", "referral": "R-1"]),
            ("assessment.completed", "2011-05-03", ["assessment": "A-1"]),
        ])
        let waiting = try history.clock("R03", "R-1")
        #expect(waiting.outcome == "open" && waiting.awaitsAuthorisationSince == day("2011-05-03"))
        #expect(waiting.remarks == ["Completed on Tue 3 May 2011, awaits authorisation."])
        var inTime = history
        try inTime.add("assessment.authorised", "2011-05-04", ["assessment": "A-1"])
        #expect(try inTime.clock("R03", "R-1").outcome == "met 2011-05-04 by 4")
        #expect(try inTime.clock("R03", "R-1").awaitsAuthorisationSince == nil)
        try history.add("assessment.authorised", "2011-05-05", ["assessment": "A-1"])
        #expect(try history.clock("R03", "R-1").outcome == "late 2011-05-05 by 4, 1")
    }

    @Test func anAssessmentThatNamesNoReferralAnswersTheLatest() throws {
        let history = try History([
            ("referral.received", "2014-01-06", ["referral": "R-1"]),
            ("referral.received", "2014-06-02", ["referral": "R-2"]),
            ("assessment.started", "2014-06-02", ["assessment": "A-2", "kind": "single"]),
            ("assessment.authorised", "2014-06-20", ["assessment": "A-2"]),
        ])
        #expect(try history.clock("R05", "R-2").outcome == "met 2014-06-20 by 4")
        #expect(try history.clock("R05", "R-1").outcome == "open")
    }

    @Test func aCoreAssessmentDoesNotAnswerAReferral() throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("assessment.started", "2011-04-15", ["assessment": "C-1", "kind": "core", "referral": "R-1"]),
            ("assessment.authorised", "2011-05-03", ["assessment": "C-1"]),
        ])
        #expect(try history.clock("R03", "R-1").outcome == "open")
    }

    @Test(arguments: ["early-help", "advice", "other-authority", "no-further-action"])
    func aDecisionNotToAssessCancels(outcome: String) throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-05-05", ["referral": "R-1", "outcome": .string(outcome)]),
        ])
        #expect(try history.clock("R03", "R-1").outcome == "cancelled 2011-05-05 by 2, overdue")
    }

    @Test(arguments: ["initial-assessment", "single-assessment", "strategy-discussion"])
    func aDecisionToAssessDoesNot(outcome: String) throws {
        var history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-14", ["referral": "R-1", "outcome": "advice"]),
        ])
        #expect(try history.clock("R03", "R-1").outcome == "cancelled 2011-04-14 by 2")
        try history.add("referral.decided", "2011-04-14", ["referral": "R-1", "outcome": .string(outcome)])
        #expect(try history.clock("R03", "R-1").outcome == "open", "decided both ways on one day: it runs")
        try history.add("referral.decided", "2011-04-18", ["referral": "R-1", "outcome": "no-further-action"])
        #expect(try history.clock("R03", "R-1").outcome == "cancelled 2011-04-18 by 4")
    }

    @Test func anAssessmentStartedAfterADecisionNotToAssessRevivesTheClock() throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-04-15", ["referral": "R-1", "outcome": "early-help"]),
            ("assessment.started", "2011-04-28", ["assessment": "A-1", "kind": "initial", "referral": "R-1"]),
        ])
        #expect(try history.clock("R03", "R-1").outcome == "open")
    }

    @Test func anEndBeforeTheReferralIsStillAnEnd() throws {
        let history = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("assessment.started", "2011-04-11", ["assessment": "A-1", "kind": "initial", "referral": "R-1"]),
            ("assessment.authorised", "2011-04-12", ["assessment": "A-1"]),
        ])
        let clock = try history.clock("R03", "R-1")
        #expect(clock.outcome == "met 2011-04-12 by 3")
        #expect(clock.json["workingDaysUsed"] == 0)
    }

    @Test func onTheDayOfTheClosureTheEndCountsAndAfterItTheClosure() throws {
        for (authorised, outcome) in [
            ("2011-05-03", "met 2011-05-03 by 4"), ("2011-05-04", "cancelled 2011-05-03 by 3"),
        ] {
            let history = try History([
                ("referral.received", "2011-04-14", ["referral": "R-1"]),
                ("assessment.started", "2011-04-15", ["assessment": "A-1", "kind": "initial", "referral": "R-1"]),
                ("case.closed", "2011-05-03", ["reason": "RC8"]),
                ("assessment.authorised", authorised, ["assessment": "A-1"]),
            ])
            #expect(try history.clock("R03", "R-1").outcome == outcome)
        }
    }

    @Test func theMeasureCountsFromTheStartOfTheAssessment() throws {
        let history = try History([
            ("referral.received", "2014-06-02", ["referral": "R-1"]),
            ("assessment.started", "2014-06-09", ["assessment": "A-1", "kind": "single"]),
            ("assessment.authorised", "2014-08-11", ["assessment": "A-1"]),
        ])
        let measure = try history.clock("R05M", "A-1")
        #expect(measure.due == day("2014-08-11") && measure.outcome == "met 2014-08-11 by 3")
        #expect(measure.isMeasure && measure.warnFrom == nil && measure.rule.kind == .measure)
        let guidance = try history.clock("R05", "R-1")
        #expect(guidance.due == day("2014-08-04") && guidance.outcome == "late 2014-08-11 by 3, 5")
    }

    @Test func aMonthCountsFromItsFirstPossibleDay() throws {
        var history = try History([("referral.received", "2011-04", ["referral": "R-1"])])
        let clock = try history.clock("R01", "R-1")
        #expect(clock.dayZero == day("2011-04-01") && clock.due == day("2011-04-04"))
        #expect(clock.remarks.contains { $0.contains("not known, only 2011-04") })
        try history.add("referral.decided", "2011-04", ["referral": "R-1", "outcome": "advice"])
        #expect(try history.clock("R01", "R-1").outcome == "cannot be told")
        try history.add("referral.decided", "2011-03", ["referral": "R-1", "outcome": "advice"])
        #expect(try history.clock("R01", "R-1").outcome == "met 2011-03-01 by 3")
        let late = try History([
            ("referral.received", "2011-04-14", ["referral": "R-1"]),
            ("referral.decided", "2011-05", ["referral": "R-1", "outcome": "advice"]),
        ])
        #expect(try late.clock("R01", "R-1").outcome.hasPrefix("late 2011-05-01"))
    }

    @Test func historyAndOtherChildren() throws {
        var history = try History([])
        try history.add(
            "referral.received", "2011-04-14", ["referral": "R-1"], original: ["system": "ICS"],
            recordedAt: "2026-01-02T10:00:00Z", children: ["N1002", "N1001"])
        try history.add("referral.received", "2011-04-15", ["referral": "R-2"], children: ["N1002"])
        #expect(history.clocks().map(\.id) == ["R01/N1001/R-1", "R03/N1001/R-1"])
        for clock in history.clocks() {
            #expect(clock.isHistory && clock.openedRecordedAt.description == "2026-01-02T10:00:00Z")
        }
    }
}
