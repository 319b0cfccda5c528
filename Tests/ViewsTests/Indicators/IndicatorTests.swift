import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import TextTable
import Timescales
import Views

@Suite struct IndicatorTests {
    static func figure(
        _ id: String, _ facts: [CountedFact], _ from: String, _ to: String, by grouping: IndicatorFigure.Grouping? = nil
    ) throws -> IndicatorFigure {
        let indicator = try #require(Indicator.named(id))
        return IndicatorFigure(indicator, of: facts, during: day(from)...day(to), by: grouping)
    }

    static func day(_ text: String) -> CivilDate { CivilDate(text)! }

    static func counts(_ figure: IndicatorFigure) -> [Int] {
        [figure.total.numerator, figure.total.denominator, figure.total.leftOut]
    }

    static func references(_ facts: [CountedFact]) -> [String] { facts.map { "\($0.child) \($0.reference)" } }

    /// A fact of any kind, as a table would give it back.
    static func fact(
        _ kind: CountedFact.Kind, _ number: Int, _ began: String, _ ended: String? = nil,
        _ more: (inout CountedFact) -> Void = { _ in }
    ) -> CountedFact {
        var fact = CountedFact(
            child: ChildID("C\(number)")!, kind: kind, reference: "X-\(number)", beganOn: day(began), beganWith: UUID(),
            position: Int64(number), endedOn: ended.map(day), endedWith: ended.map { _ in UUID() })
        more(&fact)
        return fact
    }

    /// Initial assessments on both sides of the limits, in three teams.
    static func initialAssessments() throws -> [CountedFact] {
        // Referral, start, authorisation or none, team; the referral of each has ten working days.
        let cases: [(String, String, String?, String)] = [
            ("2011-04-14", "2011-04-15", "2011-05-04", "north"),  // 10 working days: in time
            ("2011-04-14", "2011-04-18", "2011-05-05", "north"),  // 11: late
            ("2011-04-20", "2011-04-20", "2011-05-10", "south"),  // 10: in time
            ("2011-04-20", "2011-04-21", "2011-06-30", "west"),  // late
            ("2011-05-20", "2011-05-20", nil, "west"),  // runs; was due 6 June
            ("2011-06-27", "2011-06-27", nil, "south"),  // runs; due 11 July
            ("2011-06-01", "2011-06-02", "2011-07-01", "south"),  // authorised after the period
            ("2011-03-01", "2011-03-01", "2011-03-31", "north"),  // authorised before it
        ]
        var log = Log()
        for (number, one) in cases.enumerated() {
            let child = "C\(number + 1)"
            try log.add("referral.received", [child], on: one.0, ["referral": "R-1", "team": .string(one.3)])
            try log.add(
                "referral.decided", [child], on: one.0, ["referral": "R-1", "outcome": "initial-assessment"])
            try log.add(
                "assessment.started", [child], on: one.1, ["assessment": "A-1", "kind": "initial", "referral": "R-1"])
            if let authorised = one.2 {
                try log.add("assessment.authorised", [child], on: authorised, ["assessment": "A-1"])
            }
        }
        return try (1...cases.count).flatMap { try facts(log, of: "C\($0)") }
    }

