import CaseRecord

/// A referral that was accepted, and what became of it.
struct CaseEpisode {
    /// The referral; `nil` where work began without one on record.
    let referral: Reference?
    /// The first day: of the referral.
    let openedOn: CivilDate
    /// The day on which it was accepted.
    let acceptedOn: CivilDate
    /// The place of the referral among the strand's events, or of the entry that work began with.
    let begunBy: Int
    /// The day on which it was closed, or on which the referral was decided to need nothing after all.
    var closedOn: CivilDate?
    /// The place of the entry that says so.
    var closedBy: Int?
}

/// Collects what makes and ends episodes, in whichever order the entries of one day come.
struct EpisodeFold {
    private struct Received {
        let referral: Reference
        let place: Int
        let day: CivilDate
        let noFurtherAction: Bool?
    }

    private enum Turn {
        case closed(Reference?, CivilDate, Int)
        case reopened(Reference?, CivilDate, Int)
    }

    private var received: [Received] = []
    private var known: Set<Reference> = []
    private var decisions: [Reference: [(leads: Bool, day: CivilDate, place: Int)]] = [:]
    private var worked: Set<Reference> = []
    private var firstWork: [(day: CivilDate, place: Int)] = []
    private var turns: [Turn] = []

    mutating func receive(_ data: ReferralReceived, _ day: CivilDate, _ place: Int) {
        guard known.insert(data.referral).inserted else { return }
        received.append(
            Received(referral: data.referral, place: place, day: day, noFurtherAction: data.noFurtherAction))
    }

    mutating func decide(_ data: ReferralDecided, _ day: CivilDate, _ place: Int) {
        decisions[data.referral, default: []].append((data.outcome.leadsToAssessment, day, place))
    }

    /// Work that a referral that was accepted leads to.
    mutating func work(for referral: Reference?, _ day: CivilDate, _ place: Int) {
        if let referral { worked.insert(referral) }
        firstWork.append((day, place))
    }

    mutating func close(_ referral: Reference?, _ day: CivilDate, _ place: Int) {
        turns.append(.closed(referral, day, place))
    }

    mutating func reopen(_ referral: Reference?, _ day: CivilDate, _ place: Int) {
        turns.append(.reopened(referral, day, place))
    }

    /// The episodes by the day of the referral.
    func episodes() -> [CaseEpisode] {
        var episodes = received.compactMap(episode)
        if episodes.isEmpty, let first = firstWork.first {
            episodes = [
                CaseEpisode(referral: nil, openedOn: first.day, acceptedOn: first.day, begunBy: first.place)
            ]
        }
        for turn in turns {
            switch turn {
            case .closed(let referral, let day, let place):
                for index in episodes.indices where episodes[index].closedOn == nil {
                    let isMeant =
                        referral.map { $0 == episodes[index].referral } ?? (episodes[index].openedOn <= day)
                    guard isMeant else { continue }
                    episodes[index].closedOn = day
                    episodes[index].closedBy = place
                }
            case .reopened(let referral, let day, let place):
                let closed = episodes.lastIndex { episode in
                    episode.closedOn != nil && (referral.map { $0 == episode.referral } ?? true)
                }
                if let closed {
                    episodes[closed].closedOn = nil
                    episodes[closed].closedBy = nil
                } else if !episodes.contains(where: { $0.closedOn == nil }) {
                    episodes.append(
                        CaseEpisode(referral: referral, openedOn: day, acceptedOn: day, begunBy: place))
                }
            }
        }
        return episodes
    }

    /// A referral is accepted by a decision that leads to assessment, by what a return states of it or, where nothing
    /// was decided, by the work that began. Work for a referral goes before a decision that there would be none.
    private func episode(_ referral: Received) -> CaseEpisode? {
        let decided = decisions[referral.referral] ?? []
        let accepted = decided.first(where: \.leads)?.day
        guard let last = decided.last else {
            if referral.noFurtherAction == true, !worked.contains(referral.referral) { return nil }
            let work = firstWork.first { $0.day >= referral.day }?.day
            guard let day = referral.noFurtherAction == false ? referral.day : work else { return nil }
            return CaseEpisode(
                referral: referral.referral, openedOn: referral.day, acceptedOn: day, begunBy: referral.place)
        }
        let isOpen = last.leads || worked.contains(referral.referral)
        guard let day = accepted ?? (isOpen ? last.day : nil) else { return nil }
        var episode = CaseEpisode(
            referral: referral.referral, openedOn: referral.day, acceptedOn: day, begunBy: referral.place)
        if !isOpen {
            episode.closedOn = last.day
            episode.closedBy = last.place
        }
        return episode
    }
}
