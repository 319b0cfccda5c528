import CaseRecord
import Foundation

/// Finds what a record lacks.
struct GapFinder {
    let fold: CaseFold
    let items: [CaseItem]
    /// Records of other children of the family, by whose words it is seen what was copied.
    let siblings: [CaseFold]

    init(_ fold: CaseFold, items: [CaseItem], siblings: [CaseFold] = []) {
        self.fold = fold
        self.items = items
        self.siblings = siblings
    }

    /// The names of the gaps that are in force in an open case, each once, in the order in which ``CaseGap`` lists them.
    var names: [String] { fold.isOpen ? Self.names(of: all) : [] }

    /// The names of those gaps that are in force, each once, in the order in which ``CaseGap`` lists them.
    static func names(of gaps: [FoundGap]) -> [String] {
        let found = Set(gaps.lazy.filter(\.isInForce).map(\.gap))
        return found.isEmpty ? [] : CaseGap.allCases.filter(found.contains).map(\.rawValue)
    }

    /// Every gap of the open episode and of the plans that go on.
    var all: [FoundGap] {
        var found: [FoundGap] = []
        for strand in fold.strands {
            guard let episode = strand.openEpisode else { continue }
            found += assessments(of: episode, strand) + enquiries(of: episode, strand)
            for plan in strand.openPlans { found += PlanGaps(strand, plan, siblings: siblings).found }
        }
        if fold.isOpen, !fold.strands.contains(where: \.hasEthnicity) {
            found.append(FoundGap(.identityNotRecorded, "the child", []))
        }
        return found + unallocated + decisions + protection
    }

    private func assessments(of episode: CaseEpisode, _ strand: StrandFold) -> [FoundGap] {
        let finished = strand.finishedAssessments(of: episode)
        guard let last = finished.last else { return [] }
        return finished.flatMap { facts in
            AssessmentGaps(
                strand, facts, episode, birthDate: fold.birthDate, siblings: siblings,
                isInForce: facts.reference == last.reference
            ).found
        }
    }

    private func enquiries(of episode: CaseEpisode, _ strand: StrandFold) -> [FoundGap] {
        strand.enquiries.values.compactMap { enquiry in
            guard let begun = enquiry.begun, strand.day(begun) >= episode.openedOn,
                strand.assessments(of: enquiry).isEmpty
            else { return nil }
            return FoundGap(
                .enquiryWithoutAssessment, "section 47 enquiry \(enquiry.reference)",
                [enquiry.discussion, enquiry.started].compactMap { $0.map(strand.evidence) })
        }
    }

    private var unallocated: [FoundGap] {
        guard let since = fold.unallocatedSince else { return [] }
        let assessed = fold.strands.contains { strand in
            strand.risks.contains { strand.day($0.place) >= since }
        }
        guard !assessed else { return [] }
        return [
            FoundGap(
                .unallocatedWithoutRiskAssessment, "the case", [fold.responsibility.last?.begunBy].compactMap(\.self),
                "unallocated since \(since)")
        ]
    }

    private var decisions: [FoundGap] {
        items.filter { $0.kind == .decision && $0.isOpen && !$0.isSpecific }.map { item in
            FoundGap(
                .decisionNotSpecific, "decision \(item.reference)", fold.evidence(of: item.setByEvent, item.position),
                "lacks " + item.lacks.joined(separator: ", "))
        }
    }

    private var protection: [FoundGap] {
        var found: [FoundGap] = []
        for strand in fold.strands {
            var required: Set<Reference> = []
            var decisions: [(Reference, Int)] = []
            for place in strand.protective {
                switch strand.events[place].event.data {
                case let data as DecisionMade where data.requiresProtection == true:
                    decisions.append((data.decision, place))
                case let data as ProtectiveActionRequired: if let decision = data.decision { required.insert(decision) }
                case let data as ProtectiveActionTaken where data.evidence.isEmpty:
                    found.append(
                        FoundGap(
                            .protectionWithoutEvidence, "protective action \(data.protectiveAction)",
                            [strand.evidence(place)]))
                default: break
                }
            }
            found += decisions.filter { !required.contains($0.0) }.map { decision, place in
                FoundGap(.protectionNotNamed, "decision \(decision)", [strand.evidence(place)])
            }
        }
        return found
    }
}

extension FoundGap {
    init(
        _ gap: CaseGap, _ subject: String, _ entries: [CaseEvidence], _ detail: String? = nil, isInForce: Bool = true
    ) {
        self.gap = gap
        self.subject = subject
        self.detail = detail
        self.entries = entries
        self.isInForce = isInForce
    }
}

extension StrandFold {
    /// The assessments of social work that were finished in the episode, in the order in which they were.
    func finishedAssessments(of episode: CaseEpisode) -> [AssessmentFacts] {
        assessments.values.filter { facts in
            guard let finished = facts.finished, facts.notPursued == nil, facts.kind?.isOfSocialWork ?? true else {
                return false
            }
            return day(facts.started ?? finished) >= episode.openedOn
        }.sorted { one, other in
            guard let first = one.finished, let second = other.finished else { return false }
            return (day(first), events[first].position) < (day(second), events[second].position)
        }
    }

    /// The core and single assessments that carry out an enquiry: those that name it and, where they name none, those
    /// of the same episode that were started with or after it or ran when it began.
    func assessments(of enquiry: EnquiryFacts) -> [AssessmentFacts] {
        guard let begun = enquiry.begun else { return [] }
        let day = day(begun)
        let episode = episode(of: enquiry.referral, day)
        return assessments.values.filter { facts in
            guard let started = facts.started, facts.notPursued == nil else { return false }
            if let named = facts.section47 { return named == enquiry.reference }
            guard facts.kind == .core || facts.kind == .single || facts.kind == .preBirth,
                self.episode(of: facts.referral, self.day(started))?.begunBy == episode?.begunBy
            else { return false }
            return self.day(started) >= day || self.day(facts.authorised).map { $0 >= day } ?? true
        }
    }
}

extension AssessmentKind {
    /// Whether it is one of those that social workers lead.
    var isOfSocialWork: Bool { self == .initial || self == .core || self == .single || self == .preBirth }
}

extension CaseFold {
    /// The entry of that id.
    func evidence(of id: UUID, _ position: Int64) -> [CaseEvidence] {
        for strand in strands {
            // Events stand in the order of the log.
            var (low, high) = (0, strand.events.count)
            while low < high {
                let middle = (low + high) / 2
                if strand.events[middle].position < position { low = middle + 1 } else { high = middle }
            }
            if low < strand.events.count, strand.events[low].event.id == id { return [strand.evidence(low)] }
        }
        return []
    }
}
