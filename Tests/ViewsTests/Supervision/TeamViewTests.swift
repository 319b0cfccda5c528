import CaseRecord
import StrictJSON
import TestHistory
import Testing
import TextTable
import Timescales

@testable import Views

/// What a team manager sees on the morning of Wednesday 4 May 2011.
@Suite struct TeamViewTests {
    private func view(
        _ rows: [CaseRow] = [], items: [CaseItem] = [], clocks: [OpenClock] = [], lags: [RecordingLag] = [],
        handovers: [TeamHandover] = [], workforce: Workforce = Workforce([])
    ) -> TeamView {
        TeamView(
            team: Rows.north, rows: rows, items: items, clocks: clocks, lags: lags, handovers: handovers,
            months: Rows.day("2011-02-01")...Rows.day("2011-04-01"), setting: Rows.setting(workforce))
    }

    @Test func theUnallocatedChildWithAProtectionPlanComesFirstThenTheUnseenOne() {
        func waiting(_ child: String, since: String, _ change: (inout CaseRow) -> Void = { _ in }) -> CaseRow {
            Rows.row(child, worker: nil) { row in
                row.unallocatedSince = Rows.day(since)
                row.riskLevel = .low
                row.lastReviewedOn = Rows.day("2011-05-02")
                change(&row)
            }
        }
        let view = view([
            waiting("SEEN", since: "2011-04-30"),
            waiting("OLD", since: "2011-02-01"),
            waiting("UNASSESSED", since: "2011-04-30") { $0.riskLevel = nil },
            waiting("HIGH", since: "2011-04-30") { $0.riskLevel = .high },
            waiting("UNSEEN", since: "2011-04-30") { $0.lastSeenOn = nil },
            waiting("SEEN-BEFORE", since: "2011-04-29") { $0.lastSeenOn = Rows.day("2011-01-09") },
            waiting("PLAN", since: "2011-05-03") { $0.protectionPlanSince = Rows.day("2011-05-01") },
            waiting("CLOSED", since: "2011-02-01") { $0.isOpen = false },
        ])
        #expect(
            view.unallocated.map(\.inBrief.child.text)
                == ["PLAN", "SEEN-BEFORE", "UNSEEN", "UNASSESSED", "HIGH", "OLD", "SEEN"])
        // 1, 5, 4, 4, 4, 92 and 4 days.
        #expect(AgeBands.waiting.counts(view.unallocated.map(\.days)) == [6, 0, 0, 1])
        #expect(view.openCases == 7)
        #expect(
            view.unallocated.first?.why == ["child protection plan", "no worker since 2011-05-03"])
        #expect(
            view.unallocated[1].why == ["not seen since the case was opened", "no worker since 2011-04-29"])
    }

    @Test func rowsSayWhoTheChildAndTheWorkerAre() throws {
        var log = Log()
        try log.add("worker.registered", [], on: "2011-01-01", ["worker": "sam", "name": "Sam Hill"])
        try log.add("worker.changed", [], on: "2011-05-20", ["worker": "sam", "name": "Sam Dale"])
        let named = Rows.row("A") { row in
            row.name = "Kim Cole"
            row.gaps = ["child-not-seen"]
        }
        let other = Rows.row("B", worker: "kim") { $0.gaps = ["child-not-seen"] }
        let view = view([named, other], workforce: Workforce(log.events))
        let cases = view.json["gaps"]?["rows"]?.arrayValue?.map { $0["case"] }
        #expect(cases?.map { $0?["name"] } == ["Kim Cole", .null])
        #expect(cases?.map { $0?["workerName"] } == ["Sam Hill", .null])
        #expect(view.text(TextLayout(columns: 120)).contains("A Kim Cole"))
        // A case that is not among those read.
        let item = Rows.item("C", due: "2011-04-01")
        let late = self.view(items: [item], workforce: Workforce(log.events)).overdueItems.first?.inBrief.json
        #expect(late?["name"] == .null && late?["worker"] == "sam" && late?["workerName"] == "Sam Hill")
    }

    @Test func whatSpeaksOfHarmStandsBeforeANameOfAnyLength() {
        let row = Rows.row("A") { row in
            row.name = String(repeating: "Kim ", count: 30)
            row.protectionPlanSince = Rows.day("2011-05-01")
        }
        #expect(CaseInBrief(row, Rows.setting()).tableText == "A CP Kim Kim Kim Kim Kim Kim…")
    }

    @Test func partsMadeSideBySideAreTheSameDocument() async {
        let rows = (0..<40).map { number in
            Rows.row("C\(number)", worker: number.isMultiple(of: 3) ? nil : "w\(number % 4)") { row in
                if row.worker == nil { row.unallocatedSince = Rows.day("2011-04-01") }
                row.lastActivityOn = Rows.day("2011-01-0\(1 + number % 9)")
                row.gaps = number.isMultiple(of: 2) ? ["child-not-seen-alone"] : []
            }
        }
        let view = view(rows)
        #expect(!view.unallocated.isEmpty && !view.silent.isEmpty && !view.gaps.isEmpty)
        #expect(await view.jsonOfPartsSideBySide().bytes() == view.json.bytes())
    }

    @Test func aReviewIsOverdueOnTheEighthDayAndSeeingTheChildOnTheTwentyNinth() throws {
        func waiting(_ child: String, reviewed: String?, seen: String?, since: String = "2011-03-01") -> CaseRow {
            Rows.row(child, worker: nil) { row in
                row.unallocatedSince = Rows.day(since)
                row.lastReviewedOn = reviewed.map(Rows.day)
                row.lastSeenOn = seen.map(Rows.day)
            }
        }
        let view = view([
            waiting("A", reviewed: "2011-04-27", seen: "2011-04-06"),
            waiting("B", reviewed: "2011-04-26", seen: "2011-04-05"),
            waiting("C", reviewed: nil, seen: "2011-05-01", since: "2011-04-27"),
            waiting("D", reviewed: nil, seen: "2011-05-01", since: "2011-04-26"),
        ])
        func of(_ child: String) throws -> WaitingCase {
            try #require(view.unallocated.first { $0.inBrief.child.text == child })
        }
        #expect(try !of("A").isReviewOverdue && !of("A").isSeeingOverdue)
        #expect(try of("B").isReviewOverdue && of("B").isSeeingOverdue)
        #expect(try !of("C").isReviewOverdue && of("D").isReviewOverdue)
        #expect(
            try of("B").why == [
                "no risk assessment", "last reviewed on 2011-04-26", "last seen on 2011-04-05",
                "no worker since 2011-03-01",
            ])
        let json = view.json["unallocated"]
        #expect(json?["count"] == 4 && json?["withoutRiskAssessment"] == 4)
        #expect(json?["reviewOverdue"] == 2 && json?["seeingOverdue"] == 1)
    }

    @Test func overdueClocksAreCountedInWorkingDaysAndTheUnseenChildComesFirst() throws {
        let unseen = Rows.row("UNSEEN") { $0.lastSeenOn = nil }
        let view = view(
            [Rows.row("LONG"), Rows.row("PLAN") { $0.protectionPlanSince = Rows.day("2011-03-01") }, unseen],
            clocks: [
                // 22 in March, 18 in April and 2 in May; Good Friday, Easter Monday, the royal wedding and May Day are no working days: 20 April is 6 back.
                Rows.clock("LONG", due: "2011-04-20"), Rows.clock("LONG", due: "2011-03-01"),
                Rows.clock("LONG", due: "2011-05-04"), Rows.clock("LONG", due: "2011-02-01", isMeasure: true),
                Rows.clock("PLAN", due: "2011-04-21"), Rows.clock("UNSEEN", due: "2011-05-03"),
            ])
        #expect(view.overdue.map(\.inBrief.child.text) == ["UNSEEN", "PLAN", "LONG"])
        #expect(view.overdue.map(\.workingDays) == [1, 5, 42])
        #expect(view.overdue[2].clocks.map(\.workingDays) == [42, 6])
        #expect(view.overdue[2].clocks.map(\.due.description) == ["2011-03-01", "2011-04-20"])
        let json = try #require(view.json["overdueClocks"])
        #expect(json["count"] == 4 && json["cases"] == 3 && json["unseen"] == 1 && json["unit"] == "working-days")
        #expect(
            json["bands"] == [
                ["band": "0-5", "count": 2], ["band": "6-10", "count": 1], ["band": "11-20", "count": 0],
                ["band": "21+", "count": 1],
            ])
        let clock = json["rows"]?.arrayValue?.first?["clocks"]?.arrayValue?.first
        #expect(clock?["id"] == "R03/UNSEEN/2011-05-03" && clock?["kind"] == "guidance")
    }

    @Test func theGravestClockStandsBeforeAnOlderOne() throws {
        // Risk in the decision on a contact (P02) is for today; a protective action without a day (P16) is for now.
        let view = view(
            [Rows.row("A"), Rows.row("B")],
            clocks: [
                Rows.clock("A", rule: "P02", due: "2011-03-01"), Rows.clock("B", rule: "P02", due: "2011-04-01"),
                Rows.clock("B", rule: "P16", due: "2011-05-03"),
            ])
        #expect(view.overdue.map(\.inBrief.child.text) == ["B", "A"])
        #expect(view.overdue[0].clocks.map(\.rule.rawValue) == ["P16", "P02"])
        #expect(view.overdue[0].clocks.map(\.severity) == [.now, .today] && view.overdue[0].workingDays == 1)
    }

    @Test func supervisionIsKnownByWhatStopsItsClockAndStandsByItself() {
        let view = view(
            [
                Rows.row("LAST"),
                Rows.row("NEVER") { $0.lastSupervisedOn = nil },
                Rows.row("CARE") { $0.lookedAfterSince = Rows.day("2011-03-01") },
            ],
            clocks: [
                Rows.clock("LAST", rule: "P45", due: "2011-03-31"), Rows.clock("LAST", rule: "P46", due: "2011-03-17"),
                Rows.clock("NEVER", rule: "P45", due: "2011-03-17"), Rows.clock("CARE", rule: "P45", due: "2011-05-03"),
            ])
        #expect(view.overdue.isEmpty)
        #expect(view.unsupervised.map(\.inBrief.child.text) == ["CARE", "LAST", "NEVER"])
        #expect(view.unsupervised.map(\.clock.rule.rawValue) == ["P45", "P46", "P45"])
        #expect(view.unsupervised[2].why == ["never discussed in supervision"])
        #expect(view.json["supervisionOverdue"]?["never"] == 1)
    }

    @Test func itemsPastTheirDayAreListedAndProtectiveActionsUntilTheyAreDone() throws {
        let view = view(
            [Rows.row("A"), Rows.row("B") { $0.protectionPlanSince = Rows.day("2011-03-01") }],
            items: [
                Rows.item("A", due: "2011-05-03", position: 1), Rows.item("B", due: "2011-05-03", position: 2),
                Rows.item("A", .action, due: "2011-04-01", position: 3), Rows.item("A", due: "2011-05-04", position: 4),
                Rows.item("A", due: nil, position: 5),
                Rows.item("A", due: "2011-04-01", position: 6, state: .done, ended: "2011-04-02"),
                Rows.item("A", .protectiveAction, due: nil, position: 8),
                Rows.item("A", .protectiveAction, due: "2011-06-01", position: 9),
                Rows.item("A", .protectiveAction, due: "2011-06-01", position: 10, state: .done, ended: "2011-04-02"),
            ])
        #expect(view.overdueItems.map(\.item.position) == [3, 2, 1])
        #expect(view.overdueItems.map(\.workingDaysOverdue) == [19, 1, 1])
        #expect(view.undatedItems == 1)
        #expect(view.protectiveActions.map(\.item.position) == [9, 8])
        #expect(view.protectiveActions.map(\.workingDaysOverdue) == [nil, nil])
        let row = try #require(view.json["overdueItems"]?["rows"]?.arrayValue?.first)
        #expect(row["event"] == "0192d3c4-5e6f-7a8b-9c0d-000000000003" && row["position"] == 3)
        #expect(row["kind"] == "action" && row["case"]?["child"] == "A")
    }

    @Test func aCaseIsSilentSoonerWhereThereIsAPlanOrCare() {
        let view = view([
            Rows.row("A") { $0.lastActivityOn = Rows.day("2011-03-23") },
            Rows.row("B") { $0.lastActivityOn = Rows.day("2011-03-22") },
            Rows.row("C") {
                $0.lastActivityOn = Rows.day("2011-04-05")
                $0.protectionPlanSince = Rows.day("2011-01-01")
            },
            Rows.row("D") { $0.lastActivityOn = nil },
        ])
        #expect(view.silent.map(\.inBrief.child.text) == ["C", "D", "B"])
        #expect(view.silent.map(\.days) == [29, 114, 43])
    }

    @Test func recordsThatLackSomethingAreCountedByWhatTheyLack() throws {
        let view = view([
            Rows.row("A") { $0.gaps = ["plan-drift", "analysis-missing"] }, Rows.row("B"),
            Rows.row("C") {
                $0.gaps = ["analysis-missing"]
                $0.protectionPlanSince = Rows.day("2011-01-01")
            },
            Rows.row("D") {
                $0.gaps = ["analysis-missing"]
                $0.isOpen = false
            },
        ])
        #expect(view.gaps.map(\.inBrief.child.text) == ["C", "A"])
        let gaps = try #require(view.json["gaps"])
        #expect(gaps["count"] == 2)
        #expect(gaps["kinds"]?.arrayValue?.map { $0["gap"] } == ["analysis-missing", "plan-drift"])
        #expect(gaps["kinds"]?.arrayValue?.map { $0["count"] } == [2, 1])
        #expect(gaps["rows"]?.arrayValue?.first?["why"] == ["child protection plan", "no analysis"])
        #expect(view.text(TextLayout(columns: 100)).contains("Records that lack something: 2 | "))
    }

    @Test func aCaseloadIsWeighedAgainstTheContractAndTheProtectedShare() throws {
        let workforce = Workforce(
            Rows.events([
                Rows.worker("half", share: 50), Rows.worker("new", newlyQualified: true), Rows.worker("idle"),
                (
                    "2011-05-01",
                    AbsenceRecorded(
                        worker: try #require(WorkerID("half")),
                        days: DayPeriod(from: Rows.day("2011-05-01"), until: Rows.day("2011-05-08")))
                ),
            ]))
        var rows = (0..<11).map { number in Rows.row("H\(number)", worker: "half") }
        rows += (0..<9).map { number in Rows.row("N\(number)", worker: "new") { $0.weight = 2 } }
        rows.append(Rows.row("X", worker: "agency") { $0.lastSeenOn = nil })
        let view = view(rows, clocks: [Rows.clock("H1", due: "2011-05-01")], workforce: workforce)
        #expect(view.caseload.map(\.worker.text) == ["half", "new", "agency", "idle"])
        #expect(view.caseload.map(\.points) == [11, 18, 1, 0])
        #expect(view.caseload.map(\.cases) == [11, 9, 1, 0])
        #expect(view.caseload.map(\.cap) == [10, 18, 20, 20])
        #expect(view.caseload.map(\.percent) == [110, 100, 5, 0])
        #expect(view.caseload.map(\.isOverCap) == [true, false, false, false])
        #expect(view.caseload[0].remarks == ["over the cap", "absent until 2011-05-08"])
        #expect(view.caseload[1].remarks == ["newly qualified"])
        #expect(view.caseload.map(\.overdue) == [1, 0, 0, 0] && view.caseload.map(\.unseen) == [0, 0, 1, 0])
        #expect(view.details?.fullTimeEquivalent.hundredths == 250 && view.details?.available.hundredths == 200)
    }

    @Test func recordingHasTheMedianAndTheNinetiethAsBandsOfTheTeamsWorkers() {
        let workforce = Workforce(Rows.events([Rows.worker("sam"), Rows.worker("kim")]))
        let view = view(
            lags: [
                Rows.lag("sam", [5, 0, 4, 0, 0, 1], longest: 40),
                Rows.lag("kim", [1, 0, 0, 0, 1, 0], longest: 9), Rows.lag("kim", [0, 1, 0, 0, 0, 0], longest: 1),
                Rows.lag("stranger", [0, 0, 0, 0, 0, 9], longest: 90),
                Rows.lag("sam", [0, 0, 0, 0, 0, 9], month: "2011-05-01", longest: 90),
            ], workforce: workforce)
        #expect(view.recording.counts == [6, 1, 4, 0, 1, 1] && view.recording.longest == 40)
        // Of 13 the seventh and the twelfth.
        #expect(view.recording.band(percent: 50) == 1...1 && view.recording.band(percent: 90) == 8...28)
        #expect(view.recordingByWorker.map { $0.worker?.text } == ["kim", "sam"])
        // Of 10 the fifth and the ninth.
        #expect(view.recordingByWorker[1].band(percent: 50) == 0...0)
        #expect(view.recordingByWorker[1].band(percent: 90) == 2...3)
        #expect(view.json["recording"]?["team"]?["ninetieth"] == "8 to 28 days")
    }

    private static func handover(
        _ child: String, risk: String? = "low", sent: String = "2011-05-03", accepted: String? = nil,
        position: Int64 = 4
    ) -> CountedFact {
        CountedFact(
            child: ChildID(child)!, kind: .handover, reference: "H-\(child)", variant: risk, team: Rows.north,
            worker: accepted.map { _ in WorkerID("sam")! }, beganOn: Rows.day(sent),
            beganWith: Rows.event(Int(position)), position: position, endedOn: accepted.map(Rows.day),
            endedWith: accepted.map { _ in Rows.event(90) }, due: Rows.day(sent).adding(days: 1))
    }

    @Test func whatNobodyHasAcceptedComesFirstThenWhatIsStillToBeDone() {
        let undone = Rows.item("UNDONE", .action, due: "2011-05-04", position: 5)
        let handovers = [
            Self.handover("DONE", accepted: "2011-05-04"),
            Self.handover("UNDONE", accepted: "2011-05-04", position: 5),
            Self.handover("LOW"), Self.handover("HIGH", risk: "high"), Self.handover("NOT-SAID", risk: nil),
            Self.handover("LONG", sent: "2011-04-28"),
        ].map { fact in
            TeamHandover(
                fact, row: nil, entry: nil, actions: fact.beganWith == undone.setByEvent ? [undone] : [], clocks: [],
                Rows.setting())
        }
        let view = view(handovers: handovers)
        #expect(
            view.handovers.map(\.inBrief.child.text) == ["NOT-SAID", "HIGH", "LONG", "LOW", "UNDONE", "DONE"])
        let json = view.json["handovers"]
        #expect(json?["count"] == 4 && json?["openActions"] == 1)
        // Of 28 April by Friday 29 April, the royal wedding: what a rule counts is taken as it is.
        #expect(json?["overdue"] == 1 && json?["rows"]?.arrayValue?[2]["workingDaysOverdue"] == 2)
        #expect(
            view.handovers[2].why
                == ["nobody has accepted it", "had to be accepted by 2011-04-29", "you do not see this record"])
        #expect(
            view.handovers[4].why
                == ["accepted on 2011-05-04 by sam", "1 action not done", "you do not see this record"])
        #expect(view.text(TextLayout(columns: 120)).contains("Handovers: 6 | 4 not accepted"))
    }

    /// On its last day it is late from nine o'clock on, which only its clock knows.
    @Test func aHandoverIsLateFromTheHourThatItsClockSays() {
        func handover(overdueFrom moment: String) -> TeamHandover {
            var clock = Rows.clock("LOW", rule: "P04", due: "2011-05-04")
            clock.id = "P04/LOW/H-LOW"
            clock.stages = StageMoments(
                warnFrom: nil, dueFrom: nil, overdueFrom: Instant(moment)!, severeFrom: nil)
            return TeamHandover(
                Self.handover("LOW"), row: nil, entry: nil, actions: [], clocks: [clock], Rows.setting())
        }
        #expect(handover(overdueFrom: "2011-05-04T08:00:00Z").workingDaysOverdue == nil)
        #expect(handover(overdueFrom: "2011-05-04T07:30:00Z").workingDaysOverdue == 0)
    }

    @Test func handoversAreShownFromTheWorkingDayBefore() {
        // Wednesday; Tuesday after the May bank holiday; Monday after a weekend.
        for (today, first) in [
            ("2011-05-04", "2011-05-03"), ("2011-05-03", "2011-04-28"), ("2011-05-09", "2011-05-06"),
        ] {
            #expect(TeamHandover.days(on: Rows.day(today), .england) == Rows.day(first)...Rows.day(today))
        }
    }

    @Test func everyViewSaysItsPositionAndItsText() {
        let view = view([Rows.row("A", worker: nil) { $0.unallocatedSince = Rows.day("2011-05-01") }])
        #expect(view.json["position"] == 321 && view.json["asAt"] == "2011-05-04T07:30:00Z")
        #expect(view.json["unallocated"]?["rows"]?.arrayValue?.first?["case"]?["position"] == 7)
        let text = view.text(TextLayout(columns: 100))
        #expect(text.hasPrefix("Team north: 1 open case, on 2011-05-04, as at log position 321\n"))
        #expect(text.contains("Unallocated: 1 | 0-7: 1, 8-14: 0, 15-28: 0, 29+: 0 (days)"))
        #expect(text.contains("Silent cases: none"))
    }
}
