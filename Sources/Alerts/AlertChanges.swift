import CaseRecord
import Foundation
import Ledger
import PostgresClient
import StrictJSON
import Timescales

/// What one look at the ripe clocks changes, gathered so that it is written with a few set-based statements.
struct AlertChanges {
    let authority: AuthorityCode
    let routing: Routing
    let now: Instant
    private var looked: [(child: String, id: String, again: Instant?)] = []
    private var alerts: [(alert: Alert, stageFellAt: Instant)] = []
    private var steps: [(alert: Alert, number: Int32, step: AlertStep)] = []
    /// Who is to be told of the steps.
    private(set) var tellings = NewTellings()
    /// The alerts that are over or stand less high than before.
    private var overtaken: Set<UUID> = []
    /// The alerts that were there before.
    private var known: Set<UUID> = []
    /// Whether a case went to others since one of its alerts was looked at.
    private(set) var haveMoved = false

    init(authority: AuthorityCode, routing: Routing, now: Instant) {
        self.authority = authority
        self.routing = routing
        self.now = now
    }

    var isEmpty: Bool { alerts.isEmpty }
    var stepCount: Int { steps.count }

    /// Whether anything is to be told in the one notice about history.
    var hasHistory: Bool { steps.contains { $0.step.told == .inOneNotice && $0.step.stage.isOpen } }

    mutating func look(at clock: RipeClock) {
        let (next, lookAgainAt) = AlertSteps.next(
            for: clock.subject, current: clock.stage, wasTold: clock.wasTold, now: now)
        // A caseload is not a clock, and is looked at in its own time.
        if let child = clock.child { looked.append((child, clock.id, lookAgainAt)) }
        let wasOpen = clock.stage?.isOpen ?? false
        // Without a step an open alert still follows its clock: another team may have the case now.
        guard let stage = next.last?.stage ?? (wasOpen ? clock.stage : nil) else { return }
        let terms = stage.isOpen ? StageTerms(of: stage, by: clock.detail["rule"]) : nil
        let alert = Alert(
            id: Alert.id(of: clock.id, authority: authority), clockID: clock.id, child: clock.child, rule: clock.rule,
            team: clock.team, worker: clock.worker, due: clock.due, stage: stage,
            severity: terms?.severity ?? clock.severity ?? .today,
            isMigrated: clock.subject.isMigrated, openedAt: wasOpen ? clock.openedAt ?? now : now,
            changedAt: next.isEmpty ? clock.changedAt ?? now : now, clock: clock.detail)
        alerts.append((alert, next.last?.fellAt ?? clock.stageFellAt ?? now))
        if clock.stage != nil {
            known.insert(alert.id)
            if (clock.team, clock.worker) != (clock.lastTeam, clock.lastWorker) { haveMoved = true }
        }
        for (index, step) in next.enumerated() {
            steps.append((alert, clock.lastNumber + Int32(index) + 1, step))
        }
        if !stage.isOpen || stage.rank < clock.stage?.rank ?? 0 { overtaken.insert(alert.id) }
        guard let terms else { return }
        if let last = next.last {
            guard last.told == .each else { return }
            tellings.add(
                routing.tellings(of: terms, at: now), of: alert, step: clock.lastNumber + Int32(next.count),
                fellAt: last.fellAt)
        } else if clock.wasTold {
            tellThoseWhoHaveItNow(of: alert, terms, clock)
        }
    }

    /// Who takes a case over hears of what stands open in it.
    private mutating func tellThoseWhoHaveItNow(of alert: Alert, _ terms: StageTerms, _ clock: RipeClock) {
        let hasOtherTeam = alert.team != nil && alert.team != clock.lastTeam
        let hasOtherWorker = alert.worker != nil && alert.worker != clock.lastWorker
        let recipients = terms.recipients.filter { hasOtherTeam || hasOtherWorker && $0 == .worker }
        guard !recipients.isEmpty else { return }
        tellings.add(
            routing.tellings(to: recipients, .stage, terms.severity, at: now), of: alert, step: clock.lastNumber,
            fellAt: clock.stageFellAt ?? now)
    }

