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
        let date = utcDate
        let ofDay = microseconds - Int64(date.daysSinceEpoch) * 86_400_000_000
        let seconds = Int(ofDay / 1_000_000)
        let fraction = Int(ofDay % 1_000_000)
        let decimals = fraction == 0 ? 0 : fraction % 1000 == 0 ? 3 : 6
        let time = String(asciiCount: 10 + (decimals > 0 ? decimals + 1 : 0)) { text in
            text.put(UInt8(ascii: "T"))
            text.put(seconds / 3600, digits: 2)
            text.put(UInt8(ascii: ":"))
            text.put(seconds / 60 % 60, digits: 2)
            text.put(UInt8(ascii: ":"))
            text.put(seconds % 60, digits: 2)
            if decimals > 0 {
                text.put(UInt8(ascii: "."))
                text.put(decimals == 3 ? fraction / 1000 : fraction, digits: decimals)
            }
            text.put(UInt8(ascii: "Z"))
        }
        return date.description + time
    }

    /// Reads an RFC 3339 date-time: `Z` or an offset is required, decimals beyond the sixth must be zero, and a
    /// leap second is not accepted.
    public init?(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"), let date = CivilDate(beginning: bytes),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digits(bytes, 11..<13), let minute = digits(bytes, 14..<16), let second = digits(bytes, 17..<19),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var place = 19
        var fraction = 0
        if bytes[place] == UInt8(ascii: ".") {
            place += 1
            let first = place
            var unit = 100_000
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                guard unit > 0 || bytes[place] == 0x30 else { return nil }
                fraction += unit * Int(bytes[place] - 0x30)
                unit /= 10
                place += 1
            }
            guard place > first else { return nil }
        }
        guard let offset = Self.offsetSeconds(bytes, from: place) else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(microseconds: seconds * 1_000_000 + Int64(fraction))
    }

    /// The offset that the bytes from that place to the end write.
    private static func offsetSeconds(_ bytes: Span<UInt8>, from place: Int) -> Int? {
        guard place < bytes.count else { return nil }
        let sign = bytes[place]
        if bytes.count == place + 1, sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard bytes.count == place + 6, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            bytes[place + 3] == UInt8(ascii: ":"),
            let hours = digits(bytes, place + 1..<place + 3), hours < 24,
            let minutes = digits(bytes, place + 4..<place + 6), minutes < 60
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
