public import CaseRecord

/// The clocks of one child's record.
public enum Clocks {
    /// Every clock that a child's record as it now stands started, open or ended.
    ///
    /// A record that was merged into another has none: they run under that other, each record's own beside the
    /// others', so that references given twice do not meet.
    public static func of(
        _ record: EffectiveRecord, rulebook: Rulebook, calendars: CalendarHistory = CalendarHistory(),
        workers: WorkerFacts = .none
    ) -> [Clock] {
        guard record.mergedInto == nil else { return [] }
        let corrections = record.corrections
        return sorted(
            record.strands.flatMap { strand in
                let maker = ClockMaker(
                    child: record.child, cameFrom: strand.child == record.child ? nil : strand.child,
                    rulebook: rulebook, calendars: calendars, corrections: corrections)
                return clocks(strand.events, maker, workers)
            })
    }

    /// Every clock that the child's events started, open or ended.
    ///
    /// A pure function of the events. What belongs together is found by references and by the days on which things
    /// happened, never by the order of recording: an event recorded late gives what it would have given in time. The
    /// one exception is a name given twice: the first by position keeps it.
    ///
    /// A clock ends once, with whichever comes first of the event that it waits for and an event that makes it fall
    /// away; on the same day the former counts. Where work is recorded for a referral or an enquiry after it had
    /// been decided that none would follow, that decision does not count.
    ///
    /// - Parameters:
    ///   - history: Events as they stand; those that do not name the child are passed over.
    ///   - child: The child.
    ///   - rulebook: The rules with what the authority changes of them.
    ///   - calendars: The working days.
    ///   - workers: What is known of workers.
    /// - Returns: The clocks by day 0, then rule, then id. None for a day 0 on which no edition has the rule.
    public static func of(
        history: some Sequence<RecordedEvent>, child: ChildID, rulebook: Rulebook,
        calendars: CalendarHistory = CalendarHistory(), workers: WorkerFacts = .none
    ) -> [Clock] {
        let events = history.filter { $0.event.children.contains(child) }
        return sorted(clocks(events, ClockMaker(child: child, rulebook: rulebook, calendars: calendars), workers))
    }

    private static func clocks(_ events: [RecordedEvent], _ maker: ClockMaker, _ workers: WorkerFacts) -> [Clock] {
        let matching = Matching(index: RecordIndex(events), workers: workers)
        return maker.rulebook.plans(startedBy: matching.index.types).flatMap {
            RuleRun($0, matching: matching, maker: maker).clocks()
        }
    }

    private static func sorted(_ clocks: [Clock]) -> [Clock] {
        clocks.sorted { ($0.dayZero, $0.rule.id, $0.id) < ($1.dayZero, $1.rule.id, $1.id) }
    }
}
