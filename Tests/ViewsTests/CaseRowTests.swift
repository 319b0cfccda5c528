import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// Where one case stands, in one row.
@Suite struct CaseRowTests {
    private static func day(_ text: String) -> CivilDate? { CivilDate(text) }

    /// A referral that was accepted, of a child born in 2015.
    static func opened() throws -> Log {
        var log = Log()
        try log.add("child.registered", on: "2020-05-01", ["birthDate": "2015-02-03", "ethnicity": "WBRI"])
        try log.add("contact.received", on: "2020-05-01", ["contact": "C-1", "team": "duty"])
        try log.add("referral.received", on: "2020-05-01", ["referral": "R-1", "contact": "C-1", "team": "duty"])
        try log.add(
            "referral.decided", on: "2020-05-02",
            ["referral": "R-1", "outcome": "initial-assessment", "riskLevel": "medium", "decidedBy": "mo"])
        return log
    }

    private func row(_ log: Log, knownAt position: Int64? = nil) throws -> CaseRow {
        try #require(CaseRow.of(log.record("A", knownAt: position)))
    }

    @Test func aRecordWithoutEntriesOrMergedIntoAnotherHasNoRow() throws {
        var log = Log()
        #expect(CaseRow.of(log.record("A")) == nil)
        try log.add()
        #expect(CaseRow.of(log.record("A")) != nil)
        try log.add("note.recorded", ["OLD"])
        try log.merge("OLD", into: "A")
        #expect(CaseRow.of(log.record("OLD")) == nil && CaseRow.of(log.record("A"))?.position == 3)
        var struck = Log()
        try struck.strike(try struck.add())
        #expect(CaseRow.of(struck.record("A")) == nil)
    }

    @Test func anEpisodeOpensWithTheReferralOnceItIsAccepted() throws {
        let log = try Self.opened()
        let undecided = try row(log, knownAt: 3)
        #expect(!undecided.isOpen && undecided.openedOn == nil && undecided.team == TeamID("duty"))
        let open = try row(log)
        #expect(open.isOpen && open.openedOn == Self.day("2020-05-01") && open.closedOn == nil)
        #expect(open.birthDate == Self.day("2015-02-03") && !open.isUnborn)
        #expect(open.riskLevel == .medium && open.riskAssessedOn == Self.day("2020-05-02"))
        #expect(open.worker == nil && open.unallocatedSince == Self.day("2020-05-02") && open.weight == 1)
        #expect(open.lastOversightOn == Self.day("2020-05-02") && open.lastActivityOn == Self.day("2020-05-02"))
        #expect(open.position == 4)
    }

