import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import TextTable
import Views

/// "What was done to protect this child?", answered from the record.
@Suite struct ProtectionTests {
    private func protection(
        _ log: Log, asAt day: String = "2020-07-01", knownAt position: Int64? = nil
    ) -> Protection {
        Protection.of(log.record("A", knownAt: position), asAt: CivilDate(day)!)
    }

    private func concern(_ log: Log, _ kind: Concern.Kind, asAt day: String = "2020-07-01") throws -> Concern {
        try #require(protection(log, asAt: day).concerns.first { $0.kind == kind })
    }

    /// A referral that led to an enquiry with a decision that the child be protected (positions 1 to 6).
    private func enquiry() throws -> Log {
        var log = try CaseRowTests.opened()
        try log.add(
            "strategy-discussion.held", on: "2020-05-03",
            [
                "strategyDiscussion": "S-1", "initiatesSection47": true, "section47": "E-1", "referral": "R-1",
                "decisions": "Joint enquiry", "chairedBy": "mo",
                "actions": [["action": "X-1", "what": "Medical", "worker": "sam", "due": "2020-05-04"]],
            ])
        try log.add(
            "section47.started", on: "2020-05-03",
            ["section47": "E-1", "strategyDiscussion": "S-1", "referral": "R-1"])
        return log
    }

    private func core(_ log: inout Log) throws {
        try log.add(
            "assessment.started", on: "2020-05-03", ["assessment": "A-1", "kind": "core", "section47": "E-1"])
    }

    private func protect(_ log: inout Log, taken: JSONObject?) throws {
        try log.add(
            "decision.made", on: "2020-05-03",
            [
                "decision": "D-1", "kind": "section47", "what": "Father leaves the home today", "section47": "E-1",
                "decidedBy": "mo", "requiresProtection": true,
            ])
        try log.add(
            "protective-action.required", on: "2020-05-03",
            [
                "protectiveAction": "P-1", "what": "Father leaves", "decision": "D-1", "due": "2020-05-04",
                "worker": "sam",
            ])
        if let taken { try log.add("protective-action.taken", on: "2020-05-04", .object(taken)) }
    }

