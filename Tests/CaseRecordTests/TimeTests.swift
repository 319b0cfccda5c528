import CaseRecord
import Foundation
import Testing

@Suite struct TimeTests {
    @Test func civilDatesAgreeWithFoundationOverFourCenturies() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let days = Int.random(in: -60_000...80_000, using: &random)
            let date = CivilDate(daysSinceEpoch: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            let (year, month, day) = date.components
            #expect(parts.year == year && parts.month == month && parts.day == day, "\(days)")
            #expect((try #require(parts.weekday) + 5) % 7 + 1 == date.weekday.rawValue)
            #expect(CivilDate(year: year, month: month, day: day) == date)
            #expect(CivilDate(date.description) == date)
        }
    }

    @Test(arguments: [
        ("2010-11-30", 3, "2011-02-28"), ("2010-11-30", 6, "2011-05-30"), ("2011-01-31", 3, "2011-04-30"),
        ("2024-02-29", 6, "2024-08-29"), ("2025-08-31", 6, "2026-02-28"), ("2026-05-31", 6, "2026-11-30"),
    ])
    func monthsGoToTheCorrespondingDate(from: String, months: Int, to: String) {
        #expect(CivilDate(from)?.adding(months: months).description == to)
    }

    @Test(arguments: ["2011-02-29", "2011-13-01", "2011-4-14", "20110414", "2011-04-31", "0000-01-01", "2011-04-1x"])
    func refusesDatesThatDoNotExist(text: String) { #expect(CivilDate(text) == nil) }

    @Test(arguments: [
        ("2011-04-14T23:30:00Z", "2011-04-15"), ("2011-12-14T23:30:00Z", "2011-12-14"),
        ("2011-04-15T00:30:00+01:00", "2011-04-15"), ("2011-03-27T00:59:59Z", "2011-03-27"),
    ])
    func aMomentFallsOnLondonsDay(text: String, day: String) throws {
        #expect(LondonTime.isAvailable)
        #expect(LondonTime.date(of: try #require(Instant(text))).description == day)
    }

    @Test(arguments: [
        ("2011-05-05", "2011-05-04T23:00:00Z"), ("2011-12-05", "2011-12-05T00:00:00Z"),
        ("2011-03-27", "2011-03-27T00:00:00Z"), ("2011-03-28", "2011-03-27T23:00:00Z"),
        ("2011-10-30", "2011-10-29T23:00:00Z"), ("2011-10-31", "2011-10-31T00:00:00Z"),
    ])
    func aDayBeginsAtLondonsMidnight(day: String, text: String) throws {
        #expect(LondonTime.startOfDay(try #require(CivilDate(day))).description == text)
    }

    @Test(arguments: [
        "2011-04-14T09:00:00Z", "2011-04-14T09:00:00.250Z", "2011-04-14T09:00:00.123456Z", "1969-12-31T23:59:59.999Z",
    ])
    func instantsReadBackAsWritten(text: String) { #expect(Instant(text)?.description == text) }

    @Test(arguments: [
        "2011-04-14T09:00:00", "2011-04-14T24:00:00Z", "2011-04-14 09:00:00Z", "2011-04-14T09:00:00.1234567Z",
        "2011-04-14T09:00:00+1:00", "2011-04-14T09:00:60Z", "2011-04-14T09:00:00Zx", "2011-04-14T09:00:00.Z",
        "2011-04-14T09:00:00.", "2011-04-14T09:00:00.5", "2011-04-14T09:00:00+24:00", "2011-04-14T09:00:00+01:60",
        "2011-04-14T09:00:00.1234560001Z", "2011-04-14T09:00:00+01:0é", "2011-02-29T09:00:00Z", "",
    ])
    func refusesInstantsThatAreNotRFC3339(text: String) { #expect(Instant(text) == nil) }

    @Test func instantsReadBackWhateverTheirOffset() throws {
        for _ in 0..<2000 {
            // Whole seconds, milliseconds and microseconds.
            let unit: Int64 = try #require([1_000_000, 1_000, 1].randomElement())
            let moment = Int64.random(in: -62_135_500_000_000_000...253_402_200_000_000_000) / unit * unit
            let instant = Instant(microseconds: moment)
            #expect(Instant(instant.description) == instant)
            let minutes = Int.random(in: -1439...1439)
            let local = instant.adding(seconds: Int64(minutes * 60)).description.dropLast()
            let offset = String(format: "%@%02d:%02d", minutes < 0 ? "-" : "+", abs(minutes) / 60, abs(minutes) % 60)
            #expect(Instant(local + offset) == instant, "\(local)\(offset)")
        }
        #expect(Instant("2011-04-14T09:00:00.1Z")?.description == "2011-04-14T09:00:00.100Z")
        #expect(Instant("2011-04-14t09:00:00.12345600z")?.description == "2011-04-14T09:00:00.123456Z")
    }

    @Test(arguments: [
        (-719_528, "0000-01-01"), (2_932_896, "9999-12-31"), (2_932_897, "10000-01-01"),
    ])
    func yearsThatNeedMoreThanFourCharactersAreWrittenWhole(days: Int, text: String) {
        #expect(CivilDate(daysSinceEpoch: days).description == text)
    }

    @Test func occurrencesKeepTheirPrecision() throws {
        for (text, first, last) in [
            ("2011", "2011-01-01", "2011-12-31"), ("2012-02", "2012-02-01", "2012-02-29"),
            ("2011-04-14", "2011-04-14", "2011-04-14"), ("2011-04-14T23:30:00Z", "2011-04-15", "2011-04-15"),
        ] {
            let occurrence = try #require(Occurrence(text))
            #expect(occurrence.description == text)
            #expect(occurrence.firstDay.description == first)
            #expect(occurrence.lastDay.description == last)
        }
    }
}
