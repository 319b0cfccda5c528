/// What stands of one record, by episode and matter.
struct StrandHistory {
    /// An episode: a referral and what became of it.
    struct Episode {
        let referral: Reference
        let received: RecordedEvent
        /// The first entry that says that the referral led to no further action, or to none by social workers.
        var noFurtherAction: RecordedEvent?
        /// What closed it.
        var closure: RecordedEvent?

        /// Whether it is sure that it was over before that.
        func isClosed(before occurrence: Occurrence) -> Bool {
            closure?.event.occurredAt.isOnEarlierDay(than: occurrence) ?? false
        }
    }

    /// By the first moment at which each can have happened.
    let events: [RecordedEvent]
    /// By the day of the referral.
    private(set) var episodes: [Episode] = []
    /// What began each matter.
    let beginnings: [NamedMatter: RecordedEvent]
    private let byReferral: [Reference: Int]

    init(_ log: [RecordedEvent]) {
        events = log.inOrderOfOccurrence
        var beginnings: [NamedMatter: RecordedEvent] = [:]
        for recorded in events {
            let data = recorded.event.data
            let begins = data.begins
            guard !begins.isEmpty else { continue }
            for named in data.matters where begins.contains(named.matter) && beginnings[named] == nil {
                beginnings[named] = recorded
            }
        }
        self.beginnings = beginnings
        var episodes: [Episode] = []
        var byReferral: [Reference: Int] = [:]
        for recorded in events {
            guard let data = recorded.event.data as? ReferralReceived, byReferral[data.referral] == nil else {
                continue
            }
            byReferral[data.referral] = episodes.count
            let isWithoutAction = data.noFurtherAction == true
            episodes.append(
                Episode(
                    referral: data.referral, received: recorded, noFurtherAction: isWithoutAction ? recorded : nil))
        }
        self.byReferral = byReferral
        self.episodes = episodes
        for recorded in events { take(recorded) }
    }

    private mutating func take(_ recorded: RecordedEvent) {
        switch recorded.event.data {
        case let data as ReferralDecided:
            guard let index = byReferral[data.referral] else { return }
            // The last decision counts.
            let isOver = !data.outcome.leadsToAssessment
            if isOver, episodes[index].noFurtherAction == nil { episodes[index].noFurtherAction = recorded }
            if !isOver { episodes[index].noFurtherAction = nil }
        case let data as CaseClosed:
            for index in episodes.indices {
                let episode = episodes[index]
                let isMeant =
                    data.referral.map { $0 == episode.referral }
                    ?? (episode.closure == nil && !recorded.event.occurredAt.isOnEarlierDay(than: episode.day))
                if isMeant, episode.closure == nil { episodes[index].closure = recorded }
            }
        case let data as CaseReopened:
            for index in episodes.indices where data.referral.map({ $0 == episodes[index].referral }) ?? true {
                episodes[index].closure = nil
            }
        default: break
        }
    }

    /// The episode that an entry names, itself or through what it belongs to; `nil` where it names none that is known.
    func namedEpisode(of recorded: RecordedEvent) -> Episode? {
        var waiting = recorded.event.data.matters
        var met: Set<NamedMatter> = []
        while !waiting.isEmpty {
            let named = waiting.removeFirst()
            guard met.insert(named).inserted else { continue }
            if named.matter == .referral, let index = byReferral[named.name] { return episodes[index] }
            // A contact can lead to several referrals.
            guard named.matter != .contact, let beginning = beginnings[named] else { continue }
            waiting += beginning.event.data.matters
        }
        return nil
    }

    /// The episode that an entry belongs to: the one it names or else the last that can have been open then.
    func episode(of recorded: RecordedEvent) -> Episode? {
        let occurrence = recorded.event.occurredAt
        return namedEpisode(of: recorded)
            ?? episodes.last { episode in
                !occurrence.isOnEarlierDay(than: episode.day) && !episode.isClosed(before: occurrence)
                    && episode.noFurtherAction == nil
            }
    }
}

extension StrandHistory.Episode {
    /// When the referral was received.
    var day: Occurrence { received.event.occurredAt }
}

extension RecordedEvent {
    /// Whether it is part of the social work that a referral opens: assessments, enquiries, conferences and the plans of
    /// children in need and child protection.
    var isEpisodeActivity: Bool {
        switch event.data {
        case let data as AssessmentStarted: data.kind == .initial || data.kind == .core || data.kind == .single
        case is StrategyDiscussionHeld, is Section47Started, is ConferenceHeld, is ChildProtectionPlanStarted: true
        case let data as PlanMade: data.kind == .childInNeed || data.kind == .childProtection
        default: false
        }
    }

    /// Whether it ends or goes on with such work.
    var continuesEpisodeActivity: Bool {
        switch event.data {
        case is AssessmentCompleted, is AssessmentAuthorised, is Section47Concluded, is ChildProtectionPlanEnded: true
        default: false
        }
    }

    /// The day, for words.
    var dayText: String {
        event.occurredAt.precision == .exact ? "\(event.occurredAt.firstDay)" : "\(event.occurredAt)"
    }
}
