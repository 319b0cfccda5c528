public import CaseRecord
import StrictJSON

/// From contact to child protection plan: what began in a time, of one team or of all.
public struct Funnel: Sendable {
    /// A step of it.
    public enum Step: String, Sendable, CaseIterable {
        /// Contacts.
        case contacts
        /// Referrals.
        case referrals
        /// Initial assessments, and single ones since there are these.
        case initialAssessments = "initial-assessments"
        /// Core assessments.
        case coreAssessments = "core-assessments"
        /// Section 47 enquiries.
        case enquiries = "section47"
        /// Of these, those with a core assessment.
        case enquiriesWithCore = "section47-with-core-assessment"
        /// Initial conferences that were held.
        case conferences = "initial-conferences"
        /// Child protection plans.
        case plans = "cp-plans"

        var head: String {
            switch self {
            case .contacts: "CONTACTS"
            case .referrals: "REFERRALS"
            case .initialAssessments: "INITIAL"
            case .coreAssessments: "CORE"
            case .enquiries: "S47"
            case .enquiriesWithCore: "S47+CORE"
            case .conferences: "ICPC"
            case .plans: "CP PLANS"
            }
        }
    }

    /// The team; `nil`: all, and what has no team.
    public let team: TeamID?
    private var counts = [Int](repeating: 0, count: Step.allCases.count)
    /// The span of the log that each step's entries lie in, by first and last position.
    private var spans = [ClosedRange<Int64>?](repeating: nil, count: Step.allCases.count)

    init(team: TeamID?) { self.team = team }

    /// How many began; of conferences, how many were held.
    public subscript(step: Step) -> Int { counts[Self.index(step)] }

    private static func index(_ step: Step) -> Int { Step.allCases.firstIndex(of: step) ?? 0 }

    mutating func add(_ fact: CountedFact, _ steps: [Step]) {
        for step in steps {
            let index = Self.index(step)
            counts[index] += 1
            spans[index] =
                spans[index].map {
                    min($0.lowerBound, fact.position)...max($0.upperBound, fact.position)
                } ?? fact.position...fact.position
        }
    }

    /// The steps that a fact is counted in.
    static func steps(of fact: CountedFact, during days: ClosedRange<CivilDate>) -> [Step] {
        if fact.kind == .conference {
            let isHeld = fact.endedOn.map(days.contains) ?? false
            return isHeld && fact.variant == ConferenceKind.initial.rawValue && fact.outcome != CountedFact.fellAway
                ? [.conferences] : []
        }
        guard days.contains(fact.beganOn) else { return [] }
        switch fact.kind {
        case .contact: return [.contacts]
        case .referral: return [.referrals]
        case .assessment:
            switch fact.variant {
            case AssessmentKind.initial.rawValue, AssessmentKind.single.rawValue: return [.initialAssessments]
            case AssessmentKind.core.rawValue: return [.coreAssessments]
            default: return []
            }
        case .section47:
            return fact.variant == "with-core-assessment" ? [.enquiries, .enquiriesWithCore] : [.enquiries]
        case .protectionPlan: return [.plans]
        default: return []
        }
    }

    /// Core assessments started for every hundred enquiries; `nil` without enquiries.
    public var corePer100Enquiries: Int? { per100(.coreAssessments, .enquiries) }
    /// Core assessments started for every hundred initial assessments; `nil` without these.
    public var corePer100Initial: Int? { per100(.coreAssessments, .initialAssessments) }

    private func per100(_ step: Step, _ of: Step) -> Int? {
        self[of] == 0 ? nil : (self[step] * 100 + self[of] / 2) / self[of]
    }

    var json: JSONValue {
        var steps = JSONObject()
        for (index, step) in Step.allCases.enumerated() {
            steps[step.rawValue] = [
                "count": .integer(Int64(counts[index])),
                "firstPosition": spans[index].map { .integer($0.lowerBound) } ?? .null,
                "lastPosition": spans[index].map { .integer($0.upperBound) } ?? .null,
            ]
        }
        return [
            "team": team.map { .string($0.text) } ?? .null, "steps": .object(steps),
            "corePer100Section47": corePer100Enquiries.map { .integer(Int64($0)) } ?? .null,
            "corePer100Initial": corePer100Initial.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
