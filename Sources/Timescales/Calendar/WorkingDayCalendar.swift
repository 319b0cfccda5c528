public import CaseRecord

/// Which days are working days in England: Monday to Friday less bank holidays.
///
/// Neither Working Together nor the Care Planning Regulations 2010 define the term; this is the definition that
/// the Children Act 1989 Representations Procedure (England) Regulations 2006 (SI 2006/1738) regulation 2 gives.
/// An authority's own closing days, as between Christmas and New Year, are working days.
public struct WorkingDayCalendar: Sendable {
    /// The most working days that one count takes.
    public static let longestCount = 400

    /// England, with the bank holidays published to 2028.
    public static let england = WorkingDayCalendar(
        published: PublishedBankHolidays.all, years: PublishedBankHolidays.years,
        version: PublishedBankHolidays.version)

    private let kept: Kept

    // Every clock has its calendar: kept once.
    private final class Kept: Sendable {
        let version: String
        let publishedYears: ClosedRange<Int>
        let names: [CivilDate: String]
        let table: WorkingDayTable

        init(version: String, publishedYears: ClosedRange<Int>, names: [CivilDate: String], table: WorkingDayTable) {
            self.version = version
            self.publishedYears = publishedYears
            self.names = names
            self.table = table
        }
    }

    /// Division and publication: what a stored due date was counted by.
    public var version: String { kept.version }
    /// The years whose bank holidays are published.
    public var publishedYears: ClosedRange<Int> { kept.publishedYears }
    private var names: [CivilDate: String] { kept.names }
    private var table: WorkingDayTable { kept.table }

    /// A calendar of the days published for those years.
    ///
    /// Years before them, back to 1978, follow the ordinary rules with the one-off changes known; years after them,
    /// and before 1978, follow the ordinary rules provisionally.
    ///
    /// - Parameters:
    ///   - published: Every weekday bank holiday of the years; days of other years are not taken.
    ///   - years: The years that the publication covers in full.
    ///   - version: Division and publication.
    public init(published: [BankHoliday], years: ClosedRange<Int>, version: String) {
        var names: [CivilDate: String] = [:]
        for holiday in published where years.contains(holiday.date.year) { names[holiday.date] = holiday.name }
        // Kept ready because every count asks for every day.
        for year in Self.readyYears where !years.contains(year) {
            for holiday in OrdinaryBankHolidays.holidays(in: year) { names[holiday.date] = holiday.name }
        }
        let table = WorkingDayTable(years: Self.readyYears) { date in
            names[date] == nil && !date.weekday.isWeekend
        }
        kept = Kept(version: version, publishedYears: years, names: names, table: table)
    }

    private static let readyYears = 1978...2060

    /// Whether work is done on that day: neither a weekend nor a bank holiday.
    public func isWorkingDay(_ date: CivilDate) -> Bool { nonWorkingReason(date) == nil }

    /// Why the day is not a working day; `nil` if it is one. A bank holiday's name is given for weekdays only.
    public func nonWorkingReason(_ date: CivilDate) -> NonWorkingReason? {
        switch date.weekday {
        case .saturday: return .saturday
        case .sunday: return .sunday
        default: return bankHolidayName(date).map { .bankHoliday($0) }
        }
    }

    private func bankHolidayName(_ date: CivilDate) -> String? {
        if let name = names[date] { return name }
        let year = date.year
        if isReady(year) { return nil }
        return OrdinaryBankHolidays.holidays(in: year).first { $0.date == date }?.name
    }

    private func isReady(_ year: Int) -> Bool { publishedYears.contains(year) || Self.readyYears.contains(year) }

    /// The bank holidays of that year on weekdays, earliest first.
    public func bankHolidays(in year: Int) -> [BankHoliday] {
        guard isReady(year) else { return OrdinaryBankHolidays.holidays(in: year) }
        return names.filter { $0.key.year == year }.map { BankHoliday(date: $0.key, name: $0.value) }
            .sorted { $0.date < $1.date }
    }

    /// Whether that year's bank holidays are only what the ordinary rules give: not published yet, or before 1978.
    public func isProvisional(_ year: Int) -> Bool {
        year > publishedYears.upperBound || (year < OrdinaryBankHolidays.firstYear && !publishedYears.contains(year))
    }

    /// The end of a limit of that many working days. Day 0 is not counted, whether it is a working day or not.
    ///
    /// - Parameters:
    ///   - days: The limit, 1 to 400 working days.
    ///   - dayZero: The day of the event that starts the clock.
    /// - Returns: The days counted and skipped; `nil` if the limit is not between 1 and 400.
    public func deadline(workingDays days: Int, from dayZero: CivilDate) -> WorkingDayCount? {
        guard (1...Self.longestCount).contains(days) else { return nil }
        return count(days, from: dayZero)
    }

    /// The count for a limit that was checked before (twice the longest limit is asked for too).
    func count(_ days: Int, from dayZero: CivilDate) -> WorkingDayCount {
        var counted: [CivilDate] = []
        counted.reserveCapacity(days)
        var skipped: [SkippedDay] = []
        var date = dayZero
        while counted.count < days {
            date = date.adding(days: 1)
            if let reason = nonWorkingReason(date) {
                skipped.append(SkippedDay(date: date, reason: reason))
            } else {
                counted.append(date)
            }
        }
        return WorkingDayCount(
            dayZero: dayZero, due: date, counted: counted, skipped: skipped,
            unpublishedYears: unpublishedYears(after: dayZero, through: date))
    }

    /// The years in a count whose bank holidays are not published.
    func unpublishedYears(after dayZero: CivilDate, through due: CivilDate) -> [Int] {
        guard dayZero < due else { return [] }
        return (dayZero.adding(days: 1).year...due.year).filter(isProvisional)
    }

    /// The last day of that many working days after a day 0: the count without the days.
    func due(_ days: Int, after dayZero: CivilDate) -> CivilDate {
        if let due = table.day(days, after: dayZero) { return due }
        var (date, left) = (dayZero, days)
        while left > 0 {
            date = date.adding(days: 1)
            if isWorkingDay(date) { left -= 1 }
        }
        return date
    }

    /// The working days after the first day up to and including the second; negative, counted the other way round,
    /// when the second is the earlier. From the due day to the day of the end this is how many days late it came.
    public func workingDays(after first: CivilDate, through second: CivilDate) -> Int {
        if second < first { return -workingDays(after: second, through: first) }
        if let count = table.count(after: first, through: second) { return count }
        var count = 0
        var date = first
        while date < second {
            date = date.adding(days: 1)
            if isWorkingDay(date) { count += 1 }
        }
        return count
    }

    /// The working day that lies that many working days before the date, which itself is not counted.
    ///
    /// - Returns: `nil` if the number is not between 1 and 400.
    public func date(workingDays days: Int, before date: CivilDate) -> CivilDate? {
        guard (1...Self.longestCount).contains(days) else { return nil }
        if let day = table.day(days, before: date) { return day }
        var date = date
        var left = days
        while left > 0 {
            date = date.adding(days: -1)
            if isWorkingDay(date) { left -= 1 }
        }
        return date
    }
}
