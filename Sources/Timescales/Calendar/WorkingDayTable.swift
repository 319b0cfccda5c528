import CaseRecord

/// Working days by number, so that a limit of any length takes two look-ups.
struct WorkingDayTable: Sendable {
    /// The day before the first in the table, in days since 1970.
    private let origin: Int
    /// For each day from the origin on, how many working days there were up to and including it.
    private let counts: [Int32]
    /// The days since the origin of each working day, the first at 0.
    private let days: [Int32]

    /// The table of those years.
    init(years: ClosedRange<Int>, isWorkingDay: (CivilDate) -> Bool) {
        let first = CivilDate(year: years.lowerBound, month: 1, day: 1)?.daysSinceEpoch ?? 0
        let last = CivilDate(year: years.upperBound, month: 12, day: 31)?.daysSinceEpoch ?? 0
        origin = first - 1
        var counts: [Int32] = [0]
        var days: [Int32] = []
        for offset in 1...max(1, last - origin) {
            if isWorkingDay(CivilDate(daysSinceEpoch: origin + offset)) { days.append(Int32(offset)) }
            counts.append(Int32(days.count))
        }
        self.counts = counts
        self.days = days
    }

    /// The working days up to and including that day; `nil` outside the table.
    private func count(through date: CivilDate) -> Int? {
        let offset = date.daysSinceEpoch - origin
        return counts.indices.contains(offset) ? Int(counts[offset]) : nil
    }

    private func day(number: Int) -> CivilDate? {
        days.indices.contains(number - 1) ? CivilDate(daysSinceEpoch: origin + Int(days[number - 1])) : nil
    }

    /// The working day that many after a day, which itself is not counted; `nil` outside the table.
    func day(_ number: Int, after date: CivilDate) -> CivilDate? {
        count(through: date).flatMap { day(number: $0 + number) }
    }

    /// The working day that many before a day, which itself is not counted; `nil` outside the table.
    func day(_ number: Int, before date: CivilDate) -> CivilDate? {
        count(through: date.adding(days: -1)).flatMap { day(number: $0 - number + 1) }
    }

    /// The working days after the first day up to and including the second; `nil` outside the table.
    func count(after first: CivilDate, through second: CivilDate) -> Int? {
        guard let before = count(through: first), let through = count(through: second) else { return nil }
        return through - before
    }
}
