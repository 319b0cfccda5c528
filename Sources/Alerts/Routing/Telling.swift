import CaseRecord
import StrictJSON
import Timescales

/// Why somebody is told of an alert.
enum TellingReason: String, Sendable {
    /// It has reached a stage of which the rule tells them.
    case stage
    /// Nobody acknowledged it, and they are the next in the line.
    case climbed
    /// They were told of it, and still nobody acknowledged it.
    case repeated
    /// It is over, and they heard of its beginning.
    case over
}

/// Somebody is to be told of one alert.
struct Telling: Sendable, Equatable {
    /// As the rule says; to whom that leads, is found when they are told.
    let recipient: Recipient
    let reason: TellingReason
    let severity: Severity
    /// When, unless others of its thread are told earlier.
    let readyAt: Instant
}

/// What a rule says of one stage: how grave it is, and who is told.
struct StageTerms: Sendable, Equatable {
    let severity: Severity
    let recipients: [Recipient]

    /// What the rule in a clock's JSON says of that stage. A stage of which it names nobody is told to nobody.
    init(of stage: AlertStage, by rule: JSONValue?) {
        let said = rule?["severity"]?[stage.rawValue]?.integerValue
        severity = said.flatMap { Severity(rawValue: Int($0)) } ?? .today
        let names = rule?["tell"]?[stage.rawValue]?.arrayValue ?? []
        recipients = names.compactMap { $0.stringValue.flatMap { Recipient(rawValue: $0) } }
    }
}

/// Who is told of alerts, and when: by the authority's policy and calendar, with the time as a parameter.
struct Routing: Sendable {
    let hours: WorkingHours
    var policy: AlertPolicy { hours.policy }

    init(policy: AlertPolicy = .ordinary, calendar: WorkingDayCalendar) {
        hours = WorkingHours(policy: policy, calendar: calendar)
    }

    /// When what is that grave is told, if it comes up now.
    ///
    /// 1: at once. 2: in working hours, together with what comes within the wait. 3: with the next digest.
    func readyAt(_ severity: Severity, from now: Instant) -> Instant {
        switch severity {
        case .now: return now
        case .today:
            guard hours.areOpen(at: now) else { return hours.opening(from: now) }
            return min(now.adding(seconds: Int64(policy.waitMinutes) * 60), hours.closing(onDayOf: now))
        case .digest: return hours.digest(after: now)
        }
    }

    /// Who is to be told that an alert has reached a stage. The gravest reaches the out-of-hours service, too, while
    /// nobody else is at work.
    func tellings(of terms: StageTerms, at now: Instant) -> [Telling] {
        tellings(to: terms.recipients, .stage, terms.severity, at: now)
    }

    func tellings(
        to recipients: [Recipient], _ reason: TellingReason, _ severity: Severity, at now: Instant
    ) -> [Telling] {
        var recipients = recipients
        if severity == .now, reason == .stage, !recipients.isEmpty, !recipients.contains(.outOfHours),
            !hours.areOpen(at: now)
        {
            recipients.append(.outOfHours)
        }
        var seen: Set<Recipient> = []
        return recipients.filter { seen.insert($0).inserted }.map { recipient in
            Telling(recipient: recipient, reason: reason, severity: severity, readyAt: readyAt(severity, from: now))
        }
    }
}
