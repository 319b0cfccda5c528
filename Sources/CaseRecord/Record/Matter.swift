import StrictJSON

/// Something that entries of one child's record belong to and name by a ``Reference``. The raw value is the field that
/// holds the reference, in every type of event that has one.
public enum Matter: String, Sendable, CaseIterable {
    /// A contact.
    case contact
    /// A referral, with the episode that it opens.
    case referral
    /// An assessment.
    case assessment
    /// A strategy discussion.
    case strategyDiscussion
    /// A section 47 enquiry.
    case section47
    /// A conference.
    case conference
    /// A plan.
    case plan
}

/// One matter by its name.
struct NamedMatter: Hashable {
    let matter: Matter
    let name: Reference
}

extension EventPayload {
    /// The matters that it names.
    var matters: [NamedMatter] {
        guard let object = field.objectValue else { return [] }
        return Matter.allCases.compactMap { matter in
            object[matter.rawValue]?.stringValue.flatMap { Reference($0) }.map { NamedMatter(matter: matter, name: $0) }
        }
    }

    /// The kinds of matter to which it gives a name that was not there before.
    var begins: [Matter] {
        switch self {
        case is ContactReceived: [.contact]
        case is ReferralReceived: [.referral]
        case is AssessmentStarted: [.assessment]
        case let discussion as StrategyDiscussionHeld:
            discussion.initiatesSection47 ? [.strategyDiscussion, .section47] : [.strategyDiscussion]
        case is Section47Started: [.section47]
        case is ConferenceHeld: [.conference]
        case is ChildProtectionPlanStarted, is PlanMade: [.plan]
        default: []
        }
    }
}
