import CaseRecord
import Timescales

/// How an alert climbs that nobody acknowledges.
enum ClimbStep: Sendable, Equatable {
    /// It climbs no further unless something changes.
    case rest
    /// It is to be looked at again then.
    case wait(until: Instant)
    /// These are told now; it fell due then.
    case tell([Recipient], TellingReason, fellAt: Instant)
}

extension Routing {
    /// The line in which an alert climbs.
    static let line: [Recipient] = [.worker, .teamManager, .serviceManager, .director]

    /// The next in the line after all who were told; `nil` at its end. Who is told beside the line does not count.
    static func next(after told: Set<Recipient>) -> Recipient? {
        let reached = line.lastIndex { told.contains($0) }
        return line.dropFirst(reached.map { $0 + 1 } ?? 0).first
    }

    /// What is to be done about an open alert of which somebody was told. While nobody acknowledges it, the next in the
    /// line is told after each step; after the last, and where a severity does not climb, those told are told again.
    func climb(of alert: AlertFacts, silences: [Silence], at now: Instant) -> ClimbStep {
        guard alert.isOpen, !alert.isDismissed, let toldAt = alert.toldAt else { return .rest }
        let next = policy.climbsAfter[alert.severity] == nil ? nil : Self.next(after: alert.told)
        guard let days = next == nil ? policy.repeatsAfter : policy.climbsAfter[alert.severity] else { return .rest }
        var due = hours.instant(workingDays: days, after: toldAt)
        if let lapses = acknowledgement(of: alert) { due = max(due, lapses) }
        let silence = silences.end(for: alert.id, rule: alert.rule, team: alert.team, alert.severity, at: now, hours)
        if let silence { due = max(due, silence) }
        guard due <= now else { return .wait(until: due) }
        if let next { return .tell([next], .climbed, fellAt: due) }
        return .tell(alert.told.sorted { $0.rawValue < $1.rawValue }, .repeated, fellAt: due)
    }
}
