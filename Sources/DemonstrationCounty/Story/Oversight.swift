import CaseRecord
import Foundation
import StrictJSON

extension Practice {
    /// How many times in a hundred the team does what nobody reminds it of.
    var keepsUp: Int { 97 - 2 * unallocated }
}

/// What is done about a case beside its milestones, where the team does it.
extension Story {
    /// The next name of that kind for the first child.
    private mutating func name(_ kind: String) -> String { reference(kind, children[0]).text }

    /// A visit, with whom it saw.
    mutating func recordVisit(_ child: Child, _ account: String, summary: String, for purpose: String?) {
        let isBorn = child.born != nil
        let seen = isBorn ? random.chance(max(70, practice.keepsUp)) : nil
        let isOld = child.age(on: day) >= 3
        let alone = seen == true && isOld ? random.chance(practice.keepsUp - 10) : nil
        tell(
            "visit.made",
            .fields([
                ("visit", .string(reference("V", child).text)), ("purpose", .string(purpose ?? "other")),
                ("visitedBy", .string(worker.text)), ("seen", seen.map { .bool($0) }),
                ("seenAlone", alone.map { .bool($0) }),
                (
                    "whyNotSeenAlone",
                    alone == false && random.chance(50) ? .string(say("{carer} stayed in the room", about: child)) : nil
                ), ("account", .string(account)),
            ]), about: [child], summary: summary)
    }

    /// What the child says, or that it was not asked for; in a team under pressure often neither.
    mutating func recordViews(of child: Child, _ assessment: Reference, _ views: String?) {
        if let views {
            tell(
                "child-view.recorded",
                .fields([
                    ("words", .string(views)), ("method", child.age(on: day) < 3 ? "observed" : "spoken"),
                    ("obtainedBy", .string(worker.text)), ("assessment", .string(assessment.text)),
                    (
                        "effect",
                        random.chance(practice.keepsUp)
                            ? .string(say("What {c} said is in the plan's first goal.", about: child)) : nil
                    ),
                ]), about: [child])
        } else if random.chance(45) {
            tell(
                "child-view.not-obtained",
                .fields([
                    ("reason", "Not at home at either visit"), ("assessment", .string(assessment.text)),
                    ("nextTry", random.chance(40) ? day.adding(weekdays: 5).json : nil),
                ]), about: [child])
        }
    }

    /// History and culture considered for an assessment, and factors named, as the team does.
    mutating func recordConsidered(for child: Child, _ assessment: Reference, risk: String, protective: String) {
        let name = JSONValue.string(assessment.text)
        if random.chance(practice.keepsUp - 5) {
            tell(
                "history.considered",
                [
                    "assessment": name,
                    "summary": .string(
                        say(
                            "Earlier contacts about {c} were read; what they have in common is in the analysis.",
                            about: child)),
                ], about: [child])
        }
        if random.chance(practice.keepsUp - 25) {
            tell(
                "culture.considered",
                [
                    "assessment": name,
                    "considered": .string(
                        say(
                            "Asked {carer} what matters at home: language, faith and who counts as family.",
                            about: child)),
                    "effect": "Meetings avoid the family's days of worship",
                ], about: [child])
        }
        if random.chance(practice.keepsUp / 2) {
            for (kind, factor) in [("risk", risk), ("protective", protective)] {
                tell(
                    "factor.recorded",
                    ["kind": .string(kind), "factor": .string(factor), "assessment": name], about: [child])
            }
        }
    }

    /// Supervision of the case, and what was decided there: clear, vague or nothing.
    mutating func supervise(_ discussion: String, clearly: Bool) {
        var decided: [JSONValue] = []
        if random.chance(60) {
            let decision = name("D")
            let child = children[0]
            let due = day.adding(weekdays: random.among(5...20))
            let what =
                clearly
                ? say("{c} is seen alone and the plan's dates are checked with {carer}.", about: child) : "Continue."
            tell(
                "decision.made",
                .fields([
                    ("decision", .string(decision)), ("kind", "plan"), ("what", .string(what)),
                    ("rationale", clearly ? "The last two visits left open how the nights are" : nil),
                    ("decidedBy", .string(manager.text)), ("due", clearly ? due.json : nil),
                    ("successTest", clearly ? .string(say("{c} says in own words how home is", about: child)) : nil),
                    (
                        "actions",
                        clearly
                            ? [
                                .fields([
                                    ("action", .string(name("AC"))), ("what", "See the child alone at school"),
                                    ("who", "key worker"), ("worker", .string(worker.text)), ("due", due.json),
                                ])
                            ] : nil
                    ),
                ]), by: manager)
            decided = [.string(decision)]
            openDecision = decision
        }
        tell(
            "supervision.held",
            .fields([
                ("kind", "case"), ("supervisor", .string(manager.text)), ("supervisee", .string(worker.text)),
                ("discussion", .string(discussion)), ("decisions", decided.isEmpty ? nil : .array(decided)),
                ("nextDue", clearly ? day.adding(days: 28).json : nil),
            ]), by: manager)
        if random.chance(20) {
            tell(
                "oversight.recorded",
                [
                    "kind": clearly ? "direction" : "record-read", "manager": .string(manager.text),
                    "managerRole": "team-manager",
                    "comment": clearly ? "Unannounced visit before the next core group or meeting" : "Record read",
                ], by: manager)
        }
    }

