public import CaseRecord

/// The last day of a limit, and the moment from which it is past.
public struct Deadline: Sendable, Hashable {
    /// The last day.
    public let due: CivilDate
    /// The moment from which a clock that still runs is overdue.
    public let overdueFrom: Instant
    /// The first moment at which an end is late: another one only for what is due at once, which is in time if it is
    /// done on the day.
    public let lateFrom: Instant

    /// The end of the day.
    init(endOf due: CivilDate) {
        self.init(due: due, overdueFrom: LondonTime.startOfDay(due.adding(days: 1)))
    }

    /// That moment.
    init(at moment: Instant) {
        // The end of a day belongs to the day before.
        self.init(due: LondonTime.date(of: moment.adding(seconds: -1)), overdueFrom: moment)
    }

    private init(due: CivilDate, overdueFrom: Instant, lateFrom: Instant? = nil) {
        self.due = due
        self.overdueFrom = overdueFrom
        self.lateFrom = lateFrom ?? overdueFrom
    }

    /// That time on that day.
    init(on due: CivilDate, by time: TimeOfDay) {
        let minutes = Int64(60 * time.hour + time.minute)
        // The clocks change at night: from noon on backwards there is no doubt which moment is meant.
        let guess = LondonTime.startOfDay(due).adding(seconds: minutes * 60)
        let shown = LondonTime.time(of: guess)
        let moment = guess.adding(seconds: (minutes - Int64(60 * shown.hour + shown.minute)) * 60)
        self.init(due: due, overdueFrom: moment)
    }
}

extension Deadline {
    /// The end of a limit that starts on that day; at that moment where it is known.
    ///
    /// - Returns: `nil` for a limit whose end the start itself says.
    package static func after(
        _ day: CivilDate, at moment: Instant?, _ limit: TimeLimit, _ calendar: WorkingDayCalendar
    ) -> Deadline? {
        switch limit {
        case .workingDays(let count, let time):
            let due = calendar.due(count, after: day)
            return time.map { Deadline(on: due, by: $0) } ?? Deadline(endOf: due)
        case .hours(let count):
            // Where only the day is known, its end: no one may be called late who was not.
            let start = moment ?? LondonTime.startOfDay(day.adding(days: 1))
            return Deadline(at: start.adding(seconds: 3600 * Int64(count)))
        case .days, .weeks, .months: return Self.day(limit, after: day).map { Deadline(endOf: $0) }
        case .next(let time):
            let today = Deadline(on: day, by: time)
            let isToday = calendar.isWorkingDay(day) && moment.map { $0 < today.overdueFrom } ?? false
            return isToday ? today : Deadline(on: calendar.due(1, after: day), by: time)
        case .atOnce:
            return Deadline(
                due: day, overdueFrom: moment ?? LondonTime.startOfDay(day),
                lateFrom: LondonTime.startOfDay(day.adding(days: 1)))
        case .until: return nil
        }
    }

    /// The last day of a limit counted in calendar time; `nil` for other limits.
    static func day(_ limit: TimeLimit, after day: CivilDate) -> CivilDate? {
        switch limit {
        case .days(let count, let beginningWith): day.adding(days: beginningWith ? count - 1 : count)
        case .weeks(let count, let beginningWith): day.adding(days: beginningWith ? 7 * count - 1 : 7 * count)
        case .months(let count): day.adding(months: count)
        case .workingDays, .hours, .next, .atOnce, .until: nil
        }
    }

    /// The moment of a warning that long before the end; `nil` for a limit that has no length.
    func warning(_ limit: TimeLimit, _ calendar: WorkingDayCalendar) -> Instant? {
        let day: CivilDate? =
            switch limit {
            case .workingDays(let count, _): calendar.date(workingDays: count, before: due)
            case .days(let count, _): due.adding(days: -count)
            case .weeks(let count, _): due.adding(days: -7 * count)
            case .months(let count): due.adding(months: -count)
            case .hours, .next, .atOnce, .until: nil
            }
        if case .hours(let count) = limit { return overdueFrom.adding(seconds: -3600 * Int64(count)) }
        return day.map { LondonTime.startOfDay($0) }
    }
}
