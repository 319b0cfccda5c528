import CaseRecord

/// Comes from what was required and done to what is missing and to a verdict.
struct Judgement {
    private let draft: ConcernDraft
    private let steps: [Concern.Step]
    private(set) var missing: Set<Concern.Missing>
    private(set) var requiresProtection: Bool
    private(set) var verdict = Concern.Verdict.notRequired

    init(_ draft: ConcernDraft, _ steps: [Concern.Step], asAt day: CivilDate) {
        self.draft = draft
        self.steps = steps
        missing = draft.missing
        if let undone = draft.undone { missing.insert(undone) }
        if !draft.protective.isEmpty { missing.remove(.plan) }
        let protective = steps.filter(\.isProtective)
        requiresProtection = draft.asksForProtection || !protective.isEmpty
        for step in protective {
            switch step.item.state {
            case .open, .partly: missing.insert(step.item.isOverdue(on: day) ? .overdueEnd : .end)
            case .done: if step.shownBy.isEmpty { missing.insert(.evidence) }
            case .notDone, .replaced: break
            }
        }
        let isAnythingDone = !draft.protective.isEmpty || protective.contains { $0.item.state == .done }
        if requiresProtection, !isAnythingDone {
            // What is still to be done is missed above.
            if protective.isEmpty {
                if draft.undone == nil { missing.insert(.action) }
            } else if protective.allSatisfy({ $0.item.state == .notDone }) {
                missing.insert(.taken)
            }
        }
        if draft.decisions.contains(where: \.decision.requiresProtection), protective.isEmpty {
            missing.insert(.action)
        }
    }

    /// While something goes on and nothing is late, it is open; what no time can mend, or is past its day, is not
    /// evidenced. That no manager looked again is shown, and does not say that the child was not protected.
    mutating func settle(isSeen: Bool, isReviewed: Bool, isClosed: Bool) {
        let asksForChild = requiresProtection || draft.kind == .section47 || draft.kind == .strategyDiscussion
        if asksForChild, !isSeen { missing.insert(.seen) }
        if asksForChild, !isReviewed { missing.insert(.review) }
        let ongoing: Set<Concern.Missing> = [.decision, .conclusion, .found, .end]
        let goesOn = !missing.isDisjoint(with: ongoing)
        if goesOn, isClosed { missing.insert(.closedOpen) }
        let atOnce: Set<Concern.Missing> = [.overdueEnd, .assessment, .closedOpen, .evidence, .taken, .plan]
        let inTime: Set<Concern.Missing> = [.action, .seen, .conference, .returnInterview]
        if !missing.isDisjoint(with: atOnce) {
            verdict = .notEvidenced
        } else if goesOn {
            verdict = .open
        } else if !missing.isDisjoint(with: inTime) {
            verdict = .notEvidenced
        } else {
            verdict = requiresProtection ? .evidenced : .notRequired
        }
    }
}
