/// A `timestamptz`: microseconds since 1970-01-01T00:00:00Z.
///
/// PostgreSQL's `infinity` and `-infinity` are the greatest and the least value.
public struct PostgresTimestamp: Sendable, Hashable, Comparable {
    /// Microseconds since the Unix epoch.
    public var microseconds: Int64

    /// The instant so many microseconds after the Unix epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Later than any other.
    public static let infinity = Self(microseconds: .max)
    /// Earlier than any other.
    public static let negativeInfinity = Self(microseconds: .min)

    /// By time.
    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

    /// From the Unix epoch to PostgreSQL's, 2000-01-01T00:00:00Z, in microseconds.
    private static let epochOffset: Int64 = 946_684_800_000_000

    /// Nil if PostgreSQL counts beyond what a count from 1970 can hold (after the year 294246).
    init?(wire: Int64) {
        switch wire {
        case .max: self = .infinity
        case .min: self = .negativeInfinity
        default:
            let (sum, overflow) = wire.addingReportingOverflow(Self.epochOffset)
            guard !overflow else { return nil }
            microseconds = sum
        }
    }

    /// Nil if it lies too far back to be counted from 2000.
    var wire: Int64? {
        switch self {
        case .infinity: return .max
        case .negativeInfinity: return .min
        default:
            let (difference, overflow) = microseconds.subtractingReportingOverflow(Self.epochOffset)
            return overflow ? nil : difference
        }
    }
}

/// A `date`: days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// PostgreSQL's `infinity` and `-infinity` are the greatest and the least value.
public struct PostgresDate: Sendable, Hashable, Comparable {
    /// Days since the Unix epoch.
    public var days: Int32

    /// The date so many days after 1970-01-01.
    public init(days: Int32) {
        self.days = days
    }

    /// Later than any other.
    public static let infinity = Self(days: .max)
    /// Earlier than any other.
    public static let negativeInfinity = Self(days: .min)

    /// By time.
    public static func < (a: Self, b: Self) -> Bool { a.days < b.days }

    /// From 1970-01-01 to PostgreSQL's epoch, 2000-01-01, in days.
    private static let epochOffset: Int32 = 10_957

    init?(wire: Int32) {
        switch wire {
        case .max: self = .infinity
        case .min: self = .negativeInfinity
        default:
            let (sum, overflow) = wire.addingReportingOverflow(Self.epochOffset)
            guard !overflow else { return nil }
            days = sum
        }
    }

    var wire: Int32? {
        switch self {
        case .infinity: return .max
        case .negativeInfinity: return .min
        default:
            let (difference, overflow) = days.subtractingReportingOverflow(Self.epochOffset)
            return overflow ? nil : difference
        }
    }
}
