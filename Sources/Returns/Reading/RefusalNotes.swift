import CaseRecord

/// Collects what is left out while one header or child is read.
struct RefusalNotes {
    /// Whose block is being read.
    var child: ChildID?
    private(set) var found: [Refusal] = []

    /// Notes something that is left out.
    mutating func add(_ element: String, line: Int, _ reason: String, _ scope: Refusal.Scope = .element) {
        let name = String(element.prefix(Block.longestName))
        found.append(Refusal(line: line, child: child, element: name, reason: reason, scope: scope))
    }

    /// What was noted, in the order of the lines.
    var inOrder: [Refusal] {
        found.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}

/// The days that a return may state, by the bounds within which an event is taken.
struct DateBounds {
    private let latest: CivilDate

    /// Bounds for that moment: an event lies at most a day after it.
    init(now: Instant) { latest = LondonTime.date(of: now.adding(seconds: 86_400)) }

    /// What is wrong with a day on which something happened.
    func problem(of date: CivilDate) -> String? {
        date > latest ? "must not lie in the future" : tooEarly(date)
    }

    /// What is wrong with a day on which a birth is expected: it may be ahead, but by no more than a pregnancy.
    func problem(ofExpected date: CivilDate) -> String? {
        date > latest.adding(days: 300) ? "must not lie more than 300 days ahead" : tooEarly(date)
    }

    private func tooEarly(_ date: CivilDate) -> String? {
        date.year < EventDraft.earliestYear ? "must not lie before \(EventDraft.earliestYear)" : nil
    }
}
