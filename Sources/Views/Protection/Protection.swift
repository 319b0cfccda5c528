public import CaseRecord

/// What was done to protect a child: for each concern what was decided, what had to be done, whether it was done, by
/// whom, when and by which entries, and what the record does not show.
public struct Protection: Sendable {
    /// The child.
    public let child: ChildID
    /// The last position of the log that the record holds an entry from.
    public let position: Int64
    /// Only what had been recorded by then counts; `nil`: all of it.
    public let knownAt: Instant?
    /// What had happened by the end of this day counts.
    public let asAt: CivilDate
    /// The record that this one is part of now; `nil` where it was not merged into another.
    public let mergedInto: ChildID?
    /// The records that were merged into this one.
    public let mergedFrom: [ChildID]
    /// The concerns, earliest first.
    public let concerns: [Concern]
    /// What makes the risk of the episode that is open, or was open last, fully assessed; empty where there was none.
    public let riskPredicates: [RiskPredicate]

    /// Whether each of the ``riskPredicates`` holds; `nil` where there was no episode.
    public var isRiskFullyAssessed: Bool? { riskPredicates.isEmpty ? nil : riskPredicates.allSatisfy(\.holds) }

    /// The worst of what the present episode's concerns come to; `nil` where there is none.
    public var verdict: Concern.Verdict? {
        let order = Concern.Verdict.allCases
        return concerns.filter(\.isCurrent).map(\.verdict)
            .max { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    }

    /// What it comes to, in a sentence.
    public var sentence: String {
        let current = concerns.filter(\.isCurrent)
        let earlier = concerns.count { !$0.isCurrent && ($0.verdict == .notEvidenced || $0.verdict == .open) }
        let before =
            earlier == 0
            ? "" : " Of earlier episodes, \(earlier) \(earlier == 1 ? "concern is" : "concerns are") not evidenced."
        guard let verdict else { return "No concern is on record." + before }
        let concerned = current.count { $0.verdict == verdict }
        let counted = "\(concerned) of \(current.count) \(current.count == 1 ? "concern" : "concerns")"
        return verdict.words.withCapital + " (\(counted))." + before
    }

    /// What was done to protect the child, by a record as it now stands or stood.
    ///
    /// - Parameter asAt: Only what had happened by the end of that day counts.
    public static func of(_ record: EffectiveRecord, asAt: CivilDate) -> Protection {
        let fold = CaseFold(record, asAt: asAt)
        let items = CaseItem.all(in: record, asAt: asAt)
        let current = fold.strands.compactMap { strand in
            (strand.openEpisode ?? strand.episodes.last)?.openedOn
        }.max()
        let isOpen = fold.isOpen
        var concerns: [Concern] = []
        var predicates: [RiskPredicate] = []
        for strand in fold.strands {
            concerns += ConcernFinder(strand).concerns(items: items, asAt: asAt, current: current) { day in
                fold.birthDate.map { $0 <= day } ?? (fold.expectedBirthDate == nil)
            }
            // Of merged records the one whose episode is open counts.
            if let episode = isOpen ? strand.openEpisode : strand.episodes.last, predicates.isEmpty {
                predicates = strand.riskPredicates(of: episode, birthDate: fold.birthDate)
            }
        }
        return Protection(
            child: record.child, position: record.position, knownAt: record.knownAt, asAt: asAt,
            mergedInto: record.mergedInto, mergedFrom: record.mergedFrom,
            concerns: concerns.sorted { one, other in
                (one.raisedOn, one.raisedBy.first?.position ?? 0) < (
                    other.raisedOn, other.raisedBy.first?.position ?? 0
                )
            }, riskPredicates: predicates)
    }
}
