public import CaseRecord

/// A child's chronology: what happened, in the order in which it happened, as the record now stands or stood at an
/// earlier moment; or that of a child and the children linked with it (``family(of:among:_:)``).
///
/// One log serves those who want everything and those who want what is telling (``Form``). What it says of gaps, patterns
/// and health is counted from the child's whole record, whichever entries are shown.
public struct Chronology: Sendable {
    /// The child.
    public let child: ChildID
    /// Date of birth as last recorded; `nil` where none was, or for an unborn child.
    public let birthDate: CivilDate?
    /// The entries, earliest first. In the full form one that was struck out is shown, marked, and so is a correction
    /// without effect; one with effect stands in the trail of the entry that it concerns.
    public let entries: [Entry]
    /// The last position of the log that the record holds an entry from.
    public let position: Int64
    /// Only what had been recorded by then is shown; `nil`: all of it.
    public let knownAt: Instant?
    /// The record that this one is part of now; `nil` where it was not merged into another.
    public let mergedInto: ChildID?
    /// The records that were merged into this one.
    public let mergedFrom: [ChildID]
    /// Which of the entries it shows.
    public let form: Form
    /// The day up to which silence counts, and from which a court's two years count back.
    public let day: CivilDate?
    /// What of the record is shown.
    public let selection: Selection
    /// How many entries the record has that stand, those that are not shown among them.
    public let countOfAll: Int
    /// Times without any entry while a case was open.
    public let gaps: [ChronologyGap]
    /// What repeats itself.
    public let patterns: [ChronologyPattern]
    /// What is wrong with the chronology itself.
    public let health: Health
    /// Where the case stands, in a few words; only in the form of one page.
    public let standing: [StandingLine]
    /// Whose records it shows beside the child's own; empty for a child's own chronology.
    public let family: [ChildID]

    /// How many of the entries stand.
    public var count: Int { entries.count { $0.entry.stands } }

    /// Who the child is, and which of the records it is part of.
    public static func of(_ record: EffectiveRecord, filter: Filter = Filter()) -> Chronology {
        of(record, Selection(filter: filter))
    }

    /// The chronology of a child's record.
    public static func of(_ record: EffectiveRecord, _ selection: Selection) -> Chronology {
        var maker = ChronologyMaker(record, selection)
        return maker.make(of: maker.entries(of: record), family: [])
    }

    /// The rows: the entries, and the gaps where they belong.
    public var rows: [Row] {
        guard !gaps.isEmpty else { return entries.map { .entry($0) } }
        var rows: [Row] = []
        var waiting = gaps[...]
        for entry in entries {
            // A silence stands before the first entry after it, or after what it follows where that is not shown.
            while let next = waiting.first, next.to <= entry.occurredAt.firstDay {
                rows.append(.silence(next))
                waiting.removeFirst()
            }
            rows.append(.entry(entry))
        }
        return rows + waiting.map { .silence($0) }
    }

    /// One row.
    public enum Row: Sendable {
        /// An entry.
        case entry(Entry)
        /// A time without any.
        case silence(ChronologyGap)
    }
}

extension Chronology {
    /// What of a record is shown.
    public struct Selection: Sendable {
        /// The form.
        public var form = Form.full
        /// Which of the form's entries are shown.
        public var filter = Filter()
        /// Only what can have happened by that day is shown; `nil`: all of it.
        public var asAt: CivilDate?
        /// The day on which it is asked, which counts where no other day is asked about.
        public var today: CivilDate?
        /// The longest time without an entry, in days, that is not shown as a gap while a case is open.
        public var longestSilence = 28
        /// The longest time without an entry, in days, that is no fault while no case is open.
        public var longestSilenceWhileClosed = 91

        /// A selection.
        public init(
            form: Form = .full, filter: Filter = Filter(), asAt: CivilDate? = nil, today: CivilDate? = nil
        ) {
            self.form = form
            self.filter = filter
            self.asAt = asAt
            self.today = today
        }
    }

