import CaseRecord

/// Strategy discussions, enquiries, conferences and plans.
extension Story {
    /// A discussion that decides on enquiries, and their start; one event each for all the children.
    mutating func startEnquiry(_ referrals: [Reference]) -> Reference {
        let child = children[0]
        let discussion = reference("SD", child)
        let enquiry = reference("S47", child)
        let agencies =
            ["social care"] + (random.chance(practice.keepsUp + 30) ? ["police"] : [])
            + (random.chance(85) ? ["health"] : []) + (outOfHours ? [] : ["education"])
        let decider = outOfHours ? dutyWorker() : manager
        pass(minutes: 20...70)
        record(
            StrategyDiscussionHeld(
                discussion: discussion, participants: agencies, initiatesSection47: true,
                referral: children.count == 1 ? referrals.first : nil,
                decisions: deal(Phrases.strategyDecisions, as: "strategy", about: child)),
            by: decider, significance: .significant)
        pass(minutes: 5...15)
        record(
            Section47Started(
                section47: enquiry, strategyDiscussion: discussion,
                referral: children.count == 1 ? referrals.first : nil),
            by: decider, significance: .significant)
        protect(discussion)
        return enquiry
    }

    mutating func conclude(_ enquiry: Reference, _ outcome: Section47Outcome) {
        pass(minutes: 30...90)
        let reasons =
            switch outcome {
            case .conference: Phrases.enquiryConference
            case .notSubstantiated: Phrases.enquiryUnfounded
            case .noContinuingRisk, .conferenceNotRequired: Phrases.enquiryNoRisk
            }
        record(
            Section47Concluded(
                section47: enquiry, outcome: outcome,
                rationale: deal(reasons, as: "enquiry-\(outcome.rawValue)", about: children[0])),
            by: manager, significance: .significant)
    }

    mutating func conference(_ kind: ConferenceKind, _ outcome: ConferenceOutcome, enquiry: Reference? = nil) {
        let conference = reference("CF", children[0])
        record(
            ConferenceHeld(
                conference: conference, kind: kind, section47: enquiry, outcome: outcome,
                category: outcome == .plan ? Code(theme.category) : nil),
            by: manager, significance: .significant)
    }

    /// A child protection plan from the conference of today, with its reviews, until about that day.
    mutating func protectionPlan(until end: CivilDate, previousPlans: Int = 0) {
        guard let category = Code<AbuseCategoryList>(theme.category) else { return }
        let conferenceDay = day
        var plans: [Reference] = []
        for child in children {
            let plan = reference("CPP", child)
            record(
                ChildProtectionPlanStarted(plan: plan, category: category, previousPlans: previousPlans), by: manager,
                about: [child], significance: .significant)
            plans.append(plan)
        }
        protectionPlans = plans
        pass(weekdays: random.among(5...9))
        let written = makePlans(.childProtection)
        var review = conferenceDay.adding(days: random.among(80...88))
        while review < end, !isOver {
            casework(until: review, .protection)
            go(to: review)
            conference(.review, .plan)
            review = day.adding(days: random.among(160...178))
        }
        casework(until: end, .protection)
        go(to: end)
        conference(.review, .planEnds)
        for (child, plan) in zip(children, plans) {
            record(
                ChildProtectionPlanEnded(plan: plan, reason: "Risk reduced; agreed at review conference"), by: manager,
                about: [child], significance: .significant)
        }
        protectionPlans = []
        endPlans(written, "Child protection plan ended")
    }

    /// A written plan for each child, thin or full as the team writes them.
    mutating func makePlans(_ kind: PlanKind) -> [Reference] {
        let isThin = random.chance(practice.thinPlans)
        let hasContingency = isThin ? random.chance(40) : true
        var plans: [Reference] = []
        var contingency = ""
        for child in children {
            let plan = reference("P", child)
            var outcomes: [PlanOutcome] = []
            for _ in 0..<min(2, theme.goals.count) {
                let goal = theme.goals[dealPlace(theme.goals.count, as: "goal\(child.id)")]
                outcomes.append(
                    PlanOutcome(
                        outcome: say(goal.outcome, about: child),
                        measure: isThin ? nil : say(goal.measure, about: child),
                        due: isThin && random.chance(60) ? nil : day.adding(days: random.among(40...120)).onWeekday,
                        owner: isThin && random.chance(50) ? nil : say(goal.owner, about: child)))
            }
            // Written once and copied for the brothers and sisters, where the plan is thin.
            if !isThin || contingency.isEmpty {
                contingency = deal(theme.contingency, as: "contingency", about: child)
            }
            record(
                PlanMade(
                    plan: plan, kind: kind, outcomes: outcomes, contingency: hasContingency ? contingency : nil),
                about: [child], to: .day, significance: .significant)
            plans.append(plan)
        }
        return plans
    }

    mutating func endPlans(_ plans: [Reference], _ reason: String) {
        for (child, plan) in zip(children, plans) {
            record(PlanEnded(plan: plan, reason: reason), about: [child], to: .day, significance: .significant)
        }
    }

    /// A child in need plan until about that day.
    mutating func needPlan(until end: CivilDate) {
        pass(weekdays: random.among(3...8))
        let plans = makePlans(.childInNeed)
        casework(until: end, .need)
        go(to: end)
        endPlans(plans, "Outcomes met as far as agreed")
    }
}
