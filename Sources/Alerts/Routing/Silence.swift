public import CaseRecord
public import Foundation
import StrictJSON
import Timescales

/// Alerts that are not told for a time, by the last event of that silence that stands.
public struct Silence: Sendable, Equatable {
    /// Names the silence.
    public let reference: String
    /// The event that says so.
    public let event: UUID
    /// Since when.
    public let since: Instant
    /// Until when, as its author said.
    public let until: Instant
    /// Who said so.
    public let by: String
    /// Why.
    public let reason: String
    /// Only this alert.
    public let alert: UUID?
    /// Only alerts of this rule.
    public let rule: String?
    /// Only alerts of this team.
    public let team: String?

    /// Whether it names anything; one that would silence everything silences nothing.
    public var hasScope: Bool { alert != nil || rule != nil || team != nil }

    /// ``EmergencyRule`` is covered by none.
    func covers(_ alert: UUID, rule: String, team: String?) -> Bool {
        rule != EmergencyRule.id
            && hasScope && self.alert.map { $0 == alert } ?? true
            && self.rule.map { $0 == rule } ?? true
            && self.team.map { $0 == team } ?? true
    }

    /// When it ends for an alert that grave: of severity 1 not later than with the next working day.
    func end(_ severity: Severity, _ hours: WorkingHours) -> Instant {
        severity == .now ? min(until, hours.endOfNextWorkingDay(after: since)) : until
    }
}

extension [Silence] {
    /// Until when an alert is silenced at that moment; `nil` where it is not.
    func end(for alert: UUID, rule: String, team: String?, _ severity: Severity, at now: Instant, _ hours: WorkingHours)
        -> Instant?
    {
        lazy.filter { $0.since <= now && $0.covers(alert, rule: rule, team: team) }
            .map { $0.end(severity, hours) }.filter { $0 > now }.max()
    }
}
