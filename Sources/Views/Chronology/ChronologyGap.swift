public import CaseRecord

/// A time without any entry of substance: gaps are information, and a chronology makes them clear.
public struct ChronologyGap: Sendable, Hashable {
    /// The day of the entry before it, or on which the case was opened.
    public let from: CivilDate
    /// The day of the entry after it, on which the case was closed, or the day asked about.
    public let to: CivilDate
    /// Whether a case was open.
    public let isWhileOpen: Bool
    /// The entry before it.
    public let after: EntryMark?
    /// The entry after it; `nil` where the silence goes on up to the day asked about.
    public let before: EntryMark?
    /// Entries whose day is not known exactly and that can have happened in that time.
    public let mayHold: [EntryMark]

    /// How long it was, in calendar days.
    public var days: Int { to.days(since: from) }
}

/// The times without entries in one child's record.
struct Gaps {
    private(set) var whileOpen: [ChronologyGap] = []
    private(set) var whileClosed: [ChronologyGap] = []
    /// The last entry of substance whose day is known.
    private(set) var last: RecordedEvent?

    /// - Parameters:
    ///   - standing: What stands, by when it happened.
    ///   - day: Up to when silence counts; the last entry's day where it is `nil`.
    init(
        _ standing: [RecordedEvent], _ periods: [OpenPeriod], through day: CivilDate?, whileOpen longest: Int,
        whileClosed longestWhileClosed: Int
    ) {
        let substance = standing.filter(\.isOfSubstance)
        // What is known only to the month or year, or about, neither ends a silence for certain nor begins one.
        let dated = substance.filter { [.exact, .day].contains($0.event.occurredAt.precision) }
        let vague = substance.filter { ![.exact, .day].contains($0.event.occurredAt.precision) }
        last = dated.last
        var pairs: [(before: RecordedEvent, after: RecordedEvent?, to: CivilDate)] = zip(dated, dated.dropFirst()).map {
            ($0, $1, $1.event.occurredAt.firstDay)
        }
        if let last, let day, day > last.event.occurredAt.firstDay { pairs.append((last, nil, day)) }
        for (before, after, end) in pairs {
            let start = before.event.occurredAt.firstDay
            guard end.days(since: start) > min(longest, longestWhileClosed) else { continue }
            func silence(_ from: CivilDate, _ to: CivilDate, open: Bool) -> ChronologyGap {
                ChronologyGap(
                    from: from, to: to, isWhileOpen: open, after: EntryMark(before),
                    before: after.map { EntryMark($0) },
                    mayHold: vague.filter {
                        $0.event.occurredAt.firstDay <= to && $0.event.occurredAt.lastDay >= from
                    }.map { EntryMark($0) })
            }
            var closedFrom = start
            for period in periods where period.from < end && (period.to ?? end) > start {
                let (from, to) = (max(start, period.from), min(end, period.to ?? end))
                if from.days(since: closedFrom) > longestWhileClosed {
                    whileClosed.append(silence(closedFrom, from, open: false))
                }
                if to.days(since: from) > longest { whileOpen.append(silence(from, to, open: true)) }
                closedFrom = to
            }
            // After the last entry of a closed case silence is what is to be expected.
            if after != nil, end.days(since: closedFrom) > longestWhileClosed {
                whileClosed.append(silence(closedFrom, end, open: false))
            }
        }
    }
}

extension RecordedEvent {
    /// Whether it tells of the child, the family or the work with them, and not of the record itself.
    var isOfSubstance: Bool { !EventWeight.ofTheRecord.contains(event.type) && event.data.asChange == nil }
}
