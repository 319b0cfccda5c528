import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import TextTable

@testable import Views

/// What is compared between teams on Wednesday 4 May 2011, for April 2010 to April 2011.
@Suite struct ServiceViewTests {
    private static let days = Rows.day("2010-04-01")...Rows.day("2011-04-30")

    private func view(
        _ facts: [CountedFact] = [], rows: [CaseRow] = [], lags: [RecordingLag] = [], audits: [AuditedCriterion] = [],
        authority: [RecordedEvent] = [], workforce: Workforce = Workforce([])
    ) -> ServiceView {
        ServiceView(
            rows: rows, facts: facts, lags: lags, audits: audits, authority: authority, days: Self.days,
            setting: Rows.setting(workforce))
    }

    private static func fact(
        _ kind: CountedFact.Kind, _ number: Int, team: String? = "north", on: String = "2011-02-01",
        _ change: (inout CountedFact) -> Void = { _ in }
    ) -> CountedFact {
        var fact = CountedFact(
            child: ChildID("C\(number)")!, kind: kind, reference: "F-\(number)", variant: nil,
            team: team.flatMap { TeamID($0) }, worker: nil, locality: nil, beganOn: Rows.day(on),
            beganWith: Rows.event(number), position: Int64(number), endedOn: nil, endedWith: nil, due: nil,
            workingDays: nil, outcome: nil, previousOn: nil)
        change(&fact)
        return fact
    }

    /// So many enquiries of each team, and with how many a core assessment was started.
    private static func enquiries(_ teams: [(team: String, cases: Int, core: Int)]) -> [CountedFact] {
        var number = 0
        return teams.flatMap { team, cases, core in
            (0..<cases).map { index in
                number += 1
                return fact(.section47, number, team: team) {
                    if index < core { $0.variant = "with-core-assessment" }
                }
            }
        }
    }

