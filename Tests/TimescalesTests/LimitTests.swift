import CaseRecord
import StrictJSON
import Testing
import Timescales

/// One rule over police protection, which starts and ends a clock by references.
private func rule(_ limit: String, more: String = "") throws -> Rulebook {
    try Rulebook().adding(
        """
        rulebook: test
        version: "1"
        sources: [{code: T, name: Test, from: 1900-01-01}]
        rules:
          - id: X1
            title: T
            kind: local
            per: policeProtection
            start: {event: police-protection.taken, words: the child was taken into police protection}
            stop: {event: police-protection.ended}
            subject: the end of police protection {policeProtection}
            editions: [{source: T, limit: \(limit), sure: known, paragraph: p}]
        \(more)
        """, named: "test.yaml")
}

private func clockOf(_ limit: String, from start: String, to end: String? = nil, more: String = "") throws -> Clock {
    var history = try History([("police-protection.taken", start, ["policeProtection": "P-1"])])
    if let end { try history.add("police-protection.ended", end, ["policeProtection": "P-1"]) }
    return try history.clock("X1", "P-1", try rule(limit, more: more))
}

@Suite struct LimitTests {
    @Test(arguments: [
        // From the facts: 2.2.
        ("3 months", "2010-11-30", "2011-02-28"), ("6 months", "2010-11-30", "2011-05-30"),
        ("3 months", "2011-01-31", "2011-04-30"), ("6 months", "2024-02-29", "2024-08-29"),
        ("6 months", "2025-08-31", "2026-02-28"), ("6 months", "2026-05-31", "2026-11-30"),
        ("26 weeks beginning with", "2026-11-23", "2027-05-23"),
        ("1 year", "2024-02-29", "2025-02-28"), ("1 month", "2028-01-31", "2028-02-29"),
        ("6 weeks", "2026-11-23", "2027-01-04"), ("8 days beginning with", "2026-12-24", "2026-12-31"),
        ("8 days", "2026-12-24", "2027-01-01"), ("1 day beginning with", "2026-12-24", "2026-12-24"),
        // A calendar limit is not put off by weekends and holidays: 25 December 2026 is a Friday.
        ("1 week", "2026-12-18", "2026-12-25"),
    ])
    func endsOnItsLastDay(limit: String, start: String, due: String) throws {
        let clock = try clockOf(limit, from: start)
        #expect(clock.due == day(due))
        #expect(clock.deadline.overdueFrom == LondonTime.startOfDay(day(due).adding(days: 1)))
        #expect(try self.clock(limit, start, due).outcome == "met \(due) by 2")
        let after = day(due).adding(days: 1).description
        #expect(try self.clock(limit, start, after).outcome.hasPrefix("late \(after) by 2"))
    }

    private func clock(_ limit: String, _ start: String, _ end: String) throws -> Clock {
        try clockOf(limit, from: start, to: end)
    }

    @Test(arguments: [
        // The clocks go forward on 29 March 2026 and back on 25 October 2026: 72 hours stay 72 hours.
        ("2026-03-28T10:00:00Z", "2026-03-31T10:00:00Z"), ("2026-10-24T09:00:00Z", "2026-10-27T09:00:00Z"),
        ("2026-07-01T23:30:00+01:00", "2026-07-04T22:30:00Z"),
    ])
    func hoursAreElapsedHours(start: String, end: String) throws {
        let clock = try clockOf("72 hours", from: start)
        let moment = try #require(Instant(end))
        #expect(clock.deadline.overdueFrom == moment && clock.due == LondonTime.date(of: moment))
        #expect(clock.stage(at: moment.adding(seconds: -1)) == .due && clock.stage(at: moment) == .overdue)
        let before = moment.adding(seconds: -60).description
        #expect(try self.clock("72 hours", start, before).outcome.hasPrefix("met"))
        #expect(try self.clock("72 hours", start, moment.adding(seconds: 60).description).outcome.hasPrefix("late"))
    }

    @Test func hoursFromADayAloneCountFromItsEnd() throws {
        let clock = try clockOf("72 hours", from: "2026-11-23")
        #expect(clock.deadline.overdueFrom == LondonTime.startOfDay(day("2026-11-27")))
        #expect(clock.remarks.contains { $0.contains("time of the start is not known") })
        let unclear = try self.clock("72 hours", "2026-11-23T10:00:00Z", "2026-11-26")
        #expect(unclear.outcome == "cannot be told")
        #expect(try self.clock("72 hours", "2026-11-23T10:00:00Z", "2026-11-25").outcome == "met 2026-11-25 by 2")
        #expect(try self.clock("72 hours", "2026-11-23T10:00:00Z", "2026-11-27").outcome == "late 2026-11-27 by 2, 1")
    }

