import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// What a record lacks, and the entries behind it.
@Suite struct CaseGapTests {
    private func gaps(_ log: Log, _ child: String = "A", knownAt position: Int64? = nil) -> [String] {
        CaseRow.of(log.record(child, knownAt: position))?.gaps ?? ["no row"]
    }

    /// An assessment that was finished with nothing in it.
    private func thin() throws -> Log {
        var log = try CaseRowTests.opened()
        try log.add(
            "assessment.started", on: "2020-05-03", ["assessment": "A-1", "kind": "initial", "referral": "R-1"])
        try log.add("case.allocated", on: "2020-05-03", ["worker": "sam", "team": "north"])
        try log.add("assessment.completed", on: "2020-05-10", ["assessment": "A-1"])
        return log
    }

    @Test func aThinAssessmentShowsWhatItLacksOnceItIsFinished() throws {
        let log = try thin()
        #expect(gaps(log, knownAt: 6) == [])
        #expect(
            gaps(log) == [
                "child-view-missing", "child-not-seen", "child-not-seen-alone", "risk-factors-missing",
                "protective-factors-missing", "analysis-missing", "culture-not-considered",
            ])
        let found = CaseGap.found(in: log.record("A"))
        #expect(found.allSatisfy { $0.subject == "initial assessment A-1" && $0.isInForce })
        #expect(found[0].entries.map(\.position) == [5, 7])
    }

    @Test func whatIsRecordedLaterClosesTheGap() throws {
        var log = try thin()
        func record(_ type: String, _ day: String, _ data: JSONObject) throws {
            var data = data
            data["assessment"] = "A-1"
            try log.add(type, on: day, .object(data))
        }
        try record("child-view.recorded", "2020-05-06", ["words": "I want to stay at my school.", "alone": true])
        #expect(
            gaps(log) == [
                "risk-factors-missing", "protective-factors-missing", "analysis-missing", "culture-not-considered",
            ])
        try record("factor.recorded", "2020-05-06", ["kind": "risk", "factor": "Drink"])
        try record("factor.recorded", "2020-05-06", ["kind": "protective", "factor": "Grandmother"])
        try record("culture.considered", "2020-05-06", ["considered": "Faith of the family"])
        #expect(gaps(log) == ["analysis-missing"])
        try log.correct(
            Log.id(7), of: "assessment.completed",
            ["data": ["assessment": "A-1", "analysis": "Drink and grandmother."]])
        #expect(gaps(log) == [])
    }

    @Test func aLaterAssessmentTakesThePlaceOfAnEarlierOne() throws {
        var log = try thin()
        try log.add("assessment.started", on: "2020-05-11", ["assessment": "A-2", "kind": "core", "referral": "R-1"])
        try log.add(
            "assessment.completed", on: "2020-06-01",
            [
                "assessment": "A-2", "childSeen": true, "childSeenAlone": true, "childViews": "Wants to stay.",
                "riskFactors": ["Drink"], "protectiveFactors": ["School"], "analysis": "The risk is small.",
            ])
        #expect(gaps(log) == ["culture-not-considered"])
        let earlier = CaseGap.found(in: log.record("A")).filter { !$0.isInForce }
        #expect(earlier.count == 7 && earlier.allSatisfy { $0.subject == "initial assessment A-1" })
    }

    @Test func babiesAreNotAskedAndTheUnbornNotSeen() throws {
        for (birth, expected) in [
            ("2019-01-01", ["child-view-missing", "child-not-seen"]), ("2020-06-01", []),
            ("2018-05-10", ["child-view-missing", "child-not-seen", "child-not-seen-alone"]),
        ] as [(String, [String])] {
            var log = try thin()
            try log.correct(
                Log.id(1), of: "child.registered", ["data": ["birthDate": .string(birth), "ethnicity": "WBRI"]])
            #expect(gaps(log).filter { $0.hasPrefix("child") } == expected, "\(birth)")
        }
    }

    @Test func aReasonForNotSeeingAloneClosesThatGapOnly() throws {
        var log = try thin()
        try log.add(
            "visit.made", on: "2020-05-05",
            ["visit": "V-1", "purpose": "assessment", "seen": true, "whyNotSeenAlone": "Asleep"])
        #expect(gaps(log).filter { $0.hasPrefix("child") } == ["child-view-missing"])
    }

    /// Two referrals of earlier years, the first with an enquiry.
    private func withHistory() throws -> Log {
        var log = Log()
        try log.add("child.registered", on: "2010-01-01", ["birthDate": "2010-01-01", "ethnicity": "WBRI"])
        try log.add("referral.received", on: "2015-03-01", ["referral": "R-15", "noFurtherAction": false])
        try log.add("section47.started", on: "2015-03-03", ["section47": "E-15", "referral": "R-15"])
        try log.add("case.closed", on: "2015-06-01", ["referral": "R-15", "reason": "RC8"])
        try log.add("referral.received", on: "2018-03-01", ["referral": "R-18", "noFurtherAction": true])
        try log.add("contact.received", on: "2020-05-01", ["contact": "C-20"])
        try log.add(
            "referral.received", on: "2020-05-02", ["referral": "R-20", "contact": "C-20", "noFurtherAction": false])
        try log.add("assessment.started", on: "2020-05-03", ["assessment": "A-1", "kind": "initial"])
        try log.add("case.allocated", on: "2020-05-03", ["worker": "sam", "team": "north"])
        try log.add("assessment.completed", on: "2020-05-10", ["assessment": "A-1"])
        return log
    }

    @Test func historyThatExistedAndWasNotConsideredIsListed() throws {
        var log = try withHistory()
        // Recorded only after the assessment was finished: it could not be considered.
        try log.add("missing.reported", on: "2016-01-01", ["missing": "M-1", "from": "home"])
        let none = try #require(CaseGap.found(in: log.record("A")).first { $0.gap == .historyNotConsidered })
        #expect(none.entries.map(\.position) == [2, 3, 5])
        #expect(
            none.detail == "not considered: 2015-03-01 Referral received; 2015-03-03 Section 47 enquiry started; "
                + "2018-03-01 Referral received")

        var counted = log
        try counted.add("history.considered", on: "2020-05-09", ["assessment": "A-1", "previousReferrals": 2])
        let partly = try #require(CaseGap.found(in: counted.record("A")).first { $0.gap == .historyPartlyConsidered })
        #expect(partly.entries.map(\.position) == [12, 3])
        #expect(!gaps(counted).contains("history-not-considered"))

        var named = counted
        try named.add("history.considered", on: "2020-05-09", ["assessment": "A-1", "entries": [Log.id(3)]])
        #expect(!gaps(named).contains { $0.hasPrefix("history") })

        var read = log
        try read.add("history.considered", on: "2020-05-09", ["assessment": "A-1", "throughPosition": 4])
        #expect(
            CaseGap.found(in: read.record("A")).first { $0.gap == .historyPartlyConsidered }?.entries.map(\.position)
                == [12, 5])
    }

    @Test func outcomesAndContingenciesOfAPlanAreRead() throws {
        var log = try CaseRowTests.opened()
        try log.add("case.allocated", on: "2020-05-03", ["worker": "sam", "team": "north"])
        try log.add("plan.made", on: "2020-05-04", ["plan": "P-1", "kind": "child-in-need"])
        #expect(gaps(log) == ["culture-not-considered-in-plan", "plan-without-outcomes", "contingency-missing"])
        try log.add(
            "plan.reviewed", on: "2020-06-04",
            [
                "plan": "P-1",
                "outcomes": [
                    ["name": "O-1", "outcome": "In school", "measure": "Attendance", "baseline": "60 %"],
                    ["name": "O-2", "outcome": "Fed", "target": "Every day", "due": "2020-07-01"],
                ],
                "contingencies": [["response": "Legal advice"]],
            ])
        #expect(
            gaps(log) == [
                "culture-not-considered-in-plan", "outcome-without-measure", "outcome-without-baseline",
                "outcome-without-target", "outcome-without-due", "contingency-without-trigger",
                "contingency-without-actor",
            ])
        let baseline = CaseGap.found(in: log.record("A")).first { $0.gap == .outcomeWithoutBaseline }
        #expect(baseline?.detail == "Fed" && baseline?.entries.map(\.position) == [7])
        let whole: JSONValue = [
            "plan": "P-1",
            "outcomes": [
                [
                    "name": "O-1", "outcome": "In school", "measure": "Attendance", "baseline": "60 %",
                    "target": "95 %",
                    "due": "2020-09-01",
                ],
                [
                    "name": "O-2", "outcome": "Fed", "measure": "Weight", "baseline": "9th", "target": "25th",
                    "due": "2020-07-01",
                ],
            ],
            "contingencies": [["response": "Legal advice", "trigger": "Two missed visits", "who": "Team manager"]],
        ]
        try log.add("plan.reviewed", on: "2020-06-05", whole)
        try log.add("culture.considered", on: "2020-06-05", ["plan": "P-1", "considered": "Diet and faith"])
        #expect(gaps(log) == [])
    }

    @Test func twoReviewsWithoutProgressAreDrift() throws {
        var log = try CaseRowTests.opened()
        try log.add(
            "plan.made", on: "2020-05-04",
            ["plan": "P-1", "kind": "child-in-need", "outcomes": [["name": "O-1", "outcome": "In school"]]])
        func review(_ day: String, _ progress: String) throws {
            try log.add(
                "plan.reviewed", on: day,
                ["plan": "P-1", "progress": [["outcome": "O-1", "progress": .string(progress)]]])
        }
        try review("2020-06-04", "same")
        #expect(!gaps(log).contains("plan-drift"))
        try review("2020-07-04", "worse")
        #expect(gaps(log).contains("plan-drift"))
        try review("2020-08-04", "better")
        #expect(!gaps(log).contains("plan-drift"))
    }

    @Test func identicalContingenciesOfThreeSiblingsAreFlaggedOnAllThree() throws {
        let children = ["A", "B", "C"]
        var log = Log()
        for child in children {
            try log.add(
                "referral.received", [child], on: "2020-05-01", ["referral": "R-1", "noFurtherAction": false])
            // Only the child's name is another one.
            try log.add(
                "plan.made", [child], on: "2020-05-04",
                [
                    "plan": "P-1", "kind": "child-in-need",
                    "contingency": .string(
                        "If mother drinks again, the worker visits \(child) the same day and asks for legal advice."),
                ])
        }
        try log.add("referral.received", ["D"], on: "2020-05-01", ["referral": "R-1", "noFurtherAction": false])
        try log.add(
            "plan.made", ["D"], on: "2020-05-04",
            [
                "plan": "P-1", "kind": "child-in-need",
                "contingency":
                    "If Dan is excluded from school again, his aunt in Leeds takes him and we meet in a week.",
            ])
        for child in children {
            let siblings = (children + ["D"]).map { log.record($0) }
            let found = CaseGap.found(in: log.record(child), siblings: siblings).filter { $0.gap == .contingencyCopied }
            let others = children.filter { $0 != child }.joined(separator: ", ")
            #expect(found.map(\.detail) == ["as of \(others)"], "\(child)")
            #expect(CaseGap.found(in: log.record(child)).allSatisfy { $0.gap != .contingencyCopied })
        }
        let own = CaseGap.found(in: log.record("D"), siblings: children.map { log.record($0) })
        #expect(own.allSatisfy { $0.gap != .contingencyCopied })
    }

    @Test func oneEntryForSeveralChildrenIsFlaggedFromTheRecordAlone() throws {
        var log = try thin()
        try log.add(
            "child-view.recorded", ["A", "B"], on: "2020-05-06", ["words": "They are happy.", "assessment": "A-1"])
        try log.add(
            "plan.made", ["A", "B"], on: "2020-05-12",
            ["plan": "P-1", "kind": "child-in-need", "contingency": "Legal advice."])
        #expect(gaps(log).contains("child-view-shared") && gaps(log).contains("contingency-shared"))
    }

    @Test func anUnallocatedCaseNeedsItsRiskAssessedSinceThen() throws {
        var log = try CaseRowTests.opened()
        #expect(gaps(log) == [])
        try log.add("case.allocated", on: "2020-05-03", ["worker": "sam", "team": "north"])
        try log.add("case.deallocated", on: "2020-06-01", [:])
        #expect(gaps(log) == ["unallocated-without-risk-assessment"])
        try log.add("case.risk-assessed", on: "2020-06-01", ["riskLevel": "low"])
        #expect(gaps(log) == [])
    }

    @Test func enquiriesDecisionsAndProtectionShowTheirGaps() throws {
        var log = try CaseRowTests.opened()
        try log.add("case.allocated", on: "2020-05-03", ["worker": "sam", "team": "north"])
        try log.add("section47.started", on: "2020-05-03", ["section47": "E-1", "referral": "R-1"])
        #expect(gaps(log) == ["enquiry-without-assessment"])
        try log.add("assessment.started", on: "2020-05-04", ["assessment": "A-1", "kind": "core", "section47": "E-1"])
        #expect(gaps(log) == [])
        try log.add(
            "decision.made", on: "2020-05-04",
            ["decision": "D-1", "kind": "section47", "what": "Keep safe", "requiresProtection": true])
        #expect(gaps(log) == ["decision-not-specific", "protection-not-named"])
        try log.add(
            "protective-action.required", on: "2020-05-04",
            ["protectiveAction": "P-1", "what": "Father leaves", "decision": "D-1"])
        try log.add("decision.reviewed", on: "2020-05-05", ["decision": "D-1", "outcome": "carried-out"])
        #expect(gaps(log) == [])
        try log.add("protective-action.taken", on: "2020-05-05", ["protectiveAction": "P-1"])
        #expect(gaps(log) == ["protection-without-evidence"])
    }

    @Test func everyGapHasWordsOfItsOwn() {
        #expect(Set(CaseGap.allCases.map(\.title)).count == CaseGap.allCases.count)
        for gap in CaseGap.allCases {
            #expect(gap.explanation.hasSuffix(".") && !gap.source.isEmpty && gap.rawValue == gap.rawValue.lowercased())
        }
    }
}
