import CaseRecord
import Foundation
import Timescales

/// Makes the facts of one strand of a record.
struct FactMaker {
    let child: ChildID
    /// The record that the entries stand in: the child's own or one that was merged into it.
    let strand: ChildID
    let history: FactHistory
    let clocks: FactClocks
    let calendar: WorkingDayCalendar
    /// The entries of decisions that are specific.
    let specific: Set<UUID>

    func facts() -> [CountedFact] {
        let closings = FactEpisodes(history)
        let enquiries = history.enquiries()
        return contacts() + handovers() + referrals(closings) + assessments(enquiries, closings) + discussions()
            + section47(enquiries, closings) + conferences(enquiries) + plans(closings) + reviews() + careTimes()
            + earlyHelp() + episodes(closings) + visits() + decisions() + oversight() + needs()
    }

    // What facts have in common

    /// A fact that has not ended yet.
    func fact<Data>(
        _ kind: CountedFact.Kind, _ name: Reference?, _ entry: FactEntry<Data>, referral: Reference? = nil
    ) -> CountedFact {
        fact(kind, name?.text, began: entry.event, held: entry.event, at: entry.at, referral: referral)
    }

    /// A fact that began with one event and is held by who had the case at another, its own.
    func fact(
        _ kind: CountedFact.Kind, _ name: String?, began: RecordedEvent, held: RecordedEvent, at: Instant,
        referral: Reference? = nil
    ) -> CountedFact {
        let holder = history.holder(at: at, held.position)
        let day = began.event.occurredAt.firstDay
        let reference = name ?? began.event.id.uuidString.lowercased()
        return CountedFact(
            child: child, kind: kind, reference: strand == child ? reference : "\(strand)/\(reference)",
            team: holder?.team, worker: holder?.worker,
            locality: history.locality(referral, on: held.event.occurredAt.firstDay), beganOn: day,
            beganWith: began.event.id, position: began.position)
    }

    /// Ends a fact, and counts its working days where both days are known.
    func end(_ fact: inout CountedFact, with event: RecordedEvent, began: RecordedEvent, counted: Bool = true) {
        let (begin, end) = (began.event.occurredAt, event.event.occurredAt)
        fact.endedOn = end.firstDay
        fact.endedWith = event.event.id
        guard counted, begin.firstDay == begin.lastDay, end.firstDay == end.lastDay else { return }
        fact.workingDays = calendar.workingDays(after: fact.beganOn, through: end.firstDay)
    }

    /// Ends what a closed case left behind.
    func fallAway(_ fact: inout CountedFact, _ referral: Reference?, _ closings: FactEpisodes) {
        guard let closure = closings.closure(of: referral), closure.day >= fact.beganOn else { return }
        fact.endedOn = closure.day
        fact.endedWith = closure.id
        fact.outcome = CountedFact.fellAway
    }

    // Front door

    private func contacts() -> [CountedFact] {
        history.contacts.map { contact in
            var fact = fact(.contact, contact.data.contact, contact)
            fact.locality = contact.data.locality ?? fact.locality
            fact.team = contact.data.team ?? fact.team
            fact.due = clocks.started(by: contact.position, until: ContactDecided.type)?.due
            if let decisions = history.contactDecisions[contact.data.contact], let first = decisions.first {
                end(&fact, with: first.event, began: contact.event)
                fact.outcome = decisions.last?.data.outcome.rawValue
            } else if let referral = history.referrals.first(where: { $0.data.contact == contact.data.contact }) {
                // Nobody takes a referral without having decided to.
                end(&fact, with: referral.event, began: contact.event)
                fact.outcome = ContactOutcome.newReferral.rawValue
            }
            return fact
        }
    }

    private func handovers() -> [CountedFact] {
        history.handovers.map { handover in
            var fact = fact(.handover, handover.data.handover, handover, referral: handover.data.referral)
            fact.team = handover.data.toTeam
            fact.worker = nil
            fact.variant = handover.data.riskLevel?.rawValue
            fact.due = clocks.started(by: handover.position, until: HandoverAccepted.type)?.due
            if let accepted = history.acceptance(of: handover) {
                end(&fact, with: accepted.event, began: handover.event)
                fact.worker = accepted.data.acceptedBy
            } else if let closure = history.closures.first(where: handover.precedes) {
                // Nothing is left to go on with.
                end(&fact, with: closure.event, began: handover.event, counted: false)
                fact.outcome = CountedFact.fellAway
            }
            return fact
        }
    }

    private func referrals(_ closings: FactEpisodes) -> [CountedFact] {
        let assessments = Dictionary(
            history.assessments.filter { $0.data.kind != .earlyHelp }
                .compactMap { entry in history.referral(of: entry).map { ($0, entry.data.kind) } }
        ) { first, _ in first }
        return history.referrals.map { referral in
            let name = referral.data.referral
            var fact = fact(.referral, name, referral, referral: name)
            fact.team = referral.data.team ?? fact.team
            fact.variant = assessments[name]?.rawValue
            fact.due = clocks.started(by: referral.position, until: ReferralDecided.type)?.due
            if let decisions = history.referralDecisions[name], let first = decisions.first {
                end(&fact, with: first.event, began: referral.event)
                fact.outcome = decisions.last?.data.outcome.rawValue
            } else if let noFurtherAction = referral.data.noFurtherAction {
                fact.outcome = noFurtherAction ? ReferralOutcome.noFurtherAction.rawValue : CountedFact.accepted
            } else {
                fallAway(&fact, name, closings)
            }
            return fact
        }
    }

