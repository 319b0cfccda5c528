import CaseRecord
import Foundation
import Testing

/// The offsets that are kept are those of the zone.
@Suite struct LondonTimeTests {
    static let zone = TimeZone(identifier: "Europe/London")

    func zoneOffset(_ instant: Instant) throws -> Int {
        let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
        return try #require(Self.zone).secondsFromGMT(for: date)
    }

    @Test(arguments: Array(stride(from: 1895, through: 2100, by: 5)))
    func offsetsAreTheZonesInEveryHour(firstYear: Int) throws {
        let from = try #require(CivilDate(year: firstYear, month: 1, day: 1))
        let through = try #require(CivilDate(year: firstYear + 5, month: 1, day: 1))
        for hour in from.daysSinceEpoch * 24..<through.daysSinceEpoch * 24 {
            let instant = Instant(microseconds: Int64(hour) * 3_600_000_000)
            // The last moment of the hour before as well: a change comes with the hour.
            for instant in [instant, Instant(microseconds: instant.microseconds - 1_000_000)] {
                guard try LondonTime.offset(at: instant) != zoneOffset(instant) else { continue }
                Issue.record("\(instant)")
            }
        }
    }

    @Test(arguments: Array(stride(from: 1895, through: 2100, by: 5)))
    func daysBeginAtTheZonesMidnight(firstYear: Int) throws {
        let from = try #require(CivilDate(year: firstYear, month: 1, day: 1))
        for days in 0..<5 * 365 {
            let date = from.adding(days: days)
            let start = LondonTime.startOfDay(date)
            let local = start.adding(seconds: Int64(try zoneOffset(start)))
            #expect(local.microseconds == Int64(date.daysSinceEpoch) * 86_400_000_000, "\(date)")
            #expect(LondonTime.date(of: start) == date)
            #expect(LondonTime.date(of: start.adding(seconds: -1)) == date.adding(days: -1))
        }
    }

    @Test(arguments: ["0001-06-01T00:00:00Z", "1847-11-30T12:00:00Z", "2150-07-01T12:00:00Z", "9999-07-01T12:00:00Z"])
    func momentsFarFromNowAreTheZones(text: String) throws {
        let instant = try #require(Instant(text))
        #expect(try LondonTime.offset(at: instant) == zoneOffset(instant))
    }
}
