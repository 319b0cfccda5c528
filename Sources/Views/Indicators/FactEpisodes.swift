import CaseRecord

/// Which referrals opened an episode, and what closed each.
struct FactEpisodes {
    struct Episode {
        let referral: FactEntry<ReferralReceived>
        /// Whether it led to no work by social workers.
        var isTurnedAway: Bool
        /// Whether what was decided on it is recorded.
        var isDecided: Bool
        var closure: FactEntry<CaseClosed>?
    }

    private(set) var episodes: [Episode]

    init(_ history: FactHistory) {
        episodes = history.referrals.map { referral in
            // The last decision counts.
            let last = history.referralDecisions[referral.data.referral]?.last
            return Episode(
                referral: referral,
                isTurnedAway: last.map { !$0.data.outcome.leadsToAssessment }
                    ?? (referral.data.noFurtherAction == true),
                isDecided: last != nil || referral.data.noFurtherAction != nil)
        }
        guard !episodes.isEmpty else { return }
        var reopenings = history.reopenings[...]
        for closure in history.closures {
            while let first = reopenings.first, first.precedes(closure) {
                reopen(first)
                reopenings.removeFirst()
            }
            close(closure)
        }
        for reopening in reopenings { reopen(reopening) }
    }

    private mutating func close(_ closure: FactEntry<CaseClosed>) {
        for index in episodes.indices where episodes[index].closure == nil {
            let isMeant =
                closure.data.referral.map { $0 == episodes[index].referral.data.referral }
                ?? !closure.event.event.occurredAt.isOnEarlierDay(than: episodes[index].referral.event.event.occurredAt)
            if isMeant { episodes[index].closure = closure }
        }
    }

    private mutating func reopen(_ reopening: FactEntry<CaseReopened>) {
        guard let named = reopening.data.referral else {
            // A case that is reopened goes on where it ended last.
            let closed = episodes.indices.filter { episodes[$0].closure != nil }
            let last = closed.max { one, other in
                guard let first = episodes[one].closure, let second = episodes[other].closure else { return false }
                return first.precedes(second)
            }
            if let last { episodes[last].closure = nil }
            return
        }
        for index in episodes.indices where episodes[index].referral.data.referral == named {
            episodes[index].closure = nil
        }
    }

    /// What closed the episode of that referral.
    func closure(of referral: Reference?) -> FactEntry<CaseClosed>? {
        referral.flatMap { name in episodes.first { $0.referral.data.referral == name }?.closure }
    }
}
