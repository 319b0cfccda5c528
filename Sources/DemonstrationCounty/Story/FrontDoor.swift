import CaseRecord

/// From the first contact to the decision and the closure.
extension Story {
    /// The children become known, each in an event of its own.
    mutating func register() {
        let recorder = dutyWorker()
        for child in children {
            let isOfSchoolAge = child.age(on: day) >= 5
            let upn = isOfSchoolAge && random.chance(85) ? number() : nil
            let id = record(
                ChildRegistered(
                    givenName: child.givenName, familyName: child.familyName, birthDate: child.born,
                    expectedBirthDate: child.expected, sex: Code(child.sex), ethnicity: Code(child.ethnicity),
                    disabilities: child.disabilities.compactMap { Code($0) }, upn: upn,
                    upnUnknown: upn == nil ? Code(isOfSchoolAge ? "UN4" : "UN1") : nil),
                by: recorder, about: [child], significance: .routine)
            registrations.append(id)
        }
    }

    private mutating func number() -> UniquePupilNumber? {
        var digits = authority.text
        for _ in 0..<9 { digits += String(random.below(10)) }
        for letter in "ABCDEFGHJKLMNPQRTUVWXYZ" {
            if let number = UniquePupilNumber("\(letter)\(digits)") { return number }
        }
        return nil
    }

    /// Somebody gets in touch about all the children; gives what the contact is called and where it came from.
    mutating func contact() -> (contact: Reference, source: InformationSource, code: String, concern: String) {
        let child = children[0]
        let contact = reference("C", child)
        let fitting = theme.sources.filter { outOfHours ? ["6", "1A", "3E", "9"].contains($0) : $0 != "3E" }
        let young = child.age(on: day) < 5
        let code = random.pick(
            fitting.filter { young ? !["2A", "2B", "3C"].contains($0) : $0 != "3B" }, or: outOfHours ? "6" : "3A")
        let from = Phrases.source(code)
        let source = InformationSource(agency: from.agency, role: random.pick(from.roles, or: from.agency))
        let concern = deal(theme.concerns, as: "concern", about: child)
        record(
            ContactReceived(contact: contact, reason: concern, sourceCode: Code(code), team: team.id),
            by: dutyWorker(), source: source, significance: random.chance(30) ? .routine : nil)
        return (contact, source, code, concern)
    }

    /// A contact that ends with that.
    mutating func contactEnding(with outcome: ContactOutcome) {
        let contact = contact()
        handOver(contact.contact, risk: "low")
        outOfHours = false
        if random.chance(practice.decidesLate) { pass(weekdays: random.among(2...4)) }
        pass(minutes: 40...300)
        let closing = ReferralOutcome(rawValue: outcome.rawValue) ?? .noFurtherAction
        record(
            ContactDecided(
                contact: contact.contact, outcome: outcome,
                rationale: deal(Phrases.rationale(closingWith: closing), as: "closing", about: children[0]),
                riskLevel: .low, decidedBy: manager),
            by: manager, significance: .routine)
        acceptHandover()
        if outcome == .earlyHelp { startEarlyHelp() }
    }

    /// A contact that becomes a referral for each child; gives the referrals.
    mutating func referral(risk: RiskLevel = .medium) -> [Reference] {
        let contact = contact()
        handOver(contact.contact, risk: risk.rawValue)
        pass(minutes: 20...120)
        record(
            ContactDecided(contact: contact.contact, outcome: .newReferral, riskLevel: risk, decidedBy: manager),
            by: outOfHours ? dutyWorker() : manager)
        var referrals: [Reference] = []
        for child in children {
            let referral = reference("R", child)
            let tail = deal(Phrases.referralTails, as: "tail", about: child)
            record(
                ReferralReceived(
                    referral: referral, contact: contact.contact, sourceCode: Code(contact.code),
                    primaryNeed: Code(theme.need), concern: "\(contact.concern) \(tail)", team: team.id),
                by: dutyWorker(), about: [child], source: contact.source, significance: .significant)
            referrals.append(referral)
        }
        return referrals
    }

    /// The decision on the referrals.
    mutating func decide(_ referrals: [Reference], _ outcome: ReferralOutcome, risk: RiskLevel = .medium) {
        if outcome != .strategyDiscussion {
            outOfHours = false
            if random.chance(practice.decidesLate) { pass(weekdays: random.among(2...6)) }
            pass(minutes: 60...500)
        }
        let thin = random.chance(practice.thinNotes)
        let decider = outOfHours ? dutyWorker() : manager
        for (child, referral) in zip(children, referrals) {
            let rationale =
                switch outcome {
                case .strategyDiscussion: deal(Phrases.protectRationale, as: "protect", about: child)
                case .singleAssessment, .initialAssessment:
                    deal(
                        thin ? Phrases.thinRationale : Phrases.assessRationale, as: thin ? "thin-decision" : "decision",
                        about: child)
                default: deal(Phrases.rationale(closingWith: outcome), as: "closing", about: child)
                }
            record(
                ReferralDecided(
                    referral: referral, outcome: outcome, rationale: rationale, riskLevel: thin ? nil : risk,
                    decidedBy: decider),
                by: decider, about: [child], significance: .significant)
        }
    }

    /// The case goes to the worker.
    mutating func allocate() {
        acceptHandover()
        for child in children {
            record(
                CaseAllocated(worker: worker, allocatedTeam: team.id, role: .keyWorker), by: manager, about: [child],
                significance: .routine)
        }
    }

    /// Another worker of the team takes over.
    mutating func reallocate() {
        worker = WorkerID(unchecked: random.pick(team.workers.filter { $0 != worker.text }, or: team.manager))
        allocate()
    }

    /// The episodes end.
    mutating func close(_ referrals: [Reference], _ reason: String) {
        guard let reason = Code<ClosureReasonList>(reason) else { return }
        for (child, referral) in zip(children, referrals) {
            record(
                CaseClosed(referral: referral, reason: reason), by: manager, about: [child], significance: .significant)
        }
    }
}
