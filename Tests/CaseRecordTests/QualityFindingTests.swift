import CaseRecord
import StrictJSON
import TestHistory
import Testing

/// One step of a history.
struct HistoryStep: Sendable {
    let type: String
    var day: String
    var data: JSONValue

    init(_ type: String, _ day: String, _ data: JSONValue) {
        self.type = type
        self.day = day
        self.data = data
    }
}

/// A sound history of a child, and what is changed of it.
struct SoundHistory {
    static let steps: [HistoryStep] = [
        HistoryStep("child.registered", "2014-04-07", ["birthDate": "2009-02-28", "disabilities": ["LD", "MOB"]]),
        HistoryStep("referral.received", "2014-04-07", ["referral": "R-1", "sourceCode": "6"]),
        HistoryStep("referral.decided", "2014-04-08", ["referral": "R-1", "outcome": "single-assessment"]),
        HistoryStep("assessment.started", "2014-04-08", ["assessment": "A-1", "kind": "single", "referral": "R-1"]),
        HistoryStep(
            "strategy-discussion.held", "2014-04-10",
            ["strategyDiscussion": "S-1", "initiatesSection47": true, "section47": "E-1", "referral": "R-1"]),
        HistoryStep("section47.started", "2014-04-10", ["section47": "E-1", "strategyDiscussion": "S-1"]),
        HistoryStep("section47.concluded", "2014-04-28", ["section47": "E-1", "outcome": "conference"]),
        HistoryStep(
            "conference.held", "2014-04-30",
            ["conference": "C-1", "kind": "initial", "section47": "E-1", "outcome": "plan"]),
        HistoryStep("cp-plan.started", "2014-04-30", ["plan": "P-1", "category": "NEG"]),
        HistoryStep("assessment.completed", "2014-05-20", ["assessment": "A-1"]),
        HistoryStep("assessment.authorised", "2014-05-22", ["assessment": "A-1", "factors": ["16A"]]),
        HistoryStep("cp-plan.ended", "2014-10-30", ["plan": "P-1"]),
        HistoryStep("plan.made", "2014-10-30", ["plan": "P-2", "kind": "child-in-need"]),
        HistoryStep("plan.ended", "2015-01-30", ["plan": "P-2"]),
        HistoryStep("case.closed", "2015-02-02", ["referral": "R-1", "reason": "RC7"]),
        HistoryStep("referral.received", "2016-03-01", ["referral": "R-2"]),
        HistoryStep("referral.decided", "2016-03-02", ["referral": "R-2", "outcome": "no-further-action"]),
    ]

    /// The log of the steps, each changed as it is told: by its number, from 1.
    static func log(
        days: [Int: String] = [:], data: [Int: JSONValue] = [:], without: Set<Int> = [], adding: [HistoryStep] = []
    ) throws -> Log {
        var log = Log()
        for (index, step) in (steps + adding).enumerated() where !without.contains(index + 1) {
            try log.add(step.type, on: days[index + 1] ?? step.day, data[index + 1] ?? step.data)
        }
        return log
    }
}

/// A change of the sound history that breaks one rule, and one beside it that does not.
struct QualityCase: Sendable, CustomTestStringConvertible {
    let rule: QualityRule
    /// Positions concerned.
    let entries: [Int64]
    var days: [Int: String] = [:]
    var data: [Int: JSONValue] = [:]
    var without: Set<Int> = []
    var adding: [HistoryStep] = []
    /// The same, changed so that it breaks no rule.
    var soundDays: [Int: String] = [:]
    var soundData: [Int: JSONValue] = [:]
    var soundAdding: [HistoryStep]?

    var testDescription: String { rule.rawValue }

    func broken() throws -> Log { try SoundHistory.log(days: days, data: data, without: without, adding: adding) }

    func sound() throws -> Log {
        try SoundHistory.log(
            days: days.merging(soundDays) { $1 }, data: data.merging(soundData) { $1 },
            without: soundAdding == nil && !without.isEmpty ? [] : without, adding: soundAdding ?? adding)
    }

