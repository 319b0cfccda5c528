public import CaseRecord

/// A bank holiday, a substitute day or a common-law holiday that falls on a weekday.
public struct BankHoliday: Sendable, Hashable {
    /// The day.
    public let date: CivilDate
    /// Its name, as published; a substitute day says that it is one.
    public let name: String

    /// A bank holiday.
    public init(date: CivilDate, name: String) {
        self.date = date
        self.name = name
    }
}

/// Why a day does not count as a working day.
public enum NonWorkingReason: Sendable, Hashable, CustomStringConvertible {
    /// It is a Saturday.
    case saturday
    /// It is a Sunday.
    case sunday
    /// It is a bank holiday of that name on a weekday.
    case bankHoliday(String)

    /// In words: `Saturday`, `Sunday`, or the bank holiday's name.
    public var description: String {
        switch self {
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        case .bankHoliday(let name): name
        }
    }
}

/// A day that was passed over in counting, and why.
public struct SkippedDay: Sendable, Hashable {
    /// The day.
    public let date: CivilDate
    /// Why it does not count.
    public let reason: NonWorkingReason
}

/// A count of working days from a day 0, which itself is not counted.
public struct WorkingDayCount: Sendable, Hashable {
    /// Day 0: working day or not, it is never counted.
    public let dayZero: CivilDate
    /// The last day counted; the limit ends with the end of that day.
    public let due: CivilDate
    /// Every working day counted, day 1 first.
    public let counted: [CivilDate]
    /// Every day between day 0 and the due day that does not count, earliest first.
    public let skipped: [SkippedDay]
    /// The years in the count whose bank holidays are not published; empty where all are known.
    public let unpublishedYears: [Int]

    /// Whether the due day may still move because bank holidays are not known yet.
    public var isProvisional: Bool { !unpublishedYears.isEmpty }

}
