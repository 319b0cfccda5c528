import CaseRecord
import Testing

@testable import Alerts

/// How an alert goes on, with the time as a parameter.
@Suite struct AlertStepsTests {
    static func at(_ text: String) -> Instant { Instant(text + "T00:00:00Z")! }

    static func subject(
        running: Bool = true, done: Bool = false, migrated: Bool = false, knownAt: String = "2026-01-01"
    ) -> AlertSubject {
        AlertSubject(
            isRunning: running, isDone: done,
            stages: [
                (at("2026-02-10"), .dueSoon), (at("2026-02-12"), .due), (at("2026-02-13"), .overdue),
                (at("2026-02-27"), .severelyOverdue),
            ], isMigrated: migrated, knownAt: at(knownAt))
    }

    func next(
        _ subject: AlertSubject, _ current: AlertStage?, told: Bool = false, now: String
    ) -> (steps: [AlertStep], lookAgainAt: Instant?) {
        AlertSteps.next(for: subject, current: current, wasTold: told, now: Self.at(now))
    }

    @Test func nothingIsRaisedBeforeTheWarningAndTheWarningIsTheNextLook() {
        let result = next(Self.subject(), nil, now: "2026-02-09")
        #expect(result.steps.isEmpty)
        #expect(result.lookAgainAt == Self.at("2026-02-10"))
    }

    @Test func eachStageIsRaisedOnceInItsTime() {
        var current: AlertStage?
        var raised: [AlertStage] = []
        for day in 1...28 {
            let result = next(
                Self.subject(), current, told: current != nil, now: "2026-02-\(day < 10 ? "0" : "")\(day)")
            raised += result.steps.map(\.stage)
            #expect(result.steps.allSatisfy { $0.told == .each })
            current = result.steps.last?.stage ?? current
        }
        #expect(raised == [.dueSoon, .due, .overdue, .severelyOverdue])
    }

    @Test func afterAWeekOfDowntimeEveryStepIsKeptAndTheLastIsTold() {
        let result = next(Self.subject(), .dueSoon, told: true, now: "2026-03-05")
        #expect(result.steps.map(\.stage) == [.due, .overdue, .severelyOverdue])
        #expect(result.steps.map(\.told) == [.superseded, .superseded, .each])
        #expect(result.steps.map(\.fellAt) == ["2026-02-12", "2026-02-13", "2026-02-27"].map(Self.at))
        #expect(result.lookAgainAt == nil)
    }

    @Test func migratedHistoryIsToldTogetherAndWhatComesLaterIsToldAlone() {
        let history = Self.subject(migrated: true, knownAt: "2026-02-20")
        let atImport = next(history, nil, now: "2026-02-20")
        #expect(atImport.steps.map(\.told) == [.inOneNotice, .inOneNotice, .inOneNotice])
        #expect(atImport.lookAgainAt == Self.at("2026-02-27"))
        let later = next(history, .overdue, now: "2026-02-27")
        #expect(later.steps == [AlertStep(stage: .severelyOverdue, fellAt: Self.at("2026-02-27"), told: .each)])
    }

    @Test func aLateRecordingThatIsNotHistoryIsToldAtOnce() {
        let late = Self.subject(migrated: false, knownAt: "2026-02-20")
        #expect(next(late, nil, now: "2026-02-20").steps.last?.told == .each)
    }

    @Test func theEndIsToldToThoseWhoWereToldOfTheBeginning() {
        #expect(
            next(Self.subject(running: false, done: true), .overdue, told: true, now: "2026-02-20").steps.map(\.stage)
                == [.resolved])
        let quiet = next(Self.subject(running: false, done: false), .overdue, told: false, now: "2026-02-20").steps
        #expect(quiet.map(\.stage) == [.cancelled] && quiet.map(\.told) == [.inOneNotice])
        #expect(next(Self.subject(running: false, done: true), nil, now: "2026-02-20").steps.isEmpty)
        #expect(next(Self.subject(running: false, done: true), .resolved, told: true, now: "2026-02-20").steps.isEmpty)
    }

    @Test func aCorrectionThatMovesTheDueDayIsFollowed() {
        let earlier = next(Self.subject(), .overdue, told: true, now: "2026-02-12").steps
        #expect(earlier.map(\.stage) == [.due])
        #expect(next(Self.subject(), .due, told: true, now: "2026-02-01").steps.map(\.stage) == [.cancelled])
        #expect(next(Self.subject(), .resolved, told: true, now: "2026-02-13").steps.last?.stage == .overdue)
    }
}
