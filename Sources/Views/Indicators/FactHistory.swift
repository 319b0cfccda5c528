import CaseRecord
import Foundation

/// One entry that facts are made from, with its day.
struct FactEntry<Data: Sendable>: Sendable {
    let event: RecordedEvent
    let data: Data
    let at: Instant

    init(_ event: RecordedEvent, _ data: Data, at: Instant) {
        (self.event, self.data, self.at) = (event, data, at)
    }

    /// The first day on which it can have happened.
    var day: CivilDate { event.event.occurredAt.firstDay }
    var isDayKnown: Bool { event.event.occurredAt.lastDay == day }
    var id: UUID { event.event.id }
    var position: Int64 { event.position }

    /// By when it happened; the event's id, and not the order of recording, decides between equals, as it does for clocks.
    func precedes<Other>(_ other: FactEntry<Other>) -> Bool {
        if at != other.at { return at < other.at }
        return id.precedes(other.id)
    }
}

/// What facts are made from, of one strand of a record: its entries by what they say, each by when it happened. Of what is
/// named twice the first by position stays where the name carries what comes later.
struct FactHistory {
    /// Who had the case from a moment on.
    struct Holder {
        let at: Instant
        let position: Int64
        var team: TeamID?
        var worker: WorkerID?
    }

    /// How a manager looked at the case, and who it was.
    struct Look {
        let way: String
        let manager: WorkerID?
    }

    private(set) var contacts: [FactEntry<ContactReceived>] = []
    private(set) var contactDecisions: [Reference: [FactEntry<ContactDecided>]] = [:]
    private(set) var referrals: [FactEntry<ReferralReceived>] = []
    private(set) var referralDecisions: [Reference: [FactEntry<ReferralDecided>]] = [:]
    private(set) var assessments: [FactEntry<AssessmentStarted>] = []
    private(set) var authorisations: [Reference: FactEntry<AssessmentAuthorised>] = [:]
    private(set) var notPursued: [Reference: FactEntry<AssessmentNotPursued>] = [:]
    private(set) var leads: [Reference: WorkerID] = [:]
    /// The assessments that hold the child's view.
    private(set) var withView: Set<Reference> = []
    private(set) var discussions: [FactEntry<StrategyDiscussionHeld>] = []
    private(set) var enquiryStarts: [FactEntry<Section47Started>] = []
    private(set) var enquiryEnds: [Reference: [FactEntry<Section47Concluded>]] = [:]
    private(set) var conferences: [FactEntry<ConferenceHeld>] = []
    private(set) var plans: [FactEntry<ChildProtectionPlanStarted>] = []
    private(set) var planEnds: [Reference: FactEntry<ChildProtectionPlanEnded>] = [:]
    private(set) var transfers: [FactEntry<ProtectionPlanTransferNotified>] = []
    private(set) var cares: [FactEntry<CareStarted>] = []
    private(set) var careEnds: [Reference: FactEntry<CareEnded>] = [:]
    private(set) var earlyHelps: [FactEntry<EarlyHelpStarted>] = []
    private(set) var earlyHelpEnds: [Reference: FactEntry<EarlyHelpEnded>] = [:]
    private(set) var visits: [FactEntry<VisitMade>] = []
    private(set) var decisions: [FactEntry<DecisionMade>] = []
    private(set) var decisionReviews: [Reference: FactEntry<DecisionReviewed>] = [:]
    private(set) var audits: [FactEntry<AuditCompleted>] = []
    private(set) var supervisions: [FactEntry<SupervisionHeld>] = []
    /// What shows that a manager looked at the case: the same as for the last look that a case's row has.
    private(set) var oversights: [FactEntry<Look>] = []
    private(set) var handovers: [FactEntry<HandoverSent>] = []
    private(set) var acceptances: [Reference: [FactEntry<HandoverAccepted>]] = [:]
    /// What opened and closed episodes, by when it happened.
    private(set) var closures: [FactEntry<CaseClosed>] = []
    private(set) var reopenings: [FactEntry<CaseReopened>] = []
    private var holders: [Holder] = []
    private let events: [RecordedEvent]