    static let all: [QualityCase] = [
        QualityCase(
            rule: .activityBeforeReferral, entries: [2, 4], days: [4: "2014-04-04"], soundDays: [4: "2014-04-07"]),
        // Through the enquiry and the discussion that it names.
        QualityCase(
            rule: .activityBeforeReferral, entries: [2, 18],
            adding: [
                HistoryStep(
                    "conference.held", "2014-04-04", ["conference": "C-0", "kind": "review", "section47": "E-1"])
            ],
            soundAdding: [
                HistoryStep("conference.held", "2014-04~", ["conference": "C-0", "kind": "review", "section47": "E-1"])
            ]),
        // It names no referral, and none had come yet.
        QualityCase(
            rule: .activityBeforeReferral, entries: [2, 18],
            adding: [
                HistoryStep("plan.made", "2014-04-01", ["plan": "P-3", "kind": "child-in-need"]),
                HistoryStep("plan.ended", "2014-04-09", ["plan": "P-3"]),
            ],
            soundAdding: [HistoryStep("plan.made", "2014-04-01", ["plan": "P-3", "kind": "early-help"])]),
        QualityCase(
            rule: .activityAfterClosure, entries: [11, 15], days: [11: "2015-02-03"], soundDays: [11: "2015-02-02"]),
        QualityCase(
            rule: .activityAfterClosure, entries: [15, 18],
            adding: [HistoryStep("conference.held", "2015-06-01", ["conference": "C-2", "kind": "review"])],
            soundAdding: [
                HistoryStep("referral.received", "2015-05-01", ["referral": "R-3"]),
                HistoryStep("conference.held", "2015-06-01", ["conference": "C-2", "kind": "review"]),
            ]),
        QualityCase(
            rule: .closureBeforeReferral, entries: [18, 19],
            adding: [
                HistoryStep("referral.received", "2015-05-01", ["referral": "R-3"]),
                HistoryStep("case.closed", "2015-04-30", ["referral": "R-3", "reason": "RC7"]),
            ],
            soundAdding: [
                HistoryStep("referral.received", "2015-05-01", ["referral": "R-3"]),
                HistoryStep("case.closed", "2015-05-01", ["referral": "R-3", "reason": "RC7"]),
            ]),
        QualityCase(rule: .closedWithOpenAssessment, entries: [4, 14], without: [11]),
        QualityCase(
            rule: .closedWithOpenSection47, entries: [18, 15],
            adding: [HistoryStep("section47.started", "2014-12-01", ["section47": "E-2", "referral": "R-1"])],
            soundAdding: [
                HistoryStep("section47.started", "2014-12-01", ["section47": "E-2", "referral": "R-1"]),
                HistoryStep(
                    "conference.held", "2014-12-10", ["conference": "C-2", "kind": "review", "section47": "E-2"]),
            ]),
        QualityCase(
            rule: .twoOpenEpisodes, entries: [2, 18],
            adding: [
                HistoryStep("referral.received", "2015-02-01", ["referral": "R-3"])
            ],
            soundAdding: [HistoryStep("referral.received", "2015-02-02", ["referral": "R-3"])]),
        QualityCase(
            rule: .activityWithoutFurtherAction, entries: [17, 18],
            adding: [
                HistoryStep(
                    "assessment.started", "2016-03-03", ["assessment": "A-2", "kind": "single", "referral": "R-2"])
            ],
            soundAdding: [
                HistoryStep(
                    "assessment.started", "2016-03-03", ["assessment": "A-2", "kind": "single", "referral": "R-2"]),
                HistoryStep("referral.decided", "2016-03-03", ["referral": "R-2", "outcome": "single-assessment"]),
            ]),
        QualityCase(
            rule: .overlappingAssessments, entries: [4, 18],
            adding: [
                HistoryStep(
                    "assessment.started", "2014-05-21", ["assessment": "A-2", "kind": "single", "referral": "R-1"]),
                HistoryStep("assessment.authorised", "2014-06-21", ["assessment": "A-2"]),
            ],
            soundAdding: [
                HistoryStep(
                    "assessment.started", "2014-05-22", ["assessment": "A-2", "kind": "single", "referral": "R-1"]),
                HistoryStep("assessment.authorised", "2014-06-21", ["assessment": "A-2"]),
            ]),
        QualityCase(
            rule: .overlappingSection47, entries: [6, 18],
            adding: [
                HistoryStep("section47.started", "2014-04-20", ["section47": "E-2", "referral": "R-1"]),
                HistoryStep(
                    "section47.concluded", "2014-05-20", ["section47": "E-2", "outcome": "no-continuing-risk"]),
            ],
            soundAdding: [
                HistoryStep("section47.started", "2014-04-28", ["section47": "E-2", "referral": "R-1"]),
                HistoryStep(
                    "section47.concluded", "2014-05-20", ["section47": "E-2", "outcome": "no-continuing-risk"]),
            ]),
        QualityCase(
            rule: .overlappingProtectionPlans, entries: [9, 18],
            adding: [
                HistoryStep("cp-plan.started", "2014-04-30", ["plan": "P-3", "category": "EMO"]),
                HistoryStep("cp-plan.ended", "2014-06-30", ["plan": "P-3"]),
            ],
            soundAdding: [HistoryStep("note.recorded", "2014-04-30", ["text": "One plan only."])]),
        QualityCase(
            rule: .needPlanBesideProtectionPlan, entries: [9, 13], days: [13: "2014-10-29"],
            soundDays: [13: "2014-10-30"]),
        QualityCase(
            rule: .assessmentKindOfAnotherTime, entries: [4],
            data: [4: ["assessment": "A-1", "kind": "initial", "referral": "R-1"]],
            soundData: [4: ["assessment": "A-1", "kind": "single", "referral": "R-1"]]),
        QualityCase(
            rule: .endBeforeStart, entries: [6, 7], days: [7: "2014-04-09"], soundDays: [7: "2014-04-10"]),
        QualityCase(
            rule: .endBeforeStart, entries: [13, 14], days: [14: "2014-10-29"], soundDays: [14: "2014-10~"]),
        QualityCase(
            rule: .authorisedBeforeCompletion, entries: [10, 11], days: [11: "2014-05-19"],
            soundDays: [11: "2014-05-20"]),
        QualityCase(
            rule: .conferenceOnWeekend, entries: [8], days: [8: "2014-05-03", 9: "2014-05-03"],
            soundDays: [8: "2014-05-02", 9: "2014-05-02"]),
        QualityCase(
            rule: .protectionPlanNotFromConference, entries: [8, 9], days: [9: "2014-05-06"],
            soundDays: [9: "2014-04-30T16:00:00Z"]),
        QualityCase(
            rule: .noFactorsBesideFactors, entries: [11], data: [11: ["assessment": "A-1", "factors": ["16A", "21"]]],
            soundData: [11: ["assessment": "A-1", "factors": ["21"]]]),
        QualityCase(
            rule: .neverOpened, entries: [18],
            adding: [HistoryStep("assessment.completed", "2014-05-20", ["assessment": "A-9"])],
            soundAdding: [HistoryStep("assessment.completed", "2014-05-20", ["assessment": "A-1"])]),
        QualityCase(
            rule: .codeOfAnotherTime, entries: [2], data: [2: ["referral": "R-1", "sourceCode": "5D"]],
            soundData: [2: ["referral": "R-1", "sourceCode": "5B"]]),
        QualityCase(
            rule: .codeOfAnotherTime, entries: [11], data: [11: ["assessment": "A-1", "factors": ["24A", "16A"]]],
            soundData: [11: ["assessment": "A-1", "factors": ["18A"]]]),
        QualityCase(
            rule: .birthInFuture, entries: [1], data: [1: ["birthDate": "2026-01-02"]],
            soundData: [1: ["birthDate": "2014-04-01"]]),
        QualityCase(
            rule: .bothBirthDates, entries: [1],
            data: [1: ["birthDate": "2009-02-28", "expectedBirthDate": "2009-02-20"]],
            soundData: [1: ["expectedBirthDate": "2014-05-20"]]),
        QualityCase(
            rule: .noBirthDate, entries: [1], data: [1: ["familyName": "Field"]],
            soundData: [1: ["familyName": "Field", "expectedBirthDate": "2014-09-01"]]),
        QualityCase(
            rule: .activityAfterDeath, entries: [16, 18],
            adding: [HistoryStep("child.details-recorded", "2015-12-01", ["deathDate": "2015-11-30"])],
            soundAdding: [HistoryStep("child.details-recorded", "2015-12-01", ["deathDate": "2016-03-01"])]),
        QualityCase(
            rule: .deathBeforeBirth, entries: [1], data: [1: ["birthDate": "2016-02-28", "deathDate": "2016-02-27"]],
            // A referral came after the death; it is dated before it here.
            soundData: [1: ["birthDate": "2016-02-28", "deathDate": "2016-03-28"]]),
        QualityCase(
            rule: .contradictoryDisabilities, entries: [1],
            data: [1: ["birthDate": "2009-02-28", "disabilities": ["NONE", "LD"]]],
            soundData: [1: ["birthDate": "2009-02-28", "disabilities": ["NONE"]]]),
        QualityCase(
            rule: .contradictoryDisabilities, entries: [1],
            data: [1: ["birthDate": "2009-02-28", "disabilities": ["LD", "LD"]]],
            soundData: [1: ["birthDate": "2009-02-28", "disabilities": ["LD"]]]),
    ]
}

