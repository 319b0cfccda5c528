import CaseRecord

/// The last day on which the seven working days of the first definition counted, and the first day without core
/// assessments.
private let lastDayOfSeven = CivilDate(daysSinceEpoch: 14_699)  // 2010-03-31
private let firstDayWithoutCores = CivilDate(daysSinceEpoch: 15_810)  // 2013-04-15

private let handbook = "National Indicators for Local Authorities and Local Authority Partnerships"
private let statistics = "Department for Education, Children in need statistics"

extension Indicator {
    static let frontDoor = [
        Indicator(
            "contacts-decided", "Contacts decided in time",
            "Contacts decided in the period, and contacts still undecided after the last day for it; of these, those decided "
                + "by that day. The last day is that of the rulebook.",
            source: .local("no national timescale for contacts; the rulebook's own"), better: .higher,
            basis: .endedOrDue, kinds: [.contact], leavesOut: { $0.due == nil ? "no limit applied" : nil },
            isMet: \.isInTime),
        Indicator(
            "contacts-to-referral", "Contacts that became referrals",
            "Contacts decided in the period; of these, those that became a new referral.",
            source: .local("the way from contact to referral"), better: .neither, basis: .ended, kinds: [.contact],
            isMet: { $0.outcome == "new-referral" }),
        Indicator(
            "referral-decisions", "Referrals decided within one working day",
            "Referrals first decided in the period, and referrals still undecided after the last day for it; of these, those "
                + "decided by that day. Left out: referrals of which a return says the outcome without the day.",
            source: .known("Working Together to Safeguard Children", "2000 to 2026", "referral: one working day"),
            better: .higher, basis: .endedOrDue, kinds: [.referral],
            leavesOut: { $0.due == nil ? "no limit applied" : nil }, isMet: \.isInTime),
        Indicator(
            "re-referrals", "Referrals within twelve months of another",
            "Referrals received in the period; of these, those within twelve months of an earlier referral of the child.",
            source: .known(statistics, "2024 to 2025", "table C1"), better: .lower, basis: .began, kinds: [.referral],
            comparisons: [Comparison(place: "England", year: "2024-25", value: 22.6)],
            isMet: { fact in fact.previousOn.map { $0 >= fact.beganOn.adding(months: -12) } ?? false }),
        Indicator(
            "ni68", "NI 68: referrals going on to initial assessment",
            "Referrals received in the period; of these, those whose first assessment is an initial assessment, whenever it "
                + "began. (The indicator set the number of initial assessments against that of referrals; here the same "
                + "referrals are followed.)",
            source: .known(handbook, "2008 to 2011", "NI 68"), better: .neither, basis: .began, kinds: [.referral],
            isMet: { $0.variant == "initial" }),
        Indicator(
            "referrals-assessed", "Referrals going on to an assessment",
            "Referrals received in the period; of these, those that an assessment answers, whenever it began.",
            source: .local("NI 68 for any assessment"), better: .neither, basis: .began, kinds: [.referral],
            isMet: { $0.variant != nil }),
    ]