    @Test func theSentenceOfAnHoursLimitSaysTheTime() throws {
        let clock = try clockOf("72 hours", from: "2026-03-28T10:00:00Z")
        #expect(
            clock.explanation.sentence
                == "The end of police protection P-1 is due by 11:00 on Tue 31 March 2026, 72 hours after the child was "
                + "taken into police protection on Sat 28 March 2026, 10:00.")
    }

    @Test(arguments: [
        ("2026-11-20T22:00:00Z", "2026-11-23T09:00:00Z"), ("2026-11-21T03:00:00Z", "2026-11-23T09:00:00Z"),
        ("2026-03-27T22:00:00Z", "2026-03-30T08:00:00Z"),
    ])
    func aTimeOnAWorkingDayIsLondons(start: String, overdueFrom: String) throws {
        let clock = try clockOf("1 working day by 09:00", from: start)
        #expect(clock.deadline.overdueFrom.description == overdueFrom)
        let inTime = try #require(Instant(overdueFrom)).adding(seconds: -1).description
        #expect(try self.clock("1 working day by 09:00", start, inTime).outcome.hasPrefix("met"))
        #expect(try self.clock("1 working day by 09:00", start, overdueFrom).outcome.hasPrefix("late"))
    }

    @Test(arguments: [
        // A Monday before and after nine, a Friday evening, a Saturday.
        ("2026-11-23T03:00:00Z", "2026-11-23T09:00:00Z"), ("2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"),
        ("2026-11-20T18:00:00Z", "2026-11-23T09:00:00Z"), ("2026-11-21T03:00:00Z", "2026-11-23T09:00:00Z"),
        ("2026-11-23", "2026-11-24T09:00:00Z"), ("2026-12-24T12:00:00Z", "2026-12-29T09:00:00Z"),
    ])
    func theNextTimeOnAWorkingDay(start: String, overdueFrom: String) throws {
        #expect(try clockOf("next working day at 09:00", from: start).deadline.overdueFrom.description == overdueFrom)
    }

    @Test func whatIsDueAtOnceIsOverdueAtOnceAndInTimeOnTheDay() throws {
        let clock = try clockOf("at once", from: "2026-11-23T10:00:00Z")
        let start = try #require(Instant("2026-11-23T10:00:00Z"))
        #expect(clock.stage(at: start) == .overdue && clock.nextTransition(after: start) == nil)
        #expect(clock.severeFrom == nil && clock.stages.dueFrom == nil)
        #expect(
            try self.clock("at once", "2026-11-23T10:00:00Z", "2026-11-23T18:00:00Z").outcome == "met 2026-11-23 by 2")
        #expect(try self.clock("at once", "2026-11-23", "2026-11-23").outcome == "met 2026-11-23 by 2")
        #expect(try self.clock("at once", "2026-11-23", "2026-11-24").outcome == "late 2026-11-24 by 2, 1")
    }

    @Test func aDayThatTheStartSays() throws {
        let rulebook = try Rulebook().adding(
            """
            rulebook: test
            version: "1"
            sources: [{code: T, name: Test, from: 1900-01-01}]
            rules:
              - id: X1
                title: T
                kind: local
                per: action
                start: {event: decision.made/actions, words: the decision was made}
                stop: {event: action.completed}
                cancel: {on: {event: action.cancelled, words: "it was cancelled: {reason}"}}
                subject: "{what}"
                editions: [{source: T, limit: until due, sure: known, paragraph: p}]
            """, named: "test.yaml")
        let actions: JSONValue = [
            ["action": "A-1", "what": "see the child", "due": "2026-11-20"],
            ["action": "A-2", "what": "call the school", "due": "2026-11-25"],
            ["action": "A-3", "what": "think"],
        ]
        var history = try History([
            (
                "decision.made", "2026-11-16",
                ["decision": "D-1", "kind": "assessment", "what": "go on", "actions": actions]
            )
        ])
        #expect(history.clocks(rulebook).map(\.id) == ["X1/N1001/A-1", "X1/N1001/A-2"])
        try history.add("action.completed", "2026-11-23", ["action": "A-1"])
        #expect(try history.clock("X1", "A-1", rulebook).outcome == "late 2026-11-23 by 2, 1")
        let open = try history.clock("X1", "A-2", rulebook)
        #expect(open.due == day("2026-11-25") && open.outcome == "open")
        #expect(
            open.explanation.sentence
                == "Call the school is due by the end of Wed 25 November 2026, the day that was set when the decision was "
                + "made on Mon 16 November 2026.")
        try history.add("action.cancelled", "2026-11-24", ["action": "A-2", "reason": "moved"])
        #expect(try history.clock("X1", "A-2", rulebook).outcome == "cancelled 2026-11-24 by 3")
    }

    @Test func anExtensionMovesTheLastDayAndSaysSo() throws {
        let rulebook = try Rulebook().adding(
            """
            rulebook: test
            version: "1"
            sources: [{code: T, name: Test, from: 1900-01-01}]
            rules:
              - id: X1
                title: T
                kind: local
                per: order
                start: {event: order.made, where: {kind: emergency-protection}, words: the order was made}
                stop: {event: order.ended}
                extend: [{on: {event: order.extended}, to: expires, most: 1}]
                subject: the end of the order
                editions: [{source: T, limit: 8 days beginning with, sure: known, paragraph: p}]
            """, named: "test.yaml")
        var history = try History([("order.made", "2026-11-02", ["order": "O-1", "kind": "emergency-protection"])])
        #expect(try history.clock("X1", "O-1", rulebook).due == day("2026-11-09"))
        try history.add("order.extended", "2026-11-09", ["order": "O-1", "expires": "2026-11-16"])
        let extended = try history.clock("X1", "O-1", rulebook)
        #expect(extended.due == day("2026-11-16") && extended.severeFrom == nil)
        #expect(extended.remarks.contains { $0.contains("moved on Mon 9 November 2026") })
        try history.add("order.extended", "2026-11-16", ["order": "O-1", "expires": "2026-11-23"])
        #expect(try history.clock("X1", "O-1", rulebook).due == day("2026-11-16"), "once only")
    }
}

