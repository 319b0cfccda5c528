import CaseRecord

/// The stories themselves.
extension Story {
    /// Tells the household's story to the last day.
    mutating func tell() {
        switch household.plan.kind {
        case .today(.contact), .today(.referral): goToLastDay()
        default: break
        }
        if case .authority = household.plan.kind { return tell(Script.authority(through: through)) }
        register()
        switch household.plan.kind {
        case .contactOnly(let outcome): contactEnding(with: outcome)
        case .undecided: _ = referral()
        case .referralEnded(let outcome):
            let referrals = referral(risk: .low)
            decide(referrals, outcome, risk: .low)
            if random.chance(70) {
                pass(weekdays: random.among(1...4))
                close(referrals, outcome == .earlyHelp ? "RC9" : outcome == .otherAuthority ? "RC5" : "RC8")
            }
            if outcome == .earlyHelp { startEarlyHelp(referrals) }
        case .openAssessment(let waits): openAssessment(waits: waits)
        case .awaitingAuthorisation:
            assessOnReferral(completed: through.adding(weekdays: -random.among(1...6)), authorised: nil)
        case .assessedAndClosed: assessedAndClosed()
        case .childInNeed(let days, let closing): childInNeed(days: days, closing: closing)
        case .enquiry(let end): enquiry(end)
        case .protection(let days, let closing):
            let referrals = throughConference(conferenceAfter: random.among(10...15))
            protectionPlan(until: day.adding(days: days))
            needPlan(until: day.adding(days: 60))
            if let closing { close(referrals, closing) }
        case .beforeBirth(let conference):
            let length = assessmentLength()
            if conference {
                _ = throughConference(conferenceAfter: 13)
                protectionPlan(until: through.adding(days: 400))
            } else {
                assessOnReferral(completed: day.adding(weekdays: length), authorised: nil)
            }
        case .referredAgain: referredAgain()
        case .long(let lastReferral): long(lastReferral: lastReferral)
        case .legacy(let number): legacy(number)
        case .today(let matter): today(matter)
        case .written(let story): tell(story.script)
        case .authority: break
        }
    }

    /// Referral, decision, allocation and assessment.
    @discardableResult
    private mutating func assessOnReferral(
        completed: CivilDate, authorised: CivilDate?, outcome: String = "Child in need plan"
    ) -> [Reference] {
        let referrals = referral()
        decide(referrals, .singleAssessment)
        pass(weekdays: random.among(1...3))
        allocate()
        pass(minutes: 30...200)
        assess(referrals, completed: completed, authorised: authorised, outcome: outcome)
        return referrals
    }

    private mutating func openAssessment(waits: Bool) {
        guard waits else {
            assessOnReferral(completed: through.adding(days: 10), authorised: nil)
            return
        }
        let referrals = referral()
        decide(referrals, .singleAssessment)
        wait("unallocated", reason: "No worker has room")
        casework(until: through, .waiting)
    }

    private mutating func assessedAndClosed() {
        let start = day
        let length = assessmentLength()
        let toEarlyHelp = random.chance(45)
        let authorised = start.adding(weekdays: length)
        let referrals = assessOnReferral(
            completed: authorised.adding(weekdays: -random.among(1...3)), authorised: authorised,
            outcome: toEarlyHelp ? "Step down to early help" : "No further action")
        pass(weekdays: random.among(1...6))
        write("Closing", deal(Phrases.closingNotes, as: "closing-note", about: children[0]))
        close(referrals, toEarlyHelp ? "RC9" : "RC8")
    }

    private mutating func childInNeed(days: Int, closing: String?) {
        let authorised = day.adding(weekdays: assessmentLength())
        let referrals = assessOnReferral(completed: authorised.adding(weekdays: -2), authorised: authorised)
        if random.chance(30) { reallocate() }
        needPlan(until: closing == nil ? through.adding(days: 60) : day.adding(days: days))
        pass(weekdays: random.among(1...4))
        guard let closing else { return }
        write("Closing", closingNote(closing), significance: closing == "RC2" ? .significant : .routine)
        close(referrals, closing)
    }

    private mutating func closingNote(_ reason: String) -> String {
        switch reason {
        case "RC1": say("Adoption order made; life story book handed over to {c}'s family.", about: children[0])
        case "RC2":
            say(
                "{c} died in hospital after a long illness, with family present. Bereavement support is in place.",
                about: children[0])
        case "RC3": say("Child arrangements order made: {c} lives with grandparents.", about: children[0])
        case "RC4": say("Special guardianship order made to an aunt; support plan agreed.", about: children[0])
        case "RC5": "Family has moved; transfer meeting held and the receiving authority has accepted the case."
        case "RC6": say("{c} is now eighteen; adult services have taken over the support.", about: children[0])
        default: deal(Phrases.closingNotes, as: "closing-note", about: children[0])
        }
    }

