import CaseRecord

extension Clocks {
    /// R01, and R02, R03 or R05: what each referral starts.
    static func referralClocks(_ record: ChildRecord, _ maker: ClockMaker) -> [Clock] {
        let decisions = Dictionary(grouping: record.decisions) { $0.data.referral }
        // Assessments that carry out R02, R03 or R05: initial and single ones, by the referral that they answer.
        let assessments = Dictionary(
            grouping: record.assessments.filter { $0.data.kind != .core }, by: { record.referral(of: $0) })
        return record.referrals.flatMap { referral in
            let name = referral.data.referral
            let made = decisions[name] ?? []
            let answers = assessments[name] ?? []
            let closure = record.closure(of: name, since: referral)
            return
                [decisionClock(referral, made, closure, maker)]
                + [RuleID.initialAssessmentOf2000, .initialAssessment, .singleAssessment].map { rule in
                    assessmentClock(rule, referral, made, answers, closure, record, maker)
                }
        }
        .compactMap { $0 }
    }

    private static func decisionClock(
        _ referral: Entry<ReferralReceived>, _ decisions: [Entry<ReferralDecided>], _ closure: Cancellation?,
        _ maker: ClockMaker
    ) -> Clock? {
        let name = referral.data.referral
        var parts = ClockParts(
            rule: .referralDecision, name: name.text, subject: "the decision on referral \(name)",
            start: referral.untyped, startedWith: "the referral was received")
        parts.stop = decisions.first?.untyped
        parts.cancellation = closure
        if decisions.isEmpty, referral.data.noFurtherAction != nil {
            parts.cannotBeTold = "the referral comes from a return, which does not hold the day of the decision"
        }
        return maker.clock(parts)
    }

    private static func assessmentClock(
        _ rule: RuleID, _ referral: Entry<ReferralReceived>, _ decisions: [Entry<ReferralDecided>],
        _ answers: [Entry<AssessmentStarted>], _ closure: Cancellation?, _ record: ChildRecord, _ maker: ClockMaker
    ) -> Clock? {
        let name = referral.data.referral
        let noun = rule == .singleAssessment ? "the assessment" : "the initial assessment"
        var parts = ClockParts(
            rule: rule, name: name.text, subject: "\(noun) for referral \(name)", start: referral.untyped,
            startedWith: "the referral was received")
        parts.stop = answers.compactMap { record.authorisation(of: $0.data.assessment) }.chronological().first?.untyped
        parts.completion =
            answers.compactMap { record.completion(of: $0.data.assessment) }.chronological().first?.untyped
        var signals = decisions.map { decision in
            Signal(
                entry: decision.untyped,
                reasonAgainst: decision.data.outcome.leadsToAssessment
                    ? nil : "the decision on the referral was \(decision.data.outcome.words)")
        }
        if referral.data.noFurtherAction == true {
            signals.append(
                Signal(
                    entry: referral.untyped,
                    reasonAgainst: "the return says that the referral ended in no further action"))
        }
        for assessment in answers where assessment.data.referral == name {
            signals.append(Signal(entry: assessment.untyped, reasonAgainst: nil))
            if let authorised = record.authorisation(of: assessment.data.assessment) {
                signals.append(Signal(entry: authorised.untyped, reasonAgainst: nil))
            }
        }
        parts.cancellation = .earlier(Signal.cancellation(signals), closure)
        if decisions.isEmpty, answers.isEmpty {
            parts.remarksWhileOpen.append("It falls away if the decision on the referral is not to assess.")
        }
        return maker.clock(parts)
    }

    /// R05M: single assessments from their own start.
    static func assessmentMeasures(_ record: ChildRecord, _ maker: ClockMaker) -> [Clock] {
        record.assessments.filter { $0.data.kind == .single }.compactMap { assessment in
            let name = assessment.data.assessment
            var parts = ClockParts(
                rule: .singleAssessmentMeasure, name: name.text, subject: "assessment \(name), from its own start,",
                start: assessment.untyped, startedWith: "the assessment was started")
            parts.stop = record.authorisation(of: name)?.untyped
            parts.completion = record.completion(of: name)?.untyped
            parts.cancellation = record.closure(of: record.referral(of: assessment), since: assessment)
            return maker.clock(parts)
        }
    }
}