@Suite struct RepeatingClockTests {
    private func visits(_ more: String = "", pick: String = "each") throws -> Rulebook {
        try Rulebook().adding(
            """
            rulebook: test
            version: "1"
            sources: [{code: T, name: Test, from: 1900-01-01}]
            rules:
              - id: X1
                title: T
                kind: local
                per: child
                pick: \(pick)
                during: {from: {event: cp-plan.started}, to: {event: cp-plan.ended, words: the plan ended}}
                start:
                  - {event: cp-plan.started, words: the plan began}
                  - {event: visit.made, where: {purpose: child-protection, seen: true}, words: the child was seen}
                stop: {event: visit.made, where: {purpose: child-protection, seen: true}}
                subject: the next visit
                editions: [{source: T, limit: 10 working days, sure: known, paragraph: p}]
            \(more)
            """, named: "test.yaml")
    }

    private func visit(_ name: String, _ on: String) -> (type: String, on: String, data: JSONValue) {
        ("visit.made", on, ["visit": .string(name), "purpose": "child-protection", "seen": true])
    }

    private let plan: (type: String, on: String, data: JSONValue) =
        ("cp-plan.started", "2026-09-01", ["plan": "CP-1", "category": "NEG"])

    @Test func eachVisitEndsTheClockBeforeItAndStartsTheNext() throws {
        var history = try History([plan, visit("V-1", "2026-09-10"), visit("V-2", "2026-09-28")])
        let rulebook = try visits()
        #expect(
            history.clocks(rulebook).map { "\($0.id) \($0.outcome)" } == [
                "X1/N1001/plan/CP-1 met 2026-09-10 by 2", "X1/N1001/visit/V-1 late 2026-09-28 by 3, 2",
                "X1/N1001/visit/V-2 open",
            ])
        try history.add("cp-plan.ended", "2026-10-05", ["plan": "CP-1"])
        let ended = try history.clock("X1", "visit/V-2", rulebook)
        #expect(ended.outcome == "cancelled 2026-10-05 by 4")
        #expect(ended.explanation.sentence.hasSuffix("because the plan ended."))
    }

    @Test func twoVisitsOnOneDayLeaveOneClockRunning() throws {
        let history = try History([plan, visit("V-1", "2026-09-10"), visit("V-2", "2026-09-10")])
        #expect(history.clocks(try visits()).filter(\.isOpen).count == 1)
    }

    @Test func outsideThePeriodNothingCounts() throws {
        let history = try History([
            visit("V-0", "2026-08-20"), plan, ("cp-plan.ended", "2026-10-05", ["plan": "CP-1"]),
            visit("V-9", "2026-10-20"), ("cp-plan.started", "2026-12-01", ["plan": "CP-2", "category": "NEG"]),
        ])
        #expect(history.clocks(try visits()).map(\.id) == ["X1/N1001/plan/CP-1", "X1/N1001/plan/CP-2"])
    }

    @Test func aPeriodThatBeginsAgainAfterAClosureRunsAgain() throws {
        let rulebook = try Rulebook().adding(
            """
            rulebook: test
            version: "1"
            sources: [{code: T, name: Test, from: 1900-01-01}]
            rules:
              - id: X1
                title: T
                kind: local
                per: section47
                start: {event: section47.started}
                cancel: {on: {event: case.closed, of: referral}}
                subject: the conclusion
                editions: [{source: T, limit: 10 working days, sure: known, paragraph: p}]
            """, named: "test.yaml")
        let history = try History([
            ("referral.received", "2026-09-01", ["referral": "R-1"]),
            ("case.closed", "2026-09-07", ["referral": "R-1", "reason": "RC8"]),
            ("case.reopened", "2026-09-14", ["referral": "R-1"]),
            ("section47.started", "2026-09-15", ["section47": "S-1", "referral": "R-1"]),
        ])
        #expect(try history.clock("X1", "S-1", rulebook).outcome == "open")
    }

    @Test func theLastStartAloneWhereTheRuleSaysSo() throws {
        let history = try History([plan, visit("V-1", "2026-09-10"), visit("V-2", "2026-09-14")])
        let clocks = history.clocks(
            try Rulebook().adding(
                """
                rulebook: test
                version: "1"
                sources: [{code: T, name: Test, from: 1900-01-01}]
                rules:
                  - id: X1
                    title: T
                    kind: local
                    per: child
                    pick: last
                    start: {event: visit.made}
                    subject: the next visit
                    editions: [{source: T, limit: 6 weeks, sure: known, paragraph: p}]
                """, named: "test.yaml"))
        #expect(clocks.map { "\($0.id) \($0.dayZero)" } == ["X1/N1001/case 2026-09-14"])
    }

    @Test func theOrderOfRecordingDoesNotMatter() throws {
        let history = try History([
            plan, visit("V-1", "2026-09-10"), visit("V-2", "2026-09-28"), visit("V-3", "2026-09-28"),
            ("cp-plan.ended", "2026-10-05", ["plan": "CP-1"]),
        ])
        let rulebook = try visits()
        func essence(_ clocks: [Clock]) -> [String] { clocks.map { "\($0.id) \($0.due) \($0.state.name)" } }
        let expected = essence(history.clocks(rulebook))
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let recorded = history.recorded(in: Array(history.events.indices).shuffled(using: &random))
            #expect(essence(Clocks.of(history: recorded, child: History.child, rulebook: rulebook)) == expected)
        }
    }
}