    @Test func initialAssessmentsInTheSpringOf2011() throws {
        let figure = try Self.figure("ni59", Self.initialAssessments(), "2011-04-01", "2011-06-30", by: .team)
        #expect(figure.value == 50)
        #expect(Self.references(figure.numerator) == ["C1 A-1", "C3 A-1"])
        #expect(Self.references(figure.denominator) == ["C1 A-1", "C2 A-1", "C3 A-1", "C4 A-1"])
        #expect(
            figure.leftOut.map { "\($0.fact.child) \($0.reason)" } == [
                "C5 not ended by 2011-06-30, overdue since 2011-06-06", "C6 not ended by 2011-06-30, due 2011-07-11",
                "C7 not ended by 2011-06-30, overdue since 2011-06-15",
            ])
        #expect(
            figure.groups.map { "\($0.name ?? "-") \($0.ratio.numerator)/\($0.ratio.denominator)" } == [
                "north 1/2", "south 1/1", "west 0/1",
            ])
        #expect(figure.groups.map(\.ratio.leftOut) == [0, 2, 1])
    }

    @Test func whatIsOverdueCountsWhereThePeriodAsksForIt() throws {
        let figure = try Self.figure(
            "assessments-in-time", Self.initialAssessments(), "2011-04-01", "2011-06-30")
        // C5 and C7 were overdue on the last day.
        #expect(Self.references(figure.denominator) == ["C1 A-1", "C2 A-1", "C3 A-1", "C4 A-1", "C5 A-1", "C7 A-1"])
        #expect(Self.references(figure.numerator) == ["C1 A-1", "C3 A-1"])
        #expect(figure.value == 33.3)
    }

    @Test(arguments: [("2010-03-31", 0), ("2010-04-01", 1)])
    func sevenWorkingDaysCountedUntilMarch2010(ended: String, met: Int) throws {
        let fact = Self.fact(.assessment, 1, "2010-03-01", ended) {
            $0.variant = "initial"
            $0.workingDays = 8
        }
        #expect(try Self.figure("ni59", [fact], "2010-03-01", "2010-04-30").numerator.count == met)
    }

    @Test func coreAssessmentsCountFromTheirOwnStart() throws {
        let cores = [35, 36, nil, -1].enumerated().map { number, days in
            Self.fact(.assessment, number, "2010-09-01", "2010-10-20") {
                $0.variant = "core"
                $0.workingDays = days
            }
        }
        let figure = try Self.figure("ni60", cores, "2010-10-01", "2010-10-31")
        #expect(figure.numerator == [cores[0]])
        #expect(figure.denominator == [cores[0], cores[1]])
        #expect(
            figure.leftOut.map(\.reason) == [
                "the days between which it ran are not known exactly enough", "it ended before it began",
            ])
    }

    /// The counts of the national tables C2 and C4 give the percentages that are published with them.
    @Test(arguments: [
        (
            "assessments-45",
            [(0, 15), (1, 314), (20, 469), (30, 563), (40, 1479), (45, 1566), (46, 545), (60, 398), (61, 186)],
            79.6
        ),
        ("conferences-15", [(0, 84), (15, 502), (16, 28), (21, 17)], 92.9),
    ])
    func publishedDurationsGiveThePublishedShare(id: String, counts: [(days: Int, count: Int)], share: Double) throws {
        let indicator = try #require(Indicator.named(id))
        let kind = try #require(indicator.kinds.first)
        let facts = counts.flatMap { days, count in
            (0..<count).map { number in
                Self.fact(kind, number, "2023-05-01", "2023-09-01") {
                    $0.variant = kind == .conference ? "initial" : "single"
                    $0.workingDays = days
                }
            }
        }
        let figure = try Self.figure(id, facts, "2023-04-01", "2024-03-31")
        #expect(figure.value == share)
        #expect(indicator.comparisons.contains { $0.place == "Norfolk" && $0.value == share })
    }

    @Test func referralsAreFollowedToTheirAssessment() throws {
        var referrals = (1...5).map { Self.fact(.referral, $0, "2011-02-0\($0)") }
        referrals[0].variant = "initial"
        referrals[1].variant = "core"
        referrals[2].variant = "single"
        referrals[3].previousOn = Self.day("2010-02-04")
        referrals[4].previousOn = Self.day("2010-02-04")
        func numerator(_ id: String) throws -> [String] {
            let figure = try Self.figure(id, referrals, "2011-02-01", "2011-02-28")
            #expect(figure.denominator.count == 5)
            return Self.references(figure.numerator)
        }
        #expect(try numerator("ni68") == ["C1 X-1"])
        #expect(try numerator("referrals-assessed") == ["C1 X-1", "C2 X-2", "C3 X-3"])
        // Twelve months to the day count; a day more does not.
        #expect(try numerator("re-referrals") == ["C4 X-4"])
    }

    @Test func decisionsOnReferrals() throws {
        let referrals = [
            ("2024-03-04", "2024-03-05", "2024-03-05", "advice"), ("2024-03-04", "2024-03-06", "2024-03-05", "advice"),
            ("2024-03-27", nil, "2024-03-28", nil), ("2024-03-28", nil, "2024-04-02", nil),
            ("2024-03-01", nil, "2024-03-04", "no-further-action"),
            ("2024-03-01", "2024-03-20", "2024-03-04", "fell-away"),
        ].enumerated().map { number, one in
            Self.fact(.referral, number, one.0, one.1) {
                $0.due = Self.day(one.2)
                $0.outcome = one.3
            }
        }
        let figure = try Self.figure("referral-decisions", referrals, "2024-03-01", "2024-03-31")
        #expect(figure.numerator == [referrals[0]])
        #expect(figure.denominator == [referrals[0], referrals[1], referrals[2]])
        #expect(figure.leftOut.map(\.fact) == [referrals[3], referrals[4], referrals[5]])
        #expect(figure.leftOut[0].reason == "not ended by 2024-03-31, due 2024-04-02")
        // What a return left open is told once and not in every later month.
        let later = try Self.figure("referral-decisions", referrals, "2024-04-01", "2024-04-30")
        #expect(later.leftOut.isEmpty)
        #expect(later.denominator == [referrals[2], referrals[3]])
    }

    @Test func reviewsAreHeldInTimeLateOrNotAtAll() throws {
        let reviews = [
            ("2024-04-10", "2024-04-10", "held"), ("2024-04-11", "2024-04-10", "held"), (nil, "2024-04-20", nil),
            (nil, "2024-06-20", nil), ("2024-04-15", "2024-08-01", "fell-away"),
            ("2024-04-15", "2024-04-01", "fell-away-late"), ("2024-05-02", "2024-03-01", "held"),
        ].enumerated().map { number, one in
            Self.fact(.careReview, number, "2024-01-01", one.0) {
                $0.due = Self.day(one.1)
                $0.outcome = one.2
            }
        }
        let figure = try Self.figure("care-reviews", reviews, "2024-04-01", "2024-04-30")
        #expect(figure.numerator == [reviews[0]])
        // The last was held after the period and long due in it.
        #expect(figure.denominator == [reviews[0], reviews[1], reviews[2], reviews[5], reviews[6]])
        #expect(figure.leftOut.map(\.fact) == [reviews[3], reviews[4]])
        #expect(figure.value == 20)
    }

    @Test func enquiriesCoreAssessmentsAndConferences() throws {
        let enquiries = [
            ("2011-01-10", "2011-01-20", "with-core-assessment", "conference-held"),
            ("2011-01-11", "2011-01-25", nil, "conference"), ("2011-01-12", "2011-02-25", nil, "not-substantiated"),
            ("2013-04-15", "2013-05-01", nil, "conference-held"),
        ].enumerated().map { number, one in
            Self.fact(.section47, number, one.0, one.1) {
                $0.variant = one.2
                $0.outcome = one.3
            }
        }
        let cores = try Self.figure("core-per-section47", enquiries, "2011-01-01", "2013-12-31")
        #expect(Self.counts(cores) == [1, 3, 1])
        #expect(cores.value == 33.3)
        let conferences = try Self.figure("section47-conference", enquiries, "2011-01-01", "2011-01-31")
        #expect(Self.counts(conferences) == [1, 2, 1])
    }

    @Test func coreAssessmentsForAHundredInitialOnes() throws {
        let facts = ["initial", "initial", "initial", "core", "core", "single"].enumerated().map { number, variant in
            Self.fact(.assessment, number, "2011-01-10") { $0.variant = variant }
        }
        let figure = try Self.figure("core-per-100-initial", facts, "2011-01-01", "2011-01-31")
        #expect(figure.value == 66.7)
        #expect(figure.numerator.count == 2)
        #expect(figure.denominator.count == 3)
    }

    @Test func plansVisitsDecisionsAndEarlyHelp() throws {
        let plans = [("2020-03-01", "repeat"), ("2018-03-01", "repeat"), (nil, "repeat"), (nil, "first")].enumerated()
            .map { number, one in
                Self.fact(.protectionPlan, number, "2020-03-02") {
                    $0.previousOn = one.0.map(Self.day)
                    $0.outcome = one.1
                }
            }
        func total(_ id: String, _ facts: [CountedFact]) throws -> [Int] {
            Self.counts(try Self.figure(id, facts, "2020-03-01", "2020-03-31"))
        }
        #expect(try total("repeat-plans", plans) == [3, 4, 0])
        #expect(try total("repeat-plans-2y", plans) == [1, 4, 0])
        let visits = ["seen-alone", "seen", "not-seen", nil].enumerated().map { number, outcome in
            Self.fact(.visit, number, "2020-03-03", "2020-03-03") { $0.outcome = outcome }
        }
        #expect(try total("visits-seen", visits) == [2, 3, 1])
        #expect(try total("visits-seen-alone", visits) == [1, 3, 1])
        let decisions = ["specific", "vague", "vague"].enumerated().map { number, outcome in
            Self.fact(.decision, number, "2020-03-03") { $0.outcome = outcome }
        }
        #expect(try total("decisions-specific", decisions) == [1, 3, 0])
        let help = [
            ("2020-03-03", nil, nil), ("2020-01-03", "2020-03-09", "needs-met"), ("2020-03-31", "2020-03-31", "moved"),
        ]
        .enumerated().map { number, one in
            Self.fact(.earlyHelp, number, one.0, one.1) { $0.outcome = one.2 }
        }
        #expect(try total("early-help-started", help) == [2, 2, 0])
        #expect(try Self.figure("early-help-started", help, "2020-03-01", "2020-03-31").value == 2)
        #expect(try total("early-help-needs-met", help) == [1, 2, 1])
    }

    @Test func eachIndicatorSaysWhatItIs() {
        #expect(Set(Indicator.all.map(\.id)).count == Indicator.all.count)
        for indicator in Indicator.all {
            #expect(indicator.definition.hasSuffix(".") || indicator.definition.hasSuffix(".)"), "\(indicator.id)")
            #expect(!indicator.source.paragraph.isEmpty)
            #expect(!indicator.kinds.isEmpty)
        }
        // Nothing counted is no figure, and never a hundred percent.
        for indicator in Indicator.all where indicator.unit != .number {
            let days = Self.day("2020-01-01")...Self.day("2020-12-31")
            #expect(IndicatorFigure(indicator, of: [], during: days).value == nil)
        }
    }

    @Test func figuresAsJSONTextAndCSV() throws {
        let figure = try Self.figure("ni59", Self.initialAssessments(), "2011-04-01", "2011-06-30", by: .team)
        let json = figure.objectWithLists
        #expect(json["value"] == .number(50))
        #expect(json["numerator"] == 2)
        #expect(
            json["groups"]?.arrayValue?.last == [
                "team": "west", "value": .number(0), "numerator": 0, "denominator": 1, "leftOut": 1,
            ])
        let first = json["lists"]?["numerator"]?.arrayValue?.first
        #expect(first?["child"] == "C1")
        #expect(first?["beganOn"] == "2011-04-14")
        #expect(first?["endedOn"] == "2011-05-04")
        #expect(first?["workingDays"] == 10)
        #expect(first?["beganWith"] == Log.id(1))
        #expect(first?["endedWith"] == Log.id(4))
        #expect(first?["position"] == 1)
        #expect(
            json["lists"]?["leftOut"]?.arrayValue?.first?["reason"]
                == "not ended by 2011-06-30, overdue since 2011-06-06")

        let text = figure.text(TextLayout(columns: 100))
        #expect(text.contains("2011-04-01 to 2011-06-30: 2 of 4, 50.0 %, 3 left out"))
        #expect(text.contains("Left out (3)"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let csv = figure.csv.split(separator: "\r\n")
        #expect(csv.count == 8)
        #expect(csv[1].hasPrefix("ni59,both,C1,assessment,A-1,initial,north,,,2011-04-14,"))
        #expect(csv[2].hasPrefix("ni59,denominator,C2,"))
        let all = IndicatorFigure.csv([figure]).split(separator: "\r\n")
        #expect(all[1] == "ni59,NI 59: initial assessments in time,all,,2011-04-01,2011-06-30,50.0,percent,2,4,3")
        #expect(all[2] == "ni59,NI 59: initial assessments in time,team,north,2011-04-01,2011-06-30,50.0,percent,1,2,0")
    }

    @Test func whatASpreadsheetWouldTakeForAFormulaIsText() throws {
        var fact = Self.fact(.earlyHelp, 1, "2020-01-01")
        fact.locality = "=1+1, \"Coast\""
        let figure = try Self.figure("early-help-started", [fact], "2020-01-01", "2020-01-31")
        #expect(figure.csv.contains(",\"'=1+1, \"\"Coast\"\"\","))
    }
}
