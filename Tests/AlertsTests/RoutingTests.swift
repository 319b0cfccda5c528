import CaseRecord
import Foundation
import StrictJSON
import Testing
import Timescales

@testable import Alerts

/// Who is told, when, and together with what; the time is a parameter.
@Suite struct RoutingTests {
    static let routing = Routing(calendar: .england)
    var routing: Routing { Self.routing }

    /// A time by London's clocks.
    static func london(_ text: String) -> Instant {
        let parts = text.split(separator: " ")
        let time = parts[1].split(separator: ":").compactMap { Int64($0) }
        let midnight = LondonTime.startOfDay(CivilDate(String(parts[0]))!)
        return midnight.adding(seconds: time[0] * 3600 + time[1] * 60)
    }
    func london(_ text: String) -> Instant { Self.london(text) }

    static func alert(
        _ severity: Severity = .today, open: Bool = true, raised: String = "2026-11-26 00:00",
        acknowledged: String? = nil,
        dismissed: Bool = false, toldAt: String? = nil, told: Set<Recipient> = []
    ) -> AlertFacts {
        AlertFacts(
            id: UUID(), rule: "R03", team: "west", isOpen: open, severity: severity, stageRaisedAt: london(raised),
            acknowledgedAt: acknowledged.map(london), isDismissed: dismissed, toldAt: toldAt.map(london), told: told)
    }

    // MARK: Working hours

    @Test(arguments: [
        // Thursday 26 November 2026 is a working day; Christmas Day is a Friday, and Monday 28 December in its place.
        ("2026-11-26 10:00", "2026-11-26 10:00"), ("2026-11-26 08:29", "2026-11-26 08:30"),
        ("2026-11-26 17:30", "2026-11-27 08:30"), ("2026-11-28 12:00", "2026-11-30 08:30"),
        ("2026-12-24 18:00", "2026-12-29 08:30"), ("2026-03-28 23:00", "2026-03-30 08:30"),
    ])
    func workingHoursBeginOnTheNextWorkingDay(from: String, to: String) {
        #expect(routing.hours.opening(from: london(from)) == london(to))
    }

    @Test(arguments: [
        // Over the Easter weekend of 2027 (26 and 29 March), and over the night on which the clocks go forward (28 March).
        ("2027-03-25 15:00", 1, "2027-03-30 15:00"), ("2027-03-25 18:00", 1, "2027-03-31 08:30"),
        ("2026-11-28 03:00", 1, "2026-12-01 08:30"), ("2026-11-26 09:15", 5, "2026-12-03 09:15"),
        ("2026-12-23 12:00", 3, "2026-12-30 12:00"),
    ])
    func stepsAreOfWorkingDays(from: String, days: Int, to: String) {
        #expect(routing.hours.instant(workingDays: days, after: london(from)) == london(to))
    }

    @Test func timesOfDayAreThoseOfLondonsClocksAllYear() {
        #expect(routing.hours.digest(after: london("2026-07-01 09:00")) == Instant("2026-07-01T14:00:00Z"))
        #expect(routing.hours.digest(after: london("2026-12-01 09:00")) == Instant("2026-12-01T15:00:00Z"))
    }

    // MARK: When

    @Test func theGravestIsToldAtOnceAtAnyHourAndThenAlsoOutOfHours() {
        let terms = StageTerms(of: .overdue, by: ["severity": ["overdue": 1], "tell": ["overdue": ["duty"]]])
        let night = london("2026-11-28 03:00")
        let atNight = routing.tellings(of: terms, at: night)
        #expect(atNight.map(\.recipient) == [.duty, .outOfHours] && atNight.allSatisfy { $0.readyAt == night })
        #expect(routing.tellings(of: terms, at: london("2026-11-26 10:00")).map(\.recipient) == [.duty])
    }

    @Test func theGraveWaitsForWorkingHoursAndForOthers() {
        #expect(routing.readyAt(.today, from: london("2026-11-26 10:00")) == london("2026-11-26 10:10"))
        #expect(routing.readyAt(.today, from: london("2026-11-26 17:25")) == london("2026-11-26 17:30"))
        #expect(routing.readyAt(.today, from: london("2026-11-27 19:00")) == london("2026-11-30 08:30"))
    }

