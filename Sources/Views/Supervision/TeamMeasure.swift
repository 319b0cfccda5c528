import CaseRecord

/// A share of a team's cases that is compared between teams.
public enum TeamMeasure: String, Sendable, CaseIterable {
    /// Contacts that became referrals.
    case contactsReferred = "contacts-referred"
    /// Referrals within twelve months of the child's last.
    case referralsRepeated = "referrals-repeated"
    /// Assessments that a manager authorised within the limit.
    case assessmentsInTime = "assessments-in-time"
    /// Assessments that hold the child's view.
    case assessmentsWithView = "assessments-with-view"
    /// Section 47 enquiries with a core assessment linked to them.
    case enquiriesWithCore = "section47-with-core-assessment"
    /// Section 47 enquiries that led to a conference, of those that ended.
    case enquiriesToConference = "section47-to-conference"
    /// Initial conferences held within the limit.
    case conferencesInTime = "conferences-in-time"
    /// Child protection plans of children who had one before.
    case plansRepeated = "plans-repeated"
    /// Review conferences held within the limit.
    case planReviewsInTime = "plan-reviews-in-time"
    /// Reviews of looked-after children held within the limit.
    case careReviewsInTime = "care-reviews-in-time"
    /// Visits at which the child was seen.
    case visitsSeen = "visits-child-seen"
    /// Visits at which the child was seen alone.
    case visitsAlone = "visits-child-seen-alone"
    /// Decisions that say who is to act by when.
    case decisionsSpecific = "decisions-specific"
    /// Audits that found the work good or outstanding.
    case auditsGood = "audits-good"
    /// Open cases that have a worker.
    case casesAllocated = "cases-allocated"
    /// Allocated cases that were discussed in supervision within four weeks.
    case casesSupervised = "cases-supervised"

    /// What it is, in words.
    public var title: String {
        switch self {
        case .contactsReferred: "Contacts that became referrals"
        case .referralsRepeated: "Referrals within 12 months of the last"
        case .assessmentsInTime: "Assessments authorised within the limit"
        case .assessmentsWithView: "Assessments with the child's view"
        case .enquiriesWithCore: "Section 47 enquiries with a core assessment"
        case .enquiriesToConference: "Section 47 enquiries that led to a conference"
        case .conferencesInTime: "Initial conferences within the limit"
        case .plansRepeated: "Child protection plans that are not the first"
        case .planReviewsInTime: "Review conferences within the limit"
        case .careReviewsInTime: "Looked-after reviews within the limit"
        case .visitsSeen: "Visits with the child seen"
        case .visitsAlone: "Visits with the child seen alone"
        case .decisionsSpecific: "Decisions that say who acts by when"
        case .auditsGood: "Audits good or outstanding"
        case .casesAllocated: "Open cases with a worker"
        case .casesSupervised: "Cases supervised within 4 weeks"
        }
    }

    /// Whether more is better; `nil` where neither is.
    public var isBetterHigh: Bool? {
        switch self {
        case .contactsReferred, .enquiriesToConference: nil
        case .referralsRepeated, .plansRepeated: false
        default: true
        }
    }

    /// The facts that measures are counted from.
    static let kinds: Set<CountedFact.Kind> = [
        .contact, .referral, .assessment, .section47, .conference, .protectionPlan, .protectionReview, .careReview,
        .visit, .decision, .audit,
    ]

    /// What a fact says for measures: each with whether it counts as met.
    static func results(of fact: CountedFact, during days: ClosedRange<CivilDate>, today: CivilDate)
        -> [(measure: TeamMeasure, isMet: Bool)]
    {
        let began = days.contains(fact.beganOn)
        switch fact.kind {
        case .contact:
            guard began, let outcome = fact.outcome, outcome != CountedFact.fellAway else { return [] }
            return [(.contactsReferred, outcome == ContactOutcome.newReferral.rawValue)]
        case .referral:
            guard began else { return [] }
            return [(.referralsRepeated, fact.previousOn.map { $0 >= fact.beganOn.adding(months: -12) } ?? false)]
        case .assessment:
            guard fact.outcome != "not-pursued", fact.outcome != CountedFact.fellAway else { return [] }
            var results = inTime(.assessmentsInTime, fact, days, today)
            if fact.endedOn.map(days.contains) ?? false {
                results.append((.assessmentsWithView, fact.outcome == "child-view"))
            }
            return results
        case .section47:
            var results: [(measure: TeamMeasure, isMet: Bool)] = []
            if began { results.append((.enquiriesWithCore, fact.variant == "with-core-assessment")) }
            if fact.endedOn.map(days.contains) ?? false, fact.outcome != CountedFact.fellAway {
                results.append((.enquiriesToConference, fact.outcome == "conference-held"))
            }
            return results
        case .conference:
            guard fact.variant == ConferenceKind.initial.rawValue, fact.outcome != CountedFact.fellAway else {
                return []
            }
            return inTime(.conferencesInTime, fact, days, today)
        case .protectionPlan: return began ? [(.plansRepeated, fact.outcome == "repeat")] : []
        case .protectionReview: return review(.planReviewsInTime, fact, days, today)
        case .careReview: return review(.careReviewsInTime, fact, days, today)
        case .visit:
            guard began, let outcome = fact.outcome else { return [] }
            return [(.visitsSeen, outcome != "not-seen"), (.visitsAlone, outcome == "seen-alone")]
        case .decision: return began ? [(.decisionsSpecific, fact.outcome == "specific")] : []
        case .audit:
            return began ? [(.auditsGood, fact.outcome.flatMap(AuditGrade.init(rawValue:))?.isGood ?? false)] : []
        case .strategyDiscussion, .care, .earlyHelp, .episode, .supervision, .handover, .oversight, .need: return []
        }
    }

    private static func review(
        _ measure: TeamMeasure, _ fact: CountedFact, _ days: ClosedRange<CivilDate>, _ today: CivilDate
    ) -> [(measure: TeamMeasure, isMet: Bool)] {
        switch fact.outcome {
        case CountedFact.fellAway, "cannot-be-told": []
        case "fell-away-late": fact.endedOn.map(days.contains) ?? false ? [(measure, false)] : []
        default: inTime(measure, fact, days, today)
        }
    }

    /// What ended in those days, and what had not ended when its last day in them went by.
    private static func inTime(
        _ measure: TeamMeasure, _ fact: CountedFact, _ days: ClosedRange<CivilDate>, _ today: CivilDate
    ) -> [(measure: TeamMeasure, isMet: Bool)] {
        guard let due = fact.due else { return [] }
        if let ended = fact.endedOn { return days.contains(ended) ? [(measure, ended <= due)] : [] }
        return days.contains(due) && due < today ? [(measure, false)] : []
    }
}