    static let assessments = [
        Indicator(
            "ni59", "NI 59: initial assessments in time",
            "Initial assessments authorised in the period; of these, those authorised within 10 working days of the referral "
                + "(until 31 March 2010 within 7). A further initial assessment of the same referral counts from its own "
                + "start. Left out: assessments not pursued or left by a closed case, and those not ended.",
            source: .known(handbook, "2008 to 2011, with the definition of 2010-11", "NI 59"), better: .higher,
            basis: .ended, kinds: [.assessment], concerns: { $0.variant == "initial" }, leavesOut: \.whyNotTimed,
            isMet: { fact in
                fact.took(atMost: fact.endedOn.map { $0 <= lastDayOfSeven } ?? false ? 7 : 10)
            }),
        Indicator(
            "ni60", "NI 60: core assessments in time",
            "Core assessments authorised in the period; of these, those authorised within 35 working days of their own start. "
                + "Left out: assessments not pursued or left by a closed case, and those not ended.",
            source: .known(handbook, "2008 to 2011", "NI 60"), better: .higher, basis: .ended, kinds: [.assessment],
            concerns: { $0.variant == "core" }, leavesOut: \.whyNotTimed, isMet: { $0.took(atMost: 35) }),
        Indicator(
            "assessments-45", "Assessments authorised within 45 working days",
            "Single assessments and assessments before birth authorised in the period; of these, those authorised within 45 "
                + "working days of their own start. Left out: assessments not pursued or left by a closed case, and those "
                + "not ended.",
            source: .known(
                statistics, "2014 to 2025", "table C2: AssessmentActualStartDate to AssessmentAuthorisationDate"),
            better: .higher, basis: .ended, kinds: [.assessment],
            comparisons: [
                Comparison(place: "England", year: "2024-25", value: 85.7),
                Comparison(place: "Norfolk", year: "2023-24", value: 79.6),
            ],
            concerns: { $0.variant == "single" || $0.variant == "pre-birth" }, leavesOut: \.whyNotTimed,
            isMet: { $0.took(atMost: 45) }),
        Indicator(
            "assessments-in-time", "Assessments authorised by their last day",
            "Assessments of every kind that have a limit, authorised in the period or overdue on its last day; of these, "
                + "those authorised by their last day as the rulebook counts it, from the referral or the enquiry. Left out: "
                + "assessments without a limit, not pursued or left by a closed case.",
            source: .local("Working Together's limits, from the day that each counts from"), better: .higher,
            basis: .endedOrDue, kinds: [.assessment], leavesOut: { $0.due == nil ? "no limit applied" : nil },
            isMet: \.isInTime),
        Indicator(
            "core-per-100-initial", "Core assessments for a hundred initial assessments",
            "Core assessments started in the period, for a hundred initial assessments of referrals of the period.",
            source: .local("the inspection letter of 6 May 2011: too few core assessments started"), unit: .perHundred,
            better: .neither, basis: .began, kinds: [.assessment],
            concerns: { $0.variant == "initial" || $0.variant == "core" }, isMet: { $0.variant == "core" }),
        Indicator(
            "core-per-section47", "Section 47 enquiries with a core assessment",
            "Section 47 enquiries that began in the period; of these, those that a core assessment carries out: one that "
                + "names the enquiry, one that ran already or the next of the referral. Left out: enquiries since "
                + "15 April 2013, when there are no core assessments.",
            source: .known(
                "Working Together to Safeguard Children", "2010", "chapter 5: a core assessment with each enquiry"),
            better: .higher, basis: .began, kinds: [.section47],
            leavesOut: {
                $0.beganOn >= firstDayWithoutCores ? "there are no core assessments since 15 April 2013" : nil
            },
            isMet: { $0.variant == "with-core-assessment" }),
        Indicator(
            "assessment-child-view", "Assessments with the child's view",
            "Assessments authorised in the period; of these, those that hold the child's view, in the assessment itself or "
                + "as an entry that names it. Left out: assessments not pursued or left by a closed case, and those not "
                + "ended.",
            source: .local("the inspection letter of 6 May 2011: evidence of children's views"), better: .higher,
            basis: .ended, kinds: [.assessment], isMet: { $0.outcome == "child-view" }),
    ]

    static let protection = [
        Indicator(
            "section47-conference", "Section 47 enquiries that led to a conference",
            "Section 47 enquiries concluded in the period; of these, those that an initial conference followed, whenever it "
                + "was held.",
            source: .known(statistics, "2014 to 2025", "table C4"), better: .neither, basis: .ended,
            kinds: [.section47],
            isMet: { $0.outcome == "conference-held" }),
        Indicator(
            "conferences-15", "Initial conferences within 15 working days",
            "Initial child protection conferences held in the period; of these, those held within 15 working days of the "
                + "strategy discussion from which Working Together counts. Left out: conferences to which no discussion "
                + "or enquiry belongs, and those found necessary and not held yet.",
            source: .known(statistics, "2014 to 2025", "table C4, from the discussion that decided on the enquiry"),
            better: .higher, basis: .ended, kinds: [.conference],
            comparisons: [
                Comparison(place: "England", year: "2024-25", value: 81.4),
                Comparison(place: "Norfolk", year: "2023-24", value: 92.9),
            ],
            concerns: { $0.variant == "initial" }, leavesOut: \.whyNotTimed, isMet: { $0.took(atMost: 15) }),
        Indicator(
            "cp-reviews", "Review conferences in time",
            "Review conferences held in the period, and those that were due by its last day and not held by then; of these, "
                + "those held by the day on which they were due: three months after the plan began, then every six. (The "
                + "national table D6 asks of each plan whether all of its reviews were in time.)",
            source: .known("Working Together to Safeguard Children", "1999 to 2026", "review conferences; NI 67"),
            better: .higher, basis: .endedOrDue, kinds: [.protectionReview],
            comparisons: [Comparison(place: "England, all reviews of a plan", year: "2023-24", value: 89.8)],
            leavesOut: { $0.due == nil ? "no limit applied" : nil }, isMet: { $0.outcome == "held" && $0.isInTime }),
        Indicator(
            "repeat-plans", "Second or later child protection plans",
            "Child protection plans that began in the period; of these, those of children who had a plan before, by the "
                + "record or by the number of earlier plans that the plan itself states.",
            source: .known(handbook, "2008 to 2011", "NI 65; today's table D3"), better: .lower, basis: .began,
            kinds: [.protectionPlan], isMet: { $0.outcome == "repeat" }),
        Indicator(
            "repeat-plans-2y", "Child protection plans within two years of another",
            "Child protection plans that began in the period; of these, those that began within two years of the end of the "
                + "child's last plan.",
            source: .local("NI 65 within two years"), better: .lower, basis: .began, kinds: [.protectionPlan],
            isMet: { fact in fact.previousOn.map { $0 >= fact.beganOn.adding(months: -24) } ?? false }),
    ]

