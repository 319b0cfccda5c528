import CaseRecord
import StrictJSON
import Testing
import TextTable

@testable import Views

/// Whether what findings' actions are to reach is held in every team, as seen on Wednesday 4 May 2011.
@Suite struct TargetStandingTests {
    private static func action(_ measure: String, _ target: String) throws -> [RecordedEvent] {
        Rows.events([
            ("2010-01-01", try FindingRaised(json: ["finding": "F-1", "source": "inspection", "what": "Decisions"])),
            (
                "2010-01-02",
                try FindingActionSet(json: [
                    "finding": "F-1", "action": "A-1", "what": "Train", "measure": .string(measure),
                    "target": .string(target),
                ])
            ),
            ("2010-01-03", try TeamRegistered(json: ["team": "north"])),
            ("2010-01-03", try TeamRegistered(json: ["team": "west"])),
            ("2010-01-03", try TeamRegistered(json: ["team": "old"])),
            ("2011-01-03", try TeamClosed(json: ["team": "old"])),
        ])
    }

    private static func standing(
        _ decisions: [(team: String, month: String, met: Int, cases: Int)], _ measure: String = "decisions-specific",
        _ target: String = "at least 80% in every team", through last: String = "2011-04-30",
        seesTeam: (TeamID) -> Bool = { _ in true }
    ) throws -> TargetStanding? {
        var facts: [CountedFact] = []
        for (team, month, met, cases) in decisions {
            for index in 0..<cases {
                let number = facts.count + 1
                facts.append(
                    CountedFact(
                        child: ChildID(unchecked: "C\(number)"), kind: .decision, reference: "D-\(number)",
                        team: TeamID(team), beganOn: Rows.day(month + "-28"), beganWith: Rows.event(number),
                        position: Int64(number), outcome: index < met ? "specific" : "vague"))
            }
        }
        let authority = try action(measure, target)
        let view = ServiceView(
            rows: [], facts: facts, lags: [], audits: [], authority: authority,
            days: Rows.day("2011-01-01")...Rows.day(last), setting: Rows.setting(Workforce(authority)),
            seesTeam: seesTeam)
        return view.findings.first?.actions.first?.standing
    }

