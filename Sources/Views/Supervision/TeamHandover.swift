public import CaseRecord
import Foundation
import StrictJSON
public import Timescales

/// A handover to a team, as those see it who begin their day with it.
public struct TeamHandover: Sendable {
    /// The kinds of facts that handovers are found by.
    public static let factKinds: Set<CountedFact.Kind> = [.handover]

    /// The days whose handovers are shown on a day: those sent, accepted or ended then or on the working day before. What nobody
    /// has accepted is shown however old it is.
    public static func days(on today: CivilDate, _ calendar: WorkingDayCalendar) -> ClosedRange<CivilDate> {
        var first = today.adding(days: -1)
        while !calendar.isWorkingDay(first) { first = first.adding(days: -1) }
        return first...today
    }

    /// The case: of another team's only the child is said.
    public let inBrief: CaseInBrief
    /// What it is counted by.
    let fact: CountedFact
    /// What the handover says; `nil` where the caller does not see the record.
    let sent: HandoverSent?
    /// When it was sent, as exactly as the entry says.
    let sentAt: Occurrence?
    /// Its actions with what became of them.
    public let actions: [CaseItem]
    /// Working days past the day by which it had to be accepted, 0 on that day itself; `nil` where that is not over yet, or it
    /// is not waited for.
    public let workingDaysOverdue: Int?

    /// Whether nobody has accepted it.
    public var isWaiting: Bool { fact.endedOn == nil }
    /// How many of its actions are not done.
    public var openActions: Int { actions.count(where: \.isOpen) }

    /// A handover.
    ///
    /// - Parameters:
    ///   - fact: What it is counted by.
    ///   - row: The case; `nil` where the caller does not see it.
    ///   - entry: The entry that sent it; `nil` where the caller does not see it.
    ///   - actions: What it asked for, of what the caller sees.
    ///   - clocks: The clocks that run for the child, of what the caller sees.
    ///   - setting: What the view is made by.
    public init(
        _ fact: CountedFact, row: CaseRow?, entry: RecordedEvent?, actions: [CaseItem], clocks: [OpenClock],
        _ setting: SupervisionSetting
    ) {
        self.fact = fact
        inBrief = row.map { CaseInBrief($0, setting) } ?? CaseInBrief(fact.child, worker: nil)
        sent = entry?.event.data as? HandoverSent
        sentAt = entry?.event.occurredAt
        // Tables keep no order among what one entry asks for.
        let said = sent?.actions.map(\.what) ?? []
        self.actions = actions.sorted { one, other in
            (said.firstIndex(of: one.what) ?? .max, one.reference)
                < (said.firstIndex(of: other.what) ?? .max, other.reference)
        }
        let clock = clocks.first { clock in
            clock.id.hasSuffix("/\(fact.reference)")
                && setting.rulebook[clock.rule]?.stop.contains { $0.events.contains(HandoverAccepted.type.name) }
                    ?? false
        }
        // The clock knows the hour; without one the day alone decides.
        let isLate =
            clock.map { $0.stages.overdueFrom <= setting.now } ?? fact.due.map { $0 < setting.today } ?? false
        workingDaysOverdue =
            isLate && fact.endedOn == nil
            ? fact.due.map { setting.calendar.workingDays(after: $0, through: setting.today) } : nil
    }

    /// The risk seen when it was sent.
    var riskLevel: RiskLevel? { fact.variant.flatMap { RiskLevel(rawValue: $0) } }
    /// The service or team that hands over.
    var from: String? { sent?.fromService ?? sent?.fromTeam?.text }

    /// Why it is shown, in words.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if let ended = fact.endedOn {
            let how = fact.outcome == CountedFact.fellAway ? "the case was closed" : "accepted"
            reasons.append("\(how) on \(ended)" + (fact.worker.map { " by \($0)" } ?? ""))
        } else {
            reasons.append("nobody has accepted it")
            if let due = fact.due {
                reasons.append(workingDaysOverdue == nil ? "to be accepted by \(due)" : "had to be accepted by \(due)")
            }
        }
        if openActions > 0 { reasons.append(openActions.counted("action") + " not done") }
        if sent == nil { reasons.append("you do not see this record") }
        return reasons
    }

    var json: JSONValue {
        [
            "case": inBrief.json, "why": .array(why.map { .string($0) }), "handover": .string(fact.reference),
            "from": from.map { .string($0) } ?? .null,
            "riskLevel": riskLevel.map { .string($0.rawValue) } ?? .null,
            "sentOn": .string(fact.beganOn.description), "sentAt": sentAt.map { .string($0.description) } ?? .null,
            "due": fact.due.jsonValue, "workingDaysOverdue": workingDaysOverdue.map { .integer(Int64($0)) } ?? .null,
            "acceptedOn": fact.endedOn.jsonValue, "acceptedBy": fact.worker.map { .string($0.text) } ?? .null,
            "situation": sent?.situation.map { .string($0) } ?? .null,
            "actions": .array(actions.map { .object($0.supervisionJSON) }), "event": fact.beganWith.field,
            "position": .integer(fact.position), "acceptedWith": fact.endedWith.map { $0.field } ?? .null,
        ]
    }

    /// What nobody has accepted first, then what it asked for and is not done; of these the highest risk, then children at more
    /// risk, then the longest wait.
    static func waitingFirst(_ handovers: [TeamHandover]) -> [TeamHandover] {
        func rank(_ handover: TeamHandover) -> Int { handover.isWaiting ? 0 : handover.openActions > 0 ? 1 : 2 }
        return handovers.sorted { one, other in
            let first = (rank(one), RiskLevel.rank(one.riskLevel), one.inBrief.concernRank, one.fact.beganOn)
            let second = (rank(other), RiskLevel.rank(other.riskLevel), other.inBrief.concernRank, other.fact.beganOn)
            return first == second ? one.fact.position < other.fact.position : first < second
        }
    }
}
