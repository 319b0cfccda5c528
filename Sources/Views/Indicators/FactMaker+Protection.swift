import CaseRecord
import Foundation
import Timescales

extension FactMaker {
    func discussions() -> [CountedFact] {
        history.discussions.map { discussion in
            var fact = fact(
                .strategyDiscussion, discussion.data.discussion, discussion, referral: discussion.data.referral)
            fact.variant = discussion.data.initiatesSection47 ? "section47" : nil
            fact.endedOn = discussion.day
            fact.endedWith = discussion.id
            return fact
        }
    }

    func section47(_ enquiries: [FactEnquiry], _ closings: FactEpisodes) -> [CountedFact] {
        guard !enquiries.isEmpty else { return [] }
        let carried = history.coreAssessments(of: enquiries).carried
        let held = Set(history.conferences.compactMap { enquiry(of: $0, enquiries)?.name })
        return enquiries.compactMap { enquiry in
            guard let began = enquiry.initiation, let at = enquiry.at else { return nil }
            var fact = fact(
                .section47, enquiry.name.text, began: began, held: began, at: at, referral: enquiry.referral)
            fact.variant = carried.contains(enquiry.name) ? "with-core-assessment" : nil
            fact.worker = enquiry.start?.data.lead ?? fact.worker
            fact.due = clocks.named(enquiry.name.text, per: "section47", until: Section47Concluded.type)?.due
            let ends = history.enquiryEnds[enquiry.name] ?? []
            if let first = ends.first {
                end(&fact, with: first.event, began: began)
                fact.outcome = ends.last?.data.outcome.rawValue
            } else if !held.contains(enquiry.name) {
                fallAway(&fact, enquiry.referral, closings)
            }
            if held.contains(enquiry.name) { fact.outcome = "conference-held" }
            return fact
        }
    }

    /// The enquiry that an initial conference follows: the one that it names, or whose clock it ended.
    func enquiry(of conference: FactEntry<ConferenceHeld>, _ enquiries: [FactEnquiry]) -> FactEnquiry? {
        guard conference.data.kind == .initial else { return nil }
        if let named = conference.data.section47 { return enquiries.first { $0.name == named } }
        guard clocks.ended(by: conference.id, per: "section47", until: ConferenceHeld.type) != nil else { return nil }
        return enquiries.first { enquiry in
            clocks.named(enquiry.name.text, per: "section47", until: ConferenceHeld.type)?.state.end?.by.id
                == conference.id
        }
    }

    func conferences(_ enquiries: [FactEnquiry]) -> [CountedFact] {
        let held = history.conferences.map { conference in
            let name = conference.data.conference.text
            let enquiry = enquiry(of: conference, enquiries)
            let clock =
                switch conference.data.kind {
                case .initial:
                    enquiry.flatMap { clocks.named($0.name.text, per: "section47", until: ConferenceHeld.type) }
                case .transferIn: clocks.ended(by: conference.id, per: "plan", until: ConferenceHeld.type)
                case .review: Clock?.none
                }
            let began =
                clock.flatMap { history.event(at: $0.startedBy.position) } ?? enquiry?.initiation ?? conference.event
            var fact = fact(
                .conference, name, began: began, held: conference.event, at: conference.at, referral: enquiry?.referral)
            fact.variant = conference.data.kind.rawValue
            fact.outcome = conference.data.outcome?.rawValue
            fact.due = clock?.due
            let isCounted = began.position != conference.position
            end(&fact, with: conference.event, began: began, counted: isCounted)
            return fact
        }
        return held + awaited(enquiries)
    }

    /// The conferences that an enquiry found necessary and that were not held yet.
    private func awaited(_ enquiries: [FactEnquiry]) -> [CountedFact] {
        enquiries.compactMap { enquiry in
            guard history.enquiryEnds[enquiry.name]?.last?.data.outcome == .conference,
                let clock = clocks.named(enquiry.name.text, per: "section47", until: ConferenceHeld.type),
                let began = history.event(at: clock.startedBy.position)
            else { return nil }
            var fact = fact(
                .conference, "section47/\(enquiry.name)", began: began, held: began,
                at: began.event.occurredAt.firstInstant,
                referral: enquiry.referral)
            fact.variant = ConferenceKind.initial.rawValue
            fact.due = clock.due
            switch clock.state {
            case .open: return fact
            case .cancelled(let day, let by, _, _):
                fact.endedOn = day
                fact.endedWith = by.id
                fact.outcome = CountedFact.fellAway
                return fact
            case .met, .late, .cannotBeTold: return nil
            }
        }
    }

    func plans(_ closings: FactEpisodes) -> [CountedFact] {
        history.plans.map { plan in
            let name = plan.data.plan
            var fact = fact(.protectionPlan, name, plan)
            fact.variant = plan.data.category.code
            fact.outcome = (plan.data.previousPlans ?? 0) > 0 ? "repeat" : "first"
            if let ended = history.planEnds[name] { end(&fact, with: ended.event, began: plan.event, counted: false) }
            return fact
        }
    }

    /// The reviews of plans and of times in care that the clocks ask for: one from each start.
    func reviews() -> [CountedFact] {
        var chosen: [Int64: Clock] = [:]
        for clock in clocks.reviews where clock.rule.per == .matter("plan") || clock.rule.per == .matter("care") {
            if let other = chosen[clock.startedBy.position], !clock.counts(before: other) { continue }
            chosen[clock.startedBy.position] = clock
        }
        return chosen.values.compactMap(review)
    }

    private func review(_ clock: Clock) -> CountedFact? {
        guard let began = history.event(at: clock.startedBy.position),
            !(began.event.data is ProtectionPlanTransferNotified)
        else { return nil }
        let kind: CountedFact.Kind = clock.rule.per == .matter("plan") ? .protectionReview : .careReview
        var fact = fact(kind, nil, began: began, held: began, at: began.event.occurredAt.firstInstant)
        fact.beganOn = clock.dayZero
        fact.due = clock.due
        if let end = clock.state.end {
            fact.endedOn = end.day
            fact.endedWith = end.by.id
        }
        switch clock.state {
        case .open: break
        case .met, .late: fact.outcome = "held"
        case .cancelled(_, _, _, let wasOverdue): fact.outcome = wasOverdue ? "fell-away-late" : CountedFact.fellAway
        case .cannotBeTold: fact.outcome = "cannot-be-told"
        }
        return fact
    }
}
