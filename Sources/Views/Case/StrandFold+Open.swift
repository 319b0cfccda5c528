import CaseRecord

/// What of the matters of one strand goes on.
extension StrandFold {
    /// The episode that something of that day belongs to: of the referral that it names or else the last that had begun.
    func episode(of referral: Reference?, _ day: CivilDate) -> CaseEpisode? {
        referral.flatMap { named in episodes.first { $0.referral == named } }
            ?? episodes.last { $0.openedOn <= day }
    }

    /// The enquiries that were neither concluded nor led to a conference, and whose episode was not closed since, each
    /// by the place of the entry that it began with.
    var openEnquiries: [Int] {
        var open: [Int] = []
        var named: Set<Reference> = []
        var starts: [Int] = []
        for enquiry in enquiries.values {
            if let discussion = enquiry.discussionName { named.insert(discussion) }
            guard let begun = enquiry.begun else { continue }
            starts.append(begun)
            guard enquiry.concluded == nil, conferences(of: enquiry).isEmpty, !isClosed(enquiry.referral, since: begun)
            else {
                continue
            }
            open.append(begun)
        }
        for place in undeclaredEnquiries {
            guard let data = events[place].event.data as? StrategyDiscussionHeld, !named.contains(data.discussion),
                // An enquiry that began then, or later in the same episode, is the one it decided on.
                !starts.contains(where: { day($0) >= day(place) }),
                !firstConferences.contains(where: { day($0) >= day(place) }), !isClosed(data.referral, since: place)
            else { continue }
            open.append(place)
        }
        return open
    }

    /// The conferences that an enquiry led to: those that name it or else the initial ones that name none and were held
    /// when it was the last that had begun. One that was concluded to need none led to none.
    func conferences(of enquiry: EnquiryFacts) -> [Int] {
        guard enquiry.conferences.isEmpty, let begun = enquiry.begun else { return enquiry.conferences }
        if let place = enquiry.concluded, let data = events[place].event.data as? Section47Concluded,
            data.outcome != .conference
        {
            return []
        }
        let later = enquiries.values.compactMap(\.begun).filter { isBefore(begun, $0) }.map { day($0) }.min()
        let closed = episode(of: enquiry.referral, day(begun))?.closedOn
        return firstConferences.filter { place in
            guard (events[place].event.data as? ConferenceHeld)?.section47 == nil, day(place) >= day(begun) else {
                return false
            }
            return later.map { day(place) < $0 } ?? true && closed.map { day(place) <= $0 } ?? true
        }
    }

    private func isClosed(_ referral: Reference?, since place: Int) -> Bool {
        let begun = day(place)
        return episode(of: referral, begun)?.closedOn.map { $0 >= begun } ?? false
    }

    /// The child protection plan that goes on: the one that has the longest.
    var openProtectionPlan: PlanFacts? {
        plans.values.filter { $0.isProtection && $0.ended == nil }
            .min { (day($0.protectionStarted) ?? .distant) < (day($1.protectionStarted) ?? .distant) }
    }

    /// Plans of social care that go on: of children in need, of child protection and of looked-after children.
    var openPlans: [PlanFacts] {
        plans.values.filter { plan in
            guard plan.begun != nil, plan.ended == nil else { return false }
            switch plan.kind {
            case nil, .childInNeed, .childProtection, .care, .pathway: return true
            case .earlyHelp, .placement, .personalEducation: return false
            }
        }
    }

    /// Since when a time of that kind goes on.
    func since(_ times: Named<TimeFacts>) -> CivilDate? {
        times.values.filter { $0.ended == nil }.compactMap { day($0.begun) }.min()
    }
}

extension CivilDate {
    /// Later than any day of a record.
    fileprivate static let distant = CivilDate(daysSinceEpoch: Int.max / 2)
}