    /// The entries, in the order of the log.
    init(_ events: [RecordedEvent]) {
        self.events = events
        var leadChanges: [FactEntry<AssessmentLeadChanged>] = []
        var changes: [FactEntry<any EventPayload>] = []
        for event in events {
            let at = event.event.occurredAt.firstInstant
            let said = event.event.data
            if let data = said.as(VisitMade.self) {
                visits.append(FactEntry(event, data, at: at))
            } else if let data = said.as(ContactReceived.self) {
                contacts.append(FactEntry(event, data, at: at))
                if data.team != nil { changes.append(FactEntry(event, data, at: at)) }
            } else if let data = said.as(ContactDecided.self) {
                contactDecisions[data.contact, default: []].append(.init(event, data, at: at))
            } else if let data = said.as(ReferralReceived.self) {
                referrals.append(FactEntry(event, data, at: at))
                if data.team != nil { changes.append(FactEntry(event, data, at: at)) }
            } else if let data = said.as(ReferralDecided.self) {
                referralDecisions[data.referral, default: []].append(.init(event, data, at: at))
                look("referral-decision", data.decidedBy, event, at)
            } else if let data = said.as(CaseRiskAssessed.self) {
                look("risk-assessment", data.assessedBy, event, at)
            } else if let data = said.as(AssessmentStarted.self) {
                assessments.append(FactEntry(event, data, at: at))
            } else if let data = said.as(AssessmentCompleted.self) {
                if let views = data.childViews, !views.isEmpty { withView.insert(data.assessment) }
            } else if let data = said.as(ChildViewRecorded.self) {
                if let assessment = data.assessment { withView.insert(assessment) }
            } else if let data = said.as(AssessmentAuthorised.self) {
                Self.first(FactEntry(event, data, at: at), of: data.assessment, in: &authorisations)
                look("authorisation", data.authorisedBy, event, at)
            } else if let data = said.as(AssessmentReturned.self) {
                look("return", data.returnedBy, event, at)
            } else if let data = said.as(AssessmentNotPursued.self) {
                if let assessment = data.assessment {
                    Self.first(FactEntry(event, data, at: at), of: assessment, in: &notPursued)
                }
            } else if let data = said.as(AssessmentLeadChanged.self) {
                leadChanges.append(FactEntry(event, data, at: at))
            } else if let data = said.as(StrategyDiscussionHeld.self) {
                discussions.append(FactEntry(event, data, at: at))
            } else if let data = said.as(Section47Started.self) {
                enquiryStarts.append(FactEntry(event, data, at: at))
            } else if let data = said.as(Section47Concluded.self) {
                enquiryEnds[data.section47, default: []].append(.init(event, data, at: at))
                if let manager = data.authorisedBy { look("authorisation", manager, event, at) }
            } else if let data = said.as(ConferenceHeld.self) {
                conferences.append(FactEntry(event, data, at: at))
            } else if let data = said.as(ChildProtectionPlanStarted.self) {
                plans.append(FactEntry(event, data, at: at))
            } else if let data = said.as(ChildProtectionPlanEnded.self) {
                Self.first(FactEntry(event, data, at: at), of: data.plan, in: &planEnds)
            } else if let data = said.as(ProtectionPlanTransferNotified.self) {
                transfers.append(FactEntry(event, data, at: at))
            } else if let data = said.as(CareStarted.self) {
                cares.append(FactEntry(event, data, at: at))
            } else if let data = said.as(CareEnded.self) {
                Self.first(FactEntry(event, data, at: at), of: data.care, in: &careEnds)
            } else if let data = said.as(EarlyHelpStarted.self) {
                earlyHelps.append(FactEntry(event, data, at: at))
            } else if let data = said.as(EarlyHelpEnded.self) {
                Self.first(FactEntry(event, data, at: at), of: data.earlyHelp, in: &earlyHelpEnds)
            } else if let data = said.as(DecisionMade.self) {
                decisions.append(FactEntry(event, data, at: at))
                look("decision", data.decidedBy, event, at)
            } else if let data = said.as(DecisionReviewed.self) {
                Self.first(FactEntry(event, data, at: at), of: data.decision, in: &decisionReviews)
                look("decision-review", data.reviewedBy, event, at)
            } else if let data = said.as(CaseReviewed.self) {
                look("case-review", data.reviewedBy, event, at)
            } else if let data = said.as(OversightRecorded.self) {
                look(data.kind.rawValue, data.manager, event, at)
            } else if let data = said.as(AuditCompleted.self) {
                audits.append(FactEntry(event, data, at: at))
            } else if let data = said.as(SupervisionHeld.self) {
                supervisions.append(FactEntry(event, data, at: at))
                if data.kind != .personal { look("supervision", data.supervisor, event, at) }
            } else if let data = said.as(HandoverSent.self) {
                handovers.append(FactEntry(event, data, at: at))
            } else if let data = said.as(HandoverAccepted.self) {
                acceptances[data.handover, default: []].append(.init(event, data, at: at))
            } else if let data = said.as(CaseClosed.self) {
                closures.append(FactEntry(event, data, at: at))
                changes.append(FactEntry(event, data, at: at))
            } else if let data = said.as(CaseReopened.self) {
                reopenings.append(FactEntry(event, data, at: at))
            } else if said.is(CaseAllocated.self) || said.is(CaseDeallocated.self) || said.is(CaseTransferred.self) {
                changes.append(FactEntry(event, event.event.data, at: at))
            }
        }
        sort()
        for change in leadChanges.sorted(by: { $0.precedes($1) }) { leads[change.data.assessment] = change.data.lead }
        hold(changes)
    }

