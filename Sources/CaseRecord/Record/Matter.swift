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
        case let discussion as StrategyDiscussionHeld where !discussion.initiatesSection47: [.strategyDiscussion]
        default: Self.opens
        }
    }
}

extension EventPayload {
    /// The kinds of matter that events of this type open, its own first; none for most types.
    public static var opens: [Matter] {
        switch self {
        case is ContactReceived.Type: [.contact]
        case is ReferralReceived.Type: [.referral]
        case is AssessmentStarted.Type: [.assessment]
        case is StrategyDiscussionHeld.Type: [.strategyDiscussion, .section47]
        case is Section47Started.Type: [.section47]
        case is ConferenceHeld.Type: [.conference]
        case is ChildProtectionPlanStarted.Type, is PlanMade.Type: [.plan]
        default: []
        }
    }
}