    @Test func aTeamWithHalfTheRatioIsAnOutlierWithManyCasesAndNotWithFour() throws {
        func standings(_ facts: [CountedFact]) throws -> [TeamShare.Standing] {
            try #require(view(facts).variation.first { $0.measure == .enquiriesWithCore }).teams.map(\.standing)
        }
        // 80 of 100, 80 of 100 and 40 of 100.
        let many = Self.enquiries([("east", 100, 80), ("north", 100, 80), ("west", 100, 40)])
        #expect(try standings(many) == [.watch, .watch, .outlier])
        // The same, where the third team had 4 enquiries, 2 of them with a core assessment.
        let few = Self.enquiries([("east", 100, 80), ("north", 100, 80), ("west", 4, 2)])
        #expect(try standings(few) == [.inside, .inside, .inside])
        // None of 4 at four of five: 16 chances of 10000 that it is so, which is watched and no outlier.
        let none = Self.enquiries([("east", 100, 80), ("north", 100, 80), ("west", 4, 0)])
        #expect(try standings(none) == [.inside, .inside, .watch])

        let json = view(many).json
        #expect(
            json["outliers"] == [["team": "west", "measure": "section47-with-core-assessment", "side": "below"]])
        let measure = try #require(
            json["variation"]?.arrayValue?.first { $0["measure"] == "section47-with-core-assessment" })
        #expect(measure["percent"]?.number == 66.7 && measure["spread"] == 40 && measure["cases"] == 300)
        let west = try #require(measure["teams"]?.arrayValue?.last)
        #expect(west["met"] == 40 && west["percent"] == 40 && west["entryCount"] == 60)
        // The first without a core assessment is the 41st enquiry of the third team.
        #expect(west["entries"]?.arrayValue?.first?["position"] == 241)
        #expect(west["entries"]?.arrayValue?.first?["event"] == "0192d3c4-5e6f-7a8b-9c0d-000000000241")
    }

    @Test func whatIsLateAndWhatIsOpenPastItsDayIsNotInTime() throws {
        func assessment(_ number: Int, due: String, ended: String?, outcome: String? = nil) -> CountedFact {
            Self.fact(.assessment, number, on: "2010-03-01") {
                $0.due = Rows.day(due)
                $0.endedOn = ended.map(Rows.day)
                $0.outcome = outcome
            }
        }
        let view = view([
            assessment(1, due: "2011-02-01", ended: "2011-02-01", outcome: "child-view"),
            assessment(2, due: "2011-02-01", ended: "2011-02-02", outcome: "no-child-view"),
            assessment(3, due: "2011-02-01", ended: nil),
            assessment(4, due: "2011-05-04", ended: nil),
            assessment(5, due: "2010-02-01", ended: "2010-03-31"),
            assessment(6, due: "2011-02-01", ended: "2011-02-03", outcome: "not-pursued"),
            assessment(7, due: "2011-02-01", ended: "2011-02-03", outcome: "fell-away"),
        ])
        let inTime = try #require(view.variation.first { $0.measure == .assessmentsInTime })
        #expect(inTime.met == 1 && inTime.cases == 3)
        #expect(inTime.teams.first?.entries.map(\.position) == [2, 3])
        let views = try #require(view.variation.first { $0.measure == .assessmentsWithView })
        #expect(views.met == 1 && views.cases == 2)
    }

    @Test func repeatsAreListedWhereFewerAreBetter() throws {
        let view = view([
            Self.fact(.referral, 1) { $0.previousOn = Rows.day("2010-02-01") },
            Self.fact(.referral, 2) { $0.previousOn = Rows.day("2010-01-31") },
            Self.fact(.referral, 3, team: nil),
        ])
        let repeated = try #require(view.variation.first { $0.measure == .referralsRepeated })
        #expect(repeated.met == 1 && repeated.cases == 3 && repeated.permille == 333)
        #expect(repeated.teams.map(\.cases) == [2] && repeated.teams[0].entries.map(\.position) == [1])
    }

    @Test func openCasesAreCountedAsTheyStand() throws {
        let view = view(
            rows: [
                Rows.row("A") { $0.lastSupervisedOn = Rows.day("2011-04-06") },
                Rows.row("B") { $0.lastSupervisedOn = Rows.day("2011-04-05") },
                Rows.row("C") {
                    $0.lastSupervisedOn = Rows.day("2011-01-05")
                    $0.allocatedOn = Rows.day("2011-05-01")
                },
                Rows.row("D", worker: nil), Rows.row("E") { $0.isOpen = false },
            ])
        let allocated = try #require(view.variation.first { $0.measure == .casesAllocated })
        #expect(allocated.met == 3 && allocated.cases == 4)
        let supervised = try #require(view.variation.first { $0.measure == .casesSupervised })
        #expect(supervised.met == 2 && supervised.cases == 3)
        #expect(supervised.teams[0].entries.map(\.child.text) == ["B"])
    }

    @Test func theFunnelCountsWhatBeganAndConferencesThatWereHeld() throws {
        var facts = [
            Self.fact(.contact, 1), Self.fact(.contact, 2), Self.fact(.contact, 3, on: "2010-03-31"),
            Self.fact(.referral, 4), Self.fact(.referral, 5, team: "west"),
            Self.fact(.assessment, 6) { $0.variant = "initial" }, Self.fact(.assessment, 7) { $0.variant = "core" },
            Self.fact(.assessment, 8) { $0.variant = "core" },
            Self.fact(.section47, 9), Self.fact(.section47, 10), Self.fact(.section47, 11),
            Self.fact(.conference, 12, on: "2010-03-20") {
                $0.variant = "initial"
                $0.endedOn = Rows.day("2010-04-01")
            },
            Self.fact(.conference, 13) { $0.variant = "initial" },
            Self.fact(.conference, 14) {
                $0.variant = "review"
                $0.endedOn = Rows.day("2011-02-01")
            },
        ]
        facts.append(Self.fact(.protectionPlan, 15))
        let view = view(facts)
        #expect(view.funnels.map { $0.team?.text } == [nil, "north", "west"])
        #expect(Funnel.Step.allCases.map { view.funnels[0][$0] } == [2, 2, 1, 2, 3, 0, 1, 1])
        #expect(Funnel.Step.allCases.map { view.funnels[1][$0] } == [2, 1, 1, 2, 3, 0, 1, 1])
        #expect(view.funnels[1].corePer100Enquiries == 67 && view.funnels[1].corePer100Initial == 200)
        #expect(view.funnels[2].corePer100Enquiries == nil)
        let step = view.json["funnel"]?.arrayValue?.first?["steps"]?["section47"]
        #expect(step?["firstPosition"] == 9 && step?["lastPosition"] == 11)
    }

    @Test func earlyHelpIsJudgedByWholeMonthsByAgencyAndArea() throws {
        #expect(
            ServiceView.trendMonths(Rows.day("2011-01-01")...Rows.day("2011-05-04"))
                == Rows.day("2009-05-01")...Rows.day("2011-04-01"))
        #expect(
            ServiceView.trendMonths(Rows.day("2008-01-31")...Rows.day("2011-04-30"))
                == Rows.day("2008-01-01")...Rows.day("2011-04-01"))
        // One start a month from May 2009 by schools in the west, three a month from November 2010 on.
        var facts: [CountedFact] = []
        for month in 0..<24 {
            for _ in 0..<(month < 18 ? 1 : 3) {
                facts.append(
                    Self.fact(.earlyHelp, facts.count + 1) {
                        $0.beganOn = Rows.day("2009-05-10").adding(months: month)
                        $0.variant = "education"
                        $0.locality = "West"
                    })
            }
        }
        facts.append(
            Self.fact(.earlyHelp, 90, on: "2011-05-02") {
                $0.variant = "police"
                $0.locality = "West"
            })
        let coordinator = Rows.events([
            ("2010-10-04", try CoordinatorAppointed(json: ["area": "West", "worker": "cal"]))
        ])
        let view = view(facts, authority: coordinator)
        #expect(view.earlyHelp.map(\.part) == [.all, .agency("education"), .area("West")])
        #expect(view.earlyHelp.map(\.count) == [36, 36, 36])
        #expect(
            view.earlyHelp[0].words
                == "shift up from 2010-11: 6 months in a row above the median of 1 before")
        #expect(view.earlyHelp[2].coordinators == [Rows.day("2010-10-04")])
        #expect(view.silentAgencies.contains("police") && !view.silentAgencies.contains("education"))
        #expect(view.json["earlyHelp"]?["trends"]?.arrayValue?.first?["sustainedGrowth"] == true)
    }

    @Test func aPoorCriterionThatTheReauditFoundUnchangedIsNoChange() throws {
        var log = Log()
        try log.add("case.allocated", on: "2010-05-01", ["worker": "sam", "team": "north"])
        try log.add(
            "audit.completed", on: "2010-09-01",
            [
                "audit": "AU-1", "grade": "adequate", "kind": "case-file",
                "criteria": [
                    ["criterion": "analysis", "grade": "inadequate"],
                    ["criterion": "views", "grade": "requires-improvement"],
                    ["criterion": "plan", "grade": "inadequate"], ["criterion": "history", "grade": "good"],
                ],
            ])
        try log.add("action.set", on: "2010-09-02", ["action": "AC-1", "what": "Train", "audit": "AU-1"])
        try log.add("action.completed", on: "2010-10-01", ["action": "AC-1"])
        try log.add(
            "audit.completed", on: "2011-02-01",
            [
                "audit": "AU-2", "grade": "adequate", "reauditOf": "AU-1",
                "criteria": [
                    ["criterion": "analysis", "grade": "inadequate"], ["criterion": "views", "grade": "good"],
                ],
            ])
        let audits = AuditedCriterion.all(in: log.record("A"))
        #expect(
            audits.map(\.criterion) == [
                "overall", "analysis", "views", "plan", "history", "overall", "analysis", "views",
            ])
        #expect(audits.allSatisfy { $0.team?.text == "north" })
        let effects = view(audits: audits + audits).audits
        #expect(effects.map(\.found.criterion) == ["analysis", "plan", "views"])
        #expect(effects.map(\.verdict) == [.noChange, .notReaudited, .improved])
        #expect(effects[0].words == "the action was done, and the re-audit found no change")
        let json = try #require(view(audits: audits).json["audits"])
        #expect(json["noChange"] == 1)
        let effect = json["effects"]?.arrayValue?.first
        #expect(effect?["verdict"] == "AUDIT_NO_CHANGE" && effect?["audit"]?["position"] == 2)
        #expect(effect?["reaudits"]?.arrayValue?.first?["position"] == 5)
    }

    @Test func aReauditOfTheTeamCountsWhereNoneNamesTheAuditAndWhatIsPoorAgainWasNotHeld() throws {
        func audit(_ name: String, _ grade: String, team: String, again: Bool = false) throws -> any EventPayload {
            try AuditCompleted(json: [
                "audit": .string(name), "grade": .string(grade), "kind": again ? "re-audit" : "themed",
                "team": .string(team),
            ])
        }
        let effects = view(
            authority: Rows.events([
                ("2010-05-01", try audit("AU-1", "inadequate", team: "north")),
                ("2010-05-02", try audit("AU-2", "inadequate", team: "west")),
                ("2010-09-01", try audit("AU-3", "good", team: "north", again: true)),
                ("2010-12-01", try audit("AU-4", "inadequate", team: "north", again: true)),
            ])
        ).audits
        #expect(effects.map(\.found.audit) == ["AU-1", "AU-2"])
        #expect(effects.map(\.verdict) == [.notHeld, .notReaudited])
        #expect(effects[1].words == "no action was set; not looked at again")
    }

    /// Two versions with five audits each, one that nobody published, and audits that do not count.
    @Test func theFirstAuditOfWhatWasMadeWithATemplateSaysWhatItBrought() throws {
        func record(
            _ name: String, template: String, sections: [String], grades: [String], in year: Int = 2010,
            named: Bool = true
        ) throws -> Log {
            var log = Log()
            let said = JSONValue.array(sections.map { ["section": .string($0), "words": $0 == "blank" ? 0 : 80] })
            let begun = try log.add(
                "assessment.started", on: "\(year)-05-01", ["assessment": .string(name), "kind": "single"])
            try log.add(
                "assessment.completed", on: "\(year)-06-01",
                ["assessment": .string(name), "templateVersion": .string(template), "sections": said])
            // A plan of the same name is another matter.
            try log.add(
                "plan.made", on: "\(year)-06-02",
                ["plan": .string(name), "kind": "child-in-need", "templateVersion": "plan 1"])
            for (number, grade) in grades.enumerated() {
                var audit: JSONObject = [
                    "audit": .string("\(name).\(number)"), "grade": .string(grade), "kind": "case-file",
                ]
                if named { audit["assessment"] = .string(name) } else { audit["subject"] = begun }
                try log.add("audit.completed", on: "\(year)-07-0\(number + 1)", .object(audit))
            }
            return log
        }
        let (four, five) = ("single assessment 4", "single assessment 5")
        var logs = try (1...5).map { number in
            try record("A-4\(number)", template: four, sections: [], grades: [number == 1 ? "good" : "inadequate"])
        }
        logs += try (1...5).map { number in
            // It was mended later, which is not the template's doing.
            try record(
                "A-5\(number)", template: five, sections: number > 3 ? ["Analysis", "blank"] : ["History"],
                grades: number > 2 ? ["good", "inadequate"] : ["inadequate", "outstanding"], named: number > 1)
        }
        logs.append(try record("A-7", template: "single assessment 7", sections: ["x"], grades: ["outstanding"]))
        logs.append(try record("A-8", template: "pre-birth 1", sections: [], grades: []))
        logs.append(try record("A-9", template: four, sections: [], grades: ["good"], in: 2007))
        var told = Log()
        for (version, day) in [("6", "2010-09-01"), ("5", "2010-04-01"), ("4", "2009-04-01")] {
            try told.add(
                "template.published", [], on: day,
                [
                    "template": "single assessment", "version": .string(version),
                    "sections": ["analysis", "history", "blank"],
                ])
        }
        // Each record is in a log of its own here, and has positions and ids of its own.
        let audits = logs.enumerated().flatMap { place, log in
            AuditedCriterion.all(in: log.record("A")).map { $0.moved(to: place) }
        }
        let templates = view(audits: audits + audits.reversed(), authority: told.events).templates
        #expect(templates.map(\.template) == ["single assessment 6", five, four, "single assessment 7"])
        #expect(
            templates.map(\.words) == [
                "none was audited", "3 of 5 good or better; with single assessment 4 1 of 5", "1 of 5 good or better",
                "1 of 1 good or better",
            ])
        #expect(templates.map(\.before) == [five, four, nil, nil])
        #expect(templates.map(\.sectionsTold) == [0, 5, 0, 1])
        #expect(templates[1].sections.map { $0.filledIn } == [2, 3, 0])
        #expect(templates[1].grades.map { $0.grade } == [.good, .inadequate])
        #expect(templates[1].grades.map { $0.count } == [3, 2])
        #expect(templates.map(\.since?.description) == ["2010-09-01", "2010-04-01", "2009-04-01", nil])
        let fewer = view(audits: audits.filter { $0.child?.text != "C5" }, authority: told.events).templates
        #expect(
            fewer[1].words == "3 of 4 good or better; with single assessment 4 1 of 5: too few to compare")
    }

    @Test func findingsThatRecurComeFirstAndTheirActionsAreOverdueUntilDone() throws {
        let findings = view(
            authority: Rows.events([
                (
                    "2008-01-01",
                    try FindingRaised(json: [
                        "finding": "F-1", "source": "inspection", "what": "Views", "theme": "voice",
                    ])
                ),
                ("2009-01-01", try FindingClosed(json: ["finding": "F-1", "reason": "Trained"])),
                ("2010-01-01", try FindingRaised(json: ["finding": "F-2", "source": "audit", "what": "Plans"])),
                (
                    "2011-01-01",
                    try FindingRaised(json: [
                        "finding": "F-3", "source": "inspection", "what": "Views", "theme": "voice",
                    ])
                ),
                (
                    "2011-01-02",
                    try FindingActionSet(json: [
                        "finding": "F-3", "action": "A-1", "what": "Audit", "due": "2011-05-03",
                        "measure": "assessments-with-view", "target": "95%",
                    ])
                ),
                (
                    "2011-01-02",
                    try FindingActionSet(json: [
                        "finding": "F-3", "action": "A-2", "what": "Train", "due": "2011-05-03",
                    ])
                ),
                ("2011-02-01", try ActionCompleted(json: ["action": "A-2"])),
                (
                    "2011-03-01",
                    try FindingRaised(json: ["finding": "F-4", "source": "audit", "what": "Plans", "repeatOf": "F-2"])
                ),
                (
                    "2011-03-02",
                    try FindingProgressNoted(json: ["finding": "F-4", "note": "Half way", "measured": "50%"])
                ),
            ])
        ).findings
        #expect(findings.map(\.finding) == ["F-3", "F-4", "F-2", "F-1"])
        #expect(findings.map(\.repeats) == [["F-1"], ["F-2"], [], []])
        #expect(findings[0].actions.map(\.isOverdue) == [true, false])
        #expect(findings[1].progress?.measured == "50%" && findings[3].closedOn == Rows.day("2009-01-01"))
    }

    @Test func oversightIsCountedByManagerAndWeekAndAManagerWhoNeverLookedHasARow() throws {
        let workforce = Workforce(
            Rows.events([
                Rows.worker("mo"),
                ("2009-01-05", try TeamRegistered(json: ["team": "north", "name": "North", "manager": "mo"])),
                ("2009-01-05", try TeamRegistered(json: ["team": "west", "name": "West", "manager": "ann"])),
                ("2009-01-05", try TeamRegistered(json: ["team": "old", "name": "Old", "manager": "bob"])),
                ("2010-01-05", try TeamClosed(json: ["team": "old"])),
            ]))
        func look(_ number: Int, _ manager: String?, on: String) -> CountedFact {
            Self.fact(.oversight, number, on: on) { $0.worker = manager.flatMap { WorkerID($0) } }
        }
        // The view ends on Saturday 30 April 2011: its last week begins on the 25th, its first on 31 January.
        let view = view(
            [
                look(1, "mo", on: "2011-01-30"), look(2, "mo", on: "2011-01-31"), look(3, "mo", on: "2011-02-06"),
                look(4, "mo", on: "2011-02-07"), look(5, "mo", on: "2011-04-30"), look(6, nil, on: "2011-04-25"),
                look(7, "mo", on: "2011-05-01"),
            ],
            rows: [
                Rows.row("SEEN"), Rows.row("EDGE") { $0.lastOversightOn = Rows.day("2011-03-09") },
                Rows.row("LONG") { $0.lastOversightOn = Rows.day("2011-03-08") },
                Rows.row("NEVER") { $0.lastOversightOn = nil },
                Rows.row("CLOSED") {
                    $0.lastOversightOn = nil
                    $0.isOpen = false
                },
            ], workforce: workforce
        ).oversight
        #expect(view.weeks.count == 13 && view.weeks.first == Rows.day("2011-01-31"))
        #expect(view.weeks.last == Rows.day("2011-04-25"))
        #expect(view.managers.map { $0.manager?.text } == ["ann", "mo", nil])
        #expect(
            view.managers.map(\.counts) == [
                [Int](repeating: 0, count: 13), [2, 1] + [Int](repeating: 0, count: 10) + [1],
                [Int](repeating: 0, count: 12) + [1],
            ])
        #expect(view.managers.map(\.emptyWeeks) == [13, 10, 12] && view.managers[1].team == Rows.north)
        #expect(view.managers[1].entries.map(\.entry.position) == [5, 4, 3, 2])
        // 56 days before 4 May is 9 March.
        #expect(view.teams.map { $0.team?.text } == ["north"] && view.teams[0].open == 4)
        #expect(view.teams[0].without.map(\.entry.child.text) == ["NEVER", "LONG"])
        #expect(view.teams[0].without.map(\.since) == [Rows.day("2011-01-11"), Rows.day("2011-03-08")])
    }

    /// Twelve months on each side of 1 March 2010; in all of them "West" is the area by its name or by the team's.
    @Test func aProgrammeIsComparedWithTheSameMonthsBeforeItAndWithEverywhereElse() throws {
        let authority = Rows.events([
            ("2009-01-05", try TeamRegistered(json: ["team": "west", "name": "West", "area": "West"])),
            ("2010-03-01", try ProgrammeStarted(json: ["programme": "P-1", "name": "Family project", "area": "West"])),
            ("2011-04-20", try ProgrammeStarted(json: ["programme": "P-2", "name": "Too young", "area": "West"])),
            ("2010-01-01", try ProgrammeStarted(json: ["programme": "P-3", "name": "Everywhere"])),
            ("2010-09-01", try ProgrammeStarted(json: ["programme": "P-4", "name": "Ended", "area": "East"])),
            ("2010-11-30", try ProgrammeEnded(json: ["programme": "P-4"])),
        ])
        #expect(
            ProgrammeEffect.days(of: authority, today: Rows.day("2011-05-04"))
                == Rows.day("2009-03-01")...Rows.day("2011-02-28"))
        func referral(
            _ number: Int, _ day: String, area: String? = "West", team: String? = nil, previous: String? = nil
        )
            -> CountedFact
        {
            Self.fact(.referral, number, team: team, on: day) { fact in
                fact.locality = area
                fact.previousOn = previous.map(Rows.day)
            }
        }
        let facts = [
            referral(1, "2009-02-28"), referral(2, "2009-03-01"), referral(3, "2010-02-28", previous: "2009-03-01"),
            referral(4, "2010-02-01", previous: "2009-02-01"), referral(5, "2010-03-01", area: nil, team: "west"),
            referral(6, "2011-02-28", area: "East"), referral(7, "2011-03-01"), referral(8, "2010-05-01", area: "East"),
            Self.fact(.section47, 9, team: "west", on: "2010-06-01"),
        ]
        let view = ServiceView(
            rows: [], facts: [], programmeFacts: facts, lags: [], audits: [], authority: authority, days: Self.days,
            setting: Rows.setting(Workforce(authority)))
        #expect(view.programmes.map(\.programme.text) == ["P-2", "P-4", "P-1"])
        #expect(view.programmes.map(\.months) == [0, 2, 12])
        let effect = view.programmes[2]
        #expect(effect.inArea[.referrals] == .init(before: 3, since: 1) && effect.inArea[.referrals]?.percent == -67)
        #expect(effect.inArea[.rereferrals] == .init(before: 1, since: 0))
        #expect(effect.inArea[.enquiries] == .init(before: 0, since: 1) && effect.inArea[.enquiries]?.percent == nil)
        #expect(effect.elsewhere[.referrals] == .init(before: 0, since: 2) && !effect.isRising)
        #expect(effect.entries.map(\.position) == [9, 5, 4, 3, 2])
        #expect(view.programmes[0].words == "too early to say")
        #expect(effect.words.hasPrefix("referrals 3 to 1 (-67%), elsewhere 0 to 2; re-referrals 1 to 0 (-100%)"))
    }

    /// The period has 395 days: the one before it begins on 2 March 2009.
    @Test func needsAreCountedByAreaAndComparedWithThePeriodBefore() throws {
        let authority = Rows.events([
            ("2009-01-05", try TeamRegistered(json: ["team": "west", "name": "West", "area": "West"]))
        ])
        var facts: [CountedFact] = []
        func add(_ count: Int, _ codes: [String], on day: String, area: String? = "West", team: String? = nil) {
            for _ in 0..<count {
                let number = facts.count + 1
                for code in codes {
                    facts.append(
                        Self.fact(.need, number, team: team, on: day) { fact in
                            fact.locality = area
                            fact.variant = code
                            fact.reference = "A/\(code)"
                        })
                }
            }
        }
        add(6, ["3B", "7A"], on: "2010-04-01")
        add(2, ["3B"], on: "2011-04-30", area: nil, team: "west")
        add(2, ["21"], on: "2010-06-01")
        add(5, ["3B"], on: "2009-03-02")
        add(4, ["16A"], on: "2010-03-31")
        add(9, ["3B"], on: "2009-03-01")
        add(9, ["3B"], on: "2011-05-01")
        add(4, ["3B"], on: "2010-05-01", area: nil, team: "nowhere")
        add(5, ["10A"], on: "2010-05-01", area: "East")
        let days = NeedProfile.days(for: Self.days)
        #expect(days == Rows.day("2009-03-02")...Rows.day("2011-04-30"))
        let view = ServiceView(
            rows: [], facts: [], needFacts: facts, lags: [], audits: [], authority: authority, days: Self.days,
            setting: Rows.setting(Workforce(authority)))
        #expect(view.needs.map(\.area) == ["East", "West", nil])
        let west = view.needs[1]
        #expect(west.assessments == .init(count: 10, before: 9))
        #expect(west.needs.map(\.factor.code) == ["3B", "7A", "16A"])
        #expect(west.needs.map(\.found) == [.init(count: 8, before: 5), .init(count: 6), .init(before: 4)])
        #expect(west.needs.map(west.percent) == [80, 60, 0])
        #expect(west.needs[0].entries.map(\.position) == [14, 13, 11, 9, 7, 5, 3, 1])
        // Four families of whom it is not known where they live are not told of.
        let unknown = view.needs[2].json
        #expect(unknown["assessments"]?["count"] == .null)
        #expect(unknown["factors"]?.arrayValue?.first?["count"] == .null)
        #expect(unknown["factors"]?.arrayValue?.first?["percent"] == .null)
        #expect(unknown["factors"]?.arrayValue?.first?["entries"] == [])
        #expect(west.json["factors"]?.arrayValue?.last?["before"] == .null)
        let text = view.text(TextLayout(columns: 120))
        #expect(text.contains("3B domestic abuse: parent or carer") && !text.contains("16A neglect"))
    }

    @Test func aProgrammeWhoseAreaGetsMoreReferralsThanOthersIsSaidToRise() throws {
        let authority = Rows.events([
            ("2010-03-01", try ProgrammeStarted(json: ["programme": "P-1", "name": "Project", "area": "West"]))
        ])
        func rises(here: (Int, Int), there: (Int, Int)) -> Bool? {
            var facts: [CountedFact] = []
            for (area, counts) in [("West", here), ("East", there)] {
                for (day, count) in [("2010-02-01", counts.0), ("2010-04-01", counts.1)] {
                    for _ in 0..<count {
                        facts.append(Self.fact(.referral, facts.count + 1, on: day) { $0.locality = area })
                    }
                }
            }
            return ServiceView(
                rows: [], facts: [], programmeFacts: facts, lags: [], audits: [], authority: authority, days: Self.days,
                setting: Rows.setting()
            ).programmes.first?.isRising
        }
        #expect(rises(here: (4, 6), there: (4, 5)) == true && rises(here: (4, 5), there: (4, 6)) == false)
        #expect(rises(here: (4, 4), there: (4, 2)) == false && rises(here: (0, 1), there: (4, 6)) == true)
        // Where the record begins with the programme nothing rose.
        #expect(rises(here: (0, 6), there: (0, 5)) == false)
    }

    /// Nothing is known of what the manager of a team did whose cases the caller does not see.
    @Test func aManagerOfAnotherTeamIsNotSaidToHaveDoneNothing() throws {
        let workforce = Workforce(
            Rows.events([
                ("2009-01-05", try TeamRegistered(json: ["team": "north", "name": "North", "manager": "mo"])),
                ("2009-01-05", try TeamRegistered(json: ["team": "west", "name": "West", "manager": "ann"])),
            ]))
        let view = ServiceView(
            rows: [], facts: [], lags: [], audits: [], authority: [], days: Self.days,
            setting: Rows.setting(workforce), seesTeam: { $0 == Rows.north })
        #expect(view.oversight.managers.map { $0.manager?.text } == ["mo"])
    }

    @Test func recordingIsComparedBetweenTeamsAndTheTextSaysTheLimits() {
        let workforce = Workforce(Rows.events([Rows.worker("sam")]))
        let view = view(
            Self.enquiries([("east", 100, 80), ("north", 100, 80), ("west", 100, 40)]),
            lags: [
                Rows.lag("sam", [1, 0, 0, 0, 0, 0], longest: 0), Rows.lag("kim", [0, 0, 0, 0, 0, 1], longest: 30),
            ], workforce: workforce)
        #expect(view.recording.all.entries == 2 && view.recording.teams.map(\.team.text) == ["north"])
        #expect(view.recording.teams.map(\.delay.longest) == [0])
        let text = view.text(TextLayout(columns: 120))
        #expect(text.contains("Service, 2010-04-01 to 2011-04-30, on 2011-05-04, as at log position 321"))
        #expect(text.contains("40.0%!") && text.contains("80.0%?"))
    }
}

extension JSONValue {
    fileprivate var number: Double? { if case .number(let number) = self { number } else { nil } }
}

extension AuditedCriterion {
    fileprivate func moved(to place: Int) -> AuditedCriterion {
        let id = UUID(uuidString: "00000000-0000-0000-0000-\(String(format: "%012d", place))")
        return AuditedCriterion(
            child: ChildID("C\(place)"), audit: audit, criterion: criterion, grade: grade, score: score, team: team,
            worker: worker, on: on, event: event, position: position + Int64(place) * 100, isReaudit: isReaudit,
            reauditOf: reauditOf, actions: actions, actionsDone: actionsDone,
            made: made.flatMap { made in
                id.map { AuditedMaking(begunBy: $0, template: made.template, sections: made.sections) }
            })
    }
}
