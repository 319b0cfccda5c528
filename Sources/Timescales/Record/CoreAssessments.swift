import CaseRecord
import StrictJSON

/// Core assessments, the enquiries that they carry out, and the day 0 of each.
struct CoreAssessments {
    /// What each is required by: one for each core assessment, and one for each enquiry without.
    var required: [Happening] = []
    /// The matters that what names a core assessment belongs to, by its name.
    var names: [String: MatterNames] = [:]
}

extension Linking {
    /// Which core assessment carries out which enquiry, and from when each counts (Framework for the Assessment 2000,
    /// chapter 3; Working Together 2010, chapter 5).
    func coreAssessments(of enquiries: [Enquiry]) -> CoreAssessments {
        let assessments = all(AssessmentStarted.type)
        let cores = assessments.filter { $0.fields["kind"] == "core" }
        let carried = match(cores, to: enquiries)
        var found = CoreAssessments()
        for core in cores {
            guard let own = core.ownName("assessment") else { continue }
            // The enquiry that gives day 0, and the one that gives the clock its name: a core assessment takes over the
            // clock that the enquiry had, so that it stays the same clock.
            let takenOver = core.ownName("section47").flatMap { carried.core[$0] == own ? $0 : nil }
            let enquiry = enquiries.first { $0.name == core.ownName("section47") || carried.core[$0.name] == own }
            let name =
                (takenOver ?? enquiry?.name).flatMap { carried.core[$0] == own ? "section47/\($0)" : nil } ?? own
            var names = MatterNames(DerivedHappening.coreAssessmentMatter, name)
            for running in carried.byRunning where running.value == own { names.add("section47", running.key) }
            if let enquiry { names.add("section47", enquiry.name) }
            found.names[own] = names
            let referral = referral(of: core) ?? enquiry?.referral
            let initial = enquiry == nil ? initialAssessment(before: core, of: referral, assessments) : nil
            found.required.append(
                .required(
                    by: enquiry?.initiation ?? initial ?? core,
                    because: enquiry?.because ?? (initial == nil ? "own-start" : "initial-assessment"),
                    subject: "core assessment \(own)",
                    remark: "The core assessment was started on \(core.day.inWords).",
                    matter: name, referral: referral, knownBy: core.recorded))
        }
        for enquiry in enquiries where carried.core[enquiry.name] == nil && carried.byRunning[enquiry.name] == nil {
            found.required.append(
                .required(
                    by: enquiry.initiation, because: enquiry.because,
                    subject: "the core assessment for section 47 enquiry \(enquiry.name)",
                    remark: "No core assessment was started.", matter: "section47/\(enquiry.name)",
                    referral: enquiry.referral, knownBy: nil))
        }
        return found
    }

    /// A core assessment that names an enquiry belongs to it. Any other enquiry is carried out by a core assessment
    /// of the same referral: by one that was already running when the enquiry began (whose clock goes on as it is:
    /// a core assessment is started with an enquiry only if none is running), or by the next one to start.
    private func match(
        _ cores: [Happening], to enquiries: [Enquiry]
    ) -> (core: [String: String], byRunning: [String: String]) {
        var coreOf: [String: String] = [:]
        var byRunning: [String: String] = [:]
        var free = cores.filter { $0.ownName("section47") == nil }
        for core in cores {
            if let named = core.ownName("section47"), coreOf[named] == nil {
                coreOf[named] = core.ownName("assessment")
            }
        }
        for enquiry in enquiries where coreOf[enquiry.name] == nil {
            guard let referral = enquiry.referral else { continue }
            let began = enquiry.initiation.day
            let running = cores.first { core in
                let ended = core.ownName("assessment").flatMap { authorisation(of: $0)?.day }
                return self.referral(of: core) == referral && core.day < began && ended.map { $0 >= began } ?? true
            }
            if let running {
                byRunning[enquiry.name] = running.ownName("assessment")
            } else if let next = free.firstIndex(where: { $0.day >= began && self.referral(of: $0) == referral }) {
                coreOf[enquiry.name] = free.remove(at: next).ownName("assessment")
            }
        }
        return (coreOf, byRunning)
    }

    /// The referral that an assessment answers: the one that it names or the latest on or before its start.
    private func referral(of assessment: Happening) -> String? {
        assessment.ownName("referral") ?? latestReferral(onOrBefore: assessment.day)
    }

    private func authorisation(of assessment: String) -> Happening? {
        all(AssessmentAuthorised.type).first { $0.ownName("assessment") == assessment }
    }

    /// The authorisation of the initial assessment that a core assessment follows: the last of the same referral that
    /// was authorised by the day the core assessment started.
    private func initialAssessment(
        before core: Happening, of referral: String?, _ assessments: [Happening]
    ) -> Happening? {
        guard let referral else { return nil }
        return
            assessments
            .filter { $0.fields["kind"] == "initial" && self.referral(of: $0) == referral }
            .compactMap { $0.ownName("assessment").flatMap { authorisation(of: $0) } }
            .filter { $0.lastDay <= core.day }
            .chronological().last
    }
}

extension Enquiry {
    fileprivate var because: String { isInitiatedByDiscussion ? "section47-discussion" : "section47-start" }
}

extension Happening {
    fileprivate static func required(
        by start: Happening, because: String, subject: String, remark: String, matter: String, referral: String?,
        knownBy: RecordedEvent?
    ) -> Happening {
        var happening = Happening(
            start.recorded, type: DerivedHappening.coreAssessmentRequired.rawValue,
            fields: ["because": .string(because), "subject": .string(subject), "remark": .string(remark)],
            knownBy: knownBy)
        happening.names = MatterNames(DerivedHappening.coreAssessmentMatter, matter)
        if let referral { happening.names.add("referral", referral) }
        return happening
    }
}
