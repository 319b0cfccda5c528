import CaseRecord
import Testing

@testable import Timescales

@Suite struct CalendarTests {
    let calendar = WorkingDayCalendar.england

    /// Day 0, and the due days of 1, 7, 10, 15, 20, 35 and 45 working days (statutory facts 2.2).
    static let golden = """
        2009-06-01 2009-06-02 2009-06-10 2009-06-15 2009-06-22 2009-06-29 2009-07-20 2009-08-03
        2010-03-16 2010-03-17 2010-03-25 2010-03-30 2010-04-08 2010-04-15 2010-05-07 2010-05-21
        2010-12-20 2010-12-21 2010-12-31 2011-01-06 2011-01-13 2011-01-20 2011-02-10 2011-02-24
        2011-03-30 2011-03-31 2011-04-08 2011-04-13 2011-04-20 2011-05-03 2011-05-24 2011-06-08
        2011-04-20 2011-04-21 2011-05-05 2011-05-10 2011-05-17 2011-05-24 2011-06-15 2011-06-29
        2011-04-21 2011-04-26 2011-05-06 2011-05-11 2011-05-18 2011-05-25 2011-06-16 2011-06-30
        2012-05-30 2012-05-31 2012-06-12 2012-06-15 2012-06-22 2012-06-29 2012-07-20 2012-08-03
        2013-04-12 2013-04-15 2013-04-23 2013-04-26 2013-05-03 2013-05-13 2013-06-04 2013-06-18
        2013-04-15 2013-04-16 2013-04-24 2013-04-29 2013-05-07 2013-05-14 2013-06-05 2013-06-19
        2019-12-20 2019-12-23 2020-01-03 2020-01-08 2020-01-15 2020-01-22 2020-02-12 2020-02-26
        2020-04-30 2020-05-01 2020-05-12 2020-05-15 2020-05-22 2020-06-01 2020-06-22 2020-07-06
        2022-05-27 2022-05-30 2022-06-09 2022-06-14 2022-06-21 2022-06-28 2022-07-19 2022-08-02
        2022-09-12 2022-09-13 2022-09-22 2022-09-27 2022-10-04 2022-10-11 2022-11-01 2022-11-15
        2023-04-28 2023-05-02 2023-05-11 2023-05-16 2023-05-23 2023-05-31 2023-06-21 2023-07-05
        2024-12-23 2024-12-24 2025-01-06 2025-01-09 2025-01-16 2025-01-23 2025-02-13 2025-02-27
        2026-11-20 2026-11-23 2026-12-01 2026-12-04 2026-12-11 2026-12-18 2027-01-13 2027-01-27
        2026-11-21 2026-11-23 2026-12-01 2026-12-04 2026-12-11 2026-12-18 2027-01-13 2027-01-27
        2026-12-18 2026-12-21 2026-12-31 2027-01-06 2027-01-13 2027-01-20 2027-02-10 2027-02-24
        """.split(separator: "\n").map { $0.split(separator: " ").map { day(String($0)) } }

    @Test(arguments: golden)
    func goldenVectors(row: [CivilDate]) throws {
        #expect(row.count == 8)
        for (limit, due) in zip([1, 7, 10, 15, 20, 35, 45], row.dropFirst()) {
            let count = try #require(calendar.deadline(workingDays: limit, from: row[0]))
            #expect(count.due == due, "\(limit) working days from \(row[0])")
            #expect(count.counted.count == limit && count.counted.last == due)
            #expect(count.counted.count + count.skipped.count == due.days(since: row[0]))
            #expect(calendar.workingDays(after: row[0], through: due) == limit)
            #expect(!count.isProvisional)
        }
    }

