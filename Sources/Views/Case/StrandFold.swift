import CaseRecord

/// All that views of one case need of the entries of one strand, put together in one pass in the order of occurrence.
struct StrandFold {
    let events: [RecordedEvent]
    let order: [Int]
    private(set) var responsibility = ResponsibilitySteps()
    private(set) var episodes: [CaseEpisode] = []
    private(set) var assessments = Named<AssessmentFacts>()
    private(set) var plans = Named<PlanFacts>()
    private(set) var enquiries = Named<EnquiryFacts>()
    /// Strategy discussions that decided on an enquiry that they do not name.
    private(set) var undeclaredEnquiries: [Int] = []
    private(set) var care = Named<TimeFacts>()
    private(set) var missing = Named<TimeFacts>()
    /// What waits, by what it waits for: the entry that says so.
    private(set) var waiting: [WaitingState: Int] = [:]
    private(set) var birthDate: CivilDate?
    private(set) var expectedBirthDate: CivilDate?
    private(set) var deathDate: CivilDate?
    private(set) var hasEthnicity = false

    // Places by kind, each in the order of occurrence.
    private(set) var visits: [Int] = []
    private(set) var seen: [Int] = []
    private(set) var seenAlone: [Int] = []
    private(set) var supervisions: [Int] = []
    private(set) var oversight: [Int] = []
    private(set) var reviews: [Int] = []
    private(set) var risks: [(place: Int, level: RiskLevel)] = []
    /// Decisions that require protection, and what is said of protective actions.
    private(set) var protective: [Int] = []
    private(set) var lastActivity: Int?
    /// Views, factors, histories and considerations of culture that name nothing that they are for.
    private(set) var looseViews: [Int] = []
    private(set) var looseFactors: [Int] = []
    private(set) var looseHistory: [Int] = []
    /// Initial and transfer-in conferences.
    private(set) var firstConferences: [Int] = []
    private var episodeFold = EpisodeFold()

    init(_ events: [RecordedEvent]) {
        self.events = events
        order = events.orderOfOccurrence
        for place in order { take(place) }
        episodes = episodeFold.episodes()
    }

    func day(_ place: Int) -> CivilDate { events[place].day }
    func day(_ place: Int?) -> CivilDate? { place.map { events[$0].day } }
    func evidence(_ place: Int) -> CaseEvidence { CaseEvidence(events[place]) }

    /// The episode that has been open the longest.
    var openEpisode: CaseEpisode? { episodes.first { $0.closedOn == nil } }

    private mutating func take(_ place: Int) {
        let recorded = events[place]
        let day = recorded.day
        responsibility.take(recorded)
        if recorded.event.data.asChange != nil { return }
        if let details = recorded.event.data.childDetails {
            birthDate = details.birthDate ?? birthDate
            expectedBirthDate = details.expectedBirthDate ?? expectedBirthDate
            deathDate = details.deathDate ?? deathDate
            if details.ethnicity != nil { hasEthnicity = true }
            return
        }
        var isSubstance = true
        switch recorded.event.data {
        case is RecordMerged, is EntryDisputed, is ChronologyReviewed, is RecordRestricted,
            is RecordUnrestricted, is LegalHoldPlaced, is LegalHoldLifted, is AuditCompleted, is AuditShared,
            is AlertAcknowledged, is AlertDismissed, is AlertSilenced:
            isSubstance = false

        case let data as IdentityRecorded:
            if data.ethnicity != nil || data.selfDescribed != nil { hasEthnicity = true }

        case let data as ReferralReceived: episodeFold.receive(data, day, place)
        case let data as ReferralDecided:
            episodeFold.decide(data, day, place)
            oversight.append(place)
            note(data.riskLevel, place)
        case let data as CaseClosed:
            episodeFold.close(data.referral, day, place)
            waiting = [:]
        case let data as CaseReopened: episodeFold.reopen(data.referral, day, place)
        case let data as CaseAllocated:
            episodeFold.work(for: nil, day, place)
            if data.role != .secondWorker { waiting[.unallocated] = nil }
        case is CaseTransferred:
            waiting[.transfer] = nil
            waiting[.unallocated] = nil
        case let data as CaseWaiting:
            episodeFold.work(for: nil, day, place)
            if waiting[data.state] == nil { waiting[data.state] = place }
        case let data as CaseWaitingEnded: waiting[data.state] = nil
        case is CaseReviewed:
            reviews.append(place)
            oversight.append(place)
        case let data as CaseRiskAssessed:
            note(data.riskLevel, place)
            oversight.append(place)
        case let data as DecisionMade:
            oversight.append(place)
            if data.requiresProtection == true { protective.append(place) }
            note(data.riskLevel, place)
        case is DecisionReviewed, is OversightRecorded: oversight.append(place)
        case let data as SupervisionHeld:
            if data.kind != .personal {
                supervisions.append(place)
                oversight.append(place)
            }

        case let data as CareStarted: care.change(data.care, TimeFacts()) { $0.begun = $0.begun ?? place }
        case let data as CareEnded: care.change(data.care, TimeFacts()) { $0.ended = place }
        case let data as MissingReported: missing.change(data.missing, TimeFacts()) { $0.begun = $0.begun ?? place }
        case let data as MissingFound: missing.change(data.missing, TimeFacts()) { $0.ended = place }
        case is ReturnInterviewHeld: seen.append(place)

        case is ProtectiveActionRequired, is ProtectiveActionTaken, is ProtectiveActionNotTaken:
            protective.append(place)
        case let data as VisitMade: take(data, place)
        case let data as PrivateFosteringVisited:
            visits.append(place)
            if data.seenAlone == true {
                seen.append(place)
                seenAlone.append(place)
            }
        default: if !takeAssessment(place, day) { takePlan(place, day) }
        }
        if isSubstance { lastActivity = place }
    }

