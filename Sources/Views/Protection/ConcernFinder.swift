import CaseRecord
import Foundation

/// Puts together the concerns of one strand.
struct ConcernFinder {
    private let strand: StrandFold
    private var drafts: [ConcernDraft] = []
    /// Which concern each name belongs to, by the kind of what it names.
    private var places: [Matter: [Reference: Int]] = [:]
    private var ends: [Reference: Int] = [:]
    private var ended: [UUID: Int] = [:]

    init(_ strand: StrandFold) {
        self.strand = strand
        raise()
        for place in strand.order { follow(place) }
        for place in strand.order { decide(place) }
        for place in strand.order { require(place) }
        settle()
    }

    // MARK: What raises a concern

    private mutating func add(_ draft: ConcernDraft, _ matter: Matter) {
        guard places[matter]?[draft.reference] == nil else { return }
        places[matter, default: [:]][draft.reference] = drafts.count
        drafts.append(draft)
    }

    private mutating func alias(_ matter: Matter, _ name: Reference?, _ draft: Int) {
        if let name, places[matter]?[name] == nil { places[matter, default: [:]][name] = draft }
    }

    private mutating func raise() {
        for enquiry in strand.enquiries.values where enquiry.begun != nil {
            var draft = ConcernDraft(
                .section47, enquiry.reference, [enquiry.discussion, enquiry.started].compactMap(\.self))
            draft.referral = enquiry.referral
            draft.undone = .conclusion
            if strand.assessments(of: enquiry).isEmpty { draft.missing.insert(.assessment) }
            add(draft, .section47)
            alias(.strategyDiscussion, enquiry.discussionName, drafts.count - 1)
            for place in strand.conferences(of: enquiry) {
                let conference = strand.events[place].event.data as? ConferenceHeld
                alias(.conference, conference?.conference, drafts.count - 1)
            }
        }
        for place in strand.order {
            switch strand.events[place].event.data {
            case let data as ContactReceived:
                var draft = ConcernDraft(.contact, data.contact, [place])
                draft.undone = .decision
                add(draft, .contact)
            case let data as ReferralReceived:
                var draft = ConcernDraft(.referral, data.referral, [place])
                draft.referral = data.referral
                // As a return states it, the decision was made.
                draft.undone = data.noFurtherAction == nil ? .decision : nil
                add(draft, .referral)
            case let data as StrategyDiscussionHeld: raise(data, place)
            case let data as ConferenceHeld:
                // One of an enquiry has its name already, and is part of that.
                add(ConcernDraft(.conference, data.conference, [place]), .conference)
            case let data as PoliceProtectionTaken:
                var draft = ConcernDraft(.policeProtection, data.policeProtection, [place])
                draft.referral = data.referral
                draft.asksForProtection = true
                draft.undone = .conclusion
                // A constable has taken the child to a safe place.
                draft.protective = [place]
                add(draft, .policeProtection)
            case let data as MissingReported:
                var draft = ConcernDraft(.missing, data.missing, [place])
                draft.asksForProtection = true
                draft.undone = .found
                add(draft, .missing)
            case let data as SeriousIncidentIdentified:
                var draft = ConcernDraft(.incident, data.incident, [place])
                draft.asksForProtection = data.kind != .death
                add(draft, .incident)
            default: break
            }
        }
    }

    private mutating func raise(_ data: StrategyDiscussionHeld, _ place: Int) {
        if let enquiry = data.section47.flatMap({ places[.section47]?[$0] })
            ?? places[.strategyDiscussion]?[data.discussion]
        {
            alias(.strategyDiscussion, data.discussion, enquiry)
            if !drafts[enquiry].raised.contains(place) { drafts[enquiry].raised.append(place) }
            return
        }
        var draft = ConcernDraft(.strategyDiscussion, data.discussion, [place])
        draft.referral = data.referral
        if data.initiatesSection47 {
            draft.undone = strand.openEnquiries.contains(place) ? .conclusion : nil
            draft.asksForProtection = draft.undone != nil
        }
        add(draft, .strategyDiscussion)
    }

    // MARK: What was done because of it

    private mutating func change(_ matter: Matter, _ name: Reference?, _ change: (inout ConcernDraft) -> Void) {
        guard let name, let index = places[matter]?[name] else { return }
        change(&drafts[index])
    }