    @Test(arguments: [
        ("2026-11-26 08:00", "2026-11-26 08:30"), ("2026-11-26 08:30", "2026-11-26 15:00"),
        ("2026-11-27 15:00", "2026-11-30 08:30"), ("2026-12-24 16:00", "2026-12-29 08:30"),
    ])
    func theRestWaitsForTheDigest(from: String, to: String) {
        #expect(routing.readyAt(.digest, from: london(from)) == london(to))
    }

    @Test func aStageOfWhichTheRuleTellsNobodyIsToldToNobody() {
        let terms = StageTerms(of: .dueSoon, by: ["severity": ["due-soon": 3], "tell": ["overdue": ["duty"]]])
        #expect(routing.tellings(of: terms, at: london("2026-11-28 03:00")).isEmpty)
    }

    @Test func forAnUnallocatedCaseTheTeamManagerIsTold() {
        #expect(Address(.worker, team: "west", worker: nil) == Address(.teamManager, team: "west", worker: "sam"))
        #expect(Address(.worker, team: "west", worker: "sam").thread == "worker/west/sam")
        #expect(Address(.teamManager, team: nil, worker: "sam").thread == "team-manager/-")
    }

    // MARK: Whether

    @Test func whatIsOverIsNotToldAsOpenNorTheOtherWayRound() {
        let now = london("2026-11-26 10:00")
        #expect(routing.decide(.stage, of: Self.alert(open: false), silences: [], at: now) == .drop)
        #expect(routing.decide(.over, of: Self.alert(), silences: [], at: now) == .drop)
        #expect(routing.decide(.over, of: Self.alert(open: false), silences: [], at: now) == .tell)
        #expect(routing.decide(.stage, of: Self.alert(dismissed: true), silences: [], at: now) == .hold(until: nil))
    }

    @Test func anAcknowledgementStopsTheClimbAndNotTheNextStage() {
        let now = london("2026-11-26 12:00")
        let alert = Self.alert(acknowledged: "2026-11-26 10:00")
        #expect(routing.decide(.climbed, of: alert, silences: [], at: now) == .drop)
        #expect(routing.decide(.stage, of: alert, silences: [], at: now) == .tell)
        let overtaken = Self.alert(raised: "2026-11-26 11:00", acknowledged: "2026-11-26 10:00")
        #expect(routing.decide(.climbed, of: overtaken, silences: [], at: now) == .tell)
    }

    func silence(
        since: String = "2026-11-26 09:00", until: String = "2026-12-24 12:00", alert: UUID? = nil,
        rule: String? = "R03",
        team: String? = nil
    ) -> Silence {
        Silence(
            reference: "S", event: UUID(), since: london(since), until: london(until), by: "kim", reason: "known",
            alert: alert, rule: rule, team: team)
    }

    @Test func aSilenceHoldsWhatItNamesUntilItEnds() {
        let (now, alert) = (london("2026-11-26 10:00"), Self.alert())
        func held(_ silence: Silence, at now: Instant) -> Bool {
            routing.decide(.stage, of: alert, silences: [silence], at: now) != .tell
        }
        #expect(
            routing.decide(.stage, of: alert, silences: [silence()], at: now)
                == .hold(until: london("2026-12-24 12:00")))
        #expect(!held(silence(), at: london("2026-12-24 12:00")))
        #expect(held(silence(team: "west"), at: now) && !held(silence(team: "east"), at: now))
        #expect(held(silence(alert: alert.id, rule: nil), at: now) && !held(silence(alert: UUID()), at: now))
        #expect(!held(silence(rule: nil), at: now), "one that names nothing silences nothing")
    }

    @Test func theGravestIsSilencedUntilTheEndOfTheNextWorkingDayAtMost() {
        let friday = silence(since: "2026-12-24 16:00", until: "2027-06-01 12:00")
        func end(_ severity: Severity) -> Instant { friday.end(severity, routing.hours) }
        #expect(end(.now) == london("2026-12-29 17:30"))
        #expect(end(.today) == london("2027-06-01 12:00"))
        #expect(silence(until: "2026-11-26 12:00").end(.now, routing.hours) == london("2026-11-26 12:00"))
    }
}
