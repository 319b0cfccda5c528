import Foundation

/// Civil time in England: which day a moment falls on, and when a day begins.
public enum LondonTime {
    /// The zone's data; GMT if the machine has none, which ``isAvailable`` tells.
    private static let zone = TimeZone(identifier: "Europe/London") ?? .gmt

    /// Whether the zone's data was found. The daemon refuses to start without it.
    public static var isAvailable: Bool { zone.identifier == "Europe/London" }

    /// Seconds that London's clocks are ahead of UTC at that moment.
    public static func offset(at instant: Instant) -> Int {
        let day = instant.utcDate.daysSinceEpoch - firstKept
        // Where two midnights have the same offset, so has the day between them: clocks never change twice in a day.
        guard day >= 0, day + 1 < midnightOffsets.count, midnightOffsets[day] == midnightOffsets[day + 1] else {
            return zoneOffset(at: instant)
        }
        return Int(midnightOffsets[day])
    }

    private static func zoneOffset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000))
    }

    /// 1900-01-01, in days since 1970.
    private static let firstKept = -25_567

    /// The offset at every midnight UTC until 2100, since every event needs one and asking the zone takes longer.
    private static let midnightOffsets: [Int16] = (firstKept...47_482).map { day in
        Int16(zoneOffset(at: Instant(microseconds: Int64(day) * 86_400_000_000)))
    }

    /// The day that London's calendar shows at that moment.
    public static func date(of instant: Instant) -> CivilDate {
        instant.adding(seconds: Int64(offset(at: instant))).utcDate
    }

    /// The moment at which that day begins in London.
    ///
    /// British clocks change at 01:00 UTC, never across midnight, so the offset found an instant before is right.
    public static func startOfDay(_ date: CivilDate) -> Instant {
        let midnightUTC = Instant(microseconds: Int64(date.daysSinceEpoch) * 86_400_000_000)
        let offset = offset(at: midnightUTC.adding(seconds: -3600))
        return midnightUTC.adding(seconds: -Int64(offset))
    }

    /// Hour and minute that London's clocks show at that moment.
    public static func time(of instant: Instant) -> (hour: Int, minute: Int) {
        let local = instant.adding(seconds: Int64(offset(at: instant)))
        let seconds = Int(local.microseconds / 1_000_000) - local.utcDate.daysSinceEpoch * 86_400
        return (seconds / 3600, seconds / 60 % 60)
    }
}
