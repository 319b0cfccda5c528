public import CaseRecord
import StrictJSON

/// A case of which supervision is overdue.
public struct UnsupervisedCase: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// When it was last discussed in supervision; `nil`: never.
    public let lastSupervisedOn: CivilDate?
    /// The clock that is overdue.
    public let clock: OverdueClock

    /// Why it is shown, in words.
    public var why: [String] {
        inBrief.concerns.map(\.words)
            + [lastSupervisedOn.map { "last discussed in supervision on \($0)" } ?? "never discussed in supervision"]
    }

    var json: JSONValue {
        [
            "case": inBrief.json, "why": .array(why.map { .string($0) }),
            "lastSupervisedOn": lastSupervisedOn.jsonValue, "clock": clock.json,
        ]
    }
}

/// An open case of which nothing of substance was recorded for long.
public struct SilentCase: Sendable {
    /// The case.
    public let inBrief: CaseInBrief
    /// The day of the last entry of substance or, without any, of the opening of the case.
    public let since: CivilDate
    /// For how many days.
    public let days: Int

    /// Silent by what the authority expects; `nil` where it is not.
    init?(_ row: CaseRow, _ inBrief: CaseInBrief, _ setting: SupervisionSetting) {
        guard let since = row.lastActivityOn ?? row.openedOn else { return nil }
        let isProtected = row.protectionPlanSince != nil || row.lookedAfterSince != nil
        let policy = setting.policy
        days = setting.today.days(since: since)
        guard days > (isProtected ? policy.silentAfterWhenProtected : policy.silentAfter) else { return nil }
        self.inBrief = inBrief
        self.since = since
    }

    /// Why it is shown, in words.
    public var why: [String] {
        var reasons = inBrief.concerns.map(\.words)
        if inBrief.isUnseen { reasons.append("not seen since the case was opened") }
        return reasons + ["nothing of substance since \(since)"]
    }

    var json: JSONValue {
        [
            "case": inBrief.json, "why": .array(why.map { .string($0) }), "since": .string(since.description),
            "days": .integer(Int64(days)),
        ]
    }

    static func worstFirst(_ cases: [SilentCase]) -> [SilentCase] {
        cases.sorted {
            ($0.inBrief.concernRank, $0.inBrief.unseenRank, $0.since.daysSinceEpoch, 0)
        } then: {
            $0.inBrief.child.text
        }
    }
}
