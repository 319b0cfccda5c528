import CaseRecord
import Foundation
import Ledger
import PostgresClient
import StrictJSON

/// What one look at the ripe clocks changes, gathered so that it is written with a few set-based statements.
struct AlertChanges {
    let authority: AuthorityCode
    let now: Instant
    private var looked: [(clock: RipeClock, again: Instant?)] = []
    private var alerts: [Alert] = []
    private var steps: [(alert: Alert, number: Int32, step: AlertStep)] = []

    init(authority: AuthorityCode, now: Instant) {
        self.authority = authority
        self.now = now
    }

    var isEmpty: Bool { alerts.isEmpty }
    var stepCount: Int { steps.count }

    /// Whether anything is to be told in the one notice about history.
    var hasHistory: Bool { steps.contains { $0.step.told == .inOneNotice && $0.step.stage.isOpen } }

    mutating func look(at clock: RipeClock) {
        let (next, lookAgainAt) = AlertSteps.next(
            for: clock.subject, current: clock.stage, wasTold: clock.wasTold, now: now)
        looked.append((clock, lookAgainAt))
        let wasOpen = clock.stage?.isOpen ?? false
        // Without a step an open alert still follows its clock: another team may have the case now.
        guard let stage = next.last?.stage ?? (wasOpen ? clock.stage : nil) else { return }
        let alert = Alert(
            id: Alert.id(of: clock.id, authority: authority), clockID: clock.id, child: clock.child, rule: clock.rule,
            team: clock.team, worker: clock.worker, due: clock.due, stage: stage,
            isMigrated: clock.subject.isMigrated, openedAt: wasOpen ? clock.openedAt ?? now : now,
            changedAt: next.isEmpty ? clock.changedAt ?? now : now,
            clock: clock.detail)
        alerts.append(alert)
        for (index, step) in next.enumerated() {
            steps.append((alert, clock.lastNumber + Int32(index) + 1, step))
        }
    }

    var lookAgainParameters: [PostgresValue] {
        let again = looked.filter { $0.again != nil }
        return [
            .text(authority.text), .textArray(again.map { $0.clock.child }), .textArray(again.map { $0.clock.id }),
            .timestamptzArray(again.map { $0.again.map { PostgresTimestamp($0) } }),
        ]
    }

    var lookNoMoreParameters: [PostgresValue] {
        let done = looked.filter { $0.again == nil }
        return [.text(authority.text), .textArray(done.map { $0.clock.child }), .textArray(done.map { $0.clock.id })]
    }

    var alertParameters: [PostgresValue] {
        let all = alerts
        return [
            .text(authority.text), .uuidArray(all.map { $0.id }), .textArray(all.map { $0.clockID }),
            .textArray(all.map { $0.child }), .textArray(all.map { $0.rule }), .textArray(all.map { $0.team }),
            .textArray(all.map { $0.worker }), .dateArray(all.map { PostgresDate($0.due) }),
            .textArray(all.map { $0.stage.rawValue }), .boolArray(all.map { $0.isMigrated }),
            .timestamptzArray(all.map { PostgresTimestamp($0.openedAt) }),
            .timestamptzArray(all.map { PostgresTimestamp($0.changedAt) }),
            .byteaArray(all.map { $0.clock.bytes(.canonical) }),
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

    /// One notice for each step that is told by itself.
    var notices: [Notice] {
        steps.filter { $0.step.told == .each }.map { told in
            Notice(
                kind: .alerts, team: told.alert.team, worker: told.alert.worker,
                thread: "alert/\(told.alert.id.uuidString.lowercased())", alerts: [told.alert.id],
                payload: ["alerts": [json(of: told)]])
        }
    }

    private func json(of told: (alert: Alert, number: Int32, step: AlertStep)) -> JSONValue {
        var object = told.alert.json.objectValue ?? JSONObject()
        object["stage"] = .string(told.step.stage.rawValue)
        object["step"] = .integer(Int64(told.number))
        object["fellAt"] = .string(told.step.fellAt.description)
        object["raisedAt"] = .string(now.description)
        object["explanation"] = told.alert.clock["explanation"] ?? .null
        return .object(object)
    }
}