    /// A clock that fell away and never had an alert is not looked at again.
    mutating func forget(_ child: String, _ id: String) { looked.append((child, id, nil)) }

    /// The alerts that were there before and have taken a step.
    var steppedOn: [UUID] { Array(known.intersection(steps.map { $0.alert.id })) }

    /// Alerts of which nothing more is told of what was still to be: they are over or stand less high, or the step says more.
    var muted: [UUID] { Array(known.intersection(overtaken.union(tellings.alerts))) }

    /// The alerts that are over, of which those hear who heard of the beginning.
    var ended: [UUID] { steps.filter { !$0.step.stage.isOpen && $0.step.told == .each }.map { $0.alert.id } }

    /// Has those told of the end who were told since each alert was opened.
    mutating func tellTheEnd(to recipients: [(alert: UUID, recipient: Recipient)]) {
        let told = Dictionary(grouping: recipients, by: \.alert)
        for ended in steps where !ended.step.stage.isOpen {
            guard let recipients = told[ended.alert.id] else { continue }
            tellings.add(
                routing.tellings(to: recipients.map(\.recipient), .over, ended.alert.severity, at: now),
                of: ended.alert, step: ended.number, fellAt: ended.step.fellAt)
        }
    }

    /// Whether clocks are looked at later.
    var looksAgain: Bool { looked.contains { $0.again != nil } }
    /// Whether clocks are not looked at any more.
    var looksNoMore: Bool { looked.contains { $0.again == nil } }

    var lookAgainParameters: [PostgresValue] {
        let again = looked.filter { $0.again != nil }
        return [
            .text(authority.text), .textArray(again.map { $0.child }), .textArray(again.map { $0.id }),
            .timestamptzArray(again.map { $0.again.map { PostgresTimestamp($0) } }),
        ]
    }

    var lookNoMoreParameters: [PostgresValue] {
        let done = looked.filter { $0.again == nil }
        return [.text(authority.text), .textArray(done.map { $0.child }), .textArray(done.map { $0.id })]
    }

    var responsibilityParameters: [PostgresValue] {
        [
            .text(authority.text), .uuidArray(alerts.map { $0.alert.id }), .textArray(alerts.map { $0.alert.team }),
            .textArray(alerts.map { $0.alert.worker }),
        ]
    }

    var alertParameters: [PostgresValue] {
        let all = alerts.map { $0.alert }
        return [
            .text(authority.text), .uuidArray(all.map { $0.id }), .textArray(all.map { $0.clockID }),
            .textArray(all.map { $0.child }), .textArray(all.map { $0.rule }), .textArray(all.map { $0.team }),
            .textArray(all.map { $0.worker }), .dateArray(all.map { PostgresDate($0.due) }),
            .textArray(all.map { $0.stage.rawValue }), .boolArray(all.map { $0.isMigrated }),
            .timestamptzArray(all.map { PostgresTimestamp($0.openedAt) }),
            .timestamptzArray(all.map { PostgresTimestamp($0.changedAt) }),
            .byteaArray(all.map { $0.clock.bytes(.canonical) }),
            .int2Array(all.map { Int16($0.severity.rawValue) }),
            .timestamptzArray(alerts.map { PostgresTimestamp($0.stageFellAt) }),
        ]
    }

    var stepParameters: [PostgresValue] {
        [
            .text(authority.text), .uuidArray(steps.map { $0.alert.id }), .int4Array(steps.map { $0.number }),
            .textArray(steps.map { $0.step.stage.rawValue }),
            .timestamptzArray(steps.map { PostgresTimestamp($0.step.fellAt) }),
            .textArray(steps.map { $0.step.told.rawValue }), .timestamptz(PostgresTimestamp(now)),
        ]
    }
}