    private func episodes(_ closings: FactEpisodes) -> [CountedFact] {
        closings.episodes.compactMap { episode in
            guard !episode.isTurnedAway else { return nil }
            let name = episode.referral.data.referral
            var fact = fact(.episode, name, episode.referral, referral: name)
            fact.team = episode.referral.data.team ?? fact.team
            fact.variant = episode.isDecided ? nil : "undecided"
            if let closure = episode.closure {
                end(&fact, with: closure.event, began: episode.referral.event, counted: false)
                fact.outcome = closure.data.reason.code
            }
            return fact
        }
    }

    // Assessment

    private func assessments(_ enquiries: [FactEnquiry], _ closings: FactEpisodes) -> [CountedFact] {
        let enquiryOf = history.coreAssessments(of: enquiries).enquiryOf
        var firstInitial: Set<Reference> = []
        var firstOfReferral: Set<Reference> = []
        return history.assessments.map { assessment in
            let name = assessment.data.assessment
            let referral = history.referral(of: assessment)
            let received = referral.flatMap { name in history.referrals.first { $0.data.referral == name } }
            var began = assessment.event
            // An initial assessment counts from the referral, a further one from what made it necessary.
            if assessment.data.kind == .initial, let received, firstInitial.insert(received.data.referral).inserted {
                began = received.event
            }
            var fact = fact(
                .assessment, name.text, began: began, held: assessment.event, at: assessment.at, referral: referral)
            fact.variant = assessment.data.kind.rawValue
            fact.worker = history.leads[name] ?? assessment.data.lead ?? fact.worker
            let authorisation = history.authorisations[name]
            let isFirst =
                assessment.data.kind.answersReferral
                && (received.map { firstOfReferral.insert($0.data.referral).inserted } ?? false)
            fact.due = due(
                assessment, authorisation, answering: received, isFirst: isFirst, enquiry: enquiryOf[name])
            if let authorisation {
                end(&fact, with: authorisation.event, began: began)
                fact.outcome = history.withView.contains(name) ? "child-view" : "no-child-view"
            } else if let notPursued = history.notPursued[name] {
                end(&fact, with: notPursued.event, began: began, counted: false)
                fact.outcome = "not-pursued"
            } else {
                fact.outcome = history.withView.contains(name) ? "child-view" : nil
                fallAway(&fact, referral, closings)
            }
            return fact
        }
    }

    /// When it is due: by the clock that its authorisation ended or, until then, by the one that waits for it.
    private func due(
        _ assessment: FactEntry<AssessmentStarted>, _ authorisation: FactEntry<AssessmentAuthorised>?,
        answering referral: FactEntry<ReferralReceived>?, isFirst: Bool, enquiry: Reference?
    ) -> CivilDate? {
        let type = AssessmentAuthorised.type
        let name = assessment.data.assessment.text
        if let own = clocks.started(by: assessment.position, until: type), assessment.data.kind != .core {
            return own.due
        }
        switch assessment.data.kind {
        case .core:
            let kind = "core-assessment"
            return
                (authorisation.flatMap { clocks.ended(by: $0.id, per: kind, until: type) }
                ?? clocks.named(name, per: kind, until: type)
                ?? enquiry.flatMap { clocks.named("section47/\($0)", per: kind, until: type) })?.due
        case .initial, .single, .preBirth:
            if let id = authorisation?.id, let ended = clocks.ended(by: id, per: "referral", until: type) {
                return ended.due
            }
            guard isFirst, let referral, let clock = clocks.started(by: referral.position, until: type) else {
                return nil
            }
            // Where another assessment's authorisation ended the clock, it was not this one's.
            let isEndedByOther = history.authorisations.values.contains { $0.id == clock.state.end?.by.id }
            return isEndedByOther ? nil : clock.due
        case .earlyHelp, .leavingCare: return nil
        }
    }

    private func visits() -> [CountedFact] {
        history.visits.map { visit in
            var fact = fact(.visit, visit.data.visit, visit)
            fact.variant = visit.data.purpose.rawValue
            fact.worker = visit.data.visitedBy ?? fact.worker
            fact.endedOn = visit.day
            fact.endedWith = visit.id
            fact.outcome =
                visit.data.seenAlone == true
                ? "seen-alone" : visit.data.seen.map { $0 ? "seen" : "not-seen" }
            return fact
        }
    }

    // Early help and care

    private func careTimes() -> [CountedFact] {
        history.cares.map { care in
            var fact = fact(.care, care.data.care, care)
            fact.variant = care.data.shortBreaks == true ? "short-breaks" : nil
            if let ended = history.careEnds[care.data.care] {
                end(&fact, with: ended.event, began: care.event, counted: false)
                fact.outcome = ended.data.reason.rawValue
            }
            return fact
        }
    }

    private func earlyHelp() -> [CountedFact] {
        history.earlyHelps.map { help in
            var fact = fact(.earlyHelp, help.data.earlyHelp, help, referral: help.data.referral)
            fact.variant = help.data.leadAgency?.rawValue
            fact.locality = help.data.area ?? fact.locality
            if let ended = history.earlyHelpEnds[help.data.earlyHelp] {
                end(&fact, with: ended.event, began: help.event, counted: false)
                fact.outcome = ended.data.outcome.rawValue
            }
            return fact
        }
    }
}

extension CountedFact {
    /// The outcome of what a closed case or an ended plan left behind.
    public static let fellAway = "fell-away"
    /// The outcome of a referral of which only a return says that it did not end in no further action.
    static let accepted = "accepted"
}

extension AssessmentKind {
    /// Whether it is the assessment that a referral asks for.
    var answersReferral: Bool { self == .initial || self == .single || self == .preBirth }
}
