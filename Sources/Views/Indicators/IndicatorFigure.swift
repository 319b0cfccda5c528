public import CaseRecord

/// What an indicator comes to in a period, with all that it was counted from.
public struct IndicatorFigure: Sendable {
    /// What figures are shown by.
    public enum Grouping: String, Sendable, CaseIterable {
        /// The team that had the case.
        case team
        /// The locality of the contact or referral.
        case area
    }

    /// A numerator and a denominator.
    public struct Ratio: Sendable, Hashable {
        /// How many count.
        public var numerator = 0
        /// Out of, or for a hundred of, how many; of a number, how many.
        public var denominator = 0
        /// How many were left out.
        public var leftOut = 0

        /// The figure in the indicator's unit, a tenth exact, halves rounded up; `nil` where there is nothing to count.
        public func value(_ unit: Indicator.Unit) -> Double? {
            if unit == .number { return Double(denominator) }
            guard denominator > 0 else { return nil }
            return Double((2000 * numerator + denominator) / (2 * denominator)) / 10
        }
    }

    /// The figure of one team or area.
    public struct Group: Sendable, Hashable {
        /// The team or area; `nil` for what has none.
        public let name: String?
        /// Its figure.
        public let ratio: Ratio
    }

    /// Something that belongs to the period and was not counted.
    public struct LeftOut: Sendable, Hashable {
        /// What.
        public let fact: CountedFact
        /// Why.
        public let reason: String
    }

    /// The indicator.
    public let indicator: Indicator
    /// The period.
    public let days: ClosedRange<CivilDate>
    /// What the figures are shown by.
    public let grouping: Grouping?
    /// The figure for all.
    public let total: Ratio
    /// The figures by team or area, by name, what has none last.
    public let groups: [Group]
    /// What counts in the numerator, in the order given.
    public let numerator: [CountedFact]
    /// What counts in the denominator, in the order given.
    public let denominator: [CountedFact]
    /// What was left out, in the order given.
    public let leftOut: [LeftOut]

    /// Measures.
    ///
    /// - Parameters:
    ///   - indicator: What.
    ///   - facts: All that began or ended in the period, and all that began before and had not ended by its last day; facts
    ///     of other kinds or days do no harm.
    ///   - days: The period, its first and last day.
    ///   - grouping: By what to show figures besides.
    public init(
        _ indicator: Indicator, of facts: some Sequence<CountedFact>, during days: ClosedRange<CivilDate>,
        by grouping: Grouping? = nil
    ) {
        var total = Ratio()
        var groups: [String?: Ratio] = [:]
        var (numerator, denominator, leftOut) = ([CountedFact](), [CountedFact](), [LeftOut]())
        for fact in facts {
            let placement = indicator.placement(of: fact, in: days)
            let name =
                switch grouping {
                case .team: fact.team?.text
                case .area: fact.locality
                case nil: String?.none
                }
            var own = Ratio()
            switch placement {
            case .outside: continue
            case .leftOut(let reason):
                leftOut.append(LeftOut(fact: fact, reason: reason))
                own.leftOut = 1
            case .counted(let isMet):
                if isMet {
                    numerator.append(fact)
                    own.numerator = 1
                }
                // Where the one is for a hundred of the other, nothing is in both.
                if indicator.unit != .perHundred || !isMet {
                    denominator.append(fact)
                    own.denominator = 1
                }
            }
            total.add(own)
            if grouping != nil { groups[name, default: Ratio()].add(own) }
        }
        self.indicator = indicator
        self.days = days
        self.grouping = grouping
        self.total = total
        self.groups = groups.map { Group(name: $0.key, ratio: $0.value) }.sorted { one, other in
            guard let first = one.name else { return false }
            return other.name.map { first < $0 } ?? true
        }
        (self.numerator, self.denominator, self.leftOut) = (numerator, denominator, leftOut)
    }

    /// The figure for all; `nil` where there is nothing to count.
    public var value: Double? { total.value(indicator.unit) }
}

extension IndicatorFigure.Ratio {
    fileprivate mutating func add(_ other: Self) {
        numerator += other.numerator
        denominator += other.denominator
        leftOut += other.leftOut
    }
}
