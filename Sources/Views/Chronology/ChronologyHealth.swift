public import CaseRecord

extension Chronology {
    /// What is wrong with a chronology itself, by the faults that Norfolk's own training names: none or not up to date,
    /// little from other agencies, begun at the latest referral, conflicting, only negative or only positive; and
    /// besides not reviewed (Care Inspectorate) and with gaps.
    public struct Health: Sendable {
        /// A fault that a chronology can have.
        public enum Fault: String, Sendable, CaseIterable {
            /// There is none: nothing significant is recorded.
            case absent
            /// A case is open and nothing was recorded for longer than a gap may be.
            case notUpToDate = "not-up-to-date"
            /// It holds what the authority itself says, and nothing from another agency or the family.
            case singleAgency = "single-agency-only"
            /// It starts at the latest referral, and tells nothing of what was before.
            case startsAtLatestReferral = "starts-at-latest-referral"
            /// It tells of concerns only.
            case onlyNegative = "only-negative"
            /// It tells of strengths and help only.
            case onlyPositive = "only-positive"
            /// Nobody has reviewed it, or not what was recorded since.
            case notReviewed = "not-reviewed-since"
            /// There are times without entries that nobody explained.
            case gaps
        }

        /// One check.
        public struct Check: Sendable, Hashable {
            /// What is looked for.
            public let fault: Fault
            /// Whether it is there; `nil` where there is too little to tell.
            public let isFound: Bool?
            /// In words.
            public let sentence: String
            /// The entries that show it.
            public let entries: [EntryMark]
        }

        /// Every check, in the order of ``Fault``.
        public let checks: [Check]
        /// The last review of the chronology.
        public let lastReview: EntryMark?
        /// The first and the last day that entries of substance tell of.
        public let coverage: ClosedRange<CivilDate>?
        /// Times without entries while no case was open, longer than such times are let be.
        public let silencesWhileClosed: [ChronologyGap]

        /// The faults found.
        public var faults: [Fault] { checks.filter { $0.isFound == true }.map(\.fault) }
        /// Whether there is a chronology without any of the faults.
        public var isSound: Bool { faults.isEmpty }
    }
}

extension Chronology.Health {
    /// From how many entries on one can tell whether they are one-sided.
    private static let enoughToTell = 3
    /// How long a chronology with later entries may go without another review, in days: the interval of review
    /// conferences after the first (six months), halved. A local choice.
    private static let longestWithoutReview = 91

    init(
        of standing: [RecordedEvent], silences: Gaps, periods: [OpenPeriod], birthDate: CivilDate?, day: CivilDate?,
        longestSilence: Int
    ) {
        let substance = standing.filter(\.isOfSubstance)
        let significant = substance.filter { recorded in
            let event = recorded.event
            return !EventWeight.ofIdentity.contains(event.type)
                && (event.significance ?? EventWeight.usualSignificance(of: event)) == .significant
        }
        let review = standing.last { $0.event.data is ChronologyReviewed }
        checks = [
            Self.absent(significant), Self.notUpToDate(silences, periods, day, longestSilence),
            Self.singleAgency(significant), Self.startsAtLatestReferral(substance, birthDate),
            Self.oneSided(.onlyNegative, significant, only: .concern, without: .protective),
            Self.oneSided(.onlyPositive, significant, only: .protective, without: .concern),
            Self.notReviewed(significant, review, day), Self.gaps(silences, review),
        ]
        lastReview = review.map { EntryMark($0) }
        let days = substance.map(\.event.occurredAt)
        coverage = days.first.map { first in
            first.firstDay...max(first.firstDay, days.map(\.lastDay).max() ?? first.lastDay)
        }
        silencesWhileClosed = silences.whileClosed
    }

    private static func check(
        _ fault: Fault, _ isFound: Bool?, _ sentence: String, _ entries: some Sequence<RecordedEvent> = []
    ) -> Check {
        Check(fault: fault, isFound: isFound, sentence: sentence, entries: entries.map { EntryMark($0) })
    }

    private static func absent(_ significant: [RecordedEvent]) -> Check {
        significant.isEmpty
            ? check(.absent, true, "No significant event is recorded.")
            : check(.absent, false, "\(significant.count) significant events are recorded.")
    }

    private static func notUpToDate(
        _ silences: Gaps, _ periods: [OpenPeriod], _ day: CivilDate?, _ longest: Int
    ) -> Check {
        guard let last = silences.last, let day else { return check(.notUpToDate, nil, "Nothing is recorded.") }
        let lastDay = last.event.occurredAt.firstDay
        guard periods.contains(where: { $0.to == nil }) else {
            return check(.notUpToDate, false, "No case is open; the last entry is of \(lastDay).", [last])
        }
        let days = day.days(since: lastDay)
        return check(
            .notUpToDate, days > longest,
            "The case is open; the last entry is of \(lastDay), \(days) days before \(day).", [last])
    }

    private static func singleAgency(_ significant: [RecordedEvent]) -> Check {
        guard significant.count >= enoughToTell else {
            return check(.singleAgency, nil, "Too few significant events to tell.")
        }
        let others = significant.filter { AgenciesNamed.others(in: $0.event) }
        guard !others.isEmpty else {
            return check(
                .singleAgency, true,
                "None of the \(significant.count) significant events comes from another agency or the family.",
                significant)
        }
        return check(
            .singleAgency, false,
            "\(others.count) of \(significant.count) significant events come from others or were shared with them.",
            others)
    }

