import CaseRecord

/// A time in which a case was open: from a referral that was accepted to its closure.
struct OpenPeriod: Sendable, Equatable {
    let from: CivilDate
    /// The day of the closure; `nil` while it is open.
    let to: CivilDate?

    /// The times in which a child's case was open, earliest first and none touching another.
    static func periods(of record: EffectiveRecord, asAt: CivilDate? = nil) -> [OpenPeriod] {
        let episodes = CaseFold(record, asAt: asAt).strands.flatMap(\.episodes)
        let periods = episodes.map { OpenPeriod(from: $0.openedOn, to: $0.closedOn) }
        var joined: [OpenPeriod] = []
        for period in periods.sorted(by: { $0.from < $1.from }) {
            guard let last = joined.last, last.to.map({ $0 >= period.from }) ?? true else {
                joined.append(period)
                continue
            }
            let end = last.to.flatMap { end in period.to.map { max(end, $0) } }
            joined[joined.count - 1] = OpenPeriod(from: last.from, to: end)
        }
        return joined
    }
}