    /// Referral, strategy discussion, enquiry and an initial conference that many weekdays after the discussion.
    private mutating func throughConference(conferenceAfter weekdays: Int) -> [Reference] {
        let referrals = referral(risk: .high)
        decide(referrals, .strategyDiscussion, risk: .high)
        let enquiry = startEnquiry(referrals)
        let discussed = day
        pass(weekdays: 1)
        allocate()
        let conferenceDay = discussed.adding(weekdays: weekdays)
        assess(
            referrals, section47: enquiry, completed: conferenceDay.adding(weekdays: -2),
            authorised: conferenceDay.adding(weekdays: -1), outcome: "Child protection conference")
        conclude(enquiry, .conference)
        go(to: conferenceDay)
        conference(.initial, .plan, enquiry: enquiry)
        return referrals
    }

    private mutating func enquiry(_ end: StoryPlan.EnquiryEnd) {
        if end == .lateConference {
            _ = throughConference(conferenceAfter: random.among(17...26))
            return protectionPlan(until: through.adding(days: 300))
        }
        let start = day
        let referrals = referral(risk: .high)
        decide(referrals, .strategyDiscussion, risk: .high)
        let enquiry = startEnquiry(referrals)
        pass(weekdays: 1)
        allocate()
        if end == .none {
            return assess(
                referrals, section47: enquiry, completed: through.adding(days: 10), authorised: nil,
                outcome: "Child protection conference")
        }
        casework(until: start.adding(weekdays: 8), .assessment)
        go(to: start.adding(weekdays: 9))
        conclude(enquiry, end == .notSubstantiated ? .notSubstantiated : .noContinuingRisk)
        pass(minutes: 20...60)
        let authorised = start.adding(weekdays: max(16, assessmentLength()))
        assess(
            referrals, section47: enquiry, completed: authorised.adding(weekdays: -2), authorised: authorised,
            outcome: end == .notSubstantiated ? "No further action" : "Step down to early help")
        pass(weekdays: random.among(2...9))
        // An episode with an enquiry does not count as closed after assessment (census rule 2990).
        close(referrals, "RC7")
    }

    private mutating func referredAgain() {
        assessedAndClosed()
        go(to: day.adding(days: random.among(40...200)))
        let authorised = day.adding(weekdays: assessmentLength())
        assessOnReferral(completed: authorised.adding(weekdays: -2), authorised: authorised)
        needPlan(until: through.adding(days: 60))
    }

    private mutating func long(lastReferral: Int) {
        isBusy = true
        let start = day
        contactEnding(with: .advice)
        pass(weekdays: 9)
        let authorised = day.adding(weekdays: 41)
        var referrals = assessOnReferral(completed: authorised.adding(weekdays: -2), authorised: authorised)
        needPlan(until: start.adding(days: 190))
        close(referrals, "RC7")
        go(to: start.adding(days: 262))
        referrals = throughConference(conferenceAfter: 14)
        protectionPlan(until: start.adding(days: 520))
        reallocate()
        needPlan(until: start.adding(days: 590))
        write("Closing", deal(Phrases.closingNotes, as: "closing-note", about: children[0]))
        close(referrals, "RC7")
        go(to: through.adding(weekdays: -lastReferral))
        isBusy = false
        assessOnReferral(completed: through.adding(days: 10), authorised: nil)
    }

    /// A case of the years of Working Together 2010: initial assessment within 10 working days, core within 35.
    private mutating func legacy(_ number: Int) {
        let start = day
        let referrals = referral()
        pass(weekdays: 1)
        decide(referrals, .initialAssessment)
        allocate()
        // The first is authorised some three weeks late.
        let initial = start.adding(weekdays: number == 0 ? 26 : random.among(8...24))
        assess(
            referrals, as: .initial, completed: initial.adding(weekdays: -2), authorised: initial,
            outcome: number % 3 == 2 ? "No further action" : "Core assessment")
        if number % 3 == 2 {
            pass(weekdays: 3)
            return close(referrals, "RC7")
        }
        var enquiry: Reference?
        if number % 3 == 0 {
            pass(weekdays: 1)
            enquiry = startEnquiry(referrals)
        }
        let discussed = day
        if number % 3 == 0 {
            // The core assessment starts with the enquiry, and the conference comes two days late.
            let conferenceDay = discussed.adding(weekdays: 17)
            assess(
                referrals, as: .core, section47: enquiry, completed: conferenceDay.adding(weekdays: -1),
                authorised: conferenceDay.adding(weekdays: -1), outcome: "Child protection conference")
            if let enquiry { conclude(enquiry, .conference) }
            go(to: conferenceDay)
            conference(.initial, .plan, enquiry: enquiry)
            protectionPlan(until: day.adding(days: 230))
        } else {
            pass(weekdays: 2)
            let core = discussed.adding(weekdays: random.among(30...52))
            assess(
                referrals, as: .core, completed: core.adding(weekdays: -3), authorised: core,
                outcome: "Child in need plan")
            needPlan(until: day.adding(days: random.among(90...160)))
        }
        pass(weekdays: 5)
        close(referrals, "RC7")
    }

    private mutating func today(_ matter: StoryPlan.Matter) {
        switch matter {
        case .contact:
            _ = contact()
        case .referral: _ = referral()
        case .strategyDiscussion:
            let referrals = assessOnReferral(completed: through.adding(weekdays: -1), authorised: nil)
            goToLastDay()
            _ = startEnquiry(referrals)
        }
    }
}
