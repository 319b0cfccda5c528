import CaseRecord

/// What is known of a child from before an episode.
extension StrandFold {
    private static let kinds: Set<ObjectIdentifier> = Set(
        ([
            ContactReceived.self, ReferralReceived.self, EarlyHelpStarted.self, AssessmentAuthorised.self,
            StrategyDiscussionHeld.self, Section47Started.self, ConferenceHeld.self, ChildProtectionPlanStarted.self,
            PoliceProtectionTaken.self, OrderMade.self, PreProceedingsStarted.self, CareProceedingsIssued.self,
            SeriousIncidentIdentified.self, CareStarted.self, MissingReported.self,
        ] as [any EventPayload.Type]).map { ObjectIdentifier($0) })

    /// The entries of what happened before the episode that had been recorded by then: earlier contacts, referrals,
    /// assessments, enquiries, conferences, plans, times in care and of being missing, and whatever was said to be
    /// significant. The contact that the episode's referral came from is none.
    func history(before episode: CaseEpisode, knownAt position: Int64) -> [Int] {
        let own = (events[episode.begunBy].event.data as? ReferralReceived)?.contact
        var found: [Int] = []
        for place in order {
            let recorded = events[place]
            guard recorded.day < episode.openedOn else { break }
            guard recorded.position <= position else { continue }
            let isOfKind = Self.kinds.contains(ObjectIdentifier(type(of: recorded.event.data)))
            guard recorded.event.significance.map({ $0 == .significant }) ?? isOfKind else { continue }
            if let own, let contact = recorded.event.data as? ContactReceived, contact.contact == own { continue }
            found.append(place)
        }
        return found
    }

    /// Those of the entries that none of what was considered covers: by naming them, by saying that the record was read
    /// up to a position at or after theirs or, of referrals, that at least as many were read as there are.
    func notConsidered(_ known: [Int], by considered: [Int]) -> [Int] {
        guard !considered.isEmpty else { return known }
        let said = considered.compactMap { events[$0].event.data as? HistoryConsidered }
        let named = Set(said.flatMap(\.entries))
        let through = said.compactMap(\.throughPosition).max().map { Int64($0) } ?? 0
        let referrals = known.count { events[$0].event.data is ReferralReceived }
        let areReferralsRead = said.compactMap(\.previousReferrals).max().map { $0 >= referrals } ?? false
        return known.filter { place in
            let recorded = events[place]
            if named.contains(recorded.event.id) || recorded.position <= through { return false }
            return !(areReferralsRead && recorded.event.data is ReferralReceived)
        }
    }
}
