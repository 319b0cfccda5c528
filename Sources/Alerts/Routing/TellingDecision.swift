import CaseRecord
import Foundation
import Timescales

/// What counts of an alert when somebody is to be told of it.
struct AlertFacts: Sendable, Equatable {
    let id: UUID
    let rule: String
    let team: String?
    let isOpen: Bool
    /// How grave its stage is, or was when it ended.
    let severity: Severity
    /// When its stage was raised: who acknowledged it earlier did not know of it, whenever it fell due.
    let stageRaisedAt: Instant
    /// The last acknowledgement that stands.
    var acknowledgedAt: Instant?
    var isDismissed = false
    /// When anybody was last told of it since it was opened; `nil`: nobody was.
    var toldAt: Instant?
    /// Who was told since then.
    var told: Set<Recipient> = []
}

/// What becomes of a telling whose time has come.
enum TellingDecision: Sendable, Equatable {
    case tell
    /// Not before then; `nil`: not before something changes.
    case hold(until: Instant?)
    /// What it would say is so no more.
    case drop
}

extension Routing {
    /// Whether the time of a telling has come in fact: what people did about the alert meanwhile counts.
    ///
    /// - Parameter isReleased: Whether it comes up because what held it back has fallen away, at whatever hour.
    func decide(
        _ reason: TellingReason, of alert: AlertFacts, isReleased: Bool = false, silences: [Silence], at now: Instant
    ) -> TellingDecision {
        // Each can have been overtaken: what is over is not told as open, nor what is open again as over.
        guard (reason == .over) != alert.isOpen else { return .drop }
        if alert.isDismissed { return .hold(until: nil) }
        let end = silences.end(for: alert.id, rule: alert.rule, team: alert.team, alert.severity, at: now, hours)
        // What a silence held back is not told in the night in which it ends.
        if let end {
            let isInHours = alert.severity == .today && hours.areOpen(at: end)
            return .hold(until: isInHours ? end : readyAt(alert.severity, from: end))
        }
        if reason == .climbed || reason == .repeated, acknowledgement(of: alert).map({ $0 > now }) ?? false {
            return .drop
        }
        guard isReleased else { return .tell }
        switch alert.severity {
        case .now: return .tell
        case .today: return hours.areOpen(at: now) ? .tell : .hold(until: hours.opening(from: now))
        case .digest: return .hold(until: hours.digest(after: now))
        }
    }

    /// Until when the alert's last acknowledgement stops its climb; `nil` where there is none, or a new stage overtook it.
    func acknowledgement(of alert: AlertFacts) -> Instant? {
        guard let at = alert.acknowledgedAt, at >= alert.stageRaisedAt else { return nil }
        return hours.instant(workingDays: policy.acknowledgementHolds, after: at)
    }
}
