/// A measure month by month, and whether it has shifted for good.
///
/// The rule is that of run charts: six or more months in a row on one side of the median of the months before them are a
/// shift. A month on the median neither counts nor breaks the row. After a shift the median is counted anew from its first
/// month. At least six months have to stand before a shift, or there is nothing to compare with.
public struct RunChart: Sendable, Hashable {
    /// So many months in a row are a shift.
    public static let run = 6
    /// So many months have to stand before one.
    public static let leastBefore = 6

    /// A shift.
    public struct Shift: Sendable, Hashable {
        /// Where it begins, by the index of the month.
        public let start: Int
        /// Where the row ends: the index of its last month off the median.
        public let end: Int
        /// How many months of the row lie off the median.
        public let months: Int
        /// Whether the months lie above the median.
        public let isUp: Bool
        /// Twice the median of the months before, so that it is a whole number.
        let medianTwice: Int

        /// The median of the months before.
        public var median: Double { Double(medianTwice) / 2 }
    }

    /// The months' figures.
    public let values: [Int]
    /// The shifts, earliest first.
    public let shifts: [Shift]

    /// The chart of those figures, one a month without a gap.
    public init(_ values: [Int]) {
        self.values = values
        var shifts: [Shift] = []
        var base = 0
        var start = Self.leastBefore
        while start < values.count {
            let median = Self.medianTwice(values[base..<start])
            if let shift = Self.run(values, from: start, median) {
                shifts.append(shift)
                base = start
                start = max(shift.end + 1, base + Self.leastBefore)
            } else {
                start += 1
            }
        }
        self.shifts = shifts
    }

    /// The row of months that begins there, if it is long enough for a shift.
    private static func run(_ values: [Int], from start: Int, _ medianTwice: Int) -> Shift? {
        let first = values[start] * 2 - medianTwice
        guard first != 0 else { return nil }
        var (months, end) = (0, start)
        for index in start..<values.count {
            let distance = values[index] * 2 - medianTwice
            if distance == 0 { continue }
            guard (distance > 0) == (first > 0) else { break }
            months += 1
            end = index
        }
        guard months >= run else { return nil }
        return Shift(start: start, end: end, months: months, isUp: first > 0, medianTwice: medianTwice)
    }

    private static func medianTwice(_ values: ArraySlice<Int>) -> Int {
        let ordered = values.sorted()
        let middle = ordered.count / 2
        return ordered.count.isMultiple(of: 2) ? ordered[middle - 1] + ordered[middle] : ordered[middle] * 2
    }

    /// The median of all months since the last shift began, or of all where there was none; `nil` without months.
    public var median: Double? {
        guard !values.isEmpty else { return nil }
        return Double(Self.medianTwice(values[(shifts.last?.start ?? 0)...])) / 2
    }

    /// Whether there are too few months to see any shift.
    public var isTooShort: Bool { values.count < Self.leastBefore + Self.run }

    /// Whether the last shift went up and lasts: no later month lies at or below the median before it.
    public var isSustainedGrowth: Bool {
        guard let last = shifts.last, last.isUp else { return false }
        return values[last.start...].allSatisfy { $0 * 2 >= last.medianTwice }
    }

    /// What the chart shows, in words.
    ///
    /// - Parameter month: The name of the month of that index.
    public func words(_ month: (Int) -> String) -> String {
        guard let last = shifts.last else {
            return isTooShort
                ? "no evidence of shift: \(values.count) months are too few, it takes \(Self.leastBefore + Self.run)"
                : "no evidence of shift"
        }
        let half = last.medianTwice.isMultiple(of: 2) ? "" : ".5"
        let kept = last.isUp && !isSustainedGrowth ? ", not kept since" : ""
        return "shift \(last.isUp ? "up" : "down") from \(month(last.start)): \(last.months) months in a row "
            + "\(last.isUp ? "above" : "below") the median of \(last.medianTwice / 2)\(half) before\(kept)"
    }
}