    /// Comes back to a decision made earlier, where the team does.
    mutating func reviewDecision() {
        guard let decision = openDecision else { return }
        openDecision = nil
        guard random.chance(practice.keepsUp) else { return }
        let outcome = random.pick(["carried-out", "carried-out", "partly", "not-carried-out"], or: "partly")
        tell(
            "decision.reviewed",
            [
                "decision": .string(decision), "outcome": .string(outcome), "reviewedBy": .string(manager.text),
                "comment": outcome == "carried-out" ? "Done and seen to be done" : "Not all of it; new date set",
            ], by: manager)
    }

    /// What a strategy discussion asked for at once, and whether it was done.
    mutating func protect(_ discussion: Reference) {
        let action = name("PA")
        let child = children[0]
        tell(
            "protective-action.required",
            [
                "protectiveAction": .string(action),
                "what": .string(say("{c} stays with relatives until the joint visit is done", about: child)),
                "due": day.adding(weekdays: 1).json, "who": "the duty worker", "worker": .string(worker.text),
                "strategyDiscussion": .string(discussion.text),
            ], by: dutyWorker(), significance: .significant)
        switch random.below(100) {
        case ..<practice.keepsUp:
            tell(
                "protective-action.taken",
                [
                    "protectiveAction": .string(action), "takenBy": .string(worker.text),
                    "what": .string(say("{c} is at an aunt's; seen there", about: child)),
                ], by: dutyWorker(), significance: .significant)
        case ..<(practice.keepsUp + 20):
            tell(
                "protective-action.not-taken",
                [
                    "protectiveAction": .string(action), "decidedBy": .string(manager.text),
                    "reason": "The person of concern was in custody by then",
                ], by: outOfHours ? dutyWorker() : manager, significance: .significant)
        default: break
        }
    }

    /// The case waits for that; with what was assessed of the risk.
    mutating func wait(_ state: String, reason: String) {
        tell(
            "case.waiting",
            .fields([
                ("state", .string(state)), ("team", .string(team.name)),
                ("toTeam", state == "transfer" ? "reviewing" : nil), ("reason", .string(reason)),
            ]), by: manager)
        guard random.chance(practice.keepsUp) else { return }
        tell(
            "case.risk-assessed",
            [
                "riskLevel": "medium", "assessedBy": .string(manager.text),
                "rationale": "Another adult is at home every day; school sees the child",
            ], by: manager)
    }

    /// A look at a case that waits.
    mutating func reviewWaiting(_ decided: String) {
        tell(
            "case.reviewed",
            [
                "reviewedBy": .string(manager.text), "managerRole": "team-manager", "state": "unallocated",
                "decided": .string(decided), "reviewDue": day.adding(weekdays: 5).json,
            ], by: manager)
    }

    /// Early help after a contact or a closure, led by an agency.
    mutating func startEarlyHelp(_ referrals: [Reference] = [], steppedDown: Bool = false) {
        // The programme is young: more of the later families get it.
        guard random.chance(max(20, 95 - through.days(since: day) / 9)) else { return }
        let help = children.map { reference("EH", $0) }
        pass(weekdays: random.among(3...12))
        let agency = random.pick(["education", "education", "health", "early-help", "voluntary"], or: "education")
        for (index, child) in children.enumerated() {
            tell(
                "early-help.started",
                .fields([
                    ("earlyHelp", .string(help[index].text)), ("leadAgency", .string(agency)),
                    ("area", .string(team.name)), ("steppedDownFrom", steppedDown ? "referral" : nil),
                    ("referral", referrals.indices.contains(index) ? .string(referrals[index].text) : nil),
                ]), by: WorkerID("eh.hub"), about: [child])
        }
        guard random.chance(70) else { return }
        pass(weekdays: random.among(40...60))
        for (child, help) in zip(children, help) {
            tell(
                "early-help.reviewed",
                [
                    "earlyHelp": .string(help.text), "progress": .string(random.pick(["better", "same"], or: "same")),
                    "decided": "Go on for another term", "reviewDue": day.adding(days: 90).json,
                ], by: WorkerID("eh.hub"), about: [child])
        }
    }

    /// Hands a matter of the night or weekend to the day's team.
    mutating func handOver(_ contact: Reference, risk: String) {
        guard outOfHours else { return }
        let handover = name("H")
        tell(
            "handover.sent",
            [
                "handover": .string(handover), "toTeam": .string(team.name), "fromService": "emergency duty",
                "situation": "Advice given by telephone; the family expects a call on the next working day",
                "riskLevel": .string(risk), "contact": .string(contact.text),
                "actions": [["what": "Telephone the family", "who": "duty"]],
            ], by: dutyWorker())
        pendingHandover = handover
    }

    /// The day's team takes it, or it lies.
    mutating func acceptHandover() {
        guard let handover = pendingHandover, !outOfHours else { return }
        pendingHandover = nil
        guard random.chance(practice.keepsUp) else { return }
        tell("handover.accepted", ["handover": .string(handover), "acceptedBy": .string(manager.text)], by: manager)
    }
}
