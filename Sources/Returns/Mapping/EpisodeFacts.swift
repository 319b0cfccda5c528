import CaseRecord

/// What one episode says happened. A day that the return does not have makes no fact.
struct EpisodeFacts {
    let referral: Reference
    let episode: Episode
    /// The header's day by which the return states what it states.
    let referenceDate: CivilDate?

    /// The first day on which an assessment is a single one (Working Together 2013, in force 15 April 2013).
    private static let firstSingleAssessment = CivilDate(year: 2013, month: 4, day: 15)

    /// All facts, in no order.
    var all: [Fact] {
        var facts = [
            Fact(
                episode.day, .referral, referral, "CINreferralDate",
                ReferralReceived(
                    referral: referral, sourceCode: episode.source, primaryNeed: episode.primaryNeed,
                    noFurtherAction: episode.noFurtherAction))
        ]
        if let day = episode.conference, let conference = Reference("\(referral)-C") {
            // Beside the enquiries the census has only the conference of a child who moved in with a plan.
            facts.append(
                Fact(
                    day, .conference, conference, "DateOfInitialCPC",
                    ConferenceHeld(conference: conference, kind: .transferIn)))
        }
        if let closure = episode.closure {
            facts.append(
                Fact(
                    closure.day, .closed, referral, "CINclosureDate",
                    CaseClosed(referral: referral, reason: closure.reason)))
        }
        facts += Naming.named(episode.assessments, "\(referral)-A").flatMap(facts(of:_:))
        facts += Naming.named(episode.enquiries, "\(referral)-S").flatMap(facts(of:_:))
        facts += Naming.named(episode.plans, "\(referral)-P").flatMap(facts(of:_:))
        facts += Naming.named(episode.protectionPlans, "\(referral)-CP").flatMap(facts(of:_:))
        return facts
    }

    private func facts(of name: Reference, _ assessment: Episode.Assessment) -> [Fact] {
        let isSingle = Self.firstSingleAssessment.map { assessment.day >= $0 } ?? true
        let started = AssessmentStarted(assessment: name, kind: isSingle ? .single : .initial, referral: referral)
        var facts = [Fact(assessment.day, .assessmentStart, name, "AssessmentActualStartDate", started)]
        if let day = assessment.authorised {
            let authorised = AssessmentAuthorised(assessment: name, factors: assessment.factors)
            facts.append(Fact(day, .authorised, name, "AssessmentAuthorisationDate", authorised))
        }
        return facts
    }

    private func facts(of name: Reference, _ enquiry: Episode.Enquiry) -> [Fact] {
        let started = Section47Started(section47: name, referral: referral)
        var facts = [Fact(enquiry.day, .enquiryStart, name, "S47ActualStartDate", started)]
        if let day = enquiry.conference, let conference = Reference("\(name)-C") {
            let held = ConferenceHeld(conference: conference, kind: .initial, section47: name)
            facts.append(Fact(day, .conference, conference, "DateOfInitialCPC", held))
        }
        if let day = enquiry.notRequiredBy {
            // The closure (or else the reference date) is the day by which the return states it, and the rationale
            // says so: the clock must stop, but the day of the decision is not known.
            let stated = referenceDate.map { "stated in the return of \($0)" } ?? "stated in the return"
            let concluded = Section47Concluded(
                section47: name, outcome: .conferenceNotRequired,
                rationale: "\(stated); the day of the decision is not in the return")
            facts.append(Fact(day, .concluded, name, "ICPCnotRequired", concluded))
        }
        return facts
    }

    private func facts(of name: Reference, _ plan: Episode.Plan) -> [Fact] {
        var facts = [
            Fact(plan.day, .planStart, name, "CINPlanStartDate", PlanMade(plan: name, kind: .childInNeed))
        ]
        if let day = plan.ended { facts.append(Fact(day, .planEnd, name, "CINPlanEndDate", PlanEnded(plan: name))) }
        return facts
    }

    private func facts(of name: Reference, _ plan: Episode.ProtectionPlan) -> [Fact] {
        let started = ChildProtectionPlanStarted(
            plan: name, category: plan.category, latestCategory: plan.latestCategory,
            previousPlans: plan.previousPlans)
        var facts = [Fact(plan.day, .planStart, name, "CPPstartDate", started)]
        if let day = plan.ended {
            facts.append(Fact(day, .planEnd, name, "CPPendDate", ChildProtectionPlanEnded(plan: name)))
        }
        for day in plan.reviews {
            guard let conference = Reference("\(name)-R-\(day)") else { continue }
            let held = ConferenceHeld(conference: conference, kind: .review)
            facts.append(Fact(day, .review, conference, "CPPreviewDate", held))
        }
        return facts
    }
}
