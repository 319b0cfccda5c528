public import CaseRecord

/// A child's age in whole years and months.
public struct Age: Sendable, Hashable, CustomStringConvertible {
    /// Whole years.
    public let years: Int
    /// Whole months beyond the years, 0 to 11.
    public let months: Int

    /// The age on a day; `nil` before the birth.
    public init?(of birth: CivilDate, on day: CivilDate) {
        guard day >= birth else { return nil }
        let (from, to) = (birth.components, day.components)
        var total = (to.year - from.year) * 12 + to.month - from.month
        if birth.adding(months: total) > day { total -= 1 }
        years = total / 12
        months = total % 12
    }

    /// As `4 y 7 m`.
    public var description: String { "\(years) y \(months) m" }
}
