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

    /// Those that are counted from facts; the others from cases as they stand.
    static let byFacts = Set(allCases).subtracting([.casesAllocated, .casesSupervised])

    /// What a fact says for measures: each with whether it counts as met and the day on which it counts.
    static func results(of fact: CountedFact, today: CivilDate) -> [Result] {
        switch fact.kind {
        case .contact:
            guard let outcome = fact.outcome, outcome != CountedFact.fellAway else { return [] }
            return [Result(.contactsReferred, outcome == ContactOutcome.newReferral.rawValue, fact.beganOn)]
        case .referral:
            let isRepeat = fact.previousOn.map { $0 >= fact.beganOn.adding(months: -12) } ?? false
            return [Result(.referralsRepeated, isRepeat, fact.beganOn)]
        case .assessment:
            guard fact.outcome != "not-pursued", fact.outcome != CountedFact.fellAway else { return [] }
            var results = inTime(.assessmentsInTime, fact, today)
            if let ended = fact.endedOn {
                results.append(Result(.assessmentsWithView, fact.outcome == "child-view", ended))
            }
            return results
        case .section47:
            var results = [Result(.enquiriesWithCore, fact.variant == "with-core-assessment", fact.beganOn)]
            if let ended = fact.endedOn, fact.outcome != CountedFact.fellAway {
                results.append(Result(.enquiriesToConference, fact.outcome == "conference-held", ended))
            }
            return results
        case .conference:
            guard fact.variant == ConferenceKind.initial.rawValue, fact.outcome != CountedFact.fellAway else {
                return []
            }
            return inTime(.conferencesInTime, fact, today)
        case .protectionPlan: return [Result(.plansRepeated, fact.outcome == "repeat", fact.beganOn)]
        case .protectionReview: return review(.planReviewsInTime, fact, today)
        case .careReview: return review(.careReviewsInTime, fact, today)
        case .visit:
            guard let outcome = fact.outcome else { return [] }
            return [
                Result(.visitsSeen, outcome != "not-seen", fact.beganOn),
                Result(.visitsAlone, outcome == "seen-alone", fact.beganOn),
            ]
        case .decision: return [Result(.decisionsSpecific, fact.outcome == "specific", fact.beganOn)]
        case .audit:
            let isGood = fact.outcome.flatMap(AuditGrade.init(rawValue:))?.isGood ?? false
            return [Result(.auditsGood, isGood, fact.beganOn)]
        case .strategyDiscussion, .care, .earlyHelp, .episode, .supervision, .handover, .oversight, .need: return []
        }
    }

    /// What a fact says for one measure.
    struct Result {
        /// The measure.
        let measure: TeamMeasure
        /// Whether it counts as met.
        let isMet: Bool
        /// The day on which it counts.
        let on: CivilDate

        /// Whether the case is one to look at: one that does not meet the measure, or that does where fewer are better.
        var isToLookAt: Bool { isMet == (measure.isBetterHigh == false) }

        fileprivate init(_ measure: TeamMeasure, _ isMet: Bool, _ on: CivilDate) {
            (self.measure, self.isMet, self.on) = (measure, isMet, on)
        }
    }

    private static func review(_ measure: TeamMeasure, _ fact: CountedFact, _ today: CivilDate) -> [Result] {
        switch fact.outcome {
        case CountedFact.fellAway, "cannot-be-told": []
        case "fell-away-late": fact.endedOn.map { [Result(measure, false, $0)] } ?? []
        default: inTime(measure, fact, today)
        }
    }

    /// On the day on which it ended or, of what has not ended, on the last day in time once that went by.
    private static func inTime(_ measure: TeamMeasure, _ fact: CountedFact, _ today: CivilDate) -> [Result] {
        guard let due = fact.due else { return [] }
        if let ended = fact.endedOn { return [Result(measure, ended <= due, ended)] }
        return due < today ? [Result(measure, false, due)] : []
    }
}
