import CaseRecord
import StrictJSON
import TestHistory
import Testing
import Timescales
import Views

func facts(_ log: Log, of child: String = "A", knownAt position: Int64? = nil) throws -> [CountedFact] {
    let record = log.record(child, knownAt: position)
    let clocks = Clocks.of(record, rulebook: try .standard())
    return CountedFact.all(in: record, clocks: clocks, calendars: CalendarHistory())
}

/// The same but for the looks of managers, which have a test of their own.
private func counted(_ log: Log) throws -> [CountedFact] { try facts(log).filter { $0.kind != .oversight } }

extension CountedFact {
    /// What is compared, in one line.
    var line: String {
        let parts: [String?] = [
            "\(kind.rawValue) \(reference)", variant.map { "(\($0))" }, team.map { "of \($0)" },
            worker.map { "by \($0)" },
            locality.map { "in \($0)" }, "\(beganOn) @\(position)", endedOn.map { "- \($0)" }, due.map { "due \($0)" },
            workingDays.map { "\($0) wd" }, outcome.map { "=> \($0)" }, previousOn.map { "after \($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: " ")
    }
}

@Suite struct CountedFactTests {
    /// A case of spring 2011, when Good Friday, Easter Monday, the royal wedding and May Day lay within three weeks.
    static func spring() throws -> Log {
        var log = Log()
        try log.add("contact.received", on: "2011-04-13", ["contact": "K-1", "team": "north", "locality": "Fakenham"])
        try log.add(
            "contact.decided", on: "2011-04-14", ["contact": "K-1", "outcome": "new-referral", "referral": "R-1"])
        try log.add("referral.received", on: "2011-04-14", ["referral": "R-1", "contact": "K-1", "team": "north"])
        try log.add("referral.decided", on: "2011-04-18", ["referral": "R-1", "outcome": "initial-assessment"])
        try log.add("case.allocated", on: "2011-04-18", ["worker": "amy", "team": "south"])
        try log.add(
            "assessment.started", on: "2011-04-19",
            ["assessment": "A-1", "kind": "initial", "referral": "R-1", "lead": "ben"])
        try log.add("assessment.completed", on: "2011-05-04", ["assessment": "A-1", "childViews": "Wants to stay."])
        try log.add("assessment.authorised", on: "2011-05-05", ["assessment": "A-1"])
        return log
    }

    @Test func aFrontDoorOf2011() throws {
        #expect(
            try counted(Self.spring()).map(\.line) == [
                // Ten working days from 14 April end on 4 May.
                "assessment A-1 (initial) of south by ben in Fakenham 2011-04-14 @3 - 2011-05-05 due 2011-05-04 11 wd "
                    + "=> child-view",
                "contact K-1 of north in Fakenham 2011-04-13 @1 - 2011-04-14 due 2011-04-14 1 wd => new-referral",
                "episode R-1 of north in Fakenham 2011-04-14 @3",
                "referral R-1 (initial) of north in Fakenham 2011-04-14 @3 - 2011-04-18 due 2011-04-15 2 wd "
                    + "=> initial-assessment",
            ])
    }

    @Test func aSecondInitialAssessmentCountsFromItsOwnDay() throws {
        var log = try Self.spring()
        try log.add(
            "assessment.started", on: "2011-06-01",
            ["assessment": "A-2", "kind": "initial", "referral": "R-1", "trigger": "new-information"])
        try log.add("assessment.authorised", on: "2011-06-03", ["assessment": "A-2"])
        let second = try #require(try facts(log).first { $0.reference == "A-2" })
        #expect(
            second.line
                == "assessment A-2 (initial) of south by amy in Fakenham 2011-06-01 @9 - 2011-06-03 2 wd => no-child-view"
        )
    }

