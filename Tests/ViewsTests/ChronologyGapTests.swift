import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// What a chronology says of gaps, of patterns and of itself.
@Suite struct ChronologyGapTests {
    static func of(_ log: Log, today: String? = nil, asAt: String? = nil) -> Chronology {
        Chronology.of(
            log.record("A"),
            Chronology.Selection(asAt: asAt.flatMap { CivilDate($0) }, today: today.flatMap { CivilDate($0) }))
    }

    static func gaps(_ chronology: Chronology) -> [String] {
        chronology.gaps.map { "\($0.from) \($0.to) \($0.after?.position ?? 0)-\($0.before?.position ?? 0)" }
    }

    @Test func silenceOfMoreThanFourWeeksIsAGapWhileACaseIsOpen() throws {
        var log = Log()
        try log.add(on: "2019-06-01")
        try log.add("referral.received", on: "2020-01-01", ["referral": "R-1"])
        try log.add("referral.decided", on: "2020-01-02", ["referral": "R-1", "outcome": "single-assessment"])
        try log.add("visit.made", on: "2020-01-30", ["visit": "V-1", "purpose": "assessment"])  // 28 days: none
        try log.add("visit.made", on: "2020-02-28", ["visit": "V-2", "purpose": "assessment"])  // 29 days
        // What is done to the record is no contact with the family.
        try log.add("chronology.reviewed", on: "2020-03-10", [:])
        try log.add("case.closed", on: "2020-04-01", ["referral": "R-1", "reason": "RC7"])  // 33 days
        try log.add(on: "2020-08-01")
        let chronology = Self.of(log, today: "2021-01-01")
        #expect(Self.gaps(chronology) == ["2020-01-30 2020-02-28 4-5", "2020-02-28 2020-04-01 5-7"])
        #expect(chronology.gaps.map(\.days) == [29, 33])
        // While no case is open only long silence counts, and only for the health of the chronology.
        let closed = chronology.health.silencesWhileClosed.map { "\($0.from) \($0.to)" }
        #expect(closed == ["2019-06-01 2020-01-01", "2020-04-01 2020-08-01"])
        // The gap stands between the entries.
        let rows = chronology.rows.map { row in
            switch row {
            case .entry(let entry): "\(entry.recorded.position)"
            case .silence(let gap): "\(gap.days) days"
            }
        }
        #expect(rows == ["1", "2", "3", "4", "29 days", "5", "6", "33 days", "7", "8"])
    }

    @Test func anOpenCaseIsSilentUpToTheDayAskedAbout() throws {
        var log = Log()
        try log.add("referral.received", on: "2020-01-01", ["referral": "R-1", "noFurtherAction": false])
        try log.add(on: "2020-02", ["text": "About then."])
        #expect(Self.gaps(Self.of(log, today: "2020-01-29")).isEmpty)
        let chronology = Self.of(log, today: "2020-03-15")
        #expect(Self.gaps(chronology) == ["2020-01-01 2020-03-15 1-0"])
        #expect(chronology.gaps.first?.mayHold.map(\.position) == [2])
        #expect(chronology.text(columns: 100).contains("-- No entry for 74 days, 2020-01-01 up to 2020-03-15"))
        #expect(Self.gaps(Self.of(log, today: "2020-03-15", asAt: "2020-01-20")).isEmpty)
        // A referral decided without action opens no case.
        try log.add("referral.decided", on: "2020-01-01", ["referral": "R-1", "outcome": "no-further-action"])
        #expect(Self.gaps(Self.of(log, today: "2020-03-15")).isEmpty)
    }

    static func patterns(_ log: Log) -> [String] {
        of(log).patterns.map { "\($0.kind.rawValue) \($0.count) \($0.entries.map(\.position))" }
    }