    @Test func theNamesAreThoseOfTheLatestDayAndTheRecordsOwn() throws {
        var log = try Self.opened()
        #expect(try row(log).name == nil)
        try log.add("child.details-recorded", ["OLD"], on: "2020-07-01", ["givenName": "Kimber", "familyName": "Coal"])
        try log.merge("OLD", into: "A")
        #expect(try row(log).name == nil)
        try log.add("child.details-recorded", on: "2020-05-03", ["familyName": "Cole"])
        #expect(try row(log).name == "Cole")
        try log.add("child.details-recorded", on: "2020-05-04", ["givenName": "Kim Lee"])
        #expect(try row(log).name == "Kim Lee Cole")
        try log.add("child.details-recorded", on: "2020-08-01", ["familyName": "Hart"])
        // Told late of an earlier day.
        try log.add("child.details-recorded", on: "2020-06-01", ["familyName": "Dean"])
        #expect(try row(log).name == "Kim Lee Hart")
        let state = ChildIdentity(log.record("A")).on(try #require(Self.day("2020-09-01")))
        #expect(try row(log).name == ChildIdentity.name(given: state.givenName, family: state.familyName))
    }

    @Test func aReferralDecidedToNeedNothingOpensNoEpisode() throws {
        var log = Log()
        try log.add("referral.received", on: "2020-05-01", ["referral": "R-1"])
        try log.add("referral.decided", on: "2020-05-02", ["referral": "R-1", "outcome": "no-further-action"])
        #expect(try !row(log).isOpen)
        try log.add(
            "assessment.started", on: "2020-05-03", ["assessment": "A-1", "kind": "initial", "referral": "R-1"])
        #expect(try row(log).isOpen)
    }

    @Test func allocationClosureAndReopeningMoveTheCase() throws {
        var log = try Self.opened()
        try log.add("case.allocated", on: "2020-05-04", ["worker": "sam", "team": "north", "weight": 3])
        try log.add("case.allocated", on: "2020-05-05", ["worker": "kim", "team": "west", "role": "second-worker"])
        try log.add("case.allocated", on: "2020-05-08", ["worker": "sam", "team": "north", "weight": 2])
        var now = try row(log)
        #expect(now.worker == WorkerID("sam") && now.team == TeamID("north") && now.weight == 2)
        #expect(now.allocatedOn == Self.day("2020-05-04") && now.unallocatedSince == nil)
        try log.add("case.deallocated", on: "2020-06-01", [:])
        try log.add("case.waiting", on: "2020-06-03", ["state": "unallocated"])
        now = try row(log)
        #expect(now.worker == nil && now.unallocatedSince == Self.day("2020-06-01") && now.weight == 1)
        #expect(now.allocatedOn == nil)
        try log.add("case.waiting", on: "2020-06-04", ["state": "transfer", "toTeam": "south"])
        try log.add("case.waiting", on: "2020-06-05", ["state": "closure"])
        now = try row(log)
        #expect(now.awaitsTransferSince == Self.day("2020-06-04") && now.transferTo == TeamID("south"))
        #expect(now.awaitsClosureSince == Self.day("2020-06-05"))
        try log.add("case.waiting-ended", on: "2020-06-06", ["state": "closure"])
        try log.add("case.transferred", on: "2020-06-07", ["toTeam": "south", "worker": "ali"])
        now = try row(log)
        #expect(now.awaitsClosureSince == nil && now.awaitsTransferSince == nil && now.transferTo == nil)
        #expect(now.team == TeamID("south") && now.allocatedOn == Self.day("2020-06-07"))
        try log.add("case.closed", on: "2020-07-01", ["reason": "RC1"])
        now = try row(log)
        #expect(!now.isOpen && now.closedOn == Self.day("2020-07-01") && now.openedOn == Self.day("2020-05-01"))
        #expect(now.worker == nil && now.unallocatedSince == nil && now.team == TeamID("south"))
        #expect(now.gaps == [])
        try log.add("case.reopened", on: "2020-08-01", ["referral": "R-1"])
        now = try row(log)
        #expect(now.isOpen && now.closedOn == nil && now.unallocatedSince == Self.day("2020-07-01"))
    }

    @Test func whatWasRecordedLateStandsWhereItHappened() throws {
        var log = try Self.opened()
        try log.add("case.allocated", on: "2020-05-20", ["worker": "kim", "team": "north"])
        try log.add("case.allocated", on: "2020-05-04", ["worker": "sam", "team": "north"])
        let now = try row(log)
        #expect(now.worker == WorkerID("kim") && now.allocatedOn == Self.day("2020-05-20"))
    }

    @Test func enquiryPlanCareAndMissingCountUntilTheyEnd() throws {
        var log = try Self.opened()
        try log.add(
            "strategy-discussion.held", on: "2020-05-03", ["strategyDiscussion": "S-1", "initiatesSection47": true])
        #expect(try row(log).section47Since == Self.day("2020-05-03"))
        try log.add("section47.started", on: "2020-05-04", ["section47": "E-1", "strategyDiscussion": "S-1"])
        #expect(try row(log).section47Since == Self.day("2020-05-04"))
        try log.add(
            "conference.held", on: "2020-05-20", ["conference": "K-1", "kind": "initial", "section47": "E-1"])
        try log.add("cp-plan.started", on: "2020-05-20", ["plan": "CP-1", "category": "NEG"])
        try log.add("cp-plan.category-changed", on: "2020-06-20", ["plan": "CP-1", "category": "EMO"])
        try log.add("care.started", on: "2020-06-21", ["care": "L-1", "legalStatus": "V2"])
        try log.add("missing.reported", on: "2020-06-22", ["missing": "M-1", "from": "placement"])
        var now = try row(log)
        #expect(now.section47Since == nil && now.protectionPlanSince == Self.day("2020-05-20"))
        #expect(now.protectionCategory == "EMO" && now.lookedAfterSince == Self.day("2020-06-21"))
        #expect(now.missingSince == Self.day("2020-06-22"))
        try log.add("missing.found", on: "2020-06-23", ["missing": "M-1"])
        try log.add("care.ended", on: "2020-06-24", ["care": "L-1", "reason": "returned-home"])
        try log.add("cp-plan.ended", on: "2020-06-25", ["plan": "CP-1"])
        now = try row(log)
        #expect(now.missingSince == nil && now.lookedAfterSince == nil && now.protectionPlanSince == nil)
    }

    @Test func seenIsWhatAnEntrySaysAndNotTheVisit() throws {
        var log = try Self.opened()
        func visit(_ number: Int, _ day: String, _ more: JSONObject) throws {
            var data: JSONObject = ["visit": .string("V-\(number)"), "purpose": "assessment"]
            for member in more.members { data[member.name] = member.value }
            try log.add("visit.made", on: day, .object(data))
        }
        try visit(1, "2020-05-05", ["seen": true, "seenAlone": true])
        try visit(2, "2020-05-06", ["seen": true])
        try visit(3, "2020-05-07", ["seen": false])
        try visit(4, "2020-05-08", [:])
        try log.add(
            "supervision.held", on: "2020-05-09", ["kind": "case", "supervisor": "mo", "supervisee": "sam"])
        try log.add("case.reviewed", on: "2020-05-10", ["reviewedBy": "mo"])
        try log.add("entry.disputed", on: "2020-05-11", ["entry": Log.id(2), "by": "parent", "words": "Not so."])
        let now = try row(log)
        #expect(now.lastVisitOn == Self.day("2020-05-08") && now.lastSeenOn == Self.day("2020-05-06"))
        #expect(now.lastSeenAloneOn == Self.day("2020-05-05") && now.lastSupervisedOn == Self.day("2020-05-09"))
        #expect(now.lastOversightOn == Self.day("2020-05-10") && now.lastReviewedOn == Self.day("2020-05-10"))
        #expect(now.lastActivityOn == Self.day("2020-05-10"))
    }

    @Test func openItemsAreCounted() throws {
        var log = try Self.opened()
        try log.add("action.set", on: "2020-05-01", ["action": "X-1", "what": "Ring"])
        try log.add("action.set", on: "2020-05-01", ["action": "X-2", "what": "Write"])
        try log.add("action.completed", on: "2020-05-01", ["action": "X-2"])
        #expect(try row(log).openItems == 1)
    }

    @Test func aMergedRecordsEpisodeCountsUnderTheWhole() throws {
        var log = Log()
        try log.add("referral.received", ["OLD"], on: "2020-05-01", ["referral": "R-1", "noFurtherAction": false])
        try log.add("case.closed", ["OLD"], on: "2020-06-01", ["reason": "RC8"])
        try log.add("referral.received", ["A"], on: "2020-05-20", ["referral": "R-1", "noFurtherAction": false])
        try log.merge("OLD", into: "A")
        let now = try row(log)
        #expect(now.isOpen && now.openedOn == Self.day("2020-05-20") && now.closedOn == nil)
    }

    @Test func anUnbornChildHasTheExpectedDate() throws {
        var log = Log()
        try log.add("child.registered", on: "2020-05-01", ["expectedBirthDate": "2020-09-01"])
        #expect(try row(log).isUnborn && row(log).birthDate == Self.day("2020-09-01"))
        try log.add("child.details-recorded", on: "2020-09-03", ["birthDate": "2020-09-02"])
        #expect(try !row(log).isUnborn && row(log).birthDate == Self.day("2020-09-02"))
    }

    @Test func aRowDependsOnTheRecordAlone() throws {
        var log = try Self.opened()
        for day in 10...19 {
            try log.add(
                "plan.made", on: "2020-05-\(day)", ["plan": .string("P-\(day)"), "kind": "child-in-need"])
        }
        let first = try row(log)
        for _ in 0..<20 { #expect(try row(log) == first) }
    }
}