    /// Which entries a chronology shows: the record is one, and those who read it need more or less of it.
    public enum Form: String, Sendable, CaseIterable {
        /// Every entry.
        case full
        /// What is significant for the child.
        case significant
        /// For a court: the last two years, and what was before and is relied on (``Reliance``).
        case court
        /// The most telling entries, and where the case stands.
        case onePage = "one-page"
    }
}

/// Makes chronologies of one child.
struct ChronologyMaker {
    let record: EffectiveRecord
    let selection: Chronology.Selection
    let birthDate: CivilDate?
    /// What stands and had happened by the day asked about, by when it happened.
    let standing: [RecordedEvent]

    init(_ record: EffectiveRecord, _ selection: Chronology.Selection) {
        self.record = record
        self.selection = selection
        birthDate = ChildIdentity(record).birthDate
        standing = record.standing.happened(by: selection.asAt).byOccurrence
    }

    /// The day asked about; where none is, the day of the last entry.
    var day: CivilDate? { selection.asAt ?? selection.today ?? standing.last?.event.occurredAt.lastDay }

    /// The entries of the record as entries of the child's chronology.
    func entries(of other: EffectiveRecord) -> [Chronology.Entry] {
        other.entries.compactMap { entry in
            let event = entry.recorded.event
            if let asAt = selection.asAt, event.occurredAt.firstDay > asAt { return nil }
            return Chronology.Entry(
                entry: entry, age: birthDate.flatMap { Age(of: $0, on: event.occurredAt.firstDay) },
                cameFrom: entry.child == other.child ? nil : entry.child,
                significance: event.significance ?? EventWeight.usualSignificance(of: event))
        }
    }

    /// The chronology that shows what the selection lets through of those entries.
    mutating func make(of entries: [Chronology.Entry], family: [ChildID], position: Int64? = nil) -> Chronology {
        let formed = form(entries.byOccurrence)
        let shown = selection.filter.isOpen ? formed : formed.filter(selection.filter.shows)
        let periods = OpenPeriod.periods(of: record, asAt: selection.asAt)
        let silences = Gaps(
            standing, periods, through: day, whileOpen: selection.longestSilence,
            whileClosed: selection.longestSilenceWhileClosed)
        let gaps = silences.whileOpen.filter(selection.filter.shows)
        return Chronology(
            child: record.child, birthDate: birthDate, entries: shown, position: position ?? record.position,
            knownAt: record.knownAt, mergedInto: record.mergedInto, mergedFrom: record.mergedFrom,
            form: selection.form, day: day, selection: selection, countOfAll: entries.count { $0.entry.stands },
            gaps: gaps, patterns: ChronologyPattern.all(in: standing),
            health: Chronology.Health(
                of: standing, silences: silences, periods: periods, birthDate: birthDate, day: day,
                longestSilence: selection.longestSilence),
            standing: selection.form == .onePage ? StandingLine.lines(of: self, periods) : [], family: family)
    }

    private func form(_ entries: [Chronology.Entry]) -> [Chronology.Entry] {
        switch selection.form {
        case .full: entries
        case .significant: entries.filter { $0.entry.stands && $0.significance == .significant }
        case .court: Reliance.court(entries, asAt: day)
        case .onePage: EventWeight.mostTelling(entries.filter(\.entry.stands))
        }
    }
}

extension [RecordedEvent] {
    /// By the first moment at which each can have happened, and then by position.
    var byOccurrence: [RecordedEvent] {
        let order = orderOfOccurrence
        // Most records are in order already, and copying them takes longer than finding that out.
        return order.elementsEqual(indices) ? self : order.map { self[$0] }
    }
}

extension [Chronology.Entry] {
    /// By the first moment at which each can have happened, and then by position.
    fileprivate var byOccurrence: [Chronology.Entry] {
        let keys = map { ($0.occurredAt.firstInstant, $0.recorded.position) }
        if indices.dropFirst().allSatisfy({ keys[$0 - 1] <= keys[$0] }) { return self }
        return indices.sorted { keys[$0] < keys[$1] }.map { self[$0] }
    }
}
