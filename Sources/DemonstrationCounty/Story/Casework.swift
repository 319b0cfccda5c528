import CaseRecord
import StrictJSON

/// Notes between the milestones, and assessments.
extension Story {
    /// What kind of work goes on, for the meetings that belong to it.
    enum Phase { case assessment, need, protection, waiting }

    /// Notes until that day or the end of the history.
    mutating func casework(until end: CivilDate, _ phase: Phase) {
        let rhythm = isBusy ? 3...6 : practice.rhythm
        var next = day.adding(weekdays: random.among(rhythm))
        while next < end, next <= through {
            go(to: next)
            note(phase)
            next = day.adding(weekdays: random.among(rhythm))
        }
    }

    private mutating func note(_ phase: Phase) {
        let child = random.pick(children, or: children[0])
        if phase == .waiting {
            let text = deal(Phrases.waiting, as: "waiting", about: child)
            return random.chance(practice.keepsUp)
                ? reviewWaiting(text) : write("Waiting for allocation", text, by: manager)
        }
        if !isBusy, random.chance(practice.thinNotes) {
            let text = deal(Phrases.thinNotes, as: "thin", about: child)
            return write(nil, text, about: [child], significance: nil)
        }
        switch random.below(100) {
        case ..<42: visit(child, phase)
        case ..<64:
            let age = child.age(on: day)
            let calls = AgencyCall.all.filter { $0.ages.contains(age) && ($0.agency != "police" || theme.need == "N1") }
            guard !calls.isEmpty else { return visit(child, phase) }
            let call = calls[dealPlace(calls.count, as: "call\(calls.count)")]
            write(
                "Call: \(call.agency)", say(call.text, about: child), about: [child],
                source: InformationSource(agency: call.agency, role: call.role))
        case ..<74:
            write(
                "Call: \(household.carer)", deal(Phrases.carerCalls, as: "carer", about: child),
                source: InformationSource(agency: "family", role: "parent", name: household.carer))
        case ..<79: write("Visit, no reply", deal(Phrases.noReply, as: "no-reply", about: child))
        case ..<86 where child.age(on: day) >= 5:
            write("Direct work", deal(Phrases.directWork, as: "direct", about: child), about: [child])
        case ..<93 where phase == .need:
            write("Child in need meeting", deal(Phrases.needMeetings, as: "meeting", about: child))
        case ..<93 where phase == .protection:
            let decided = deal(Phrases.coreGroups, as: "core-group", about: child)
            guard !protectionPlans.isEmpty else { return write("Core group", decided) }
            for (child, plan) in zip(children, protectionPlans) {
                tell(
                    "core-group.held",
                    ["plan": .string(plan.text), "decided": .string(decided), "nextDue": day.adding(days: 42).json],
                    about: [child])
            }
        default:
            let thin = random.chance(practice.thinNotes)
            let text = deal(
                thin ? Phrases.thinSupervision : Phrases.supervision, as: thin ? "thin-supervision" : "supervision",
                about: child)
            reviewDecision()
            supervise(text, clearly: !thin)
        }
    }

    /// A visit, in three sentences.
    private mutating func visit(_ child: Child, _ phase: Phase) {
        let findings = child.born == nil ? [] : Phrases.findings
        let seen = deal(theme.seen + findings, as: "seen", about: child)
        let presence =
            child.born == nil
            ? "" : deal(child.age(on: day) < 2 ? Phrases.withInfant : Phrases.withChild, as: "with", about: child) + " "
        let opening = deal(Phrases.visitOpenings, as: "opening", about: child)
        let next = deal(Phrases.nextSteps, as: "next", about: child)
        let purpose =
            switch phase {
            case .assessment: "assessment"
            case .need: "child-in-need"
            case .protection: "child-protection"
            case .waiting: "unallocated"
            }
        recordVisit(
            child, "\(opening) \(presence)\(seen) \(next)", summary: "Home visit. \(seen)", for: purpose)
    }

