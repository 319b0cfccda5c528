import CaseRecord

extension Clocks {
    /// R08: one clock for each section 47 enquiry.
    static func conferenceClocks(_ record: ChildRecord, _ maker: ClockMaker) -> [Clock] {
        var unnamed = record.initialConferences.filter { $0.data.section47 == nil }
        // Enquiries come by when they began: each takes the first conference that names none and no earlier one took.
        return record.enquiries().compactMap { enquiry in
            let named = record.initialConferences.first { $0.data.section47 == enquiry.name }
            let start = dayZero(of: enquiry, before: nil, maker)
            let cancellation = cancellation(of: enquiry, since: start.entry, named, record)
            var conference = named
            if conference == nil,
                let next = unnamed.firstIndex(where: { conference in
                    conference.day >= enquiry.initiation.day && cancellation.map { conference.day <= $0.day } ?? true
                })
            {
                conference = unnamed.remove(at: next)
            }
            let settled = dayZero(of: enquiry, before: conference, maker)
            var parts = ClockParts(
                rule: .initialConference, name: enquiry.name.text,
                subject: "the initial child protection conference for section 47 enquiry \(enquiry.name)",
                start: settled.entry, startedWith: settled.startedWith)
            parts.stop = conference?.untyped
            parts.cancellation = cancellation
            parts.remarksWhileOpen = ["It falls away if the enquiry ends without a need for a conference."]
            return maker.clock(parts)
        }
    }

    /// Day 0: by the edition in force when the enquiry began, the discussion at which it was initiated, or the last
    /// discussion that is not after the conference and was held while the editions that count from it were in force.
    private static func dayZero(
        of enquiry: Enquiry, before conference: Entry<ConferenceHeld>?, _ maker: ClockMaker
    ) -> (entry: Entry<Void>, startedWith: String) {
        func countsFromLast(_ entry: Entry<Void>) -> Bool {
            maker.rulebook.edition(of: .initialConference, on: entry.day)?.edition.dayZero == .lastStrategyDiscussion
        }
        let initiation = (enquiry.initiation, enquiry.startedWith)
        guard countsFromLast(enquiry.initiation) else { return initiation }
        let last = enquiry.discussions.last { discussion in
            countsFromLast(discussion) && (conference.map { discussion.day <= $0.day } ?? true)
        }
        guard let last, last.mark != enquiry.initiation.mark else { return initiation }
        return (last, "the last strategy discussion was held")
    }

    private static func cancellation(
        of enquiry: Enquiry, since start: Entry<Void>, _ conference: Entry<ConferenceHeld>?, _ record: ChildRecord
    ) -> Cancellation? {
        var signals = record.conclusions.filter { $0.data.section47 == enquiry.name }.map { conclusion in
            Signal(
                entry: conclusion.untyped,
                reasonAgainst: conclusion.data.outcome == .conference
                    ? nil : "the enquiry was concluded: \(conclusion.data.outcome.words)")
        }
        if let conference { signals.append(Signal(entry: conference.untyped, reasonAgainst: nil)) }
        return .earlier(Signal.cancellation(signals), record.closure(of: enquiry.referral, since: start))
    }
}
