import CaseRecord

extension FactMaker {
    func decisions() -> [CountedFact] {
        history.decisions.map { decision in
            var fact = fact(.decision, decision.data.decision, decision, referral: decision.data.referral)
            fact.variant = decision.data.kind.rawValue
            fact.worker = decision.data.decidedBy ?? fact.worker
            fact.due = decision.data.due
            fact.outcome = isSpecific(decision.data) ? "specific" : "vague"
            if let review = history.decisionReviews[decision.data.decision] {
                end(&fact, with: review.event, began: decision.event, counted: false)
            }
            return fact
        }
    }

    /// Whether it says who is to act and by when, for all that is to be done.
    private func isSpecific(_ decision: DecisionMade) -> Bool {
        let own = decision.actions.map { ($0.worker != nil || $0.who != nil, $0.due != nil) }
        let apart = (history.actions[decision.decision] ?? []).map {
            ($0.data.worker != nil || $0.data.who != nil, $0.data.due != nil)
        }
        let all = own + apart
        return !all.isEmpty && all.allSatisfy { isAssigned, isDated in isAssigned && (isDated || decision.due != nil) }
    }

    func oversight() -> [CountedFact] {
        let audits = history.audits.map { audit in
            var fact = fact(.audit, audit.data.audit, audit)
            fact.variant = audit.data.kind?.rawValue
            fact.outcome = audit.data.grade.rawValue
            fact.team = audit.data.team ?? fact.team
            fact.worker = audit.data.worker ?? fact.worker
            fact.endedOn = audit.day
            fact.endedWith = audit.id
            return fact
        }
        let supervisions = history.supervisions.map { supervision in
            var fact = fact(.supervision, nil, supervision)
            fact.variant = supervision.data.kind.rawValue
            fact.worker = supervision.data.supervisee
            fact.endedOn = supervision.day
            fact.endedWith = supervision.id
            return fact
        }
        return audits + supervisions
    }
}