    private mutating func follow(_ place: Int) {
        switch strand.events[place].event.data {
        case let data as ReferralReceived:
            change(.contact, data.contact) { draft in
                draft.followUp.append(place)
                draft.undone = nil
            }
        case let data as AssessmentStarted:
            let isOfEnquiry = data.section47.map { places[.section47]?[$0] != nil } ?? false
            change(isOfEnquiry ? .section47 : .referral, isOfEnquiry ? data.section47 : data.referral) {
                $0.followUp.append(place)
            }
        case let data as ChildProtectionPlanStarted: planStarted(data, place)
        case let data as OrderMade:
            change(.policeProtection, data.policeProtection) { draft in
                draft.followUp.append(place)
                draft.protective.append(place)
            }
        case let data as PoliceProtectionEnded:
            change(.policeProtection, data.policeProtection) { draft in
                draft.followUp.append(place)
                draft.undone = nil
            }
        case let data as MissingFound:
            change(.missing, data.missing) { draft in
                draft.followUp.append(place)
                draft.protective.append(place)
                draft.undone = nil
                draft.missing.insert(.returnInterview)
            }
        case let data as ReturnInterviewOffered:
            change(.missing, data.missing) { draft in
                draft.followUp.append(place)
                // One that the child declined was offered.
                if data.accepted == false { draft.missing.remove(.returnInterview) }
            }
        case let data as ReturnInterviewHeld:
            change(.missing, data.missing) { draft in
                draft.followUp.append(place)
                draft.missing.remove(.returnInterview)
            }
        case let data as SeriousIncidentNotified: change(.incident, data.incident) { $0.followUp.append(place) }
        case let data as RapidReviewCompleted: change(.incident, data.incident) { $0.followUp.append(place) }
        default: break
        }
    }

    /// A plan belongs to the conference that it names or else to the last that was held by then and decided on one.
    private mutating func planStarted(_ data: ChildProtectionPlanStarted, _ place: Int) {
        var index = data.conference.flatMap { places[.conference]?[$0] }
        if index == nil {
            let held = strand.order.last { other in
                guard let conference = strand.events[other].event.data as? ConferenceHeld else { return false }
                return conference.outcome == .plan && strand.day(other) <= strand.day(place)
            }
            let name = held.flatMap { (strand.events[$0].event.data as? ConferenceHeld)?.conference }
            index = name.flatMap { places[.conference]?[$0] }
        }
        guard let index else { return }
        drafts[index].followUp.append(place)
        drafts[index].protective.append(place)
    }

    // MARK: What was decided

    private mutating func decide(_ place: Int) {
        let strand = strand
        func decision(
            _ what: String, _ by: WorkerID?, _ risk: RiskLevel? = nil, requires: Bool = false
        ) -> (place: Int, decision: Concern.Decision) {
            (
                place,
                Concern.Decision(
                    what: what, decidedBy: by, riskLevel: risk, requiresProtection: requires,
                    entry: strand.evidence(place))
            )
        }
        switch strand.events[place].event.data {
        case let data as ContactDecided:
            change(.contact, data.contact) { draft in
                draft.undone = nil
                draft.decisions.append(decision(data.outcome.words, data.decidedBy, data.riskLevel))
            }
        case let data as ReferralDecided:
            change(.referral, data.referral) { draft in
                draft.undone = nil
                draft.decisions.append(decision(data.outcome.words, data.decidedBy, data.riskLevel))
            }
        case let data as StrategyDiscussionHeld:
            change(.strategyDiscussion, data.discussion) { draft in
                let what = data.decisions ?? (data.initiatesSection47 ? "section 47 enquiries to start" : "no enquiry")
                draft.decisions.append(decision(what, data.chairedBy))
            }
        case let data as Section47Concluded:
            change(.section47, data.section47) { draft in
                draft.undone = nil
                draft.decisions.append(decision(data.outcome.words, data.authorisedBy))
                if data.outcome == .conference {
                    draft.asksForProtection = true
                    draft.missing.insert(.conference)
                }
            }
        case let data as ConferenceHeld:
            change(.conference, data.conference) { draft in
                draft.undone = nil
                draft.missing.remove(.conference)
                draft.decisions.append(decision(data.outcome?.words ?? "conference held", data.chairedBy))
                if data.outcome == .plan {
                    draft.asksForProtection = true
                    // A plan that goes on is the protection that a review decides on.
                    let running = data.kind == .review ? strand.protectionPlan(on: strand.day(place)) : nil
                    if let running { draft.protective.append(running) } else { draft.missing.insert(.plan) }
                } else if draft.kind == .section47 {
                    draft.asksForProtection = false
                }
            }
        case let data as DecisionMade: take(data, place, decision)
        default: break
        }
    }

    private mutating func take(
        _ data: DecisionMade, _ place: Int,
        _ decision: (String, WorkerID?, RiskLevel?, Bool) -> (place: Int, decision: Concern.Decision)
    ) {
        let requires = data.requiresProtection == true
        let assessment = data.assessment.flatMap { strand.assessments[$0] }
        let plan = data.plan.flatMap { strand.plans[$0]?.protectionStarted }
            .flatMap { (strand.events[$0].event.data as? ChildProtectionPlanStarted)?.conference }
        let named: [(Matter, Reference?)] = [
            (.section47, data.section47), (.conference, data.conference), (.section47, assessment?.section47),
            (.conference, plan), (.referral, data.referral), (.contact, data.contact),
            (.referral, assessment?.referral),
        ]
        let places = places
        var index = named.lazy.compactMap { matter, name in name.flatMap { places[matter]?[$0] } }.first
        if index == nil, requires {
            index = drafts.count
            add(ConcernDraft(.decision, data.decision, [place]), .decision)
        }
        guard let index, drafts.indices.contains(index) else { return }
        alias(.decision, data.decision, index)
        drafts[index].decisions.append(decision(data.what, data.decidedBy, data.riskLevel, requires))
        if drafts[index].undone == .decision { drafts[index].undone = nil }
        if requires { drafts[index].asksForProtection = true }
    }

