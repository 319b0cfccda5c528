import CaseRecord
import Foundation
import StrictJSON
import Testing
import TextTable

@testable import Views

/// What became of the work of teams that were reorganised, as seen on Wednesday 4 May 2011 for April 2010 to April 2011.
@Suite struct ReorganisationEffectTests {
    private static let days = Rows.day("2010-04-01")...Rows.day("2011-04-30")

    private static func member(_ worker: String, of team: String, on day: String) throws -> (String, any EventPayload) {
        (day, try WorkerChanged(json: ["worker": .string(worker), "team": .string(team)]))
    }

    private static func reorganised(_ from: [String], _ into: [String], on day: String) throws
        -> (String, any EventPayload)
    {
        let named = { (teams: [String]) in JSONValue.array(teams.map { .string($0) }) }
        return (day, try TeamReorganised(json: ["from": named(from), "into": named(into)]))
    }

    /// The teams a and b became x and y; ann went to x, bob to y some days later, and nothing says where cat went.
    private static func authority(_ more: [(String, any EventPayload)] = []) throws -> [RecordedEvent] {
        Rows.events(
            [
                try member("ann", of: "a", on: "2009-01-05"), try member("bob", of: "b", on: "2009-01-05"),
                try member("cat", of: "a", on: "2009-01-05"),
                try reorganised(["a", "b"], ["x", "y"], on: "2010-11-01"),
                try member("ann", of: "x", on: "2010-11-01"), try member("bob", of: "y", on: "2010-11-10"),
                try member("bob", of: "x", on: "2011-02-01"),
            ] + more)
    }

    private static func view(
        _ facts: [CountedFact], _ authority: [RecordedEvent], seesTeam: (TeamID) -> Bool = { _ in true }
    ) -> ServiceView {
        ServiceView(
            rows: [], facts: facts, lags: [], audits: [], authority: authority, days: days,
            setting: Rows.setting(Workforce(authority)), seesTeam: seesTeam)
    }

    /// Enquiries of one day, so many of them with a core assessment.
    private struct Enquiries {
        private(set) var facts: [CountedFact] = []

        mutating func add(_ count: Int, met: Int, _ team: String?, _ worker: String? = nil, on day: String) {
            for index in 0..<count {
                let number = facts.count + 1
                facts.append(
                    CountedFact(
                        child: ChildID(unchecked: "C\(number)"), kind: .section47, reference: "S-\(number)",
                        variant: index < met ? "with-core-assessment" : nil, team: team.flatMap { TeamID($0) },
                        worker: worker.flatMap { WorkerID($0) }, beganOn: Rows.day(day), beganWith: Rows.event(number),
                        position: Int64(number)))
            }
        }
    }