@Suite struct QualityFindingTests {
    func findings(_ log: Log, knownAt position: Int64? = nil) -> [QualityFinding] {
        QualityFinding.all(in: log.record("A", knownAt: position))
    }

    @Test func aSoundHistoryHasNone() throws {
        #expect(findings(try SoundHistory.log()) == [])
        // In whichever order it was recorded.
        var log = Log()
        for step in SoundHistory.steps.reversed() { try log.add(step.type, on: step.day, step.data) }
        #expect(findings(log) == [])
    }

    @Test(arguments: QualityCase.all)
    func aRuleThatIsBrokenIsFoundAndOneThatIsNotIsNot(sample: QualityCase) throws {
        let found = findings(try sample.broken()).filter { $0.rule == sample.rule }
        #expect(found.map { $0.entries.map(\.position) } == [sample.entries.sorted()], "\(found)")
        #expect(found.allSatisfy { !$0.reason.isEmpty })
        let sound = findings(try sample.sound()).filter { $0.rule == sample.rule }
        #expect(sound == [], "\(sound)")
    }

    @Test(arguments: QualityCase.all)
    func strikingAnEntryConcernedOutRemovesTheFinding(sample: QualityCase) throws {
        var log = try sample.broken()
        let position = sample.entries[sample.entries.count - 1]
        try log.strike(log.events[Int(position) - 1].event.id.field)
        let same = findings(log).filter {
            $0.rule == sample.rule && $0.entries.map(\.position) == sample.entries.sorted()
        }
        #expect(same == [])
        #expect(findings(log, knownAt: Int64(log.events.count) - 1).contains { $0.rule == sample.rule })
    }