    static func protection() throws -> Log {
        var log = Log()
        try log.add("referral.received", on: "2011-04-14", ["referral": "R-1", "team": "north"])
        try log.add(
            "strategy-discussion.held", on: "2011-04-15",
            ["strategyDiscussion": "D-1", "initiatesSection47": true, "section47": "S-1", "referral": "R-1"])
        try log.add("section47.started", on: "2011-04-18", ["section47": "S-1", "lead": "cat"])
        try log.add(
            "assessment.started", on: "2011-04-18", ["assessment": "A-1", "kind": "core", "section47": "S-1"])
        try log.add("section47.concluded", on: "2011-05-03", ["section47": "S-1", "outcome": "conference"])
        return log
    }

    @Test func anEnquiryToItsPlanAndReviews() throws {
        var log = try Self.protection()
        try log.add("conference.held", on: "2011-05-12", ["conference": "C-1", "kind": "initial", "outcome": "plan"])
        try log.add("cp-plan.started", on: "2011-05-12", ["plan": "P-1", "category": "NEG", "conference": "C-1"])
        try log.add("assessment.authorised", on: "2011-06-10", ["assessment": "A-1"])
        try log.add("conference.held", on: "2011-08-15", ["conference": "C-2", "kind": "review", "plan": "P-1"])
        try log.add("cp-plan.ended", on: "2011-12-01", ["plan": "P-1"])
        #expect(
            try counted(log).map(\.line) == [
                // Due 35 working days after the discussion of 15 April; National Indicator 60 counts from its own start.
                "assessment A-1 (core) of north 2011-04-18 @4 - 2011-06-10 due 2011-06-10 34 wd => no-child-view",
                "conference C-1 (initial) of north 2011-04-15 @2 - 2011-05-12 due 2011-05-12 15 wd => plan",
                "conference C-2 (review) of north 2011-08-15 @9 - 2011-08-15",
                "cp-plan P-1 (NEG) of north 2011-05-12 @7 - 2011-12-01 => first",
                "cp-review \(Self.id(7)) of north 2011-05-12 @7 - 2011-08-15 due 2011-08-12 => held",
                "cp-review \(Self.id(9)) of north 2011-08-15 @9 - 2011-12-01 due 2012-02-15 => fell-away",
                "episode R-1 (undecided) of north 2011-04-14 @1",
                "referral R-1 (core) of north 2011-04-14 @1 due 2011-04-15",
                "section47 S-1 (with-core-assessment) of north by cat 2011-04-15 @2 - 2011-05-03 8 wd => conference-held",
                "strategy-discussion D-1 (section47) of north 2011-04-15 @2 - 2011-04-15",
            ])
    }

    /// The id of the event at that position.
    static func id(_ position: Int) -> String { Log.id(position).stringValue ?? "" }

    @Test func aConferenceThatIsNecessaryIsThereBeforeItIsHeld() throws {
        var log = try Self.protection()
        func conferences() throws -> [String] { try facts(log).filter { $0.kind == .conference }.map(\.line) }
        #expect(try conferences() == ["conference section47/S-1 (initial) of north 2011-04-15 @2 due 2011-05-12"])
        try log.add("conference.held", on: "2011-05-13", ["conference": "C-1", "kind": "initial", "section47": "S-1"])
        #expect(
            try conferences() == ["conference C-1 (initial) of north 2011-04-15 @2 - 2011-05-13 due 2011-05-12 16 wd"])
    }

    @Test func anEnquiryIsCarriedOutByACoreAssessmentThatRanAlready() throws {
        var log = Log()
        try log.add("referral.received", on: "2011-04-01", ["referral": "R-1"])
        try log.add("assessment.started", on: "2011-04-04", ["assessment": "A-1", "kind": "core", "referral": "R-1"])
        for (number, day) in [(1, "2011-04-15"), (2, "2011-09-01")] {
            try log.add("section47.started", on: day, ["section47": .string("S-\(number)"), "referral": "R-1"])
        }
        try log.add("assessment.authorised", on: "2011-05-20", ["assessment": "A-1"])
        #expect(
            try facts(log).filter { $0.kind == .section47 }.map(\.variant) == ["with-core-assessment", nil])
    }

    @Test func whatAClosedCaseLeftBehindFellAway() throws {
        var log = try Self.protection()
        try log.add("case.closed", on: "2011-07-01", ["reason": "RC1"])
        let lines = try facts(log).map(\.line)
        #expect(
            lines.contains(
                "assessment A-1 (core) of north 2011-04-18 @4 - 2011-07-01 due 2011-06-10 => fell-away"))
        #expect(lines.contains("episode R-1 (undecided) of north 2011-04-14 @1 - 2011-07-01 => RC1"))
        #expect(
            lines.contains(
                "conference section47/S-1 (initial) of north 2011-04-15 @2 - 2011-07-01 due 2011-05-12 => fell-away"))
    }

    @Test func repeatsSayWhatCameBefore() throws {
        var log = Log()
        try log.add("referral.received", on: "2019-01-10", ["referral": "R-1"])
        try log.add("cp-plan.started", on: "2019-02-01", ["plan": "P-1", "category": "EMO"])
        try log.add("cp-plan.ended", on: "2019-09-30", ["plan": "P-1"])
        try log.add("referral.received", on: "2019-12-01", ["referral": "R-2"])
        try log.add("cp-plan.started", on: "2020-01-07", ["plan": "P-2", "category": "NEG"])
        let all = try facts(log)
        #expect(
            all.filter { $0.kind == .protectionPlan }.map(\.line) == [
                "cp-plan P-1 (EMO) 2019-02-01 @2 - 2019-09-30 => first",
                "cp-plan P-2 (NEG) 2020-01-07 @5 => repeat after 2019-09-30",
            ])
        #expect(all.filter { $0.kind == .referral }.map { $0.previousOn?.description } == [nil, "2019-01-10"])
    }

    @Test func careItsReviewsVisitsAndOversight() throws {
        var log = Log()
        try log.add("case.allocated", on: "2024-01-02", ["worker": "amy", "team": "care"])
        try log.add("care.started", on: "2024-01-02", ["care": "L-1", "legalStatus": "V2"])
        try log.add("visit.made", on: "2024-01-05", ["visit": "V-1", "purpose": "looked-after", "seen": true])
        try log.add(
            "visit.made", on: "2024-01-09",
            ["visit": "V-1", "purpose": "looked-after", "seen": true, "seenAlone": true, "visitedBy": "ben"])
        try log.add("care-review.held", on: "2024-01-30", ["care": "L-1"])
        try log.add("care-review.held", on: "2024-05-01", ["care": "L-1"])
        try log.add("care.ended", on: "2024-06-03", ["care": "L-1", "reason": "returned-home"])
        try log.add(
            "decision.made", on: "2024-02-01",
            [
                "decision": "D-1", "kind": "plan", "what": "See the child.", "decidedBy": "kim",
                "successTest": "The child was seen.",
                "actions": [["what": "Visit", "worker": "amy", "due": "2024-02-10"]],
            ])
        try log.add("decision.made", on: "2024-02-02", ["decision": "D-2", "kind": "plan", "what": "Monitor."])
        try log.add("audit.completed", on: "2024-03-01", ["audit": "Q-1", "grade": "good", "team": "west"])
        try log.add(
            "supervision.held", on: "2024-03-04", ["kind": "case", "supervisor": "kim", "supervisee": "amy"])
        try log.add(
            "early-help.started", on: "2024-06-10", ["earlyHelp": "E-1", "leadAgency": "health", "area": "Coast"])
        #expect(
            try counted(log).map(\.line) == [
                "audit Q-1 of west by amy 2024-03-01 @10 - 2024-03-01 => good",
                "care L-1 of care by amy 2024-01-02 @2 - 2024-06-03 => returned-home",
                // Twenty working days; three months; six months, but the child went home.
                "care-review \(Self.id(2)) of care by amy 2024-01-02 @2 - 2024-01-30 due 2024-01-30 => held",
                "care-review \(Self.id(5)) of care by amy 2024-01-30 @5 - 2024-05-01 due 2024-04-30 => held",
                "care-review \(Self.id(6)) of care by amy 2024-05-01 @6 - 2024-06-03 due 2024-11-01 => fell-away",
                "decision D-1 (plan) of care by kim 2024-02-01 @8 => specific",
                "decision D-2 (plan) of care by amy 2024-02-02 @9 => vague",
                "early-help E-1 (health) of care by amy in Coast 2024-06-10 @12",
                "supervision \(Self.id(11)) (case) of care by amy 2024-03-04 @11 - 2024-03-04",
                "visit V-1 (looked-after) of care by amy 2024-01-05 @3 - 2024-01-05 => seen",
                "visit \(Self.id(4)) (looked-after) of care by ben 2024-01-09 @4 - 2024-01-09 => seen-alone",
            ])
    }

    @Test func whatIsStruckOutOrCorrectedCountsAsItStands() throws {
        var log = try Self.spring()
        let authorised = Log.id(8)
        let before = log.events.count
        try log.correct(authorised, of: "assessment.authorised", ["occurredAt": "2011-05-04"])
        func assessment(_ known: Int64? = nil) throws -> CountedFact? {
            try facts(log, knownAt: known).first { $0.kind == .assessment }
        }
        #expect(try assessment()?.workingDays == 10)
        #expect(try assessment(Int64(before))?.workingDays == 11)
        try log.strike(authorised)
        #expect(try assessment()?.endedOn == nil)
        #expect(try assessment()?.due == CivilDate("2011-05-04"))
    }

    @Test func aHandoverIsOfTheTeamThatIsToGoOnWithItUntilItIsAccepted() throws {
        var log = Log()
        try log.add("contact.received", on: "2011-05-03", ["contact": "K-1", "team": "north"])
        try log.add(
            "handover.sent", on: "2011-05-03T23:10:00+01:00",
            ["handover": "H-1", "toTeam": "south", "fromService": "emergency duty", "riskLevel": "high"])
        func handover() throws -> String? { try facts(log).first { $0.kind == .handover }?.line }
        #expect(try handover() == "handover H-1 (high) of south 2011-05-03 @2 due 2011-05-04")
        try log.add("handover.accepted", on: "2011-05-05", ["handover": "H-1", "acceptedBy": "sue"])
        #expect(
            try handover() == "handover H-1 (high) of south by sue 2011-05-03 @2 - 2011-05-05 due 2011-05-04 2 wd")
    }

    @Test func aNameUsedAgainIsAnotherHandoverAndAClosedCaseLeavesNoneBehind() throws {
        var log = Log()
        func send(_ name: String, on day: String) throws {
            try log.add("handover.sent", on: day, ["handover": .string(name), "toTeam": "south"])
        }
        try log.add("referral.received", on: "2011-04-01", ["referral": "R-1", "team": "north"])
        try log.add("handover.accepted", on: "2011-04-02", ["handover": "H-1", "acceptedBy": "early"])
        try send("H-1", on: "2011-04-05")
        try log.add("handover.accepted", on: "2011-04-06", ["handover": "H-1", "acceptedBy": "sue"])
        try send("H-1", on: "2011-05-05")
        try send("H-2", on: "2011-05-06")
        func handovers() throws -> [[String?]] {
            try facts(log).filter { $0.kind == .handover }.map { fact in
                [fact.beganOn.description, fact.endedOn?.description, fact.worker?.text, fact.outcome]
            }
        }
        let first: [String?] = ["2011-04-05", "2011-04-06", "sue", nil]
        #expect(try handovers() == [first, ["2011-05-05", nil, nil, nil], ["2011-05-06", nil, nil, nil]])
        try log.add("case.closed", on: "2011-05-09", ["reason": "RC1", "referral": "R-1"])
        #expect(
            try handovers() == [
                first, ["2011-05-05", "2011-05-09", nil, "fell-away"], ["2011-05-06", "2011-05-09", nil, "fell-away"],
            ])
    }

    @Test func everythingThatShowsThatAManagerLookedCounts() throws {
        var log = Log()
        try log.add("referral.received", on: "2011-04-14", ["referral": "R-1", "team": "north"])
        try log.add("oversight.recorded", on: "2011-04-15", ["kind": "record-read", "manager": "mo"])
        try log.add("case.reviewed", on: "2011-04-16", ["reviewedBy": "ann"])
        try log.add("decision.made", on: "2011-04-17", ["decision": "D-1", "kind": "plan", "what": "See the child"])
        try log.add("decision.reviewed", on: "2011-04-18", ["decision": "D-1", "outcome": "carried-out"])
        for kind in ["case", "personal"] {
            try log.add(
                "supervision.held", on: "2011-04-19", ["kind": .string(kind), "supervisor": "mo", "supervisee": "sam"])
        }
        #expect(
            try facts(log).filter { $0.kind == .oversight }.map { [$0.variant, $0.worker?.text, $0.team?.text] } == [
                ["record-read", "mo", "north"], ["case-review", "ann", "north"], ["decision", nil, "north"],
                ["decision-review", nil, "north"], ["supervision", "mo", "north"],
            ])
    }

    @Test func eachFactorFoundAtTheEndOfAnAssessmentIsANeedWhereTheFamilyLives() throws {
        var log = Log()
        try log.add("contact.received", on: "2011-04-13", ["contact": "K-1", "team": "north", "locality": "Fakenham"])
        try log.add("referral.received", on: "2011-04-14", ["referral": "R-1", "contact": "K-1", "team": "north"])
        try log.add(
            "assessment.started", on: "2011-04-14", ["assessment": "A-1", "kind": "initial", "referral": "R-1"])
        try log.add("assessment.authorised", on: "2011-04-20", ["assessment": "A-1", "factors": ["3B", "16A", "3B"]])
        // Said again later; the first authorisation holds.
        try log.add("assessment.authorised", on: "2011-04-21", ["assessment": "A-1", "factors": ["7A"]])
        // Of one that nobody is said to have started, and that found nothing.
        try log.add("assessment.authorised", on: "2011-05-20", ["assessment": "A-2", "factors": ["21"]])
        #expect(
            try facts(log).filter { $0.kind == .need }.map(\.line) == [
                "need A-1/16A (16A) of north in Fakenham 2011-04-20 @4",
                "need A-1/3B (3B) of north in Fakenham 2011-04-20 @4",
                "need A-2/21 (21) of north in Fakenham 2011-05-20 @6",
            ])
    }

    @Test func aRecordMergedIntoAnotherGivesItsFactsToThat() throws {
        var log = Log()
        try log.add("referral.received", ["A"], on: "2024-01-10", ["referral": "R-1", "team": "north"])
        try log.add("referral.received", ["B"], on: "2024-05-10", ["referral": "R-1", "team": "south"])
        let merge = try log.merge("B", into: "A")
        #expect(try facts(log, of: "B") == [])
        let referrals = try facts(log, of: "A").filter { $0.kind == .referral }
        #expect(
            referrals.map(\.line) == [
                "referral R-1 of north 2024-01-10 @1 due 2024-01-11",
                "referral B/R-1 of south 2024-05-10 @2 due 2024-05-13 after 2024-01-10",
            ])
        #expect(referrals.map(\.child.text) == ["A", "A"])
        try log.unmerge(merge, "B", from: "A")
        #expect(try facts(log, of: "B").filter { $0.kind == .referral }.map(\.reference) == ["R-1"])
    }

    @Test func daysThatAreNotKnownGiveNoWorkingDays() throws {
        var log = Log()
        try log.add("referral.received", on: "2011-04", ["referral": "R-1"])
        try log.add("referral.decided", on: "2011-04-04", ["referral": "R-1", "outcome": "advice"])
        let referral = try #require(try counted(log).first)
        #expect(referral.workingDays == nil)
        #expect(referral.endedOn == CivilDate("2011-04-04"))
        #expect(referral.outcome == "advice")
    }
}