    @Test func whatCameBeforeIsCountedForTheTeamsThatHaveTheWorkSince() throws {
        var enquiries = Enquiries()
        enquiries.add(4, met: 4, "a", "ann", on: "2010-04-30")
        enquiries.add(10, met: 2, "a", "ann", on: "2010-05-01")
        enquiries.add(10, met: 8, "b", "bob", on: "2010-10-31")
        enquiries.add(3, met: 3, "a", "cat", on: "2010-07-15")
        enquiries.add(20, met: 20, "x", "cat", on: "2010-11-01")
        enquiries.add(1, met: 0, "a", "ann", on: "2010-11-02")
        enquiries.add(10, met: 7, "y", on: "2011-04-30")
        enquiries.add(4, met: 0, "y", on: "2011-05-01")
        enquiries.add(5, met: 1, "c", "ann", on: "2010-06-01")
        enquiries.add(2, met: 1, nil, on: "2011-01-01")
        let view = Self.view(enquiries.facts, try Self.authority())
        let effect = try #require(view.reorganisations.first)
        #expect(view.reorganisations.count == 1 && effect.months == 6 && effect.breaksPeriod && effect.silence == nil)
        let all = try #require(effect.trends.first)
        #expect(effect.trends.map(\.measure) == [.enquiriesWithCore])
        #expect(all.before.map(\.cases) == [10, 0, 3, 0, 0, 10] && all.since.map(\.cases) == [21, 0, 0, 0, 0, 10])
        #expect(all.before.total == MeasuredShare(met: 13, cases: 23))
        #expect(all.since.total == MeasuredShare(met: 27, cases: 31))
        #expect(all.sparkline == "▂·█··▇|█····▆")
        let elsewhere = try #require(effect.elsewhere?[.enquiriesWithCore])
        #expect(elsewhere == (MeasuredShare(met: 1, cases: 5), MeasuredShare(met: 1, cases: 2)))
        #expect(effect.teams.map(\.team.text) == ["x", "y"] && effect.unplaced == 3)
        let (x, y) = (try #require(effect.teams[0].trends.first), try #require(effect.teams[1].trends.first))
        #expect(
            x.before.total == MeasuredShare(met: 2, cases: 10) && x.since.total == MeasuredShare(met: 20, cases: 21))
        #expect(y.before.total == MeasuredShare(met: 8, cases: 10) && y.since.total == MeasuredShare(met: 7, cases: 10))
        #expect(x.entries.map(\.position) == [48] && y.entries.count == 3)
        #expect(x.change == .rose && x.isBetter == true && y.change == .chance && y.isBetter == nil)
        let text = view.text(TextLayout(columns: 150))
        #expect(text.contains("Reorganised on 2010-11-01, a, b into x, y: 6 months before | since"))
        #expect(text.contains("95.2% (20 of 21)") && text.contains("no more than chance"))
        // A team's measure that changed by no more than chance is in the document only.
        #expect(!text.contains("80.0% (8 of 10)"))
        let measure = view.json["reorganisations"]?.arrayValue?.first?["measures"]?.arrayValue?.first
        #expect(measure?["elsewhere"]?["before"] == ["met": 1, "cases": 5, "percent": 20])
    }

    /// Of fewer repeated referrals it is said that they are better, of less that is good that it is worse.
    @Test func whetherAChangeIsForTheBetterDependsOnTheMeasure() throws {
        var facts: [CountedFact] = []
        for (day, met) in [("2010-08-01", 40), ("2010-12-01", 10)] {
            for index in 0..<50 {
                let number = facts.count + 1
                var fact = CountedFact(
                    child: ChildID(unchecked: "C\(number)"), kind: .referral, reference: "R-\(number)",
                    team: TeamID("a"), beganOn: Rows.day(day), beganWith: Rows.event(number), position: Int64(number))
                if index < met { fact.previousOn = Rows.day("2010-05-01") }
                facts.append(fact)
                fact.kind = .decision
                fact.outcome = index < met ? "specific" : "vague"
                facts.append(fact)
            }
        }
        let authority = Rows.events([try Self.reorganised(["a"], ["x"], on: "2010-11-01")])
        let trends = try #require(Self.view(facts, authority).reorganisations.first).trends
        #expect(trends.map(\.measure) == [.referralsRepeated, .decisionsSpecific])
        #expect(trends.map(\.change) == [.fell, .fell] && trends.map(\.isBetter) == [true, false])
        #expect(trends.map(\.words) == ["better", "worse"])
    }