    private static func startsAtLatestReferral(_ substance: [RecordedEvent], _ birthDate: CivilDate?) -> Check {
        guard let referral = substance.last(where: { $0.event.data is ReferralReceived }) else {
            return check(.startsAtLatestReferral, nil, "No referral is recorded.")
        }
        let day = referral.event.occurredAt.firstDay
        let data = referral.event.data as? ReferralReceived
        // The contact that became the referral is part of its beginning.
        let earlier = substance.filter { recorded in
            guard !EventWeight.ofIdentity.contains(recorded.event.type), recorded.position != referral.position else {
                return false
            }
            if let contact = recorded.event.data as? ContactReceived, contact.contact == data?.contact { return false }
            if let contact = recorded.event.data as? ContactDecided, contact.contact == data?.contact { return false }
            return recorded.event.occurredAt.firstDay < day
        }
        if let first = earlier.first {
            return check(
                .startsAtLatestReferral, false,
                "\(earlier.count) entries tell of the time before the latest referral of \(day).", [first])
        }
        let age = birthDate.flatMap { Age(of: $0, on: day) }
        if let age, age.years < 1 {
            return check(
                .startsAtLatestReferral, false,
                "It starts at the referral of \(day), when the child was not a year old.", [referral])
        }
        let old = age.map { ", when the child was \($0)" } ?? ""
        return check(
            .startsAtLatestReferral, true, "Nothing tells of the time before the referral of \(day)\(old).", [referral])
    }

    private static func oneSided(
        _ fault: Fault, _ significant: [RecordedEvent], only tone: EventWeight.Tone, without other: EventWeight.Tone
    ) -> Check {
        let such = significant.filter { EventWeight.tone(of: $0.event) == tone }
        let others = significant.filter { EventWeight.tone(of: $0.event) == other }
        let strengths = "strengths, help or protection"
        let (name, otherName) = fault == .onlyNegative ? ("concern", strengths) : (strengths, "concern")
        guard such.count + others.count >= enoughToTell else { return check(fault, nil, "Too few events to tell.") }
        let rest = others.isEmpty ? "none" : "\(others.count)"
        return check(
            fault, others.isEmpty, "\(such.count) events tell of \(name) and \(rest) of \(otherName).",
            others.isEmpty ? such : others)
    }

    private static func notReviewed(
        _ significant: [RecordedEvent], _ review: RecordedEvent?, _ day: CivilDate?
    ) -> Check {
        guard let review else {
            guard !significant.isEmpty else { return check(.notReviewed, nil, "There is nothing to review.") }
            return check(.notReviewed, true, "Nobody has reviewed the chronology.")
        }
        // What was recorded after the review, or up to where it says that it was read.
        let read = (review.event.data as? ChronologyReviewed)?.throughPosition.map(Int64.init) ?? review.position
        let since = significant.filter { $0.position > read }
        let on = review.event.occurredAt.firstDay
        guard !since.isEmpty else {
            return check(.notReviewed, false, "Reviewed on \(on); nothing significant was recorded since.", [review])
        }
        let isOld = day.map { $0.days(since: on) > longestWithoutReview } ?? false
        return check(
            .notReviewed, isOld, "Reviewed on \(on); \(since.count) significant events were recorded since.",
            [review] + since)
    }

    private static func gaps(_ silences: Gaps, _ review: RecordedEvent?) -> Check {
        let all = silences.whileOpen + silences.whileClosed
        let explained = (review?.event.data as? ChronologyReviewed)?.gaps != nil
        // A review that says what is known of gaps explains those up to its day.
        let open = all.filter { !explained || $0.to > (review?.event.occurredAt.firstDay ?? $0.to) }
        let words = all.sorted { $0.from < $1.from }.map { silence in
            "\(silence.from) to \(silence.to) (\(silence.days) days\(silence.isWhileOpen ? "" : ", no case open"))"
        }
        let list = words.isEmpty ? "" : ": " + words.joined(separator: ", ")
        let number = all.isEmpty ? "No time" : all.count == 1 ? "1 time" : "\(all.count) times"
        let beyond = explained && !all.isEmpty ? " A review says what is known of those up to its day." : ""
        return Check(
            fault: .gaps, isFound: !open.isEmpty,
            sentence: "\(number) without entries\(list).\(beyond)",
            entries: open.flatMap { [$0.after, $0.before].compactMap { $0 } })
    }
}

/// Whether others than children's social care have to do with an event.
enum AgenciesNamed {
    static func others(in event: CaseEvent) -> Bool {
        if let agency = event.source?.agency, !own.contains(agency.lowercased()) { return true }
        switch event.data {
        case let data as ContactReceived: return data.sourceCode.map { !ownCodes.contains($0.code) } ?? false
        case let data as ReferralReceived: return data.sourceCode.map { !ownCodes.contains($0.code) } ?? false
        case let data as StrategyDiscussionHeld: return data.participants.contains { !own.contains($0.lowercased()) }
        case let data as ConferenceHeld: return data.participants.contains { $0.agency != .socialCare }
        case let data as VisitMade: return data.participants.contains { $0.agency != .socialCare }
        case is ChildViewRecorded, is MissingReported, is PoliceProtectionTaken, is OrderMade, is AgencyReplied:
            return true
        default: return false
        }
    }

    private static let own: Set<String> = ["social care", "social-care", "children's social care", "local authority"]
    /// Social care, another department and an unknown source, in the codes of the census.
    private static let ownCodes: Set<String> = ["5A", "5B", "8", "10"]
}
