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