    @Test func aCorrectionRemovesAFinding() throws {
        var log = try SoundHistory.log(days: [7: "2014-04-09"])
        #expect(findings(log).map(\.rule) == [.endBeforeStart])
        try log.correct(log.events[6].event.id.field, of: "section47.concluded", ["occurredAt": "2014-04-28"])
        #expect(findings(log) == [])
    }

    @Test func closedAfterAssessmentWithActivityNamesEachEntry() throws {
        let log = try SoundHistory.log(data: [15: ["referral": "R-1", "reason": "RC8"]])
        let found = findings(log)
        #expect(found.allSatisfy { $0.rule == .closedAfterAssessmentWithActivity })
        #expect(found.map { $0.entries.map(\.position) } == [[6, 15], [8, 15], [9, 15], [13, 15]])
        let assessed = try SoundHistory.log(
            data: [15: ["referral": "R-1", "reason": "RC8"]], without: [5, 6, 7, 8, 9, 12, 13, 14])
        #expect(findings(assessed) == [])
    }

    @Test func initialAndCoreAssessmentsBelongToTheirTime() throws {
        func rules(_ kind: String, received: String, started: String) throws -> [QualityRule] {
            var log = Log()
            try log.add("referral.received", on: received, ["referral": "R-1"])
            try log.add(
                "assessment.started", on: started, ["assessment": "A-1", "kind": .string(kind), "referral": "R-1"])
            return findings(log).map(\.rule)
        }
        let wrong = [QualityRule.assessmentKindOfAnotherTime]
        #expect(try rules("core", received: "2013-04-12", started: "2013-04-26") == [])
        #expect(try rules("core", received: "2013-04-15", started: "2013-04-26") == wrong)
        #expect(try rules("initial", received: "2013-04-14", started: "2013-04-14") == [])
        #expect(try rules("single", received: "2011-02-28", started: "2011-02-28") == wrong)
        #expect(try rules("single", received: "2011-03-01", started: "2011-03-01") == [])
    }

    @Test func aReopenedCaseGoesOn() throws {
        let closed = try SoundHistory.log(days: [11: "2015-02-03"])
        #expect(findings(closed).map(\.rule) == [.activityAfterClosure])
        let reopened = try SoundHistory.log(
            days: [11: "2015-02-04"],
            adding: [
                HistoryStep("case.reopened", "2015-02-03", ["referral": "R-1"]),
                HistoryStep("case.closed", "2015-02-09", ["referral": "R-1", "reason": "RC7"]),
            ])
        #expect(findings(reopened) == [])
    }

