import CaseRecord

/// A section 47 enquiry as facts count it, put together as its clocks are.
struct FactEnquiry {
    let name: Reference
    let start: FactEntry<Section47Started>?
    let discussion: FactEntry<StrategyDiscussionHeld>?
    let referral: Reference?

    /// The event that it began with: the first discussion that decided on it or, where none is linked, its start.
    var initiation: RecordedEvent? { discussion?.event ?? start?.event }
    var at: Instant? { discussion?.at ?? start?.at }
}

extension FactHistory {
    /// The enquiries by when they began. One has a start, or a discussion that decided on it and names it.
    func enquiries() -> [FactEnquiry] {
        let starts = Dictionary(enquiryStarts.map { ($0.data.section47, $0) }) { first, _ in first }
        let decidedOn = discussions.filter(\.data.initiatesSection47).compactMap(\.data.section47)
        guard !starts.isEmpty || !decidedOn.isEmpty else { return [] }
        return Set(decidedOn).union(starts.keys).map { name in
            let start = starts[name]
            let named = start?.data.strategyDiscussion
            // A discussion that the start names decided on the enquiry, whatever it says of itself.
            let decisive = discussions.first { discussion in
                (named != nil && discussion.data.discussion == named)
                    || (discussion.data.section47 == name && discussion.data.initiatesSection47)
            }
            let day = decisive?.day ?? start?.day
            return FactEnquiry(
                name: name, start: start, discussion: decisive,
                referral: start?.data.referral ?? decisive?.data.referral
                    ?? day.flatMap { latestReferral(onOrBefore: $0) })
        }
        .sorted { one, other in
            if let first = one.at, let second = other.at, first != second { return first < second }
            return one.name < other.name
        }
    }

    /// The referral that an assessment answers: the one that it names or the latest on or before its start.
    func referral(of assessment: FactEntry<AssessmentStarted>) -> Reference? {
        assessment.data.referral ?? latestReferral(onOrBefore: assessment.day)
    }

    /// The enquiry that each core assessment gets its day 0 from, and the enquiries that a core assessment carries out. One
    /// that names an enquiry belongs to it; another enquiry is carried out by a core assessment of the same referral, one
    /// that ran when the enquiry began or the next one to start.
    func coreAssessments(of enquiries: [FactEnquiry]) -> (enquiryOf: [Reference: Reference], carried: Set<Reference>) {
        let cores = assessments.filter { $0.data.kind == .core }
        guard !cores.isEmpty, !enquiries.isEmpty else { return ([:], []) }
        var coreOf: [Reference: Reference] = [:]
        var carried: Set<Reference> = []
        for core in cores {
            if let named = core.data.section47, coreOf[named] == nil { coreOf[named] = core.data.assessment }
        }
        var free = cores.filter { $0.data.section47 == nil }
        for enquiry in enquiries where coreOf[enquiry.name] == nil {
            guard let referral = enquiry.referral, let began = enquiry.initiation?.event.occurredAt.firstDay else {
                continue
            }
            let isRunning = cores.contains { core in
                let ended = authorisations[core.data.assessment]?.day
                return self.referral(of: core) == referral && core.day < began && ended.map { $0 >= began } ?? true
            }
            if isRunning {
                carried.insert(enquiry.name)
            } else if let next = free.firstIndex(where: { $0.day >= began && self.referral(of: $0) == referral }) {
                coreOf[enquiry.name] = free.remove(at: next).data.assessment
            }
        }
        var enquiryOf: [Reference: Reference] = [:]
        for (enquiry, core) in coreOf.sorted(by: { $0.key < $1.key }) where enquiryOf[core] == nil {
            enquiryOf[core] = enquiry
        }
        return (enquiryOf, carried.union(coreOf.keys))
    }
}