    @Test func anActionTakenWithEvidenceIsEvidence() throws {
        var log = try enquiry()
        try core(&log)
        let visit = try log.add(
            "visit.made", on: "2020-05-04", ["visit": "V-1", "purpose": "section47", "seen": true, "section47": "E-1"])
        try protect(
            &log,
            taken: ["protectiveAction": "P-1", "takenBy": "sam", "what": "Father moved out", "evidence": [visit]])
        try log.add("action.completed", on: "2020-05-04", ["action": "X-1", "completedBy": "sam"])
        try log.add(
            "section47.concluded", on: "2020-05-20",
            ["section47": "E-1", "outcome": "no-continuing-risk", "authorisedBy": "mo"])
        try log.add(
            "supervision.held", on: "2020-05-25", ["kind": "case", "supervisor": "mo", "supervisee": "sam"])

        let enquiry = try concern(log, .section47)
        #expect(enquiry.raisedBy.map(\.position) == [5, 6] && enquiry.raisedOn == CivilDate("2020-05-03"))
        #expect(enquiry.decisions.map(\.entry.position) == [5, 9, 13])
        #expect(
            enquiry.decisions.map(\.what) == ["Joint enquiry", "Father leaves the home today", "no continuing risk"])
        #expect(enquiry.decisions.map(\.decidedBy?.text) == ["mo", "mo", "mo"])
        #expect(enquiry.steps.map(\.item.reference) == ["X-1", "P-1"])
        let step = try #require(enquiry.steps.last)
        #expect(step.isProtective && step.item.state == .done && step.actor == WorkerID("sam"))
        #expect(step.requiredBy.position == 10 && step.endedBy?.position == 11 && step.shownBy.map(\.position) == [8])
        #expect(step.result == "Father moved out")
        #expect(enquiry.followUp.map(\.position) == [7] && enquiry.seenBy?.position == 8)
        #expect(enquiry.reviewedBy?.position == 14)
        #expect(enquiry.missing == [] && enquiry.verdict == .evidenced)
        let referral = try concern(log, .referral)
        #expect(referral.verdict == .notRequired && referral.missing == [])
        #expect(protection(log).verdict == .evidenced)
        #expect(protection(log).sentence == "Protective action is evidenced (1 of 3 concerns).")
    }

    @Test func anActionWithoutAnEndIsOpenAndThenNotEvidenced() throws {
        var log = try enquiry()
        try core(&log)
        try protect(&log, taken: nil)
        let inTime = try concern(log, .section47, asAt: "2020-05-04")
        #expect(inTime.missing == [.conclusion, .end, .seen, .review] && inTime.verdict == .open)
        let late = try concern(log, .section47, asAt: "2020-05-05")
        #expect(late.missing == [.conclusion, .overdueEnd, .seen, .review] && late.verdict == .notEvidenced)
    }

    @Test func aWordIsNoEvidence() throws {
        var log = try enquiry()
        try core(&log)
        try protect(&log, taken: ["protectiveAction": "P-1"])
        try log.add(
            "visit.made", on: "2020-05-04", ["visit": "V-1", "purpose": "section47", "seen": true, "section47": "E-1"])
        #expect(try concern(log, .section47).missing == [.conclusion, .evidence, .review])
        #expect(try concern(log, .section47).verdict == .notEvidenced)
        // What is named to show it was struck out.
        var struck = log
        try struck.correct(
            Log.id(10), of: "protective-action.taken", ["data": ["protectiveAction": "P-1", "evidence": [Log.id(11)]]])
        #expect(try !concern(struck, .section47).missing.contains(.evidence))
        try struck.strike(Log.id(11))
        #expect(try concern(struck, .section47).missing.contains(.evidence))
    }

    @Test func anEnquiryWithoutAnAssessmentIsNotEvidencedAtOnce() throws {
        var log = try enquiry()
        let without = try concern(log, .section47, asAt: "2020-05-03")
        #expect(without.missing.contains(.assessment) && without.verdict == .notEvidenced)
        try core(&log)
        let with = try concern(log, .section47, asAt: "2020-05-03")
        #expect(!with.missing.contains(.assessment) && with.verdict == .open)
    }

    @Test func whatWasNotTakenIsShownWithTheReason() throws {
        var log = try enquiry()
        try core(&log)
        try protect(&log, taken: nil)
        try log.add(
            "protective-action.not-taken", on: "2020-05-04",
            ["protectiveAction": "P-1", "reason": "He refused to go", "decidedBy": "mo"])
        try log.add("visit.made", on: "2020-05-04", ["visit": "V-1", "purpose": "section47", "seen": true])
        let enquiry = try concern(log, .section47)
        #expect(enquiry.missing.contains(.taken) && enquiry.verdict == .notEvidenced)
        #expect(enquiry.steps.last?.result == "He refused to go" && enquiry.steps.last?.actor == WorkerID("mo"))
        let text = protection(log).text(TextLayout(columns: 200))
        #expect(text.contains("NOT TAKEN by mo on 2020-05-04 [10]: He refused to go"))
    }

    @Test func aDecisionThatRequiresProtectionNeedsAnAction() throws {
        var log = try CaseRowTests.opened()
        try log.add(
            "decision.made", on: "2020-05-03",
            ["decision": "D-1", "kind": "other", "what": "Keep the child safe", "requiresProtection": true])
        let decision = try concern(log, .decision)
        #expect(decision.missing == [.action, .seen, .review] && decision.verdict == .notEvidenced)
        #expect(decision.requiresProtection && decision.reference == Reference("D-1"))
    }

    @Test func aPlanIsTheProtectionThatAConferenceDecidedOn() throws {
        var log = try enquiry()
        try core(&log)
        try log.add("visit.made", on: "2020-05-04", ["visit": "V-1", "purpose": "section47", "seen": true])
        try log.add("section47.concluded", on: "2020-05-10", ["section47": "E-1", "outcome": "conference"])
        #expect(try concern(log, .section47).missing == [.conference, .action, .review])
        try log.add(
            "conference.held", on: "2020-05-20",
            ["conference": "K-1", "kind": "initial", "section47": "E-1", "outcome": "plan", "category": "NEG"])
        #expect(try concern(log, .section47).missing.contains(.plan))
        try log.add("cp-plan.started", on: "2020-05-20", ["plan": "CP-1", "category": "NEG"])
        try log.add("oversight.recorded", on: "2020-05-21", ["kind": "direction", "manager": "mo"])
        let enquiry = try concern(log, .section47)
        #expect(enquiry.missing == [] && enquiry.verdict == .evidenced && enquiry.followUp.map(\.position) == [7, 11])
        #expect(!protection(log).concerns.contains { $0.kind == .conference })
    }

    @Test func aConferenceThatNamesNoEnquiryBelongsToTheLast() throws {
        var log = try enquiry()
        try core(&log)
        try log.add(
            "conference.held", on: "2020-05-20",
            ["conference": "K-1", "kind": "initial", "outcome": "plan", "category": "NEG"])
        #expect(CaseRow.of(log.record("A"))?.section47Since == nil)
        let enquiry = try concern(log, .section47)
        #expect(
            enquiry.decisions.map(\.entry.position) == [5, 8] && enquiry.missing == [.plan, .action, .seen, .review])
        try log.add("cp-plan.started", on: "2020-05-20", ["plan": "CP-1", "category": "NEG"])
        try log.add(
            "conference.held", on: "2020-08-20", ["conference": "K-2", "kind": "review", "outcome": "plan"])
        let review = try concern(log, .conference, asAt: "2020-09-01")
        #expect(review.reference == Reference("K-2") && review.missing == [.seen, .review])
    }

    @Test func contactsAndReferralsNeedADecision() throws {
        let log = try CaseRowTests.opened()
        let undecided = Protection.of(log.record("A", knownAt: 3), asAt: CivilDate("2020-05-01")!)
        #expect(undecided.concerns.map(\.kind) == [.contact, .referral])
        #expect(undecided.concerns.map(\.missing) == [[], [.decision]])
        #expect(undecided.concerns.map(\.verdict) == [.notRequired, .open] && undecided.verdict == .open)
        #expect(protection(log).verdict == .notRequired)
        var closed = log.prefix(3)
        try closed.add("case.allocated", on: "2020-05-02", ["worker": "sam", "team": "north"])
        try closed.add("case.closed", on: "2020-05-09", ["reason": "RC8"])
        #expect(try concern(closed, .referral).missing == [.decision, .closedOpen])
        #expect(try concern(closed, .referral).verdict == .notEvidenced)
    }

    @Test func aMissingChildIsOpenUntilFoundAndHeard() throws {
        var log = try CaseRowTests.opened()
        try log.add("missing.reported", on: "2020-06-01", ["missing": "M-1", "from": "home"])
        #expect(try concern(log, .missing).missing == [.seen, .found, .review])
        #expect(try concern(log, .missing).verdict == .open)
        try log.add("missing.found", on: "2020-06-02", ["missing": "M-1"])
        #expect(try concern(log, .missing).missing == [.seen, .returnInterview, .review])
        #expect(try concern(log, .missing).verdict == .notEvidenced)
        try log.add("return-interview.held", on: "2020-06-03", ["missing": "M-1", "account": "At a friend's."])
        let found = try concern(log, .missing)
        #expect(found.missing == [.review] && found.verdict == .evidenced && found.seenBy?.position == 7)
    }

    @Test func policeProtectionAndUnlinkedActionsAreConcernsOfTheirOwn() throws {
        var log = try CaseRowTests.opened()
        try log.add("police-protection.taken", on: "2020-06-01", ["policeProtection": "PP-1"])
        #expect(try concern(log, .policeProtection).verdict == .open)
        try log.add(
            "police-protection.ended", on: "2020-06-02", ["policeProtection": "PP-1", "outcome": "accommodated"])
        #expect(try concern(log, .policeProtection).missing == [.seen, .review])
        try log.add(
            "protective-action.required", on: "2020-06-03", ["protectiveAction": "P-9", "what": "Change the locks"])
        let action = try concern(log, .protectiveAction)
        #expect(action.reference == Reference("P-9") && action.missing.contains(.end) && action.steps.count == 1)
    }

    @Test func riskIsFullyAssessedOnlyIfEveryPredicateHolds() throws {
        var log = try enquiry()
        try core(&log)
        func names(_ log: Log, holding: Bool) -> [String] {
            protection(log).riskPredicates.filter { $0.holds == holding }.map(\.name.rawValue)
        }
        #expect(names(log, holding: true) == ["enquiries-assessed"])
        #expect(protection(log).isRiskFullyAssessed == false)
        try log.add(
            "assessment.completed", on: "2020-05-20",
            [
                "assessment": "A-1", "childSeen": true, "childSeenAlone": true, "childViews": "Wants father to stop.",
                "riskFactors": ["Drink"], "protectiveFactors": ["School"],
            ])
        #expect(names(log, holding: false) == ["analysis"])
        try log.correct(
            Log.id(8), of: "assessment.completed",
            [
                "data": [
                    "assessment": "A-1", "childSeen": true, "childViews": "Wants father to stop.",
                    "riskFactors": ["Drink"], "protectiveFactors": ["School"], "analysis": "High while he drinks.",
                ]
            ])
        #expect(names(log, holding: false) == [] && protection(log).isRiskFullyAssessed == true)
        let factors = try #require(protection(log).riskPredicates.first { $0.name == .riskFactors })
        #expect(factors.entries.map(\.position) == [8])
        #expect(Protection.of(Log().record("A"), asAt: CivilDate("2020-07-01")!).isRiskFullyAssessed == nil)
    }

    @Test func asKnownEarlierALaterEndIsNotSeen() throws {
        var log = try enquiry()
        try core(&log)
        try protect(&log, taken: ["protectiveAction": "P-1", "evidence": [Log.id(5)]])
        let known = protection(log, knownAt: 9).concerns.first { $0.kind == .section47 }
        #expect(known?.steps.last?.item.state == .open)
        #expect(protection(log).concerns.first { $0.kind == .section47 }?.steps.last?.item.state == .done)
    }

    @Test func earlierEpisodesAreNotHidden() throws {
        var log = Log()
        try log.add("child.registered", on: "2010-01-01", ["birthDate": "2010-01-01"])
        try log.add("referral.received", on: "2015-03-01", ["referral": "R-15", "noFurtherAction": false])
        try log.add("section47.started", on: "2015-03-03", ["section47": "E-15", "referral": "R-15"])
        try log.add("case.closed", on: "2015-06-01", ["referral": "R-15", "reason": "RC8"])
        try log.add("referral.received", on: "2020-03-01", ["referral": "R-20", "noFurtherAction": false])
        let protection = protection(log)
        #expect(protection.verdict == .notRequired)
        #expect(
            protection.sentence
                == "No protective action was required (1 of 1 concern). Of earlier episodes, 1 concern is not evidenced."
        )
        #expect(protection.concerns.map(\.isCurrent) == [false, false, true])
    }
}
