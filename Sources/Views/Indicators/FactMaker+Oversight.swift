import CaseRecord

extension FactMaker {
    func decisions() -> [CountedFact] {
        history.decisions.map { decision in
            var fact = fact(.decision, decision.data.decision, decision, referral: decision.data.referral)
            fact.variant = decision.data.kind.rawValue
            fact.worker = decision.data.decidedBy ?? fact.worker
            fact.due = decision.data.due
            fact.outcome = specific.contains(decision.id) ? "specific" : "vague"
            if let review = history.decisionReviews[decision.data.decision] {
                end(&fact, with: review.event, began: decision.event, counted: false)
            }
            return fact
        }
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
        let oversights = history.oversights.map { oversight in
            var fact = fact(.oversight, nil, oversight)
            fact.variant = oversight.data.way
            fact.worker = oversight.data.manager
            fact.endedOn = oversight.day
            fact.endedWith = oversight.id
            return fact
        }
        return audits + supervisions + oversights
    }
}
