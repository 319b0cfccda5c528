import CaseRecord
import StrictJSON
import Testing
import Timescales

/// Clocks follow the record as it now stands.
@Suite struct CorrectedClockTests {
    static func id(_ position: Int) -> JSONValue {
        let digits = String(position, radix: 16)
        return .string("0192d3c4-5e6f-7a8b-9c0d-" + String(repeating: "0", count: 12 - digits.count) + digits)
    }

    static let referral: [(type: String, on: String, data: JSONValue)] = [
        ("referral.received", "2011-04-14", ["referral": "R-1"])
    ]

    /// Every clock of a child with its due day and outcome, as all of the log or what was recorded by then makes it.
    func clocks(_ history: History, _ child: String = "N1001", knownAt: String? = nil) -> [String] {
        let child = ChildID(child)!
        var related = RelatedHistories(of: child)
        while let next = related.missing.first {
            related.add(history.events.filter { $0.event.children.contains(next) }, of: next)
        }
        let record = EffectiveRecord(of: child, in: related, knownAt: knownAt.flatMap { Instant($0) })
        return Clocks.of(record, rulebook: nationalRules).map { "\($0.id) \($0.due) \($0.outcome)" }
    }

    @Test func withoutCorrectionsTheRecordsClocksAreTheHistorys() throws {
        for seed in 0..<20 {
            var random = SeededGenerator(seed: UInt64(seed))
            let events = try OrderIndependenceTests.history(&random).events
            let record = EffectiveRecord(of: History.child, history: events)
            #expect(
                OrderIndependenceTests.essence(Clocks.of(record, rulebook: nationalRules))
                    == OrderIndependenceTests.essence(
                        Clocks.of(history: events, child: History.child, rulebook: nationalRules)))
        }
    }

    @Test func aCorrectedDayOfTheReferralMovesTheDueDay() throws {
        var history = try History(Self.referral)
        #expect(clocks(history) == ["R01/N1001/R-1 2011-04-15 open", "R03/N1001/R-1 2011-05-04 open"])
        try history.add(
            "entry.corrected", "2026-11-24",
            [
                "entry": Self.id(1), "type": "referral.received", "reason": "The fax is dated the day before",
                "occurredAt": "2011-04-13",
            ], recordedAt: "2026-11-24T09:00:00Z")
        #expect(clocks(history) == ["R01/N1001/R-1 2011-04-14 open", "R03/N1001/R-1 2011-05-03 open"])
        #expect(
            clocks(history, knownAt: "2026-11-24T08:59:59Z")
                == ["R01/N1001/R-1 2011-04-15 open", "R03/N1001/R-1 2011-05-04 open"])
        let clock = try #require(
            Clocks.of(
                EffectiveRecord(of: History.child, history: history.events), rulebook: nationalRules
            ).last)
        #expect(clock.startedBy.position == 1)
        #expect(
            clock.remarks.contains(
                "The entry of day 0 was corrected by jo (position 2): The fax is dated the day before"))
    }

    @Test func aReferralStruckOutHasNoClock() throws {
        var history = try History(Self.referral)
        try history.add(
            "entry.struck-out", "2026-11-24", ["entry": Self.id(1), "reason": "Another family"],
            recordedAt: "2026-11-24T09:00:00Z")
        #expect(clocks(history).isEmpty)
        #expect(clocks(history, knownAt: "2026-11-23T09:00:00Z").count == 2)
        try history.add("entry.struck-out", "2026-11-24", ["entry": Self.id(2), "reason": "It was theirs"])
        #expect(clocks(history).count == 2)
    }

    @Test func aDecisionStruckOutLetsTheClockRunOn() throws {
        var history = try History(Self.referral)
        try history.add("referral.decided", "2011-04-15", ["referral": "R-1", "outcome": "no-further-action"])
        #expect(clocks(history).last == "R03/N1001/R-1 2011-05-04 cancelled 2011-04-15 by 2")
        try history.add("entry.struck-out", "2011-04-20", ["entry": Self.id(2), "reason": "Of another referral"])
        #expect(clocks(history) == ["R01/N1001/R-1 2011-04-15 open", "R03/N1001/R-1 2011-05-04 open"])
    }

    /// The record OLD goes into N1001; both have a referral R-1, and OLD was closed as a duplicate before.
    func merged() throws -> History {
        var history = try History(Self.referral)
        try history.add("referral.received", "2011-04-11", ["referral": "R-1"], children: ["OLD"])
        try history.add("referral.received", "2011-04-12", ["referral": "R-2"], children: ["OLD"])
        try history.add("case.closed", "2011-04-18", ["referral": "R-1", "reason": "RC8"], children: ["OLD"])
        try history.add(
            "record.merged", "2011-04-19", ["from": "OLD", "into": "N1001", "reason": "One child"],
            recordedAt: "2026-11-24T09:00:00Z", children: ["OLD", "N1001"])
        return history
    }

    @Test func aMergeMovesTheClocks() throws {
        var history = try merged()
        let own = ["R01/N1001/R-1 2011-04-15 open", "R03/N1001/R-1 2011-05-04 open"]
        let moved = [
            "R01/N1001/OLD/R-1 2011-04-12 cancelled 2011-04-18 by 4, overdue",
            "R03/N1001/OLD/R-1 2011-04-27 cancelled 2011-04-18 by 4", "R01/N1001/OLD/R-2 2011-04-13 open",
            "R03/N1001/OLD/R-2 2011-04-28 open",
        ]
        #expect(clocks(history) == moved + own)
        #expect(clocks(history, "OLD").isEmpty)
        let there = moved.map { $0.replacing("N1001/OLD", with: "OLD") }
        #expect(clocks(history, "OLD", knownAt: "2026-11-23T10:00:00Z") == there)
        #expect(clocks(history, knownAt: "2026-11-23T10:00:00Z") == own)

        // Work under the record that goes on ends the clocks that came with the other.
        try history.add("referral.decided", "2011-04-13", ["referral": "R-2", "outcome": "advice"])
        #expect(clocks(history)[2] == "R01/N1001/OLD/R-2 2011-04-13 met 2011-04-13 by 6")

        try history.add(
            "record.unmerged", "2011-04-20",
            ["merge": Self.id(5), "from": "OLD", "into": "N1001", "reason": "Twins"], children: ["N1001", "OLD"])
        #expect(clocks(history, "OLD") == there)
        #expect(clocks(history) == own)
    }

    @Test func theClosingOfADuplicateDoesNotCloseTheCaseThatGoesOn() throws {
        var history = try History(Self.referral)
        try history.add("referral.received", "2011-04-11", ["referral": "R-9"], children: ["OLD"])
        try history.add("case.closed", "2011-04-18", ["reason": "RC8"], children: ["OLD"])
        try history.add(
            "record.merged", "2011-04-19", ["from": "OLD", "into": "N1001", "reason": "One child"],
            children: ["OLD", "N1001"])
        #expect(clocks(history).suffix(2) == ["R01/N1001/R-1 2011-04-15 open", "R03/N1001/R-1 2011-05-04 open"])
        try history.add("case.closed", "2011-04-26", ["reason": "RC8"])
        #expect(clocks(history).last == "R03/N1001/R-1 2011-05-04 cancelled 2011-04-26 by 5")
        #expect(clocks(history).first == "R01/N1001/OLD/R-9 2011-04-12 cancelled 2011-04-18 by 3, overdue")
    }
}
