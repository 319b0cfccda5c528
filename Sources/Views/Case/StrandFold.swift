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
    private(set) var givenName: String?
    private(set) var familyName: String?
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
            givenName = details.givenName ?? givenName
            familyName = details.familyName ?? familyName
            birthDate = details.birthDate ?? birthDate
            expectedBirthDate = details.expectedBirthDate ?? expectedBirthDate
            deathDate = details.deathDate ?? deathDate
            if details.ethnicity != nil { hasEthnicity = true }
            return
        }
        var isSubstance = true
        let said = recorded.event.data
        if said.is(RecordMerged.self) || said.is(EntryDisputed.self) || said.is(ChronologyReviewed.self)
            || said.is(RecordRestricted.self) || said.is(RecordUnrestricted.self) || said.is(LegalHoldPlaced.self)
            || said.is(LegalHoldLifted.self) || said.is(AuditCompleted.self) || said.is(AuditShared.self)
            || said.is(AlertAcknowledged.self) || said.is(AlertDismissed.self) || said.is(AlertSilenced.self)
        {
            isSubstance = false
        } else if let data = said.as(IdentityRecorded.self) {
            if data.ethnicity != nil || data.selfDescribed != nil { hasEthnicity = true }
        } else if let data = said.as(ReferralReceived.self) {
            episodeFold.receive(data, day, place)
        } else if let data = said.as(ReferralDecided.self) {
            episodeFold.decide(data, day, place)
            oversight.append(place)
            note(data.riskLevel, place)
        } else if let data = said.as(CaseClosed.self) {
            episodeFold.close(data.referral, day, place)
            waiting = [:]
        } else if let data = said.as(CaseReopened.self) {
            episodeFold.reopen(data.referral, day, place)
        } else if let data = said.as(CaseAllocated.self) {
            episodeFold.work(for: nil, day, place)
            if data.role != .secondWorker { waiting[.unallocated] = nil }
        } else if said.is(CaseTransferred.self) {
            waiting[.transfer] = nil
            waiting[.unallocated] = nil
        } else if let data = said.as(CaseWaiting.self) {
            episodeFold.work(for: nil, day, place)
            if waiting[data.state] == nil { waiting[data.state] = place }
        } else if let data = said.as(CaseWaitingEnded.self) {
            waiting[data.state] = nil
        } else if said.is(CaseReviewed.self) {
            reviews.append(place)
            oversight.append(place)
        } else if let data = said.as(CaseRiskAssessed.self) {
            note(data.riskLevel, place)
            oversight.append(place)
        } else if let data = said.as(DecisionMade.self) {
            oversight.append(place)
            if data.requiresProtection == true { protective.append(place) }
            note(data.riskLevel, place)
        } else if said.is(DecisionReviewed.self) || said.is(OversightRecorded.self) {
            oversight.append(place)
        } else if let data = said.as(SupervisionHeld.self) {
            if data.kind != .personal {
                supervisions.append(place)
                oversight.append(place)
            }
        } else if let data = said.as(CareStarted.self) {
            care.change(data.care, TimeFacts()) { $0.begun = $0.begun ?? place }
        } else if let data = said.as(CareEnded.self) {
            care.change(data.care, TimeFacts()) { $0.ended = place }
        } else if let data = said.as(MissingReported.self) {
            missing.change(data.missing, TimeFacts()) { $0.begun = $0.begun ?? place }
        } else if let data = said.as(MissingFound.self) {
            missing.change(data.missing, TimeFacts()) { $0.ended = place }
        } else if said.is(ReturnInterviewHeld.self) {
            seen.append(place)
        } else if said.is(ProtectiveActionRequired.self) || said.is(ProtectiveActionTaken.self)
            || said.is(ProtectiveActionNotTaken.self)
        {
            protective.append(place)
        } else if let data = said.as(VisitMade.self) {
            take(data, place)
        } else if let data = said.as(PrivateFosteringVisited.self) {
            visits.append(place)
            if data.seenAlone == true {
                seen.append(place)
                seenAlone.append(place)
            }
        } else {
            if !takeAssessment(place, day) { takePlan(place, day) }
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
        let said = events[place].event.data
        if let data = said.as(AssessmentStarted.self) {
            episodeFold.work(for: data.referral, day, place)
            assess(data.assessment) { facts in
                guard facts.started == nil else { return }
                facts.started = place
                facts.kind = data.kind
                facts.referral = data.referral
                facts.section47 = data.section47
            }
        } else if let data = said.as(AssessmentCompleted.self) {
            assess(data.assessment) { $0.completed = place }
        } else if let data = said.as(AssessmentAuthorised.self) {
            oversight.append(place)
            assess(data.assessment) { $0.authorised = place }
        } else if let data = said.as(AssessmentReturned.self) {
            oversight.append(place)
            assess(data.assessment) { $0.authorised = nil }
        } else if let data = said.as(AssessmentNotPursued.self) {
            if let assessment = data.assessment { assess(assessment) { $0.notPursued = place } }
        } else if let data = said.as(ChildViewRecorded.self) {
            if let assessment = data.assessment {
                assess(assessment) { $0.views.append(place) }
            } else if data.plan == nil, data.conference == nil {
                looseViews.append(place)
            }
        } else if let data = said.as(ChildViewNotObtained.self) {
            if let assessment = data.assessment { assess(assessment) { $0.viewsNotObtained.append(place) } }
        } else if let data = said.as(FactorRecorded.self) {
            guard let assessment = data.assessment else {
                looseFactors.append(place)
                return true
            }
            assess(assessment) { facts in
                if data.kind == .risk { facts.riskFactors.append(place) } else { facts.protectiveFactors.append(place) }
            }
        } else if let data = said.as(HistoryConsidered.self) {
            if let assessment = data.assessment { assess(assessment) { $0.history.append(place) } }
            if let section47 = data.section47 { enquire(section47) { $0.history.append(place) } }
            if data.assessment == nil, data.section47 == nil, data.decision == nil, data.conference == nil {
                looseHistory.append(place)
            }
        } else if let data = said.as(CultureConsidered.self) {
            if let assessment = data.assessment { assess(assessment) { $0.culture.append(place) } }
            if let plan = data.plan { self.plan(plan) { $0.culture.append(place) } }
        } else {
            return false
        }
        return true
    }

    private mutating func takePlan(_ place: Int, _ day: CivilDate) {
        let said = events[place].event.data
        if let data = said.as(StrategyDiscussionHeld.self) {
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
        } else if let data = said.as(Section47Started.self) {
            episodeFold.work(for: data.referral, day, place)
            enquire(data.section47) { facts in
                facts.started = facts.started ?? place
                facts.referral = data.referral ?? facts.referral
                facts.discussionName = facts.discussionName ?? data.strategyDiscussion
            }
        } else if let data = said.as(Section47Concluded.self) {
            if data.authorisedBy != nil { oversight.append(place) }
            enquire(data.section47) { $0.concluded = place }
        } else if let data = said.as(ConferenceHeld.self) {
            episodeFold.work(for: nil, day, place)
            if let section47 = data.section47 { enquire(section47) { $0.conferences.append(place) } }
            if data.kind != .review { firstConferences.append(place) }
        } else if let data = said.as(ChildProtectionPlanStarted.self) {
            episodeFold.work(for: nil, day, place)
            plan(data.plan) { facts in
                facts.begun = facts.begun ?? place
                facts.protectionStarted = facts.protectionStarted ?? place
                facts.category = (data.latestCategory ?? data.category).code
            }
        } else if let data = said.as(ProtectionPlanCategoryChanged.self) {
            plan(data.plan) { $0.category = data.category.code }
        } else if let data = said.as(ChildProtectionPlanEnded.self) {
            plan(data.plan) { $0.ended = place }
        } else if let data = said.as(PlanMade.self) {
            episodeFold.work(for: nil, day, place)
            // Made again under the same name: the last one holds.
            plan(data.plan) { facts in
                facts.begun = facts.begun ?? place
                facts.made = place
                facts.kind = data.kind
            }
        } else if let data = said.as(PlanReviewed.self) {
            plan(data.plan) { facts in
                facts.reviews.append(place)
                if data.outcome == .end, !facts.isProtection { facts.ended = place }
            }
        } else if let data = said.as(CoreGroupHeld.self) {
            plan(data.plan) { $0.coreGroups.append(place) }
        } else if let data = said.as(PlanEnded.self) {
            plan(data.plan) { $0.ended = place }
        }
    }
}
