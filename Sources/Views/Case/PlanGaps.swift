import CaseRecord

/// What one plan that goes on lacks.
struct PlanGaps {
    private let strand: StrandFold
    private let plan: PlanFacts
    private let siblings: [CaseFold]

    init(_ strand: StrandFold, _ plan: PlanFacts, siblings: [CaseFold]) {
        self.strand = strand
        self.plan = plan
        self.siblings = siblings
    }

    var found: [FoundGap] {
        // What a child protection plan says can stand in a plan under a name of its own.
        if plan.made == nil, strand.openPlans.contains(where: { $0.made != nil && $0.kind == .childProtection }) {
            return []
        }
        return outcomes + contingency + (plan.culture.isEmpty ? [gap(.cultureNotConsideredInPlan)] : [])
    }

    private func gap(_ gap: CaseGap, _ detail: String? = nil, _ entries: [Int] = []) -> FoundGap {
        let behind = entries.isEmpty ? [plan.made ?? plan.begun].compactMap(\.self) : entries
        let kind = plan.kind?.words ?? "child protection"
        return FoundGap(gap, "\(kind) plan \(plan.reference)", behind.map(strand.evidence), detail)
    }

    private var outcomes: [FoundGap] {
        let outcomes = strand.outcomes(of: plan)
        guard !outcomes.isEmpty else { return [gap(.planWithoutOutcomes)] }
        func lacking(_ kind: CaseGap, _ isLacking: (PlanOutcome) -> Bool) -> [FoundGap] {
            let lacking = outcomes.filter { isLacking($0.outcome) }
            guard !lacking.isEmpty else { return [] }
            return [gap(kind, lacking.map(\.outcome.outcome).joined(separator: "; "), lacking.map(\.place).unique)]
        }
        return lacking(.outcomeWithoutMeasure) { $0.measure == nil }
            + lacking(.outcomeWithoutBaseline) { $0.baseline == nil }
            + lacking(.outcomeWithoutTarget) { $0.target == nil }
            + lacking(.outcomeWithoutDue) { $0.due == nil }
            + outcomes.filter { strand.isDrifting($0.outcome, plan) }.map { outcome in
                gap(.planDrift, outcome.outcome.outcome, Array(plan.reviews.suffix(2)))
            }
    }

    private var contingency: [FoundGap] {
        let (place, text, listed) = strand.contingency(of: plan)
        guard let place, text != nil || !listed.isEmpty else { return [gap(.contingencyMissing)] }
        var found: [FoundGap] = []
        if listed.contains(where: { $0.trigger == nil }) {
            found.append(gap(.contingencyWithoutTrigger, nil, [place]))
        }
        if listed.contains(where: { $0.who == nil }) { found.append(gap(.contingencyWithoutActor, nil, [place])) }
        if strand.events[place].event.children.count > 1 { found.append(gap(.contingencyShared, nil, [place])) }
        let words = strand.contingencyText(of: plan).map { ComparedText($0) }
        let others = siblings.filter { sibling in
            sibling.strands.contains { other in
                other.openPlans.contains { theirs in
                    guard let words, let text = other.contingencyText(of: theirs),
                        other.contingency(of: theirs).place.map({ other.events[$0].event.id })
                            != strand.events[place].event.id
                    else { return false }
                    return words.isLike(ComparedText(text))
                }
            }
        }
        if !others.isEmpty {
            let children = others.map(\.record.child.text).joined(separator: ", ")
            found.append(gap(.contingencyCopied, "as of \(children)", [place]))
        }
        return found
    }
}

extension StrandFold {
    /// What a plan is to achieve, each with the place of the entry that says so last. A review that names outcomes
    /// changes those and adds others; one that lists outcomes without names gives all of them anew.
    func outcomes(of plan: PlanFacts) -> [(outcome: PlanOutcome, place: Int)] {
        var outcomes: [(outcome: PlanOutcome, place: Int)] = []
        if let made = plan.made, let data = events[made].event.data as? PlanMade {
            outcomes = data.outcomes.map { ($0, made) }
        }
        for place in plan.reviews {
            guard let data = events[place].event.data as? PlanReviewed, !data.outcomes.isEmpty else { continue }
            if data.outcomes.contains(where: { $0.name == nil }) { outcomes = [] }
            for outcome in data.outcomes {
                let known = outcome.name.flatMap { name in outcomes.firstIndex { $0.outcome.name == name } }
                if let known { outcomes[known] = (outcome, place) } else { outcomes.append((outcome, place)) }
            }
        }
        return outcomes
    }

    /// How an outcome went, in each review that says so, the last at the end.
    func progress(of outcome: PlanOutcome, _ plan: PlanFacts) -> [(progress: OutcomeProgress, place: Int)] {
        plan.reviews.compactMap { place in
            (events[place].event.data as? PlanReviewed)?.progress
                .first { $0.outcome == outcome.name || $0.outcome == outcome.outcome }.map { ($0, place) }
        }
    }

    /// Whether an outcome got no better in the last two reviews that speak of it.
    func isDrifting(_ outcome: PlanOutcome, _ plan: PlanFacts) -> Bool {
        let last = progress(of: outcome, plan).suffix(2)
        return last.count == 2 && last.allSatisfy { $0.progress.progress == .same || $0.progress.progress == .worse }
    }

    /// What happens if a plan does not work, with the place of the entry that says so last.
    func contingency(of plan: PlanFacts) -> (place: Int?, text: String?, listed: [Contingency]) {
        for place in plan.reviews.reversed() {
            if let data = events[place].event.data as? PlanReviewed, !data.contingencies.isEmpty {
                return (place, nil, data.contingencies)
            }
        }
        let made = plan.made.flatMap { events[$0].event.data as? PlanMade }
        return (plan.made, made?.contingency, made?.contingencies ?? [])
    }

    /// The same in words.
    func contingencyText(of plan: PlanFacts) -> String? {
        let (_, text, listed) = contingency(of: plan)
        let parts = [text].compactMap(\.self) + listed.flatMap { [$0.trigger, $0.response].compactMap(\.self) }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension [Int] {
    /// Each number once, in order.
    var unique: [Int] { Set(self).sorted() }
}