    private mutating func look(_ way: String, _ manager: WorkerID?, _ event: RecordedEvent, _ at: Instant) {
        oversights.append(FactEntry(event, Look(way: way, manager: manager), at: at))
    }

    private static func first<Data>(
        _ entry: FactEntry<Data>, of name: Reference, in entries: inout [Reference: FactEntry<Data>]
    ) {
        if let other = entries[name], !entry.precedes(other) { return }
        entries[name] = entry
    }

    private mutating func sort() {
        Self.sort(&referrals, named: \.referral)
        Self.sort(&assessments, named: \.assessment)
        Self.sort(&enquiryStarts, named: \.section47)
        Self.sort(&plans, named: \.plan)
        Self.sort(&cares, named: \.care)
        Self.sort(&earlyHelps, named: \.earlyHelp)
        contacts.sort { $0.precedes($1) }
        handovers.sort { $0.precedes($1) }
        discussions.sort { $0.precedes($1) }
        conferences.sort { $0.precedes($1) }
        closures.sort { $0.precedes($1) }
        reopenings.sort { $0.precedes($1) }
        for name in referralDecisions.keys { referralDecisions[name]?.sort { $0.precedes($1) } }
        for name in contactDecisions.keys { contactDecisions[name]?.sort { $0.precedes($1) } }
        for name in enquiryEnds.keys { enquiryEnds[name]?.sort { $0.precedes($1) } }
    }

    /// By when they happened, each name once; they are given in the order of the log.
    private static func sort<Data>(_ entries: inout [FactEntry<Data>], named name: (Data) -> Reference) {
        if entries.count > 1 {
            var met: Set<Reference> = []
            entries.removeAll { !met.insert(name($0.data)).inserted }
            entries.sort { $0.precedes($1) }
        }
    }

    private mutating func hold(_ changes: [FactEntry<any EventPayload>]) {
        var (team, worker) = (TeamID?.none, WorkerID?.none)
        for change in changes.sorted(by: { ($0.at, $0.position) < ($1.at, $1.position) }) {
            if let named = (change.data as? any NamesTeam)?.team { team = named }
            switch change.data {
            case let allocation as CaseAllocated where allocation.role != .secondWorker: worker = allocation.worker
            case let ended as CaseDeallocated where ended.worker == nil || ended.worker == worker: worker = nil
            case let transfer as CaseTransferred: worker = transfer.worker
            case is CaseClosed: worker = nil
            default: break
            }
            holders.append(Holder(at: change.at, position: change.position, team: team, worker: worker))
        }
    }

    /// Who had the case when that entry happened.
    func holder(at moment: Instant, _ position: Int64) -> Holder? {
        holders.last { ($0.at, $0.position) <= (moment, position) }
    }

    /// What accepted a handover: the first that says so from then on, and before the same name is used again.
    func acceptance(of handover: FactEntry<HandoverSent>) -> FactEntry<HandoverAccepted>? {
        let name = handover.data.handover
        let next = handovers.first { $0.data.handover == name && handover.precedes($0) }
        return acceptances[name]?.filter { !$0.precedes(handover) && next.map($0.precedes) ?? true }
            .min { $0.precedes($1) }
    }

    /// The entry at that position.
    func event(at position: Int64) -> RecordedEvent? {
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < events.count && events[low].position == position ? events[low] : nil
    }

    /// The latest referral received on that day or before it: what belongs to one and names none.
    func latestReferral(onOrBefore day: CivilDate) -> Reference? {
        referrals.last { $0.day <= day }?.data.referral
    }

    /// The locality of the contact or referral that something of that day belongs to.
    func locality(_ referral: Reference?, on day: CivilDate) -> String? {
        let name = referral ?? latestReferral(onOrBefore: day)
        if let name, let referral = referrals.first(where: { $0.data.referral == name }) {
            if let locality = referral.data.locality { return locality }
            if let contact = referral.data.contact,
                let locality = contacts.first(where: { $0.data.contact == contact })?.data.locality
            {
                return locality
            }
        }
        return contacts.last { $0.day <= day && $0.data.locality != nil }?.data.locality
    }
}
