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
    /// A court's direction to report.
    case courtDirection
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
    /// Accommodation that the authority provides to a care leaver.
    case accommodation
    /// A time of being missing.
    case missing
    /// A private fostering arrangement.
    case privateFostering
    /// A restriction of the record.
    case restriction
    /// A legal hold.
    case hold
    /// A worker's access to the record, granted or taken in an emergency.
    case access
    /// A programme of targeted help.
    case programme
    /// A finding of an inspection or audit.
    case finding
    /// A post that is empty.
    case vacancy
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

extension SetsActions {
    /// Itself.
    public var asSettingActions: (any SetsActions)? { self }
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
        let actions = asSettingActions?.actions.compactMap(\.action) ?? []
        return named + actions.map { NamedMatter(matter: .action, name: $0) }
    }

    /// The kinds of matter to which it gives a name that was not there before.
    var begins: [Matter] { asSettingActions != nil ? ownMatters + [.action] : ownMatters }

    private var ownMatters: [Matter] {
        if let discussion = self.as(StrategyDiscussionHeld.self), !discussion.initiatesSection47 {
            return [.strategyDiscussion]
        }
        return Self.opens
    }
}

extension EventPayload {
    /// The kinds of matter that events of this type open, its own first; none for most types.
    public static var opens: [Matter] { MattersOpened.byType[ObjectIdentifier(self)] ?? [] }

    fileprivate static var opened: [Matter] {
        switch self {
        case is ContactReceived.Type: [.contact]
        case is HandoverSent.Type: [.handover]
        case is AgencyContacted.Type: [.agencyRequest]
        case is ReferralReceived.Type: [.referral]
        case is EarlyHelpStarted.Type: [.earlyHelp]
        case is ProgrammeStarted.Type: [.programme]
        case is AssessmentStarted.Type: [.assessment]
        case is VisitMade.Type: [.visit]
        case is StrategyDiscussionHeld.Type: [.strategyDiscussion, .section47]
        case is Section47Started.Type: [.section47]
        case is ConferenceHeld.Type: [.conference]
        case is ProtectiveActionRequired.Type: [.protectiveAction]
        case is PoliceProtectionTaken.Type: [.policeProtection]
        case is OrderMade.Type: [.order]
        case is PreProceedingsStarted.Type: [.preProceedings]
        case is CareProceedingsIssued.Type: [.proceedings]
        case is CourtDirectionMade.Type: [.courtDirection]
        case is FamilyGroupOffered.Type: [.familyGroup]
        case is SeriousIncidentIdentified.Type: [.incident]
        case is ChildProtectionPlanStarted.Type, is ProtectionPlanTransferNotified.Type, is PlanMade.Type: [.plan]
        case is ActionSet.Type, is FindingActionSet.Type: [.action]
        case is ServiceRequested.Type: [.service]
        case is DecisionMade.Type: [.decision]
        case is AuditCompleted.Type: [.audit]
        case is FindingRaised.Type: [.finding]
        case is VacancyOpened.Type: [.vacancy]
        case is InspectionPackFrozen.Type: [.pack]
        case is AlertSilenced.Type: [.silence]
        case is CareStarted.Type: [.care]
        case is PlacementStarted.Type: [.placement]
        case is LeavingCareAccommodationStarted.Type: [.accommodation]
        case is MissingReported.Type: [.missing]
        case is PrivateFosteringNotified.Type: [.privateFostering]
        case is RecordRestricted.Type: [.restriction]
        case is LegalHoldPlaced.Type: [.hold]
        case is AccessGranted.Type, is EmergencyAccessOpened.Type: [.access]
        default: []
        }
    }
}

/// What each type of event opens, looked up: asked of every entry whenever its record is read.
private enum MattersOpened {
    static let byType = Dictionary(
        EventCatalogue.current.types.map { (ObjectIdentifier($0), $0.opened) }, uniquingKeysWith: { first, _ in first })
}
