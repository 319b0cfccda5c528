import CaseRecord

/// Reads the episodes of one child.
struct EpisodeReading {
    let bounds: DateBounds
    let referenceDate: CivilDate?
    var notes: RefusalNotes

    private var date: (String) -> Reading<CivilDate> { Read.date(bounds.problem(of:)) }

    /// Reads a `CINdetails`; `nil` (with a note) if it does not say on which day the referral was.
    mutating func episode(_ block: Block) -> Episode? {
        guard let day = block.required("CINreferralDate", &notes, date) else { return nil }
        block.noteStrangers(
            beside: [
                "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
                "DateOfInitialCPC", "Assessments", "CINPlanDates", "Section47", "ReferralNFA",
                "ChildProtectionPlans",
            ], &notes)
        var episode = Episode(day: day)
        episode.source = block.value("ReferralSource", &notes, Read.code(ReferralSourceList.self))
        episode.primaryNeed = block.value("PrimaryNeedCode", &notes, Read.code(PrimaryNeedList.self))
        episode.noFurtherAction = block.value("ReferralNFA", &notes, Read.flag)
        episode.closure = closure(block)
        episode.conference = block.value("DateOfInitialCPC", &notes, date)
        let statedBy = episode.closure?.day ?? referenceDate
        episode.assessments = block.blocks("Assessments").compactMap { assessment($0) }
        episode.plans = block.blocks("CINPlanDates").compactMap { plan($0) }
        episode.enquiries = block.blocks("Section47").compactMap { enquiry($0, statedBy: statedBy) }
        episode.protectionPlans = block.blocks("ChildProtectionPlans").compactMap { protectionPlan($0) }
        return episode
    }

    /// A closure needs its day and its reason; a reason is not made up where the return has none.
    private mutating func closure(_ block: Block) -> (day: CivilDate, reason: Code<ClosureReasonList>)? {
        let losing = "; the closure cannot be taken without it"
        let reason = block.value(
            "ReasonForClosure", &notes, losing: losing, Read.code(ClosureReasonList.self))
        let day = block.value("CINclosureDate", &notes, losing: losing, date)
        let hasReason = block.elements("ReasonForClosure").contains { $0.value != nil }
        let hasDay = block.elements("CINclosureDate").contains { $0.value != nil }
        if hasDay, !hasReason {
            let line = block.elements("CINclosureDate").first?.line ?? block.element.line
            notes.add("ReasonForClosure", line: line, "is missing" + losing)
        } else if hasReason, !hasDay {
            let line = block.elements("ReasonForClosure").first?.line ?? block.element.line
            notes.add("ReasonForClosure", line: line, "must come with a CINclosureDate: the day is not known")
        }
        guard let day, let reason else { return nil }
        return (day, reason)
    }

    private mutating func assessment(_ block: Block) -> Episode.Assessment? {
        guard let day = block.required("AssessmentActualStartDate", &notes, date) else { return nil }
        block.noteStrangers(
            beside: [
                "AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate",
                "FactorsIdentifiedAtAssessment",
            ], &notes)
        var assessment = Episode.Assessment(day: day)
        for list in block.blocks("FactorsIdentifiedAtAssessment") {
            list.noteStrangers(beside: ["AssessmentFactors"], &notes)
            assessment.factors += list.values("AssessmentFactors", &notes, Read.code(AssessmentFactorList.self))
        }
        assessment.factors = assessment.factors.inListOrder()
        assessment.authorised = block.value(
            "AssessmentAuthorisationDate", &notes,
            losing: assessment.factors.isEmpty ? "" : "; the factors cannot be taken without it", date)
        if !assessment.factors.isEmpty, assessment.authorised == nil,
            !block.elements("AssessmentAuthorisationDate").contains(where: { $0.value != nil })
        {
            let list = block.elements("FactorsIdentifiedAtAssessment").first ?? block.element
            notes.add(
                list.name, line: list.line,
                "must come with an AssessmentAuthorisationDate: factors are recorded when the assessment is authorised")
        }
        if assessment.authorised == nil { assessment.factors = [] }
        return assessment
    }

    private mutating func plan(_ block: Block) -> Episode.Plan? {
        guard let day = block.required("CINPlanStartDate", &notes, date) else { return nil }
        block.noteStrangers(beside: ["CINPlanStartDate", "CINPlanEndDate"], &notes)
        return Episode.Plan(day: day, ended: block.value("CINPlanEndDate", &notes, date))
    }

    private mutating func enquiry(_ block: Block, statedBy: CivilDate?) -> Episode.Enquiry? {
        guard let day = block.required("S47ActualStartDate", &notes, date) else { return nil }
        block.noteStrangers(
            beside: ["S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"], &notes)
        var enquiry = Episode.Enquiry(day: day)
        enquiry.conference = block.value("DateOfInitialCPC", &notes, date)
        if block.value("ICPCnotRequired", &notes, Read.flag) == true {
            enquiry.notRequiredBy = statedBy
            if statedBy == nil {
                let line = block.elements("ICPCnotRequired").first?.line ?? block.element.line
                notes.add(
                    "ICPCnotRequired", line: line,
                    "must come with the day by which it is stated: CINclosureDate or the header's ReferenceDate")
            }
        }
        return enquiry
    }

    private mutating func protectionPlan(_ block: Block) -> Episode.ProtectionPlan? {
        let day = block.required("CPPstartDate", &notes, date)
        let abuse = Read.code(AbuseCategoryList.self)
        guard let day, let category = block.required("InitialCategoryOfAbuse", &notes, abuse) else { return nil }
        block.noteStrangers(
            beside: [
                "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse",
                "NumberOfPreviousCPP", "Reviews",
            ], &notes)
        var plan = Episode.ProtectionPlan(day: day, category: category)
        plan.ended = block.value("CPPendDate", &notes, date)
        let latest = block.value("LatestCategoryOfAbuse", &notes, abuse)
        plan.latestCategory = latest == category ? nil : latest
        plan.previousPlans = block.value("NumberOfPreviousCPP", &notes, Read.count)
        for list in block.blocks("Reviews") {
            list.noteStrangers(beside: ["CPPreviewDate"], &notes)
            plan.reviews += list.values("CPPreviewDate", &notes, date)
        }
        return plan
    }
}

extension Array {
    /// The codes in the order of their list, each once: the order in the file means nothing and must not change
    /// what the event says.
    func inListOrder<List>() -> [Code<List>] where Element == Code<List> {
        let given = Set(self)
        return List.entries.compactMap { Code<List>($0.code) }.filter { given.contains($0) }
    }
}
