import CaseRecord

/// What happens to one family. Stories run on past the last day; what lies beyond it is not told, so that a story
/// stands where it stands on that day.
struct StoryPlan: Sendable {
    let kind: Kind
    let team: AreaTeam
    /// The day of the first contact.
    var start: CivilDate
    /// How many children the family has.
    var siblings = 1
    var theme: Theme?
    /// Ages in years at the start, where the story needs them.
    var ages: ClosedRange<Int>?

    enum Kind: Sendable {
        case contactOnly(ContactOutcome)
        case undecided
        case referralEnded(ReferralOutcome)
        /// Runs on; `waits`: nobody is allocated.
        case openAssessment(waits: Bool)
        case awaitingAuthorisation
        /// Closed with RC8 or RC9.
        case assessedAndClosed
        /// Days of the plan; the closure's reason, or none where it stays open.
        case childInNeed(days: Int, closing: String?)
        case enquiry(EnquiryEnd)
        case protection(days: Int, closing: String?)
        case beforeBirth(conference: Bool)
        case referredAgain
        /// Three episodes over two years; weekdays from the last referral to the last day.
        case long(lastReferral: Int)
        case legacy(Int)
        case today(Matter)
        case written(WrittenStory)
        /// What concerns no child: teams, workers, findings.
        case authority
    }

    enum EnquiryEnd: Sendable { case none, notSubstantiated, noContinuingRisk, lateConference }
    enum Matter: Sendable { case contact, referral, strategyDiscussion }

    /// Whether it may come to section 47 enquiries.
    var isHarmful: Bool {
        switch kind {
        case .enquiry, .protection, .long, .legacy, .today(.strategyDiscussion): true
        default: false
        }
    }

    var isBeforeBirth: Bool { if case .beforeBirth = kind { true } else { false } }
    var isLegacy: Bool { if case .legacy = kind { true } else { false } }
    var isContradictory: Bool { if case .written(let story) = kind { story.isContradictory } else { false } }
    var isLong: Bool { if case .long = kind { true } else { false } }
}