    @Test func aTargetIsHeldOnlyIfEveryTeamMetItInEachOfTheLastMonths() throws {
        let kept =
            [("north", "2011-02", 4, 5), ("north", "2011-03", 5, 5), ("north", "2011-04", 8, 10)]
            as [(team: String, month: String, met: Int, cases: Int)]
        let held = try #require(try Self.standing(kept + [("north", "2011-01", 0, 9), ("west", "2010-12", 0, 3)]))
        #expect(
            held.isSustained == true && held.words == "met in the last 3 months by every team in each month with cases")
        #expect(held.teams.map(\.isHeld) == [true, nil] && held.firstMonth == Rows.day("2010-05-01"))
        #expect(held.teams[0].months.map(\.cases) == [0, 0, 0, 0, 0, 0, 0, 0, 9, 5, 5, 10])
        let missed = try #require(try Self.standing(kept + [("west", "2011-02", 3, 4), ("west", "2011-04", 9, 9)]))
        #expect(missed.isSustained == false && missed.words == "not met in the last 3 months by west")
        let none = try #require(try Self.standing([("west", "2011-01", 1, 1), ("west", "2010-04", 1, 1)]))
        #expect(none.isSustained == nil && none.words == "no team had cases in the last 3 months")
        #expect(none.teams[0].months.total.cases == 1)
        let partial = try #require(
            try Self.standing(kept + [("west", "2011-04", 0, 9)]) { $0 == Rows.north })
        #expect(partial.words == "met in the last 3 months by every team seen in each month with cases")
        #expect(partial.teams.map(\.team) == [Rows.north] && partial.isPartial && !held.isPartial)
        // A team that is closed is not judged by what it left, and a month that lies ahead is none.
        let closed = try #require(try Self.standing(kept + [("old", "2011-04", 0, 9)]))
        #expect(closed.isSustained == true && closed.teams.map(\.team) == [Rows.north])
        let ahead = try #require(try Self.standing(kept, through: "2011-06-30"))
        #expect(ahead.firstMonth == Rows.day("2010-05-01") && ahead.isSustained == true)
        // A month that is not over counts for nothing.
        let begun = try #require(try Self.standing(kept, through: "2011-04-29"))
        #expect(begun.firstMonth == Rows.day("2010-04-01") && begun.teams[0].months.last?.cases == 5)
    }

    @Test func onlyAShareOfAMeasureThatTeamsAreComparedByCanBeTold() throws {
        #expect(try Self.standing([], "Decisions that say who acts by when", "99.5 %")?.permille == 995)
        #expect(try Self.standing([], "Audits of plans", "90%") == nil)
        #expect(try Self.standing([], "decisions-specific", "nine in ten") == nil)
        for target in [
            "120%", "1000%", "100.00%", "92.25%", "90,5%", "from 64% to 90%", "%", "at most 10% vague", "below 5 %",
        ] {
            #expect(try Self.standing([], "decisions-specific", target) == nil, "\(target)")
        }
        #expect(try Self.standing([], "referrals-repeated", "at least 10%") == nil)
        #expect(try Self.standing([], "referrals-repeated", "no more than 20% of referrals")?.permille == 200)
        #expect(try Self.standing([], "decisions-specific", "No less than 90%")?.permille == 900)
        // Neither more nor fewer of these is better.
        #expect(try Self.standing([], "section47-to-conference", "60%") == nil)
        // What is counted as it stands has no months.
        #expect(try Self.standing([], "cases-allocated", "100%") == nil)
        #expect(
            ServiceView.factDays(
                for: Rows.day("2011-03-01")...Rows.day("2011-04-30"),
                authority: try Self.action("referrals-repeated", "20%"), today: Rows.day(Rows.today))
                == Rows.day("2010-05-01")...Rows.day("2011-04-30"))
    }

    @Test func whereFewerAreBetterTheTargetIsNotToBePassed() throws {
        var facts: [CountedFact] = []
        func add(_ team: String, met: Int, of cases: Int) {
            for index in 0..<cases {
                var fact = CountedFact(
                    child: ChildID(unchecked: "C\(facts.count)"), kind: .referral, reference: "R-\(facts.count)",
                    team: TeamID(team), beganOn: Rows.day("2011-04-01"), beganWith: Rows.event(facts.count),
                    position: Int64(facts.count))
                if index < met { fact.previousOn = Rows.day("2011-01-01") }
                facts.append(fact)
            }
        }
        add("north", met: 2, of: 10)
        add("west", met: 3, of: 10)
        let view = ServiceView(
            rows: [], facts: facts, lags: [], audits: [], authority: try Self.action("referrals-repeated", "20%"),
            days: Rows.day("2011-01-01")...Rows.day("2011-04-30"), setting: Rows.setting())
        let standing = try #require(view.findings.first?.actions.first?.standing)
        #expect(
            standing.teams.map(\.isHeld) == [true, false] && standing.words == "not met in the last 3 months by west")
        #expect(
            view.text(TextLayout(columns: 160)).contains(
                "referrals-repeated 20.0% not met in the last 3 months by west"))
        let closed = Rows.events([
            ("2010-01-01", try FindingRaised(json: ["finding": "F-1", "source": "inspection", "what": "Decisions"])),
            (
                "2010-01-02",
                try FindingActionSet(json: [
                    "finding": "F-1", "action": "A-1", "what": "Train", "measure": "referrals-repeated",
                    "target": "20%",
                ])
            ), ("2010-01-03", try FindingClosed(json: ["finding": "F-1", "reason": "Held"])),
        ])
        let answered = ServiceView(
            rows: [], facts: facts, lags: [], audits: [], authority: closed, days: view.days, setting: Rows.setting())
        #expect(answered.findings.first?.actions.count == 1 && answered.findings.first?.actions.first?.standing == nil)
        #expect(
            ServiceView.factDays(for: view.days, authority: closed, today: Rows.day(Rows.today)) == view.days)
    }
}
