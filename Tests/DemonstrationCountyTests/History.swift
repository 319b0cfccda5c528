import CaseRecord
import DemonstrationCounty
import StrictJSON

extension CivilDate {
    /// Monday to Friday after that day, up to this one.
    func weekdays(after start: CivilDate) -> Int {
        guard self > start else { return 0 }
        return (1...days(since: start)).count { !start.adding(days: $0).weekday.isWeekend }
    }
}

extension DemonstrationCounty {
    static let authority = AuthorityCode("899")!
    static let monday = CivilDate("2026-11-23")!
    static let sunday = CivilDate("2026-11-22")!
    static let leapDay = CivilDate("2024-02-29")!

    init(_ seed: UInt64, _ through: CivilDate, children: Int = 300) {
        self.init(seed: seed, children: children, through: through, authority: Self.authority)
    }

    /// FNV-1a over the canonical bytes of all events: two million bytes that differ are no message for a failed test.
    var digest: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for event in events() {
            for byte in event.canonicalBytes + [0x0A] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }
}

/// What a child's record says of the clocks, worked out by the test's own simple rules.
struct Record {
    var events: [CaseEvent] = []
    var referrals: [Reference: CivilDate] = [:]
    var decided: [Reference: ReferralOutcome] = [:]
    var authorised: Set<Reference> = []
    var assessmentReferral: [Reference: Reference] = [:]
    var completed: Set<Reference> = []
    var closed: Set<Reference> = []
    var reasons: [String] = []
    var team: TeamID?
    var isAllocated = false
    /// Day of the discussion of enquiries that have neither ended nor come to a conference.
    var enquiries: [Reference: CivilDate] = [:]
    var protectionPlans: Set<Reference> = []
    var plans: [Reference: PlanMade] = [:]

    mutating func take(_ event: CaseEvent) {
        events.append(event)
        let day = event.occurredAt.firstDay
        switch event.data {
        case let data as ReferralReceived:
            referrals[data.referral] = day
            team = data.team
        case let data as ReferralDecided: decided[data.referral] = data.outcome
        case is CaseAllocated: isAllocated = true
        case let data as AssessmentStarted: assessmentReferral[data.assessment] = data.referral
        case let data as AssessmentCompleted: completed.insert(data.assessment)
        case let data as AssessmentAuthorised:
            authorised.insert(data.assessment)
        case let data as Section47Started: enquiries[data.section47] = day
        case let data as Section47Concluded where data.outcome != .conference: enquiries[data.section47] = nil
        case let data as ConferenceHeld:
            if let enquiry = data.section47 { enquiries[enquiry] = nil }
        case let data as ChildProtectionPlanStarted: protectionPlans.insert(data.plan)
        case let data as ChildProtectionPlanEnded: protectionPlans.remove(data.plan)
        case let data as PlanMade: plans[data.plan] = data
        case let data as PlanEnded: plans[data.plan] = nil
        case let data as CaseClosed:
            if let referral = data.referral { closed.insert(referral) }
            reasons.append(data.reason.code)
        default: break
        }
    }

    /// Weekdays since each referral whose assessment is still to be authorised.
    func openAssessments(on day: CivilDate) -> [Int] {
        let done = Set(authorised.compactMap { assessmentReferral[$0] })
        return referrals.filter { decided[$0.key]?.leadsToAssessment == true }
            .filter { !done.contains($0.key) && !closed.contains($0.key) }
            .map { day.weekdays(after: $0.value) }
    }

    static func all(_ events: [CaseEvent]) -> [ChildID: Record] {
        var records: [ChildID: Record] = [:]
        for event in events {
            for child in event.children { records[child, default: Record()].take(event) }
        }
        return records
    }
}
