import CaseRecord
import Foundation

/// What one finished assessment lacks.
struct AssessmentGaps {
    private let strand: StrandFold
    private let facts: AssessmentFacts
    private let episode: CaseEpisode
    private let birthDate: CivilDate?
    private let siblings: [CaseFold]
    private let isInForce: Bool

    init(
        _ strand: StrandFold, _ facts: AssessmentFacts, _ episode: CaseEpisode, birthDate: CivilDate?,
        siblings: [CaseFold], isInForce: Bool
    ) {
        self.strand = strand
        self.facts = facts
        self.episode = episode
        self.birthDate = birthDate
        self.siblings = siblings
        self.isInForce = isInForce
    }

    var found: [FoundGap] {
        guard let finished = facts.finished else { return [] }
        let completion = facts.completed.flatMap { strand.events[$0].event.data as? AssessmentCompleted }
        return child(finished, completion) + substance(completion) + history(finished) + culture
    }

    private func gap(_ gap: CaseGap, _ entries: [Int] = [], _ detail: String? = nil) -> FoundGap {
        let behind =
            entries.isEmpty ? [facts.started, facts.completed ?? facts.authorised].compactMap(\.self) : entries
        return FoundGap(
            gap, "\(facts.kind.map { $0.words + " " } ?? "")assessment \(facts.reference)",
            behind.map(strand.evidence), detail, isInForce: isInForce)
    }

    /// Whether something of that day falls into the time of the assessment.
    private func isDuring(_ place: Int) -> Bool {
        guard let finished = facts.finished else { return false }
        let day = strand.day(place)
        return day >= strand.day(facts.started ?? finished) && day <= strand.day(finished)
    }

    /// The child seen, seen alone, and heard. An unborn child can be neither; one under two is not asked to be alone with
    /// the worker.
    private func child(_ finished: Int, _ completion: AssessmentCompleted?) -> [FoundGap] {
        guard let birthDate, birthDate <= strand.day(finished) else { return [] }
        var found: [FoundGap] = []
        let views = facts.views + strand.looseViews.filter(isDuring)
        if views.isEmpty, completion?.childViews == nil, facts.viewsNotObtained.isEmpty {
            found.append(gap(.childViewMissing))
        }
        let shared = views.filter { strand.events[$0].event.children.count > 1 }
        if !shared.isEmpty { found.append(gap(.childViewShared, shared)) }
        found += copiedViews(views, completion)

        let visits = facts.visits + strand.visits.filter { !facts.visits.contains($0) && isDuring($0) }
        let isSeen = completion?.childSeen == true || visits.contains { strand.seen.contains($0) }
        let isSeenAlone =
            completion?.childSeenAlone == true || visits.contains { strand.seenAlone.contains($0) }
            || views.contains { (strand.events[$0].event.data as? ChildViewRecorded)?.alone == true }
        if !isSeen, !isSeenAlone { found.append(gap(.childNotSeen)) }
        let isExplained = visits.contains { place in
            (strand.events[place].event.data as? VisitMade)?.whyNotSeenAlone != nil
        }
        if !isSeenAlone, !isExplained, birthDate.adding(months: 24) <= strand.day(finished) {
            found.append(gap(.childNotSeenAlone))
        }
        return found
    }

    private func copiedViews(_ views: [Int], _ completion: AssessmentCompleted?) -> [FoundGap] {
        guard !siblings.isEmpty else { return [] }
        let own =
            views.filter { strand.events[$0].event.children.count == 1 }.map { place in
                (place, strand.viewText(place))
            } + [(facts.completed, completion?.childViews)].compactMap { place, text in place.map { ($0, text) } }
        var found: [FoundGap] = []
        for (place, text) in own {
            guard let text else { continue }
            let words = ComparedText(text)
            let others = siblings.filter { sibling in
                sibling.strands.contains { other in
                    other.childViewTexts.contains { $0.id != strand.events[place].event.id && words.isLike($0.text) }
                }
            }
            guard !others.isEmpty else { continue }
            found.append(
                gap(.childViewCopied, [place], "as of " + others.map(\.record.child.text).joined(separator: ", ")))
        }
        return found
    }

    private func substance(_ completion: AssessmentCompleted?) -> [FoundGap] {
        var found: [FoundGap] = []
        let loose = strand.looseFactors.filter(isDuring).compactMap { strand.events[$0].event.data as? FactorRecorded }
        let census = facts.authorised.flatMap { strand.events[$0].event.data as? AssessmentAuthorised }?.factors ?? []
        // Factors of the census are needs and risks; code 21 says that there are none.
        let hasRisk =
            !(completion?.riskFactors.isEmpty ?? true) || !facts.riskFactors.isEmpty
            || loose.contains { $0.kind == .risk } || census.contains { $0.code != "21" }
        if !hasRisk { found.append(gap(.riskFactorsMissing)) }
        let hasProtective =
            !(completion?.protectiveFactors.isEmpty ?? true) || !facts.protectiveFactors.isEmpty
            || loose.contains { $0.kind == .protective }
        if !hasProtective { found.append(gap(.protectiveFactorsMissing)) }
        if completion?.analysis == nil { found.append(gap(.analysisMissing)) }
        return found
    }

    private func history(_ finished: Int) -> [FoundGap] {
        let known = strand.history(before: episode, knownAt: strand.events[finished].position)
        guard !known.isEmpty else { return [] }
        let enquiry = facts.section47.flatMap { strand.enquiries[$0] }?.history ?? []
        let considered = facts.history + enquiry + strand.looseHistory.filter(isDuring)
        let left = strand.notConsidered(known, by: considered)
        guard !left.isEmpty else { return [] }
        let listed = left.prefix(5).map { "\(strand.day($0)) \(type(of: strand.events[$0].event.data).title)" }
        let more = left.count > 5 ? " and \(left.count - 5) more" : ""
        return [
            gap(
                considered.isEmpty ? .historyNotConsidered : .historyPartlyConsidered, considered + left,
                "not considered: " + listed.joined(separator: "; ") + more)
        ]
    }

    private var culture: [FoundGap] { facts.culture.isEmpty ? [gap(.cultureNotConsidered)] : [] }
}

extension StrandFold {
    /// The text of a view recorded.
    func viewText(_ place: Int) -> String? {
        guard let view = events[place].event.data as? ChildViewRecorded else { return nil }
        let text = [view.words, view.observed].compactMap(\.self).joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    /// The child's views as recorded for assessments.
    var childViewTexts: [(id: UUID, text: ComparedText)] {
        (looseViews + assessments.values.flatMap(\.views)).compactMap { place in
            viewText(place).map { (events[place].event.id, ComparedText($0)) }
        }
            + assessments.values.compactMap { facts in
                guard let place = facts.completed,
                    let text = (events[place].event.data as? AssessmentCompleted)?.childViews
                else { return nil }
                return (events[place].event.id, ComparedText(text))
            }
    }
}
