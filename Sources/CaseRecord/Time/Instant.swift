/// A moment in time, in whole microseconds (PostgreSQL's precision), independent of any zone.
public struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public let microseconds: Int64

    /// The moment that many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The first of the two moments comes earlier.
    public static func < (one: Instant, other: Instant) -> Bool { one.microseconds < other.microseconds }

    /// The moment that many seconds later.
    public func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }

    /// Seconds from the other moment to this one.
    public func seconds(since other: Instant) -> Double { Double(microseconds - other.microseconds) / 1_000_000 }

    /// The day in UTC.
    var utcDate: CivilDate { CivilDate(daysSinceEpoch: Int(microseconds.flooredQuotient(by: 86_400_000_000))) }
}

extension Instant: CustomStringConvertible, LosslessStringConvertible {
    /// RFC 3339 in UTC, with as many decimals (none, three or six) as the moment has.
    public var description: String {
        let ofDay = microseconds - Int64(utcDate.daysSinceEpoch) * 86_400_000_000
        let seconds = Int(ofDay / 1_000_000)
        let fraction = Int(ofDay % 1_000_000)
        let time = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        let decimals =
            fraction == 0 ? "" : fraction % 1000 == 0 ? "." + padded(fraction / 1000, 3) : "." + padded(fraction, 6)
        return "\(utcDate)T\(time)\(decimals)Z"
    }

    /// Reads an RFC 3339 date-time: `Z` or an offset is required, decimals beyond the sixth must be zero, and a
    /// leap second is not accepted.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"),
            let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let decimals = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(1 + decimals.count)
            guard !decimals.isEmpty, decimals.dropFirst(6).allSatisfy({ $0 == 0x30 }),
                let value = digits(ArraySlice((decimals + [0x30, 0x30, 0x30, 0x30, 0x30, 0x30]).prefix(6)))
            else { return nil }
            fraction = value
        }
        guard let offset = Self.offsetSeconds(ArraySlice(Array(rest))) else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }

    private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.count == 1, bytes[bytes.startIndex] | 0x20 == UInt8(ascii: "z") { return 0 }
        guard bytes.count == 6, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            bytes[bytes.startIndex + 3] == UInt8(ascii: ":"),
            let hours = digits(bytes[(bytes.startIndex + 1)..<(bytes.startIndex + 3)]), hours < 24,
            let minutes = digits(bytes[(bytes.startIndex + 4)...]), minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension Int64 {
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