    mutating func write(
        _ subject: String?, _ text: String, by recorder: WorkerID? = nil, about: [Child]? = nil,
        source: InformationSource? = nil, significance: Significance? = .routine, summary: String? = nil
    ) {
        let old = household.plan.isLegacy && random.chance(25)
        record(
            NoteRecorded(subject: subject, text: text), by: recorder, about: about, to: old ? .month : .minute,
            source: source, significance: significance, summary: summary ?? (subject == nil ? nil : text))
    }

    /// Weekdays from referral to authorisation, in time or not, as the team has it.
    mutating func assessmentLength() -> Int {
        random.among(random.chance(practice.assessesLate) ? practice.overrunLength : practice.assessmentLength)
    }

    /// Assessments, one for each child, from their start to authorisation.
    ///
    /// - Parameters:
    ///   - completed: When the worker is done; with the following days, when the manager authorises it.
    ///   - authorised: `nil` where the manager has not come to it.
    mutating func assess(
        _ referrals: [Reference], as kind: AssessmentKind = .single, section47: Reference? = nil,
        completed: CivilDate, authorised: CivilDate?, outcome: String
    ) {
        let isQualified = !random.chance(practice.unqualifiedLead) || team.unqualified.isEmpty
        let lead = isQualified ? worker : WorkerID(unchecked: team.unqualified.first ?? worker.text)
        var assessments: [Reference] = []
        for (child, referral) in zip(children, referrals) {
            let assessment = reference("A", child)
            record(
                AssessmentStarted(
                    assessment: assessment, kind: kind, referral: referral, section47: section47, lead: lead,
                    leadIsQualified: !team.unqualified.contains(lead.text)),
                about: [child], significance: .routine)
            assessments.append(assessment)
        }
        casework(until: completed, .assessment)
        go(to: completed)
        pass(minutes: 15...60)
        copiedViews = nil
        for (child, assessment) in zip(children, assessments) { complete(assessment, of: child, outcome) }
        guard let authorised else { return }
        go(to: authorised)
        pass(minutes: 15...60)
        for (child, assessment) in zip(children, assessments) {
            record(
                AssessmentAuthorised(
                    assessment: assessment, authorisedBy: manager, factors: factors,
                    outcome: outcome),
                by: manager, about: [child], significance: .significant)
        }
    }

    private mutating func complete(_ assessment: Reference, of child: Child, _ outcome: String) {
        let hasViews = !random.chance(practice.withoutViews)
        let hasFactors = !random.chance(practice.withoutFactors)
        let hasAnalysis = !random.chance(practice.withoutAnalysis)
        let isInfant = child.age(on: day) < 3 && child.born != nil
        var views = deal(
            isInfant ? Phrases.infantViews : theme.views, as: isInfant ? "infant" : "views", about: child)
        // The same words for brothers and sisters, where nobody has the time.
        if let copied = copiedViews, random.chance(practice.withoutViews) { views = copied }
        copiedViews = views
        let risks = (0..<2).map { _ in deal(theme.risks, as: "risk", about: child) }
        let protective = (0..<2).map { _ in deal(theme.protective, as: "protective", about: child) }
        let analysis = deal(theme.analysis, as: "analysis", about: child)
        recordViews(of: child, assessment, hasViews ? views : nil)
        recordConsidered(for: child, assessment, risk: risks[0], protective: protective[0])
        record(
            AssessmentCompleted(
                assessment: assessment, outcome: outcome, childSeen: child.born == nil ? nil : hasViews || hasFactors,
                childSeenAlone: child.born == nil || isInfant ? nil : hasViews,
                childViews: hasViews ? views : nil, riskFactors: hasFactors ? risks : [],
                protectiveFactors: hasFactors ? protective : [], analysis: hasAnalysis ? analysis : nil),
            about: [child], significance: .significant)
    }

    /// The theme's factors as the return of the day has them: before 2020-21 there was one code of physical abuse.
    private var factors: [Code<AssessmentFactorList>] {
        let isEarly = day.adding(months: -3).year < 2020
        return theme.factors.compactMap { Code(isEarly && $0 == "18C" ? "18A" : $0) }
    }
}
