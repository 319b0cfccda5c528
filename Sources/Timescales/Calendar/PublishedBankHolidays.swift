import CaseRecord

/// The bank holidays of England and Wales as they were published, one line a year.
///
/// 2012 to 2028 are the list that GOV.UK publishes; the years before it were compared day by day with the
/// `holidays` package. The table is data and not the ordinary rules because a government changes single days.
enum PublishedBankHolidays {
    /// Who published what, and up to when.
    static let version = "england-and-wales, GOV.UK bank holidays to 2028"

    /// The years that the table holds.
    static let years = 2000...2028

    private static let occasions = [
        "New Year's Day", "Good Friday", "Easter Monday", "Early May bank holiday", "Spring bank holiday",
        "Summer bank holiday", "Christmas Day", "Boxing Day",
    ]

    /// Month and day (as 425 for 25 April) of the eight occasions, in their order, of each year from 2000.
    private static let table: [[Int]] = [
        [103, 421, 424, 501, 529, 828, 1225, 1226],  // 2000
        [101, 413, 416, 507, 528, 827, 1225, 1226],  // 2001
        [101, 329, 401, 506, 604, 826, 1225, 1226],  // 2002: spring holiday moved to the Golden Jubilee
        [101, 418, 421, 505, 526, 825, 1225, 1226],  // 2003
        [101, 409, 412, 503, 531, 830, 1227, 1228],  // 2004
        [103, 325, 328, 502, 530, 829, 1227, 1226],  // 2005
        [102, 414, 417, 501, 529, 828, 1225, 1226],  // 2006
        [101, 406, 409, 507, 528, 827, 1225, 1226],  // 2007
        [101, 321, 324, 505, 526, 825, 1225, 1226],  // 2008
        [101, 410, 413, 504, 525, 831, 1225, 1228],  // 2009
        [101, 402, 405, 503, 531, 830, 1227, 1228],  // 2010
        [103, 422, 425, 502, 530, 829, 1227, 1226],  // 2011
        [102, 406, 409, 507, 604, 827, 1225, 1226],  // 2012: spring holiday moved to the Diamond Jubilee
        [101, 329, 401, 506, 527, 826, 1225, 1226],  // 2013
        [101, 418, 421, 505, 526, 825, 1225, 1226],  // 2014
        [101, 403, 406, 504, 525, 831, 1225, 1228],  // 2015
        [101, 325, 328, 502, 530, 829, 1227, 1226],  // 2016
        [102, 414, 417, 501, 529, 828, 1225, 1226],  // 2017
        [101, 330, 402, 507, 528, 827, 1225, 1226],  // 2018
        [101, 419, 422, 506, 527, 826, 1225, 1226],  // 2019
        [101, 410, 413, 508, 525, 831, 1225, 1228],  // 2020: early May holiday moved to VE Day
        [101, 402, 405, 503, 531, 830, 1227, 1228],  // 2021
        [103, 415, 418, 502, 602, 829, 1227, 1226],  // 2022: spring holiday moved to the Platinum Jubilee
        [102, 407, 410, 501, 529, 828, 1225, 1226],  // 2023
        [101, 329, 401, 506, 527, 826, 1225, 1226],  // 2024
        [101, 418, 421, 505, 526, 825, 1225, 1226],  // 2025
        [101, 403, 406, 504, 525, 831, 1225, 1228],  // 2026
        [101, 326, 329, 503, 531, 830, 1227, 1228],  // 2027
        [103, 414, 417, 501, 529, 828, 1225, 1226],  // 2028
    ]

    private static let additional: [(year: Int, monthAndDay: Int, name: String)] = [
        (2002, 603, "Golden Jubilee bank holiday"),
        (2011, 429, "Royal wedding"),
        (2012, 605, "Diamond Jubilee bank holiday"),
        (2022, 603, "Platinum Jubilee bank holiday"),
        (2022, 919, "State Funeral of Queen Elizabeth II"),
        (2023, 508, "Coronation of King Charles III"),
    ]

    /// Every published day, earliest first.
    static let all: [BankHoliday] = {
        var days: [BankHoliday] = []
        for (year, row) in zip(years, table) {
            for (occasion, monthAndDay) in zip(occasions, row) {
                add(name(of: occasion, on: monthAndDay), year, monthAndDay, to: &days)
            }
        }
        for day in additional { add(day.name, day.year, day.monthAndDay, to: &days) }
        return days.sorted { $0.date < $1.date }
    }()

    private static func add(_ name: String, _ year: Int, _ monthAndDay: Int, to days: inout [BankHoliday]) {
        if let date = CivilDate(year: year, month: monthAndDay / 100, day: monthAndDay % 100) {
            days.append(BankHoliday(date: date, name: name))
        }
    }

    private static func name(of occasion: String, on monthAndDay: Int) -> String {
        let own = ["New Year's Day": 101, "Christmas Day": 1225, "Boxing Day": 1226][occasion]
        if let own, own != monthAndDay { return "\(occasion) (substitute day)" }
        return occasion == "Early May bank holiday" && monthAndDay == 508 ? "\(occasion) (VE Day)" : occasion
    }
}
