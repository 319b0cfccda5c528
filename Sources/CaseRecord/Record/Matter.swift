import StrictJSON

/// Something that entries of one child's record belong to and name by a ``Reference``. The raw value is the field that
/// holds the reference, in every type of event that has one.
public enum Matter: String, Sendable, CaseIterable {
    /// A contact.
    case contact
    /// A handover from one service to the next.
    case handover
    /// A request to another agency.
    case agencyRequest
    /// A referral, with the episode that it opens.
    case referral
    /// An episode of early help.
    case earlyHelp
    /// An assessment.
    case assessment
    /// A visit.
    case visit
    /// A strategy discussion.
    case strategyDiscussion
    /// A section 47 enquiry.
    case section47
    /// A conference.
    case conference
    /// Something that has to be done to protect the child.
    case protectiveAction
    /// A time of police protection.
    case policeProtection
    /// A court order.
    case order
    /// Pre-proceedings.
    case preProceedings
    /// Care proceedings.
    case proceedings
    /// An offer of family group decision-making.
    case familyGroup
    /// A serious incident.
    case incident
    /// A plan.
    case plan
    /// Something that is to be done, set by itself or as part of something else.
    case action
    /// A service.
    case service
    /// A decision.
    case decision
    /// An audit.
    case audit
    /// A time in care.
    case care
    /// A placement.
    case placement
    /// A time of being missing.
    case missing
    /// A private fostering arrangement.
    case privateFostering
    /// A restriction of the record.
    case restriction
    /// A legal hold.
    case hold
    /// A programme of targeted help.
    case programme
    /// A finding of an inspection or audit.
    case finding
    /// A silence of alerts.
    case silence
    /// An inspection pack.
    case pack
}

/// One matter by its name.
struct NamedMatter: Hashable {
    let matter: Matter
    let name: Reference
}

/// A payload that can set actions as part of what it says.
public protocol SetsActions: EventPayload {
    /// What is to be done.
    var actions: [ActionItem] { get }
}

extension StrategyDiscussionHeld: SetsActions {}
extension PlanMade: SetsActions {}

extension EventPayload {
    /// The matters that it names.
    var matters: [NamedMatter] {
        guard let object = field.objectValue else { return [] }
        let named = Matter.allCases.compactMap { matter in
            object[matter.rawValue]?.stringValue.flatMap { Reference($0) }.map { NamedMatter(matter: matter, name: $0) }
        }
        let actions = (self as? any SetsActions)?.actions.compactMap(\.action) ?? []
        return named + actions.map { NamedMatter(matter: .action, name: $0) }
    }

    /// The kinds of matter to which it gives a name that was not there before.
    var begins: [Matter] { self is any SetsActions ? ownMatters + [.action] : ownMatters }

    private var ownMatters: [Matter] {
        switch self {
        case is ContactReceived: [.contact]
        case is HandoverSent: [.handover]
        case is AgencyContacted: [.agencyRequest]
        case is ReferralReceived: [.referral]
        case is EarlyHelpStarted: [.earlyHelp]
        case is ProgrammeStarted: [.programme]
        case is AssessmentStarted: [.assessment]
        case is VisitMade: [.visit]
        case let discussion as StrategyDiscussionHeld:
            discussion.initiatesSection47 ? [.strategyDiscussion, .section47] : [.strategyDiscussion]
        case is Section47Started: [.section47]
        case is ConferenceHeld: [.conference]
        case is ProtectiveActionRequired: [.protectiveAction]
        case is PoliceProtectionTaken: [.policeProtection]
        case is OrderMade: [.order]
        case is PreProceedingsStarted: [.preProceedings]
        case is CareProceedingsIssued: [.proceedings]
        case is FamilyGroupOffered: [.familyGroup]
        case is SeriousIncidentIdentified: [.incident]
        case is ChildProtectionPlanStarted, is ProtectionPlanTransferNotified, is PlanMade: [.plan]
        case is ActionSet, is FindingActionSet: [.action]
        case is ServiceRequested: [.service]
        case is DecisionMade: [.decision]
        case is AuditCompleted: [.audit]
        case is FindingRaised: [.finding]
        case is InspectionPackFrozen: [.pack]
        case is AlertSilenced: [.silence]
        case is CareStarted: [.care]
        case is PlacementStarted: [.placement]
        case is MissingReported: [.missing]
        case is PrivateFosteringNotified: [.privateFostering]
        case is RecordRestricted: [.restriction]
        case is LegalHoldPlaced: [.hold]
        default: []
        }
    }
}
