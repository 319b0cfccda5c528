import CaseRecord

/// A time in which a case was open: from a referral that was accepted, or not yet decided, to its closure.
struct OpenPeriod: Sendable, Equatable {
    let from: CivilDate
    /// The day of the closure; `nil` while it is open.
    let to: CivilDate?

    /// The times in which a child's case was open, earliest first and none touching another.
    static func periods(of record: EffectiveRecord, asAt: CivilDate? = nil) -> [OpenPeriod] {
        let found = record.strands.flatMap { strand in
            periods(
                of: strand.events.filter { recorded in
                    asAt.map { recorded.event.occurredAt.firstDay <= $0 } ?? true
                }.byOccurrence)
        }
        var joined: [OpenPeriod] = []
        for period in found.sorted(by: { $0.from < $1.from }) {
            guard let last = joined.last, last.to.map({ $0 >= period.from }) ?? true else {
                joined.append(period)
                continue
            }
            let end = last.to.flatMap { end in period.to.map { max(end, $0) } }
            joined[joined.count - 1] = OpenPeriod(from: last.from, to: end)
        }
        return joined
    }

    /// Of events in the order in which they happened.
    private static func periods(of events: [RecordedEvent]) -> [OpenPeriod] {
        var refused: Set<Reference> = []
        for recorded in events {
            switch recorded.event.data {
            case let data as ReferralReceived where data.noFurtherAction == true: refused.insert(data.referral)
            case let data as ReferralDecided:
                // The last decision counts.
                if data.outcome.leadsToAssessment {
                    refused.remove(data.referral)
                } else {
                    refused.insert(data.referral)
                }
            default: break
            }
        }
        var periods: [OpenPeriod] = []
        var open: [(referral: Reference?, from: CivilDate)] = []
        for recorded in events {
            let day = recorded.event.occurredAt.firstDay
            switch recorded.event.data {
            case let data as ReferralReceived where !refused.contains(data.referral): open.append((data.referral, day))
            case let data as CaseReopened: open.append((data.referral, day))
            case let data as CaseClosed:
                let isMeant = { (referral: Reference?) in
                    data.referral == nil || referral == nil || referral == data.referral
                }
                periods += open.filter { isMeant($0.referral) }.map { OpenPeriod(from: $0.from, to: max(day, $0.from)) }
                open.removeAll { isMeant($0.referral) }
            default: break
            }
        }
        return periods + open.map { OpenPeriod(from: $0.from, to: nil) }
    }
}