    // MARK: What had to be done

    private mutating func require(_ place: Int) {
        guard let data = strand.events[place].event.data as? ProtectiveActionRequired else { return }
        let named: [(Matter, Reference?)] = [
            (.section47, data.section47), (.strategyDiscussion, data.strategyDiscussion), (.decision, data.decision),
            (.referral, data.referral),
        ]
        let places = places
        if let index = named.lazy.compactMap({ matter, name in name.flatMap { places[matter]?[$0] } }).first {
            drafts[index].required.append(place)
            drafts[index].asksForProtection = true
        } else {
            var draft = ConcernDraft(.protectiveAction, data.protectiveAction, [place])
            draft.required = [place]
            draft.asksForProtection = true
            add(draft, .protectiveAction)
        }
    }

    private mutating func settle() {
        for place in strand.order { ended[strand.events[place].event.id] = place }
    }

    // MARK: What it comes to

    /// - Parameters:
    ///   - items: The record's items.
    ///   - day: The day as at which it is asked.
    ///   - current: The first day of the episode that is open or was open last.
    ///   - isBorn: Whether the child was born by a day.
    func concerns(
        items: [CaseItem], asAt day: CivilDate, current: CivilDate?, isBorn: (CivilDate) -> Bool
    ) -> [Concern] {
        drafts.compactMap { draft in
            guard let first = draft.raised.min(by: { strand.day($0) < strand.day($1) }) else { return nil }
            let raisedOn = strand.day(first)
            let steps = steps(of: draft, items)
            let seen = strand.seen.first { strand.day($0) >= raisedOn }
            let lastOwn = (draft.raised + draft.decisions.map(\.place)).max { strand.isBefore($0, $1) } ?? first
            let review = strand.oversight.first { place in
                strand.isBefore(lastOwn, place) && !draft.decisions.contains { $0.place == place }
            }
            var judged = Judgement(draft, steps, asAt: day)
            let referral = draft.referral
            judged.settle(
                isSeen: seen != nil || !isBorn(day), isReviewed: review != nil,
                isClosed: strand.episode(of: referral, raisedOn)?.closedOn.map { $0 >= raisedOn } ?? false)
            return Concern(
                kind: draft.kind, reference: draft.reference, raisedBy: draft.raised.map(strand.evidence),
                raisedOn: raisedOn, isCurrent: current.map { raisedOn >= $0 } ?? true,
                decisions: draft.decisions.map(\.decision), steps: steps,
                followUp: draft.followUp.map(strand.evidence), seenBy: seen.map(strand.evidence),
                reviewedBy: review.map(strand.evidence), requiresProtection: judged.requiresProtection,
                missing: Concern.Missing.allCases.filter(judged.missing.contains), verdict: judged.verdict)
        }
    }

    /// Protective actions and the actions that the concern's own entries set.
    private func steps(of draft: ConcernDraft, _ items: [CaseItem]) -> [Concern.Step] {
        let required = Set(draft.required.map { strand.events[$0].event.id })
        let own = Set((draft.raised + draft.decisions.map(\.place)).map { strand.events[$0].event.id })
        return items.compactMap { item in
            switch item.kind {
            case .protectiveAction: guard required.contains(item.setByEvent) else { return nil }
            case .action: guard own.contains(item.setByEvent) else { return nil }
            case .decision: return nil
            }
            guard let place = ended[item.setByEvent] else { return nil }
            let end = item.endedByEvent.flatMap { ended[$0] }
            var (actor, result, shown): (WorkerID?, String?, [UUID]) = (nil, nil, [])
            switch end.map({ strand.events[$0].event.data }) {
            case let data as ProtectiveActionTaken: (actor, result, shown) = (data.takenBy, data.what, data.evidence)
            case let data as ProtectiveActionNotTaken: (actor, result) = (data.decidedBy, data.reason)
            case let data as ActionCompleted: (actor, result, shown) = (data.completedBy, data.result, data.evidence)
            case let data as ActionCancelled: (actor, result) = (data.cancelledBy, data.reason)
            default: break
            }
            return Concern.Step(
                item: item, requiredBy: strand.evidence(place), endedBy: end.map(strand.evidence), actor: actor,
                result: result, shownBy: shown.compactMap { ended[$0] }.map(strand.evidence))
        }
    }
}

extension StrandFold {
    /// The entry that began the child protection plan that the child had on that day.
    func protectionPlan(on day: CivilDate) -> Int? {
        plans.values.first { plan in
            guard let started = plan.protectionStarted, self.day(started) <= day else { return false }
            return self.day(plan.ended).map { $0 >= day } ?? true
        }?.protectionStarted
    }

    /// Whether the one entry comes before the other in the order of occurrence.
    func isBefore(_ one: Int, _ other: Int) -> Bool {
        let (first, second) = (events[one], events[other])
        return (first.event.occurredAt.firstInstant, first.position)
            < (second.event.occurredAt.firstInstant, second.position)
    }
}