    @Test func whatRepeatsItselfIsCountedWithTheEntriesBehindIt() throws {
        var log = Log()
        try log.add("referral.received", on: "2018-01-01", ["referral": "R-1"])
        try log.add("referral.received", on: "2019-01-01", ["referral": "R-2"])  // twelve months to the day
        try log.add("referral.received", on: "2020-01-02", ["referral": "R-3"])  // a day more
        try log.add("contact.decided", on: "2018-05-01", ["contact": "C-1", "outcome": "no-further-action"])
        try log.add("contact.decided", on: "2018-06-01", ["contact": "C-2", "outcome": "advice"])
        try log.add("contact.decided", on: "2018-07-01", ["contact": "C-3", "outcome": "no-further-action"])
        try log.add("missing.reported", on: "2018-08-01", ["missing": "M-1", "from": "home"])
        #expect(
            Self.patterns(log) == [
                "repeat-referrals 3 [1, 2, 3]", "re-referrals-within-12-months 1 [1, 2]",
                "contacts-without-action 2 [4, 6]",
            ])
        // One that is struck out does not count.
        try log.strike(Log.id(2))
        #expect(Self.patterns(log).prefix(2) == ["repeat-referrals 2 [1, 3]", "contacts-without-action 2 [4, 6]"])
    }

    @Test func changesOfWorkerAndVisitsInVainAreToldInARow() throws {
        var log = Log()
        func allocate(_ worker: String, _ team: String, _ day: String, role: String = "key-worker") throws {
            let data: JSONValue = ["worker": .string(worker), "team": .string(team), "role": .string(role)]
            try log.add("case.allocated", on: day, data)
        }
        func visit(_ name: String, _ day: String, seen: Bool?) throws {
            var data: JSONObject = ["visit": .string(name), "purpose": "assessment"]
            data["seen"] = seen.map { .bool($0) }
            try log.add("visit.made", on: day, .object(data))
        }
        try allocate("sam", "north", "2020-01-01")
        try allocate("kim", "north", "2020-02-01", role: "second-worker")
        try allocate("lee", "north", "2020-03-01")
        try allocate("sam", "west", "2020-04-01")
        try visit("V-1", "2020-05-01", seen: false)
        try visit("V-2", "2020-05-02", seen: true)
        try visit("V-3", "2020-05-03", seen: false)
        try visit("V-4", "2020-05-04", seen: nil)
        try visit("V-5", "2020-05-05", seen: false)
        #expect(
            Self.patterns(log) == [
                "changes-of-worker 2 [1, 3, 4]", "changes-of-team 1 [1, 4]", "visits-not-seen 2 [7, 9]",
            ])
    }

    static func faults(_ log: Log, today: String) -> [String] {
        of(log, today: today).health.faults.map(\.rawValue)
    }

    @Test func aChronologyHasTheFaultsThatNorfolkNames() throws {
        var log = Log()
        try log.add("child.registered", on: "2020-01-01", ["birthDate": "2012-01-01"])
        #expect(Self.faults(log, today: "2020-06-01") == ["absent"])
        try log.add("referral.received", on: "2020-01-01", ["referral": "R-1"])
        try log.add("section47.started", on: "2020-01-02", ["section47": "S-1"])
        try log.add("case.allocated", on: "2020-01-03", ["worker": "sam", "team": "north"])
        try log.add("cp-plan.started", on: "2020-01-20", ["plan": "P-1", "category": "NEG"])
        #expect(
            Self.faults(log, today: "2020-01-21") == [
                "single-agency-only", "starts-at-latest-referral", "only-negative", "not-reviewed-since",
            ])
        #expect(
            Self.faults(log, today: "2020-02-18") == [
                "not-up-to-date", "single-agency-only", "starts-at-latest-referral", "only-negative",
                "not-reviewed-since", "gaps",
            ])
        let health = Self.of(log, today: "2020-02-18").health
        let late = health.checks.first { $0.fault == .notUpToDate }
        #expect(late?.entries.map(\.position) == [5] && late?.sentence.contains("29 days") == true)
        #expect(health.coverage == CivilDate("2020-01-01")!...CivilDate("2020-01-20")!)

        // One after the other they go away.
        try log.add("child-view.recorded", on: "2020-02-10", ["words": "I want to stay with Nan."])
        try log.add("contact.received", on: "2015-03-01", ["contact": "C-1", "sourceCode": "6"])
        #expect(Self.faults(log, today: "2020-02-18") == ["not-reviewed-since", "gaps"])
        try log.add(
            "chronology.reviewed", on: "2020-02-18", ["reviewedBy": "kim", "gaps": "The family lived in Kent."])
        #expect(Self.faults(log, today: "2020-02-18").isEmpty)
        #expect(Self.of(log, today: "2020-02-18").health.isSound)
        // Entries since the review matter once it is more than a quarter of a year old.
        try log.add("visit.made", on: "2020-05-10", ["visit": "V-1", "purpose": "child-protection", "seen": true])
        #expect(Self.faults(log, today: "2020-05-19") == ["gaps"])
        #expect(Self.faults(log, today: "2020-05-20") == ["not-reviewed-since", "gaps"])
    }

    @Test func aChronologyOfGoodNewsOnlyIsOneSidedToo() throws {
        var log = Log()
        for day in 1...3 { try log.add("child-view.recorded", on: "2020-01-0\(day)", ["words": "All is well."]) }
        #expect(Self.faults(log, today: "2020-01-04").contains("only-positive"))
        try log.add("missing.reported", on: "2020-01-04", ["missing": "M-1", "from": "home"])
        #expect(!Self.faults(log, today: "2020-01-04").contains("only-positive"))
    }
}
