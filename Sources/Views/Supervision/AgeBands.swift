import StrictJSON

/// Bands into which things are put by their age.
public struct AgeBands: Sendable, Hashable {
    /// What age is counted in.
    public enum Unit: String, Sendable {
        /// Working days.
        case workingDays = "working-days"
        /// Days of the calendar.
        case days
    }

    /// What age is counted in.
    public let unit: Unit
    /// The bands, from the youngest; the last has no end.
    public let bands: [ClosedRange<Int>]

    /// For what is overdue: working days past the due day, 0 to 5, 6 to 10, 11 to 20, and more.
    public static let overdue = AgeBands(unit: .workingDays, bands: [0...5, 6...10, 11...20, 21...Int.max])
    /// For what waits: days, up to one week, two weeks, four weeks, and more.
    public static let waiting = AgeBands(unit: .days, bands: [0...7, 8...14, 15...28, 29...Int.max])

    /// How many of those ages fall into each band.
    public func counts(_ ages: some Sequence<Int>) -> [Int] {
        var counts = [Int](repeating: 0, count: bands.count)
        for age in ages { counts[index(of: age)] += 1 }
        return counts
    }

    /// The number of the band of that age; one below the first band is in it.
    func index(of age: Int) -> Int { bands.firstIndex { age <= $0.upperBound } ?? bands.count - 1 }

    /// The bands in words: `0-5`, and `21+` for the last.
    var labels: [String] {
        bands.map { $0.upperBound == Int.max ? "\($0.lowerBound)+" : "\($0.lowerBound)-\($0.upperBound)" }
    }

    /// Counts in the bands as JSON.
    func json(_ counts: [Int]) -> JSONValue {
        .array(zip(labels, counts).map { ["band": .string($0), "count": .integer(Int64($1))] })
    }

    /// Counts in the bands in one line: `0-5: 3, 6-10: 0 working days`.
    func words(_ counts: [Int]) -> String {
        zip(labels, counts).map { "\($0): \($1)" }.joined(separator: ", ")
            + (unit == .workingDays ? " (working days)" : " (days)")
    }
}
