public import CaseRecord
import StrictJSON

/// An open case that waits: for a worker, for another team, or to be closed.
public struct WaitingCase: Sendable {
    /// What it waits for.
    public enum State: String, Sendable {
        /// It has no worker.
        case unallocated
        /// Another team is to take it over.
        case transfer
        /// It is to be closed.
        case closure
    }

    /// The case.
    public let inBrief: CaseInBrief
    /// What it waits for.
    public let state: State
    /// Since when.
    public let since: CivilDate
    /// For how many days.
    public let days: Int
    /// The team that is to take it over.
    public let transferTo: TeamID?
    /// When the risk was assessed.
    public let riskAssessedOn: CivilDate?
    /// When a manager last reviewed it.
    public let lastReviewedOn: CivilDate?
    /// Whether nobody assessed the risk since the case was opened; of an unallocated case.
    public let lacksRiskAssessment: Bool
    /// Whether a review is overdue; of an unallocated case.
    public let isReviewOverdue: Bool
    /// Whether it is too long that the child was seen; of an unallocated case.
    public let isSeeingOverdue: Bool

    init(_ row: CaseRow, _ inBrief: CaseInBrief, _ state: State, since: CivilDate, _ setting: SupervisionSetting) {
        let (today, policy) = (setting.today, setting.policy)
        self.inBrief = inBrief
        self.state = state
        self.since = since
        days = today.days(since: since)
        transferTo = row.transferTo
        riskAssessedOn = row.riskAssessedOn
        lastReviewedOn = row.lastReviewedOn
        let unallocated = state == .unallocated
        lacksRiskAssessment = unallocated && row.riskLevel == nil
        let reviewed = max(row.lastReviewedOn ?? since, since)
        isReviewOverdue = unallocated && today.days(since: reviewed) > policy.reviewUnallocatedWithin
        let seen = max(row.lastSeenOn ?? since, since)
        isSeeingOverdue = unallocated && !row.isUnborn && today.days(since: seen) > policy.seeUnallocatedWithin
    }

    /// Why it is shown, in words, the gravest first.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if inBrief.isUnseen { reasons.append("not seen since the case was opened") }
        if lacksRiskAssessment { reasons.append("no risk assessment") }
        if isReviewOverdue {
            reasons.append(lastReviewedOn.map { "last reviewed on \($0)" } ?? "never reviewed by a manager")
        }
        if isSeeingOverdue, !inBrief.isUnseen, let seen = inBrief.lastSeenOn { reasons.append("last seen on \(seen)") }
        switch state {
        case .unallocated: reasons.append("no worker since \(since)")
        case .transfer: reasons.append("waits for \(transferTo?.text ?? "another team") since \(since)")
        case .closure: reasons.append("waits to be closed since \(since)")
        }
        return reasons
    }

    var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(10)
        object.append(new: "case", inBrief.json)
        object.append(new: "why", .array(why.map { .string($0) }))
        object.append(new: "since", .string(since.description))
        object.append(new: "days", .integer(Int64(days)))
        switch state {
        case .unallocated:
            object.append(new: "riskAssessedOn", riskAssessedOn.jsonValue)
            object.append(new: "lastReviewedOn", lastReviewedOn.jsonValue)
            object.append(new: "reviewOverdue", .bool(isReviewOverdue))
            object.append(new: "seeingOverdue", .bool(isSeeingOverdue))
        case .transfer: object.append(new: "transferTo", transferTo.map { .string($0.text) } ?? .null)
        case .closure: break
        }
        return .object(object)
    }

    /// Sorts by harm: protection plan or care first, then unseen, then risk, then the longest wait.
    static func worstFirst(_ cases: [WaitingCase]) -> [WaitingCase] {
        cases.sorted {
            ($0.inBrief.concernRank, $0.inBrief.unseenRank, $0.inBrief.riskRank, $0.since.daysSinceEpoch)
        } then: {
            $0.inBrief.child.text
        }
    }
}
