import CaseRecord

/// The bank holidays of England as the ordinary rules give them: Banking and Financial Dealings Act 1971 Schedule 1,
/// the common-law holidays, and the days that a yearly royal proclamation has added since 1974 and 1978.
enum OrdinaryBankHolidays {
    /// The first year for which the rules hold: the early May holiday came in 1978.
    static let firstYear = 1978

    /// The holidays of the eight ordinary occasions on weekdays, with the known one-off changes of the years before
    /// the published table.
    static func holidays(in year: Int) -> [BankHoliday] {
        var days: [BankHoliday] = []
        func add(_ name: String, _ date: CivilDate?) {
            if let date { days.append(BankHoliday(date: date, name: name)) }
        }
        let newYear = CivilDate(year: year, month: 1, day: 1)
        if let newYear, newYear.weekday.isWeekend {
            add("New Year's Day (substitute day)", newYear.nextMonday)
        } else {
            add("New Year's Day", newYear)
        }
        let easter = easterSunday(of: year)
        add("Good Friday", easter?.adding(days: -2))
        add("Easter Monday", easter?.adding(days: 1))
        // In 1995 the early May holiday was moved to the fiftieth anniversary of the end of the war in Europe.
        let earlyMay = year == 1995 ? CivilDate(year: 1995, month: 5, day: 8) : firstMonday(of: 5, in: year)
        add("Early May bank holiday", earlyMay)
        add("Spring bank holiday", lastMonday(of: 5, in: year))
        add("Summer bank holiday", lastMonday(of: 8, in: year))
        addChristmas(of: year, add)
        if year == 1981 { add("Royal wedding", CivilDate(year: 1981, month: 7, day: 29)) }
        if year == 1999 { add("Millennium bank holiday", CivilDate(year: 1999, month: 12, day: 31)) }
        return days.sorted { $0.date < $1.date }
    }

    private static func addChristmas(of year: Int, _ add: (String, CivilDate?) -> Void) {
        guard let christmas = CivilDate(year: year, month: 12, day: 25) else { return }
        let boxing = christmas.adding(days: 1)
        switch christmas.weekday {
        case .friday:
            add("Christmas Day", christmas)
            add("Boxing Day (substitute day)", christmas.adding(days: 3))
        case .saturday:
            add("Christmas Day (substitute day)", christmas.adding(days: 2))
            add("Boxing Day (substitute day)", christmas.adding(days: 3))
        case .sunday:
            add("Boxing Day", boxing)
            add("Christmas Day (substitute day)", christmas.adding(days: 2))
        default:
            add("Christmas Day", christmas)
            add("Boxing Day", boxing)
        }
    }

    /// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876).
    static func easterSunday(of year: Int) -> CivilDate? {
        let (golden, century, ofCentury) = (year % 19, year / 100, year % 100)
        let moonCorrection = (century + 8) / 25
        let epact = (19 * golden + century - century / 4 - (century - moonCorrection + 1) / 3 + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
        let lateMoon = (golden + 11 * epact + 22 * toSunday) / 451
        let index = epact + toSunday - 7 * lateMoon + 114
        return CivilDate(year: year, month: index / 31, day: index % 31 + 1)
    }

    private static func firstMonday(of month: Int, in year: Int) -> CivilDate? {
        CivilDate(year: year, month: month, day: 1)?.mondayOnOrAfter
    }

    private static func lastMonday(of month: Int, in year: Int) -> CivilDate? {
        CivilDate(year: year, month: month, day: CivilDate.days(inMonth: month, of: year))?.mondayOnOrBefore
    }
}

extension CivilDate {
    fileprivate var mondayOnOrAfter: CivilDate { adding(days: (8 - weekday.rawValue) % 7) }
    fileprivate var mondayOnOrBefore: CivilDate { adding(days: 1 - weekday.rawValue) }
    fileprivate var nextMonday: CivilDate { adding(days: 8 - weekday.rawValue) }
}