    static let care = [
        Indicator(
            "care-reviews", "Reviews of looked-after children in time",
            "Reviews of looked-after children held in the period, and those that were due by its last day and not held by "
                + "then; of these, those held by the day on which they were due. Left out: reviews that fell away because "
                + "the child ceased to be looked after.",
            source: .known(
                "Care Planning, Placement and Case Review (England) Regulations 2010", nil, "regulation 33; NI 66"),
            better: .higher, basis: .endedOrDue, kinds: [.careReview],
            leavesOut: { $0.due == nil ? "no limit applied" : nil }, isMet: { $0.outcome == "held" && $0.isInTime }),
        Indicator(
            "visits-seen", "Visits at which the child was seen",
            "Visits in the period that say whether the child was seen; of these, those at which the child was seen.",
            source: .local("Annex A, list 7"), better: .higher, basis: .began, kinds: [.visit],
            leavesOut: { $0.outcome == nil ? "it does not say whether the child was seen" : nil },
            isMet: { $0.outcome == "seen" || $0.outcome == "seen-alone" }),
        Indicator(
            "visits-seen-alone", "Visits at which the child was seen alone",
            "Visits in the period that say whether the child was seen; of these, those at which the child was seen alone.",
            source: .local("Annex A, list 7"), better: .higher, basis: .began, kinds: [.visit],
            leavesOut: { $0.outcome == nil ? "it does not say whether the child was seen" : nil },
            isMet: { $0.outcome == "seen-alone" }),
    ]

    static let practice = [
        Indicator(
            "decisions-specific", "Management decisions that are specific",
            "Managers' decisions of the period; of these, those that say who is to act, by when and how one will tell, without "
                + "words like 'monitor' or 'as soon as possible'. To do nothing or to close asks only for the last.",
            source: .local("the inspection letter of 6 May 2011: decisions without specific content and timescale"),
            better: .higher, basis: .began, kinds: [.decision], isMet: { $0.outcome == "specific" }),
        Indicator(
            "early-help-started", "Early help (CAF) started",
            "Episodes of early help that began in the period.",
            source: .local("the inspection letter of 6 May 2011: use of the common assessment framework"),
            unit: .number,
            better: .higher, basis: .began, kinds: [.earlyHelp], isMet: { _ in true }),
        Indicator(
            "early-help-needs-met", "Early help that ended with needs met",
            "Episodes of early help that ended in the period; of these, those that ended because needs were met.",
            source: .local("outcome of early help"), better: .higher, basis: .ended, kinds: [.earlyHelp],
            isMet: { $0.outcome == "needs-met" }),
        Indicator(
            "audits-good", "Audits graded good or better",
            "Audits of cases completed in the period; of these, those graded good or outstanding.",
            source: .local("the authority's own audits"), better: .higher, basis: .began, kinds: [.audit],
            isMet: { $0.outcome == "good" || $0.outcome == "outstanding" }),
        Indicator(
            "supervisions", "Case supervision held",
            "Entries of supervision about a case in the period, each child's on its own.",
            source: .local("the authority's own standard"), unit: .number, better: .higher, basis: .began,
            kinds: [.supervision], concerns: { $0.variant != "personal" }, isMet: { _ in true }),
    ]
}
