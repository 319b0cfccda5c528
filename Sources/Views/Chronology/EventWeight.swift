import CaseRecord

/// What an event weighs in a chronology: whether it is significant, how telling it is, and whether it tells of concern or
/// of what protects the child.
enum EventWeight {
    /// What a chronology usually holds (Care Inspectorate and local procedures): decisions and events for the child,
    /// not the worker's notes, how the work was organised, nor what was done to the record.
    static func usualSignificance(of event: CaseEvent) -> Significance {
        event.data.asChange != nil || routine.contains(event.type) ? .routine : .significant
    }

    private static let routine: Set<EventType> = [
        "note.recorded", "record.merged", "handover.sent", "handover.accepted", "agency.contacted", "agency.replied",
        "case.waiting", "case.waiting-ended", "case.reviewed", "assessment.lead-changed",
        "assessment.contributor-added", "assessment.returned", "assessment.overrun-explained", "history.considered",
        "culture.considered", "action.set", "action.completed", "action.cancelled", "supervision.held",
        "decision.reviewed", "oversight.recorded", "audit.completed", "audit.shared", "chronology.reviewed",
        "alert.acknowledged", "alert.dismissed", "alert.silenced", "record.restricted", "record.unrestricted",
        "legal-hold.placed", "legal-hold.lifted", "access.granted", "access.revoked", "emergency-access.opened",
        "emergency-access.reviewed",
    ]

    /// What tells of the record itself, and so neither ends a silence nor makes a chronology.
    static let ofTheRecord: Set<EventType> = [
        "chronology.reviewed", "record.restricted", "record.unrestricted", "record.merged", "record.unmerged",
        "legal-hold.placed", "legal-hold.lifted", "alert.acknowledged", "alert.dismissed", "alert.silenced",
        "audit.shared", "entry.disputed", "access.granted", "access.revoked", "emergency-access.opened",
        "emergency-access.reviewed",
    ]

    /// What says who the child is, and not what happened.
    static let ofIdentity: Set<EventType> = [
        "child.registered", "child.details-recorded", "relationship.recorded", "relationship.ended",
        "identity.recorded",
    ]

    /// How telling an event of a type is, for one who has a single page; 10 where nothing is said.
    private static let telling: [EventType: Int] = [
        "serious-incident.identified": 100, "rapid-review.completed": 60, "care.started": 90, "care.ended": 90,
        "care-proceedings.issued": 90, "care-proceedings.concluded": 90, "order.made": 88, "order.ended": 60,
        "police-protection.taken": 86, "cp-plan.started": 85, "cp-plan.ended": 84, "conference.held": 82,
        "section47.started": 80, "section47.concluded": 78, "protective-action.not-taken": 76,
        "protective-action.required": 70, "protective-action.taken": 72, "strategy-discussion.held": 66,
        "pre-proceedings.started": 74, "placement.started": 62, "placement.ended": 56, "missing.reported": 58,
        "referral.received": 64, "referral.decided": 50, "case.closed": 60, "case.reopened": 58,
        "child-view.recorded": 54, "assessment.completed": 52, "assessment.authorised": 44, "plan.made": 48,
        "plan.ended": 42, "family-group.held": 46, "private-fostering.notified": 50, "early-help.started": 46,
        "early-help.ended": 44, "contact.received": 34, "contact.decided": 36, "return-interview.held": 40,
        "case.transferred": 30, "case.allocated": 24, "child.registered": 40, "visit.made": 20, "service.started": 26,
        "service.ended": 26, "care-review.held": 32, "core-group.held": 14, "note.recorded": 4,
    ]

    /// How telling an entry is.
    static func telling(_ entry: Chronology.Entry) -> Int {
        let event = entry.recorded.event
        var weight = telling[event.type] ?? 10
        if entry.significance == .routine { weight /= 4 }
        // Somebody looked at it again and found that it matters.
        if entry.significanceSetBy != nil, entry.significance == .significant { weight += 60 }
        switch event.data {
        case let data as ConferenceHeld where data.kind != .initial: weight -= 20
        case let data as VisitMade where data.seen == false: weight += 14
        case let data as VisitMade where data.seenAlone == true: weight += 6
        default: break
        }
        return weight
    }

    /// The most entries on one page, and how many of them are kept for what protects the child.
    static let mostOnOnePage = 25
    static let keptForProtective = 5

    /// The most telling of entries, in the order in which they are given. What protects the child is among them, if there
    /// is any: a chronology that shows only what went wrong misleads.
    static func mostTelling(_ entries: [Chronology.Entry]) -> [Chronology.Entry] {
        guard entries.count > mostOnOnePage else { return entries }
        // Of two that are as telling the later one says more of how things are.
        let ranked = entries.indices.map { (index: $0, weight: telling(entries[$0])) }
            .sorted { ($0.weight, $0.index) > ($1.weight, $1.index) }.map(\.index)
        var chosen = Set(ranked.prefix(mostOnOnePage - keptForProtective))
        let protective = ranked.filter { tone(of: entries[$0].recorded.event) == .protective && !chosen.contains($0) }
        chosen.formUnion(protective.prefix(keptForProtective))
        for index in ranked where chosen.count < mostOnOnePage { chosen.insert(index) }
        return entries.indices.filter(chosen.contains).map { entries[$0] }
    }

    /// What an entry tells of.
    enum Tone {
        /// Harm, risk or worry.
        case concern
        /// Strength, help, the child's own voice, or what was done to protect.
        case protective
        /// Neither.
        case neutral
    }

    /// What an event tells of, by its type and, where that can be either, by what it says.
    static func tone(of event: CaseEvent) -> Tone {
        switch event.data {
        case let data as ContactDecided: return data.outcome == .earlyHelp ? .protective : .neutral
        case let data as VisitMade: return data.seen.map { $0 ? .protective : .concern } ?? .neutral
        case let data as Section47Concluded: return data.outcome == .conference ? .concern : .protective
        case let data as ConferenceHeld: return data.outcome == .plan ? .concern : .protective
        case let data as FactorRecorded: return data.kind == .protective ? .protective : .concern
        default: break
        }
        if concerns.contains(event.type) { return .concern }
        return protective.contains(event.type) ? .protective : .neutral
    }

    private static let concerns: Set<EventType> = [
        "contact.received", "referral.received", "strategy-discussion.held", "section47.started", "cp-plan.started",
        "protective-action.required", "protective-action.not-taken", "police-protection.taken", "missing.reported",
        "serious-incident.identified", "care.started", "pre-proceedings.started", "care-proceedings.issued",
        "case.reopened", "child-view.not-obtained",
    ]

    private static let protective: Set<EventType> = [
        "protective-action.taken", "cp-plan.ended", "plan.made", "plan.reviewed", "plan.ended", "service.started",
        "early-help.started", "early-help.reviewed", "child-view.recorded", "missing.found", "return-interview.held",
        "family-group.held", "core-group.held", "action.completed", "case.closed", "care.ended", "care-review.held",
        "health-assessment.completed", "education-plan.completed", "programme.joined",
    ]
}
