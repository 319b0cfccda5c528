import CaseRecord

extension Clocks {
    /// R04: one clock for each core assessment, and one for each section 47 enquiry that has none.
    static func coreAssessmentClocks(_ record: ChildRecord, _ maker: ClockMaker) -> [Clock] {
        let cores = record.assessments.filter { $0.data.kind == .core }
        let enquiries = record.enquiries()
        let carried = match(cores, to: enquiries, record)
        var clocks: [Clock?] = cores.map { core in
            let own = core.data.assessment
            // The enquiry that gives the clock its day 0, and the one that gives it its name: a core assessment
            // takes over the clock that the enquiry had, so that it stays the same clock.
            let takenOver = core.data.section47.flatMap { carried.core[$0] == own ? $0 : nil }
            let enquiry = enquiries.first { $0.name == core.data.section47 || carried.core[$0.name] == own }
            let name = (takenOver ?? enquiry?.name).flatMap { carried.core[$0] == own ? "section47/\($0)" : nil }
            return clock(of: core, named: name ?? own.text, for: enquiry, record, maker)
        }
        for enquiry in enquiries where carried.core[enquiry.name] == nil && !carried.byRunning.contains(enquiry.name) {
            var parts = ClockParts(
                rule: .coreAssessment, name: "section47/\(enquiry.name)",
                subject: "the core assessment for section 47 enquiry \(enquiry.name)", start: enquiry.initiation,
                startedWith: enquiry.startedWith)
            parts.cancellation = record.closure(of: enquiry.referral, since: enquiry.initiation)
            parts.remarks = ["No core assessment was started."]
            clocks.append(maker.clock(parts))
        }
        return clocks.compactMap { $0 }
    }

    /// Which core assessment carries out which enquiry.
    ///
    /// A core assessment that names an enquiry belongs to it. Any other enquiry is carried out by a core assessment
    /// of the same referral: by one that was already running when the enquiry began (whose clock goes on as it is:
    /// a core assessment is started with an enquiry only if none is running), or by the next one to start.
    private static func match(
        _ cores: [Entry<AssessmentStarted>], to enquiries: [Enquiry], _ record: ChildRecord
    ) -> (core: [Reference: Reference], byRunning: Set<Reference>) {
        var coreOf: [Reference: Reference] = [:]
        var byRunning: Set<Reference> = []
        var free = cores.filter { $0.data.section47 == nil }
        for core in cores {
            if let named = core.data.section47, coreOf[named] == nil { coreOf[named] = core.data.assessment }
        }
        for enquiry in enquiries where coreOf[enquiry.name] == nil {
            guard let referral = enquiry.referral else { continue }
            let ofReferral = cores.filter { record.referral(of: $0) == referral }
            let began = enquiry.initiation.day
            let isRunning = ofReferral.contains { core in
                let ended = record.authorisation(of: core.data.assessment)?.day
                return core.day < began && ended.map { $0 >= began } ?? true
            }
            if isRunning {
                byRunning.insert(enquiry.name)
            } else if let next = free.firstIndex(where: {
                $0.day >= began && record.referral(of: $0) == referral
            }) {
                coreOf[enquiry.name] = free.remove(at: next).data.assessment
            }
        }
        return (coreOf, byRunning)
    }

    private static func clock(
        of core: Entry<AssessmentStarted>, named name: String, for enquiry: Enquiry?, _ record: ChildRecord,
        _ maker: ClockMaker
    ) -> Clock? {
        let own = core.data.assessment
        let referral = record.referral(of: core) ?? enquiry?.referral
        let start: Entry<Void>
        let startedWith: String
        if let enquiry {
            (start, startedWith) = (enquiry.initiation, enquiry.startedWith)
        } else if let initial = initialAssessment(before: core, of: referral, record) {
            (start, startedWith) = (initial.untyped, "the initial assessment was authorised")
        } else {
            (start, startedWith) = (core.untyped, "the core assessment was started")
        }
        var parts = ClockParts(
            rule: .coreAssessment, name: name, subject: "core assessment \(own)", start: start,
            startedWith: startedWith)
        parts.openedBy = core.untyped
        parts.stop = record.authorisation(of: own)?.untyped
        parts.completion = record.completion(of: own)?.untyped
        parts.cancellation = record.closure(of: referral, since: start)
        parts.remarks = ["The core assessment was started on \(core.day.inWords)."]
        return maker.clock(parts)
    }

    /// The initial assessment that a core assessment follows: the last of the same referral that was authorised by
    /// the day the core assessment started.
    private static func initialAssessment(
        before core: Entry<AssessmentStarted>, of referral: Reference?, _ record: ChildRecord
    ) -> Entry<AssessmentAuthorised>? {
        guard let referral else { return nil }
        return record.assessments
            .filter { $0.data.kind == .initial && record.referral(of: $0) == referral }
            .compactMap { record.authorisation(of: $0.data.assessment) }
            .filter { $0.lastDay <= core.day }
            .chronological().last
    }
}
