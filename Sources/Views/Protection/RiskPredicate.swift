import CaseRecord

/// One of the things that make a risk fully assessed, true or false by the entries that show it.
public struct RiskPredicate: Sendable {
    /// Its name.
    public enum Name: String, Sendable, CaseIterable {
        /// An assessment of the episode was finished.
        case assessmentFinished = "assessment-finished"
        /// Every section 47 enquiry of the episode has its assessment.
        case enquiriesAssessed = "enquiries-assessed"
        /// Risk factors were identified.
        case riskFactors = "risk-factors"
        /// Protective factors were identified.
        case protectiveFactors = "protective-factors"
        /// There is an analysis.
        case analysis = "analysis"
        /// What was known from before was considered.
        case historyConsidered = "history-considered"
        /// The child was seen.
        case childSeen = "child-seen"
        /// The child's views are there, or the reason why not.
        case childHeard = "child-heard"
    }

    /// Its name.
    public let name: Name
    /// Whether it holds.
    public let holds: Bool
    /// The entries that satisfy it or, where it does not hold, those that ask for it.
    public let entries: [CaseEvidence]
    /// More in words.
    public let detail: String?
}

extension RiskPredicate.Name {
    /// In words.
    public var words: String {
        switch self {
        case .assessmentFinished: "an assessment was finished"
        case .enquiriesAssessed: "every section 47 enquiry has an assessment"
        case .riskFactors: "risk factors were identified"
        case .protectiveFactors: "protective factors were identified"
        case .analysis: "there is an analysis"
        case .historyConsidered: "what was known from before was considered"
        case .childSeen: "the child was seen"
        case .childHeard: "the child's views are recorded"
        }
    }
}

extension StrandFold {
    /// What makes the risk of an episode fully assessed (Ofsted to Norfolk, 6 May 2011: without analysis, history and core
    /// assessments with enquiries "the risk may not be fully assessed"), by its last finished assessment.
    func riskPredicates(of episode: CaseEpisode, birthDate: CivilDate?) -> [RiskPredicate] {
        let last = finishedAssessments(of: episode).last
        let gaps = last.map { facts in
            AssessmentGaps(self, facts, episode, birthDate: birthDate, siblings: [], isInForce: true).found
        }
        func predicate(_ name: RiskPredicate.Name, _ kinds: [CaseGap], _ entries: [Int]) -> RiskPredicate {
            let gap = gaps?.first { kinds.contains($0.gap) }
            let holds = gaps != nil && gap == nil
            return RiskPredicate(
                name: name, holds: holds, entries: holds ? entries.map(evidence) : gap?.entries ?? [],
                detail: gap?.detail ?? (gaps == nil ? "no assessment of the episode is finished" : nil))
        }
        let said = [last?.completed].compactMap(\.self)
        let from = last?.started.map(day) ?? episode.openedOn
        let until = last?.finished.map(day) ?? episode.openedOn
        func during(_ places: [Int]) -> [Int] { places.filter { day($0) >= from && day($0) <= until } }
        return [
            RiskPredicate(
                name: .assessmentFinished, holds: last != nil,
                entries: last.map { [$0.started, $0.finished].compactMap(\.self).map(evidence) } ?? [], detail: nil),
            enquiriesAssessed(episode),
            predicate(.riskFactors, [.riskFactorsMissing], said + (last?.riskFactors ?? []) + during(looseFactors)),
            predicate(
                .protectiveFactors, [.protectiveFactorsMissing],
                said + (last?.protectiveFactors ?? []) + during(looseFactors)),
            predicate(.analysis, [.analysisMissing], said),
            predicate(
                .historyConsidered, [.historyNotConsidered, .historyPartlyConsidered],
                (last?.history ?? []) + during(looseHistory)),
            predicate(.childSeen, [.childNotSeen], said + during(seen)),
            predicate(.childHeard, [.childViewMissing], said + (last?.views ?? []) + during(looseViews)),
        ]
    }

    private func enquiriesAssessed(_ episode: CaseEpisode) -> RiskPredicate {
        let own = enquiries.values.filter { enquiry in enquiry.begun.map { day($0) >= episode.openedOn } ?? false }
        let without = own.filter { assessments(of: $0).isEmpty }
        let starts = own.flatMap { assessments(of: $0) }.compactMap(\.started)
        return RiskPredicate(
            name: .enquiriesAssessed, holds: without.isEmpty,
            entries: (without.isEmpty ? starts.unique : without.compactMap(\.begun)).map(evidence),
            detail: own.isEmpty
                ? "there was no enquiry"
                : without.isEmpty ? nil : "without: " + without.map(\.reference.text).joined(separator: ", "))
    }
}
