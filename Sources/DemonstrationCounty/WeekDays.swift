import CaseRecord

/// Monday to Friday. The invented county keeps no bank holidays: whoever computes its clocks does.
extension CivilDate {
    /// The day itself or, at a weekend, the Monday after it.
    var onWeekday: CivilDate {
        switch weekday {
        case .saturday: adding(days: 2)
        case .sunday: adding(days: 1)
        default: self
        }
    }

    /// The day itself or the first after it that is a weekday and not Christmas Day, Boxing Day or New Year's Day.
    var onWorkingDay: CivilDate {
        var day = onWeekday
        while [(12, 25), (12, 26), (1, 1)].contains(where: { $0 == (day.components.month, day.components.day) }) {
            day = day.adding(days: 1).onWeekday
        }
        return day
    }

    /// That many weekdays later, or earlier when negative; the day itself, even at a weekend, for 0.
    func adding(weekdays count: Int) -> CivilDate {
        var day = self
        var left = abs(count)
        while left > 0 {
            day = day.adding(days: count < 0 ? -1 : 1)
            if !day.weekday.isWeekend { left -= 1 }
        }
        return day
    }
}
