import CaseRecord

/// A measure of practice: what is counted, out of what, by whose definition.
///
/// Two predicates over facts say all of it, so that a figure can always be opened to the facts and, through these, to the
/// events behind it.
public struct Indicator: Sendable, Identifiable {
    /// Where a definition comes from.
    public struct Source: Sendable, Hashable {
        /// The publication, or `Local` for what no publication defines.
        public let name: String
        /// Its edition, where it has several.
        public let edition: String?
        /// Where it says so; `number not found` where that was not read.
        public let paragraph: String
        /// How sure it is that it says so: `verified`, `known` or `local`.
        public let sureness: String

        static func known(_ name: String, _ edition: String? = nil, _ paragraph: String) -> Source {
            Source(name: name, edition: edition, paragraph: paragraph, sureness: "known")
        }

        static func local(_ paragraph: String) -> Source {
            Source(name: "Local", edition: nil, paragraph: paragraph, sureness: "local")
        }
    }

    /// What the figure is.
    public enum Unit: String, Sendable {
        /// So many of a hundred; the numerator is part of the denominator.
        case percent
        /// So many for a hundred of something else.
        case perHundred = "per-hundred"
        /// A number; what is counted is the denominator.
        case number
    }

    /// Which way is better.
    public enum Direction: String, Sendable {
        /// A higher figure.
        case higher
        /// A lower figure.
        case lower
        /// Neither: it says what practice is like, not how good.
        case neither
    }

    /// Which facts belong to a period.
    public enum Basis: String, Sendable {
        /// What began in it.
        case began
        /// What ended in it. What still ran on its last day is left out, and said.
        case ended
        /// What ended in it, and what was due by its last day and had not ended by then.
        case endedOrDue = "ended-or-due"
    }

    /// A published figure to compare with.
    public struct Comparison: Sendable, Hashable {
        /// Of where.
        public let place: String
        /// Of which year.
        public let year: String
        /// The figure.
        public let value: Double
    }

    /// Names it.
    public let id: String
    /// In a few words.
    public let title: String
    /// What is counted, out of what, from when to when, and what is left out.
    public let definition: String
    /// Where the definition comes from.
    public let source: Source
    /// What the figure is.
    public let unit: Unit
    /// Which way is better.
    public let direction: Direction
    /// Which facts belong to a period.
    public let basis: Basis
    /// The kinds of facts that it is made from.
    public let kinds: Set<CountedFact.Kind>
    /// Published figures.
    public let comparisons: [Comparison]
    /// Whether the denominator can have the fact.
    let concerns: @Sendable (CountedFact) -> Bool
    /// Why a fact of the denominator's kind that belongs to the period is not counted; `nil` where it is.
    let leavesOut: @Sendable (CountedFact) -> String?
    /// Whether the fact counts in the numerator.
    let isMet: @Sendable (CountedFact) -> Bool

    init(
        _ id: String, _ title: String, _ definition: String, source: Source, unit: Unit = .percent,
        better direction: Direction, basis: Basis, kinds: Set<CountedFact.Kind>, comparisons: [Comparison] = [],
        concerns: @escaping @Sendable (CountedFact) -> Bool = { _ in true },
        leavesOut: @escaping @Sendable (CountedFact) -> String? = { _ in nil },
        isMet: @escaping @Sendable (CountedFact) -> Bool
    ) {
        self.id = id
        self.title = title
        self.definition = definition
        self.source = source
        self.unit = unit
        self.direction = direction
        self.basis = basis
        self.kinds = kinds
        self.comparisons = comparisons
        self.concerns = concerns
        self.leavesOut = leavesOut
        self.isMet = isMet
    }

    /// All indicators, in the order in which they are shown.
    public static let all: [Indicator] = frontDoor + assessments + protection + care + practice

    /// The indicator of that name.
    public static func named(_ id: String) -> Indicator? { all.first { $0.id == id } }
}

extension Indicator {
    /// What becomes of a fact in a period.
    enum Placement: Hashable {
        /// It does not belong to it.
        case outside
        /// It counts.
        case counted(isMet: Bool)
        /// It belongs to it and is not counted, for that reason.
        case leftOut(String)
    }

    /// What becomes of that fact in that period, as things stood on its last day.
    func placement(of fact: CountedFact, in days: ClosedRange<CivilDate>) -> Placement {
        guard kinds.contains(fact.kind), concerns(fact) else { return .outside }
        switch basis {
        case .began:
            guard days.contains(fact.beganOn) else { return .outside }
            return leavesOut(fact).map { .leftOut($0) } ?? .counted(isMet: isMet(fact))
        case .ended, .endedOrDue:
            guard fact.beganOn <= days.upperBound else { return .outside }
            if let ended = fact.endedOn, ended <= days.upperBound {
                guard days.contains(ended) else { return .outside }
                if let reason = fact.whyNotCounted ?? leavesOut(fact) { return .leftOut(reason) }
                return .counted(isMet: isMet(fact))
            }
            // An outcome without a day says that it ended, but not when: it is told once, where it was due.
            if fact.endedOn == nil, let reason = fact.whyNotCounted {
                return days.contains(fact.due ?? fact.beganOn) ? .leftOut(reason) : .outside
            }
            guard let due = fact.due else { return .leftOut("not ended by \(days.upperBound)") }
            guard due <= days.upperBound else { return .leftOut("not ended by \(days.upperBound), due \(due)") }
            guard basis == .endedOrDue else { return .leftOut("not ended by \(days.upperBound), overdue since \(due)") }
            return .counted(isMet: false)
        }
    }
}

extension CountedFact {
    /// Why it counts in no indicator of what ended; `nil` where it does.
    fileprivate var whyNotCounted: String? {
        switch outcome {
        case Self.fellAway: "fell away: the case was closed or what it was for ended before it was due to be done"
        case "not-pursued": "not pursued"
        case "cannot-be-told": "the day on which it ended is not known exactly enough"
        case "no-further-action" where endedOn == nil, Self.accepted where endedOn == nil:
            "a return does not say when it was decided"
        default: nil
        }
    }

    /// Why working days cannot be judged; `nil` where they can.
    var whyNotTimed: String? {
        guard let workingDays else { return "the days between which it ran are not known exactly enough" }
        return workingDays < 0 ? "it ended before it began" : nil
    }

    /// Whether it took at most so many working days.
    func took(atMost days: Int) -> Bool { workingDays.map { (0...days).contains($0) } ?? false }

    /// Whether it ended by its last day.
    var isInTime: Bool {
        guard let endedOn, let due else { return false }
        return endedOn <= due
    }
}