@Suite struct CalendarHistoryTests {
    /// England's calendar with one more bank holiday, as a newer publication brings it.
    private let newer = WorkingDayCalendar(
        published: WorkingDayCalendar.england.bankHolidays(in: 2026) + [
            BankHoliday(date: day("2026-11-27"), name: "A day of thanks")
        ], years: 2026...2026, version: "newer")

    @Test func aNewerCalendarMovesALastDayAndSaysSo() throws {
        let history = try History([
            ("referral.received", "2026-11-23", ["referral": "R-1"]),
            ("referral.received", "2026-11-23", ["referral": "R-2"]),
        ])
        // Adopted after both were recorded, or between the two.
        let rulebook = try rule("5 working days").adding(
            """
            rulebook: more
            version: "1"
            rules:
              - id: X2
                title: T
                kind: local
                per: referral
                start: {event: referral.received, words: it was received}
                stop: {event: referral.decided}
                subject: the decision
                editions: [{source: T, limit: 5 working days, sure: known, paragraph: p}]
            """, named: "more.yaml")
        let calendars = CalendarHistory(adopted: [(position: 2, calendar: newer)])
        let clocks = Clocks.of(history: history.events, child: History.child, rulebook: rulebook, calendars: calendars)
        let before = try #require(clocks.first { $0.id == "X2/N1001/R-1" })
        #expect(before.due == day("2026-12-01"))
        #expect(before.recount?.calendar == WorkingDayCalendar.england.version)
        #expect(before.recount?.due == day("2026-11-30"))
        #expect(before.remarks.contains { $0.contains("Evaluated again") && $0.contains("Mon 30 November 2026") })
        let after = try #require(clocks.first { $0.id == "X2/N1001/R-2" })
        #expect(after.due == day("2026-12-01") && after.recount?.due == day("2026-11-30"))
        let third = CalendarHistory(adopted: [(position: 1, calendar: newer)])
        let late = Clocks.of(history: history.events, child: History.child, rulebook: rulebook, calendars: third)
        #expect(late.first { $0.id == "X2/N1001/R-2" }?.recount == nil, "opened when the newer was in force")
    }
}
