/// A day of the Gregorian calendar, without a time or a zone: what statutory dates are made of.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01; negative before it.
    public let daysSinceEpoch: Int

    /// The day that many days after 1970-01-01.
    public init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

    /// The day of that year, month and day; `nil` where the calendar has no such day or the year is not
    /// between 1 and 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// Howard Hinnant's published algorithm for days from a civil date, in the era of 400 years.
    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month (1 to 12) and day (1 to 31).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The year.
    public var year: Int { components.year }

    /// Days in that month of that year.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The first of the two days comes earlier.
    public static func < (one: CivilDate, other: CivilDate) -> Bool { one.daysSinceEpoch < other.daysSinceEpoch }

    /// The day that many calendar days later (earlier when negative).
    public func adding(days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

    /// The corresponding date that many calendar months later: the same day of the month or, where that month
    /// has no such day, its last (Dodds v Walker [1981] 1 WLR 1027).
    public func adding(months: Int) -> CivilDate {
        let (year, month, day) = components
        let index = year * 12 + month - 1 + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        return CivilDate(unchecked: newYear, newMonth, min(day, Self.days(inMonth: newMonth, of: newYear)))
    }

    /// Calendar days from the other day to this one.
    public func days(since other: CivilDate) -> Int { daysSinceEpoch - other.daysSinceEpoch }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = ((daysSinceEpoch + 3) % 7 + 7) % 7
        return Weekday.allCases[index]
    }
}

/// A day of the week, Monday first.
public enum Weekday: Int, Sendable, CaseIterable {
    /// The days in order.
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

    /// Saturday or Sunday.
    public var isWeekend: Bool { self == .saturday || self == .sunday }

    /// Three letters, as `Mon`.
    public var abbreviation: String { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][rawValue - 1] }
}

extension CivilDate: CustomStringConvertible, LosslessStringConvertible {
    /// `YYYY-MM-DD` (RFC 3339 full-date).
    public var description: String {
        let (year, month, day) = components
        guard (0...9999).contains(year) else { return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
        return String(asciiCount: 10) { text in
            text.put(year, digits: 4)
            text.put(UInt8(ascii: "-"))
            text.put(month, digits: 2)
            text.put(UInt8(ascii: "-"))
            text.put(day, digits: 2)
        }
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 10 else { return nil }
        self.init(beginning: bytes)
    }

    /// Reads the `YYYY-MM-DD` that ten or more bytes begin with.
    init?(beginning bytes: Span<UInt8>) {
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = digits(bytes, 0..<4),
            let month = digits(bytes, 5..<7), let day = digits(bytes, 8..<10)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
