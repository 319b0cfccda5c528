public import StrictJSON

/// When something happened, no more exactly than it is known.
public enum Occurrence: Sendable, Hashable {
    /// A moment.
    case instant(Instant)
    /// A day in London, the time unknown or of no matter.
    case day(CivilDate)
    /// Some day of a month.
    case month(year: Int, month: Int)
    /// Some day of a year.
    case year(Int)
    /// About that day, or some day of about that month or year: it may lie outside, by how much is not known.
    case approximate(Period)

    /// A day, a month or a year of the calendar.
    public enum Period: Sendable, Hashable {
        /// A day.
        case day(CivilDate)
        /// A month.
        case month(year: Int, month: Int)
        /// A year.
        case year(Int)
    }

    /// How exactly the time is known.
    public enum Precision: String, Sendable, CaseIterable {
        /// To the moment.
        case exact
        /// To the day.
        case day
        /// To the month.
        case month
        /// To the year.
        case year
        /// Only about: to about a day, a month or a year.
        case approx
    }

    /// How exactly the time is known.
    public var precision: Precision {
        switch self {
        case .instant: .exact
        case .day: .day
        case .month: .month
        case .year: .year
        case .approximate: .approx
        }
    }

    /// The only or first day (in London) that it can have been: day 0 of a clock, and the place in a chronology. Of an
    /// approximate time it is the first day of the period named, so that it stays where the recorder put it.
    public var firstDay: CivilDate {
        switch self {
        case .instant(let instant): LondonTime.date(of: instant)
        case .day(let date), .approximate(.day(let date)): date
        case .month(let year, let month), .approximate(.month(let year, let month)):
            CivilDate(year: year, month: month, day: 1) ?? CivilDate(daysSinceEpoch: 0)
        case .year(let year), .approximate(.year(let year)):
            CivilDate(year: year, month: 1, day: 1) ?? CivilDate(daysSinceEpoch: 0)
        }
    }

    /// The only or last day (in London) that it can have been; of an approximate time the last of the period named.
    public var lastDay: CivilDate {
        switch self {
        case .instant, .day, .approximate(.day): firstDay
        case .month, .approximate(.month): firstDay.adding(months: 1).adding(days: -1)
        case .year, .approximate(.year): firstDay.adding(months: 12).adding(days: -1)
        }
    }

    /// Whether it was on an earlier day than the other, whichever of their days the two were. Of approximate times nothing
    /// is certain.
    public func isOnEarlierDay(than other: Occurrence) -> Bool {
        precision != .approx && other.precision != .approx && lastDay < other.firstDay
    }

    /// The first moment that it can have been: where it sorts among others.
    public var firstInstant: Instant {
        if case .instant(let instant) = self { instant } else { LondonTime.startOfDay(firstDay) }
    }
}

extension Occurrence: CustomStringConvertible, LosslessStringConvertible {
    /// An RFC 3339 date-time, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; of the last three one that is only approximate has `~`
    /// after it (ISO 8601-2, the Extended Date/Time Format).
    public var description: String {
        switch self {
        case .instant(let instant): instant.description
        case .day(let date): date.description
        case .month(let year, let month): "\(padded(year, 4))-\(padded(month, 2))"
        case .year(let year): padded(year, 4)
        case .approximate(.day(let date)): "\(date)~"
        case .approximate(.month(let year, let month)): "\(padded(year, 4))-\(padded(month, 2))~"
        case .approximate(.year(let year)): padded(year, 4) + "~"
        }
    }

    /// Reads any of those forms.
    public init?(_ text: String) {
        let bytes = text.utf8Span.span
        switch bytes.count {
        case 5, 8, 11:
            guard bytes[bytes.count - 1] == UInt8(ascii: "~") else { return nil }
            switch Occurrence(String(text.dropLast())) {
            case .day(let date): self = .approximate(.day(date))
            case .month(let year, let month): self = .approximate(.month(year: year, month: month))
            case .year(let year): self = .approximate(.year(year))
            default: return nil
            }
        case 4:
            guard let year = digits(bytes, 0..<4), year >= 1 else { return nil }
            self = .year(year)
        case 7:
            guard bytes[4] == UInt8(ascii: "-"), let year = digits(bytes, 0..<4), let month = digits(bytes, 5..<7),
                CivilDate(year: year, month: month, day: 1) != nil
            else { return nil }
            self = .month(year: year, month: month)
        case 10:
            guard let date = CivilDate(text) else { return nil }
            self = .day(date)
        default:
            guard let instant = Instant(text) else { return nil }
            self = .instant(instant)
        }
    }
}

extension Occurrence: FieldValue {
    /// What a reader is told to write.
    public static let expectation =
        "an RFC 3339 date-time with an offset, or YYYY-MM-DD, YYYY-MM or YYYY, with ~ after it where it is only approximate"

    /// Reads any of those forms from a string.
    public init?(field value: JSONValue, _ problems: inout FieldProblems) {
        guard let text = value.stringValue, let occurrence = Occurrence(text) else {
            problems.add("must be \(Self.expectation)")
            return nil
        }
        self = occurrence
    }

    /// The form in which it was written.
    public var field: JSONValue { .string(description) }

    /// The JSON Schema of those forms.
    public static var schema: JSONValue {
        [
            "type": "string", "description": .string(expectation),
            "pattern": #"^\d{4}(-\d{2}(-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})|~)?|~)?|~)?$"#,
        ]
    }
}