    @Test(arguments: [
        (2006, 252), (2010, 253), (2011, 251), (2012, 252), (2020, 254), (2022, 250), (2023, 251), (2024, 254),
        (2025, 253), (2026, 253), (2027, 253), (2028, 252),
    ])
    func workingDaysOfAYear(year: Int, days: Int) {
        #expect(
            calendar.workingDays(after: day("\(year - 1)-12-31"), through: day("\(year)-12-31")) == days)
    }

    @Test func everyPublishedYearHasItsEightOccasionsAndMore() {
        for year in calendar.publishedYears {
            let additional = [2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1][year] ?? 0
            #expect(calendar.bankHolidays(in: year).count == 8 + additional, "\(year)")
        }
    }

    @Test func aDayThatDoesNotCountSaysWhy() {
        #expect(calendar.nonWorkingReason(day("2011-04-29")) == .bankHoliday("Royal wedding"))
        #expect(calendar.nonWorkingReason(day("2011-04-22")) == .bankHoliday("Good Friday"))
        #expect(calendar.nonWorkingReason(day("2011-04-23")) == .saturday)
        #expect(calendar.nonWorkingReason(day("2011-04-24")) == .sunday)
        #expect(calendar.nonWorkingReason(day("2010-12-28")) == .bankHoliday("Boxing Day (substitute day)"))
        #expect(calendar.nonWorkingReason(day("2020-05-08")) == .bankHoliday("Early May bank holiday (VE Day)"))
        #expect(calendar.isWorkingDay(day("2020-05-04")))
        #expect(calendar.isWorkingDay(day("2012-05-28")))
        #expect(calendar.isWorkingDay(day("2022-05-30")))
    }

    @Test func dayZeroMayBeANonWorkingDay() throws {
        for start in ["2011-04-21", "2011-04-22", "2011-04-23", "2011-04-24", "2011-04-25"] {
            #expect(try #require(calendar.deadline(workingDays: 1, from: day(start))).due == day("2011-04-26"))
        }
    }

    @Test func aLimitIsBetween1And400() {
        #expect(calendar.deadline(workingDays: 0, from: day("2011-04-14")) == nil)
        #expect(calendar.deadline(workingDays: -1, from: day("2011-04-14")) == nil)
        #expect(calendar.deadline(workingDays: 401, from: day("2011-04-14")) == nil)
        #expect(calendar.deadline(workingDays: 400, from: day("2011-04-14"))?.counted.count == 400)
        #expect(calendar.date(workingDays: 0, before: day("2011-04-14")) == nil)
    }

    @Test func daysLateAreSigned() {
        #expect(calendar.workingDays(after: day("2011-04-21"), through: day("2011-04-26")) == 1)
        #expect(calendar.workingDays(after: day("2011-04-26"), through: day("2011-04-21")) == -1)
        #expect(calendar.workingDays(after: day("2011-04-21"), through: day("2011-04-25")) == 0)
    }

    @Test func warningPointsCountBackOverHolidays() {
        #expect(calendar.date(workingDays: 3, before: day("2011-05-04")) == day("2011-04-27"))
        #expect(calendar.date(workingDays: 1, before: day("2011-04-26")) == day("2011-04-21"))
    }

    @Test func aCountIntoUnpublishedYearsIsProvisional() throws {
        let inside = try #require(calendar.deadline(workingDays: 5, from: day("2028-12-20")))
        #expect(inside.due == day("2028-12-29") && !inside.isProvisional)
        let beyond = try #require(calendar.deadline(workingDays: 7, from: day("2028-12-20")))
        #expect(beyond.due == day("2029-01-03") && beyond.isProvisional)
        #expect(beyond.unpublishedYears == [2029])
    }

    @Test func daysBeforeThePublishedTableFollowTheRulesWithTheKnownChanges() {
        #expect(calendar.nonWorkingReason(day("1999-12-31")) == .bankHoliday("Millennium bank holiday"))
        #expect(calendar.nonWorkingReason(day("1981-07-29")) == .bankHoliday("Royal wedding"))
        #expect(calendar.isWorkingDay(day("1995-05-01")) && !calendar.isWorkingDay(day("1995-05-08")))
        #expect(!calendar.isProvisional(1978) && calendar.isProvisional(1977))
        // Years that are not kept ready follow the same rules: Good Friday 2061 is 8 April.
        #expect(calendar.nonWorkingReason(day("2061-04-08")) == .bankHoliday("Good Friday"))
    }

    @Test func aLaterPublicationTakesThePlaceOfTheRules() throws {
        let published =
            (2000...2028).flatMap { calendar.bankHolidays(in: $0) }
            + [BankHoliday(date: day("2029-06-11"), name: "Jubilee"), BankHoliday(date: day("2030-01-01"), name: "x")]
        let later = WorkingDayCalendar(published: published, years: 2000...2029, version: "to 2029")
        #expect(later.nonWorkingReason(day("2029-06-11")) == .bankHoliday("Jubilee"))
        #expect(!later.isProvisional(2029) && later.isProvisional(2030))
        #expect(later.nonWorkingReason(day("2030-01-01")) == .bankHoliday("New Year's Day"))
        #expect(later.isWorkingDay(day("2029-12-25")))
    }

    @Test func withoutTheRoyalWeddingTheNorfolkExampleWouldBeWrong() throws {
        let lacking = (2000...2028).flatMap { calendar.bankHolidays(in: $0) }.filter { $0.date != day("2011-04-29") }
        let wrong = WorkingDayCalendar(published: lacking, years: 2000...2028, version: "without 29 April 2011")
        #expect(wrong.deadline(workingDays: 10, from: day("2011-04-14"))?.due == day("2011-05-03"))
        #expect(calendar.deadline(workingDays: 10, from: day("2011-04-14"))?.due == day("2011-05-04"))
    }
}