    @Test func anAssessmentThatWasNotPursuedIsNotOpen() throws {
        let log = try SoundHistory.log(
            without: [11],
            adding: [
                HistoryStep(
                    "assessment.not-pursued", "2014-05-22",
                    ["assessment": "A-1", "kind": "single", "reason": "Moved away"])
            ])
        #expect(!findings(log).contains { $0.rule == .closedWithOpenAssessment })
    }

    @Test func aProgrammeOfTheAuthorityIsNoMatterOfTheRecord() throws {
        let log = try SoundHistory.log(adding: [HistoryStep("programme.joined", "2014-06-02", ["programme": "FIP"])])
        #expect(findings(log) == [])
    }

    @Test func aCoreAssessmentMayBeginBesideTheInitialOne() throws {
        var log = Log()
        try log.add("referral.received", on: "2011-04-04", ["referral": "R-1"])
        for kind in ["initial", "core"] {
            try log.add(
                "assessment.started", on: "2011-04-05",
                ["assessment": .string("A-\(kind)"), "kind": .string(kind), "referral": "R-1"])
        }
        #expect(findings(log) == [])
    }

    @Test func everyRuleIsTriedAndNamesItsSource() {
        let tried = Set(QualityCase.all.map(\.rule)).union([.closedAfterAssessmentWithActivity])
        #expect(Set(QualityRule.allCases).subtracting(tried) == [])
        for rule in QualityRule.allCases { #expect(!rule.source.isEmpty) }
    }

    @Test func equalNamesInMergedRecordsAreNotOneMatter() throws {
        var log = try SoundHistory.log()
        try log.add("referral.received", ["B"], on: "2017-01-09", ["referral": "R-1"])
        try log.add(
            "assessment.started", ["B"], on: "2017-01-09", ["assessment": "A-1", "kind": "single", "referral": "R-1"])
        try log.merge("B", into: "A")
        #expect(findings(log) == [])
    }
}

/// Random histories in which much contradicts itself.
@Suite struct QualityPropertyTests {
    /// The same things, recorded in another order, contradict each other in the same way.
    @Test(arguments: 0..<60)
    func theOrderOfRecordingDoesNotMatter(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let steps = SoundHistory.steps.enumerated().map { index, step in
            // Each at a moment of its own, so that nothing but the order of recording can tell two apart.
            let day = CivilDate(step.day)!.adding(days: .random(in: -20...20, using: &random))
            let minute = index < 10 ? "0\(index)" : "\(index)"
            return HistoryStep(step.type, "\(day)T10:\(minute):00Z", step.data)
        }.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
        let (one, other) = (try Self.essence(steps), try Self.essence(steps.shuffled(using: &random)))
        #expect(one == other, "seed \(seed)")
    }

    /// What was known at a position is what the shorter log says.
    @Test(arguments: 0..<30)
    func asKnownEarlierIsWhatTheShorterLogSays(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 100)
        var log = Log()
        for step in SoundHistory.steps.shuffled(using: &random) {
            let day = CivilDate(step.day)!.adding(days: .random(in: -20...20, using: &random))
            try log.add(step.type, on: day.description, step.data)
            if Int.random(in: 0..<5, using: &random) == 0, let entry = log.events.randomElement(using: &random) {
                try log.strike(entry.event.id.field)
            }
        }
        for count in stride(from: 1, through: log.events.count, by: 4) {
            let earlier = QualityFinding.all(in: log.record("A", knownAt: Int64(count)))
            #expect(earlier == QualityFinding.all(in: log.prefix(count).record("A")), "seed \(seed), \(count)")
        }
    }

    /// The findings, with each entry by what it says and not by its place in the log.
    static func essence(_ steps: [HistoryStep]) throws -> [String] {
        var log = Log()
        for step in steps { try log.add(step.type, on: step.day, step.data) }
        return QualityFinding.all(in: log.record("A")).map { finding in
            let entries = finding.entries.map { entry in
                let event = log.events[Int(entry.position) - 1].event
                return "\(event.type) \(event.occurredAt)"
            }
            return "\(finding.rule.rawValue) \(finding.reason) \(entries.sorted())"
        }.sorted()
    }
}