    private mutating func note(_ level: RiskLevel?, _ place: Int) {
        if let level { risks.append((place, level)) }
    }

    private mutating func take(_ data: VisitMade, _ place: Int) {
        visits.append(place)
        if data.seen == true || data.seenAlone == true { seen.append(place) }
        if data.seenAlone == true { seenAlone.append(place) }
        if let assessment = data.assessment { assess(assessment) { $0.visits.append(place) } }
    }

    private mutating func assess(_ reference: Reference, _ change: (inout AssessmentFacts) -> Void) {
        assessments.change(reference, AssessmentFacts(reference), change)
    }

    private mutating func plan(_ reference: Reference, _ change: (inout PlanFacts) -> Void) {
        plans.change(reference, PlanFacts(reference), change)
    }

    private mutating func enquire(_ reference: Reference, _ change: (inout EnquiryFacts) -> Void) {
        enquiries.change(reference, EnquiryFacts(reference), change)
    }

    /// Whether the entry belongs to an assessment.
    private mutating func takeAssessment(_ place: Int, _ day: CivilDate) -> Bool {
        switch events[place].event.data {
        case let data as AssessmentStarted:
            episodeFold.work(for: data.referral, day, place)
            assess(data.assessment) { facts in
                guard facts.started == nil else { return }
                facts.started = place
                facts.kind = data.kind
                facts.referral = data.referral
                facts.section47 = data.section47
            }
        case let data as AssessmentCompleted: assess(data.assessment) { $0.completed = place }
        case let data as AssessmentAuthorised:
            oversight.append(place)
            assess(data.assessment) { $0.authorised = place }
        case let data as AssessmentReturned:
            oversight.append(place)
            assess(data.assessment) { $0.authorised = nil }
        case let data as AssessmentNotPursued:
            if let assessment = data.assessment { assess(assessment) { $0.notPursued = place } }
        case let data as ChildViewRecorded:
            if let assessment = data.assessment {
                assess(assessment) { $0.views.append(place) }
            } else if data.plan == nil, data.conference == nil {
                looseViews.append(place)
            }
        case let data as ChildViewNotObtained:
            if let assessment = data.assessment { assess(assessment) { $0.viewsNotObtained.append(place) } }
        case let data as FactorRecorded:
            guard let assessment = data.assessment else {
                looseFactors.append(place)
                return true
            }
            assess(assessment) { facts in
                if data.kind == .risk { facts.riskFactors.append(place) } else { facts.protectiveFactors.append(place) }
            }
        case let data as HistoryConsidered:
            if let assessment = data.assessment { assess(assessment) { $0.history.append(place) } }
            if let section47 = data.section47 { enquire(section47) { $0.history.append(place) } }
            if data.assessment == nil, data.section47 == nil, data.decision == nil, data.conference == nil {
                looseHistory.append(place)
            }
        case let data as CultureConsidered:
            if let assessment = data.assessment { assess(assessment) { $0.culture.append(place) } }
            if let plan = data.plan { self.plan(plan) { $0.culture.append(place) } }
        default: return false
        }
        return true
    }

    private mutating func takePlan(_ place: Int, _ day: CivilDate) {
        switch events[place].event.data {
        case let data as StrategyDiscussionHeld:
            episodeFold.work(for: data.referral, day, place)
            guard data.initiatesSection47 else { return }
            guard let section47 = data.section47 else { return undeclaredEnquiries.append(place) }
            enquire(section47) { facts in
                if facts.discussion == nil {
                    facts.discussion = place
                    facts.discussionName = data.discussion
                }
                facts.referral = facts.referral ?? data.referral
            }
        case let data as Section47Started:
            episodeFold.work(for: data.referral, day, place)
            enquire(data.section47) { facts in
                facts.started = facts.started ?? place
                facts.referral = data.referral ?? facts.referral
                facts.discussionName = facts.discussionName ?? data.strategyDiscussion
            }
        case let data as Section47Concluded:
            if data.authorisedBy != nil { oversight.append(place) }
            enquire(data.section47) { $0.concluded = place }
        case let data as ConferenceHeld:
            episodeFold.work(for: nil, day, place)
            if let section47 = data.section47 { enquire(section47) { $0.conferences.append(place) } }
            if data.kind != .review { firstConferences.append(place) }
        case let data as ChildProtectionPlanStarted:
            episodeFold.work(for: nil, day, place)
            plan(data.plan) { facts in
                facts.begun = facts.begun ?? place
                facts.protectionStarted = facts.protectionStarted ?? place
                facts.category = (data.latestCategory ?? data.category).code
            }
        case let data as ProtectionPlanCategoryChanged: plan(data.plan) { $0.category = data.category.code }
        case let data as ChildProtectionPlanEnded: plan(data.plan) { $0.ended = place }
        case let data as PlanMade:
            episodeFold.work(for: nil, day, place)
            // Made again under the same name: the last one holds.
            plan(data.plan) { facts in
                facts.begun = facts.begun ?? place
                facts.made = place
                facts.kind = data.kind
            }
        case let data as PlanReviewed:
            plan(data.plan) { facts in
                facts.reviews.append(place)
                if data.outcome == .end, !facts.isProtection { facts.ended = place }
            }
        case let data as CoreGroupHeld: plan(data.plan) { $0.coreGroups.append(place) }
        case let data as PlanEnded: plan(data.plan) { $0.ended = place }
        default: break
        }
    }
}
