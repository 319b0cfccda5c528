import CaseRecord
import Foundation
import Testing
import Timescales

@testable import Alerts

/// How an alert climbs while nobody acknowledges it.
@Suite struct ClimbTests {
    private let routing = RoutingTests.routing
    private func london(_ text: String) -> Instant { RoutingTests.london(text) }

    private func climb(_ alert: AlertFacts, _ silences: [Silence] = [], at now: String) -> ClimbStep {
        routing.climb(of: alert, silences: silences, at: london(now))
    }

    @Test func theGravestClimbsEveryWorkingDayTheGraveEveryThirdTheRestNever() {
        let told: Set<Recipient> = [.worker, .teamManager]
        // Over the Easter weekend of 2027.
        let first = RoutingTests.alert(.now, toldAt: "2027-03-25 15:00", told: told)
        #expect(climb(first, at: "2027-03-29 15:00") == .wait(until: london("2027-03-30 15:00")))
        #expect(
            climb(first, at: "2027-03-30 15:00")
                == .tell([.serviceManager], .climbed, fellAt: london("2027-03-30 15:00")))
        let second = RoutingTests.alert(.today, toldAt: "2027-03-25 15:00", told: told)
        #expect(climb(second, at: "2027-03-30 15:00") == .wait(until: london("2027-04-01 15:00")))
        let third = RoutingTests.alert(.digest, toldAt: "2027-03-25 15:00", told: told)
        #expect(
            climb(third, at: "2027-04-01 15:00")
                == .tell([.teamManager, .worker], .repeated, fellAt: london("2027-04-01 15:00")))
    }

    @Test func atTheEndOfTheLineThoseToldAreToldAgain() {
        let alert = RoutingTests.alert(.now, toldAt: "2026-11-26 10:00", told: [.teamManager, .director])
        #expect(climb(alert, at: "2026-11-30 10:00") == .wait(until: london("2026-12-01 10:00")))
        #expect(
            climb(alert, at: "2026-12-01 10:00")
                == .tell([.director, .teamManager], .repeated, fellAt: london("2026-12-01 10:00")))
    }

    @Test func theLineBeginsBelowAndIsNotGoneDown() {
        #expect(Routing.next(after: [.duty]) == .worker)
        #expect(Routing.next(after: [.teamManager, .duty]) == .serviceManager)
        #expect(Routing.next(after: [.worker]) == .teamManager)
        #expect(Routing.next(after: [.director]) == nil)
    }

    @Test func anAcknowledgementStopsItForFiveWorkingDays() {
        let alert = RoutingTests.alert(
            .now, acknowledged: "2026-11-26 11:00", toldAt: "2026-11-26 10:00", told: [.teamManager])
        #expect(climb(alert, at: "2026-12-02 10:00") == .wait(until: london("2026-12-03 11:00")))
        #expect(
            climb(alert, at: "2026-12-03 11:00")
                == .tell([.serviceManager], .climbed, fellAt: london("2026-12-03 11:00")))
    }

    @Test func whatIsOverDismissedOrWasNeverToldRests() {
        let now = "2027-01-01 10:00"
        #expect(climb(RoutingTests.alert(open: false, toldAt: "2026-11-26 10:00", told: [.worker]), at: now) == .rest)
        #expect(climb(RoutingTests.alert(dismissed: true, toldAt: "2026-11-26 10:00"), at: now) == .rest)
        #expect(climb(RoutingTests.alert(), at: now) == .rest)
    }

    /// Whatever is done about an alert, it reaches everybody in the line once, in order and in working hours, and at the end
    /// of a silence or an acknowledgement it goes on.
    @Test(arguments: 0..<200) func itReachesEverybodyInTheLineInOrder(seed: UInt64) {
        var random = Seeded(state: seed)
        let severity: Severity = Bool.random(using: &random) ? .now : .today
        var now = london("2026-11-20 00:00").adding(seconds: Int64.random(in: 0..<90 * 86_400, using: &random))
        var alert = RoutingTests.alert(severity, raised: "2026-11-01 00:00")
        alert.toldAt = now
        alert.told = [.worker]
        if Bool.random(using: &random) {
            alert.acknowledgedAt = now.adding(seconds: Int64.random(in: 0..<864_000, using: &random))
        }
        var silences: [Silence] = []
        if Bool.random(using: &random) {
            let since = now.adding(seconds: Int64.random(in: -86_400..<86_400, using: &random))
            silences.append(
                Silence(
                    reference: "S", event: UUID(), since: since,
                    until: since.adding(seconds: Int64.random(in: 0..<2_000_000, using: &random)), by: "kim",
                    reason: "r", alert: nil, rule: "R03", team: nil))
        }
        var reached: [Recipient] = [.worker]
        for _ in 0..<100 where reached.count < 4 {
            switch routing.climb(of: alert, silences: silences, at: now) {
            case .rest: Issue.record("it rests")
            case .wait(let until):
                #expect(until > now)
                now = until
            case .tell(let recipients, let reason, let fellAt):
                #expect(recipients.count == 1 && reason == .climbed && fellAt <= now)
                let quiet = silences.end(
                    for: alert.id, rule: alert.rule, team: alert.team, severity, at: now, routing.hours)
                #expect(quiet == nil && routing.acknowledgement(of: alert).map { $0 <= now } ?? true)
                reached += recipients
                alert.told.formUnion(recipients)
                alert.toldAt = now
            }
        }
        #expect(reached == Routing.line)
    }
}

/// A small generator that gives the same numbers each time (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