    @Test func anotherReorganisationOfTheSameTeamsEndsTheComparison() throws {
        let authority = try Self.authority([
            try Self.reorganised(["x"], ["z"], on: "2011-02-15"),
            try Self.reorganised(["c"], ["d"], on: "2010-12-01"),
            try Self.reorganised(["o"], ["a"], on: "2010-09-01"),
            try Self.reorganised(["p"], ["q"], on: "2009-05-01"),
            try Self.reorganised(["p"], ["q"], on: "2009-04-30"),
            try Self.reorganised(["p"], ["q"], on: "2011-05-01"),
        ])
        let effects = Self.view([], authority).reorganisations
        #expect(
            effects.map(\.on.description) == ["2011-02-15", "2010-12-01", "2010-11-01", "2010-09-01", "2009-05-01"])
        #expect(effects.map(\.months) == [2, 5, 2, 2, 0])
        #expect(effects.map(\.breaksPeriod) == [true, true, true, true, false])
        #expect(effects[4].silence == "too early to compare, or too near to another reorganisation")
        #expect(effects[0].silence == "no case on either side")
        // From two months before September to the end of April.
        #expect(
            ServiceView.factDays(
                for: Rows.day("2011-01-01")...Self.days.upperBound, authority: authority, today: Rows.day(Rows.today))
                == Rows.day("2010-07-01")...Self.days.upperBound)
        #expect(
            ServiceView.factDays(for: Self.days, authority: [], today: Rows.day(Rows.today)) == Self.days)
    }

    /// Where teams keep their names, those who moved within a month take their work along; a visit is one piece of it.
    @Test func whoMovesBetweenTeamsThatKeepTheirNamesTakesTheWorkAlong() throws {
        var facts: [CountedFact] = []
        func visit(_ team: String, _ worker: String, on day: String) {
            facts.append(
                CountedFact(
                    child: ChildID(unchecked: "C"), kind: .visit, reference: "V-\(facts.count)", team: TeamID(team),
                    worker: WorkerID(worker), beganOn: Rows.day(day), beganWith: Rows.event(facts.count),
                    position: Int64(facts.count), outcome: "seen-alone"))
        }
        visit("north", "ann", on: "2010-10-01")
        visit("north", "bob", on: "2010-10-01")
        visit("gone", "cat", on: "2010-10-01")
        visit("gone", "cat", on: "2010-11-20")
        visit("north", "ann", on: "2010-11-20")
        let authority = Rows.events([
            try Self.member("ann", of: "north", on: "2009-01-05"),
            try Self.member("bob", of: "north", on: "2009-01-05"),
            try Self.member("cat", of: "gone", on: "2009-01-05"),
            try Self.reorganised(["north", "south"], ["north", "south"], on: "2010-11-01"),
            try Self.reorganised(["gone"], ["south"], on: "2010-11-01"),
            try Self.member("ann", of: "south", on: "2010-11-08"),
        ])
        let view = Self.view(facts, authority)
        let effect = try #require(view.reorganisations.first)
        // What was said on one day of teams that touch is one reorganisation.
        #expect(view.reorganisations.count == 1 && effect.months == 6 && effect.into.map(\.text) == ["north", "south"])
        #expect(effect.from.map(\.text) == ["north", "south", "gone"] && effect.position == 4)
        #expect(effect.teams.map(\.team.text) == ["north", "south"] && effect.unplaced == 1)
        let seen = effect.teams.map { $0.trends.first { $0.measure == .visitsSeen } }
        #expect(seen.map { $0?.before.total.cases } == [1, 1] && seen.map { $0?.since.total.cases } == [1, 0])
        #expect(effect.trends.map(\.since.total.cases) == [2, 2])
    }

    @Test func nothingIsCountedOfTeamsOfWhichTheReaderSeesAPart() throws {
        var enquiries = Enquiries()
        enquiries.add(10, met: 2, "a", "ann", on: "2010-06-01")
        let effect = try #require(
            Self.view(enquiries.facts, try Self.authority()) { $0.text != "b" }.reorganisations.first)
        #expect(effect.trends.isEmpty && effect.silence == "not all of its teams' cases are the reader's to see")
        let text = Self.view(enquiries.facts, try Self.authority()) { $0.text != "b" }.text(TextLayout(columns: 300))
        #expect(text.contains("the reader's to see; what is counted above of these teams is of both arrangements."))
    }

    @Test func nothingIsSaidOfElsewhereWhereNotAllTeamsAreSeen() throws {
        var enquiries = Enquiries()
        enquiries.add(10, met: 2, "a", "ann", on: "2010-06-01")
        enquiries.add(1, met: 0, "c", "kim", on: "2010-06-01")
        let authority = try Self.authority([("2009-01-05", try TeamRegistered(json: ["team": "c"]))])
        let view = Self.view(enquiries.facts, authority) { $0.text != "c" }
        let effect = try #require(view.reorganisations.first)
        #expect(effect.trends.count == 1 && effect.elsewhere == nil)
        let measure = view.json["reorganisations"]?.arrayValue?.first?["measures"]?.arrayValue?.first
        #expect(measure?["elsewhere"] == .null)
    }
}
