import CaseRecord

/// The events of one child's record, sorted out by what the clocks ask for.
struct ChildRecord {
    /// Referrals by when they were received.
    let referrals: [Entry<ReferralReceived>]
    /// Decisions on referrals by when they were made.
    let decisions: [Entry<ReferralDecided>]
    /// Assessments by when they were started.
    let assessments: [Entry<AssessmentStarted>]
    /// Strategy discussions by when they were held.
    let discussions: [Entry<StrategyDiscussionHeld>]
    /// Section 47 enquiries by name.
    let enquiriesStarted: [Reference: Entry<Section47Started>]
    /// Conclusions of enquiries by when they were reached.
    let conclusions: [Entry<Section47Concluded>]
    /// Initial child protection conferences by when they were held.
    let initialConferences: [Entry<ConferenceHeld>]
    /// Closures by when they were made.
    let closures: [Entry<CaseClosed>]
    private let completions: [Reference: [Entry<AssessmentCompleted>]]
    private let authorisations: [Reference: [Entry<AssessmentAuthorised>]]

    init(_ events: some Sequence<RecordedEvent>) {
        func all<Payload: EventPayload>(_ type: Payload.Type) -> [Entry<Payload>] {
            events.compactMap { event in (event.event.data as? Payload).map { Entry(event, $0) } }
        }
        referrals = all(ReferralReceived.self).named { $0.referral }.values.chronological()
        decisions = all(ReferralDecided.self).chronological()
        assessments = all(AssessmentStarted.self).named { $0.assessment }.values.chronological()
        discussions = all(StrategyDiscussionHeld.self).named { $0.discussion }.values.chronological()
        enquiriesStarted = all(Section47Started.self).named { $0.section47 }
        conclusions = all(Section47Concluded.self).chronological()
        initialConferences = all(ConferenceHeld.self).named { $0.conference }.values
            .filter { $0.data.kind == .initial }.chronological()
        closures = all(CaseClosed.self).chronological()
        completions = Dictionary(grouping: all(AssessmentCompleted.self).chronological()) { $0.data.assessment }
        authorisations = Dictionary(grouping: all(AssessmentAuthorised.self).chronological()) { $0.data.assessment }
    }

    /// The latest referral received on that day or before it: what an entry belongs to that names no referral.
    func latestReferral(onOrBefore day: CivilDate) -> Reference? {
        referrals.last { $0.day <= day }?.data.referral
    }

    /// The referral that an assessment answers: the one that it names or the latest on or before its start.
    func referral(of assessment: Entry<AssessmentStarted>) -> Reference? {
        assessment.data.referral ?? latestReferral(onOrBefore: assessment.day)
    }

    /// When an assessment was first authorised.
    func authorisation(of assessment: Reference) -> Entry<AssessmentAuthorised>? { authorisations[assessment]?.first }

    /// When the worker first finished an assessment.
    func completion(of assessment: Reference) -> Entry<AssessmentCompleted>? { completions[assessment]?.first }

    /// The closure that ends the episode: the earliest that names the referral, or that names none and was not made
    /// before the clock started.
    func closure(of referral: Reference?, since start: Entry<some Sendable>) -> Cancellation? {
        let closure = closures.first { closure in
            guard let named = closure.data.referral else { return closure.isNotBefore(start) }
            return named == referral
        }
        return closure.map { Cancellation(entry: $0.untyped, reason: "the case was closed: \($0.data.reason.label)") }
    }
}

/// An event that makes a clock fall away.
struct Cancellation {
    let entry: Entry<Void>
    /// Why, to follow "because".
    let reason: String

    var day: CivilDate { entry.day }

    /// The earlier of the two.
    static func earlier(_ one: Cancellation?, _ other: Cancellation?) -> Cancellation? {
        guard let one else { return other }
        guard let other else { return one }
        return other.entry.precedes(one.entry) ? other : one
    }
}
