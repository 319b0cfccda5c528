package import CaseRecord
package import Timescales

/// Working time: when people can be told of what can wait until then. London time, on working days.
package struct WorkingHours: Sendable {
    package let policy: AlertPolicy
    package let calendar: WorkingDayCalendar

    package init(policy: AlertPolicy, calendar: WorkingDayCalendar) {
        self.policy = policy
        self.calendar = calendar
    }

    /// Whether people are at work at that moment.
    package func areOpen(at instant: Instant) -> Bool {
        let day = LondonTime.date(of: instant)
        guard calendar.isWorkingDay(day) else { return false }
        return instant >= Self.moment(day, policy.opens) && instant < Self.moment(day, policy.closes)
    }

    /// That moment, or the beginning of the next working hours where it lies outside.
    func opening(from instant: Instant) -> Instant {
        guard !areOpen(at: instant) else { return instant }
        let day = LondonTime.date(of: instant)
        let isBefore = calendar.isWorkingDay(day) && instant < Self.moment(day, policy.opens)
        return Self.moment(isBefore ? day : workingDay(after: day), policy.opens)
    }

    /// The end of working hours on the day of that moment.
    func closing(onDayOf instant: Instant) -> Instant { Self.moment(LondonTime.date(of: instant), policy.closes) }

    /// The same time of day so many working days later. What falls outside of working hours counts from their beginning, so
    /// that people have had all of those days.
    func instant(workingDays days: Int, after instant: Instant) -> Instant {
        let begin = opening(from: instant)
        let day = LondonTime.date(of: begin)
        var later = day
        for _ in 0..<days { later = workingDay(after: later) }
        let seconds = begin.seconds(since: Self.moment(day, policy.opens))
        return Self.moment(later, policy.opens).adding(seconds: Int64(seconds))
    }

    /// The next time that a digest goes out, later than that moment.
    func digest(after instant: Instant) -> Instant {
        let day = LondonTime.date(of: instant)
        if calendar.isWorkingDay(day) {
            for time in policy.digests {
                let moment = Self.moment(day, time)
                if moment > instant { return moment }
            }
        }
        return Self.moment(workingDay(after: day), policy.digests.first ?? policy.opens)
    }

    /// The end of working hours on the next working day.
    func endOfNextWorkingDay(after instant: Instant) -> Instant {
        Self.moment(workingDay(after: LondonTime.date(of: instant)), policy.closes)
    }

    private func workingDay(after day: CivilDate) -> CivilDate {
        var next = day.adding(days: 1)
        // A calendar always has a working day within a fortnight; the bound is for one that an authority got wrong.
        for _ in 0..<60 where !calendar.isWorkingDay(next) { next = next.adding(days: 1) }
        return next
    }

    private static func moment(_ day: CivilDate, _ time: TimeOfDay) -> Instant {
        moment(day, minuteOfDay: time.minuteOfDay)
    }

    /// When London's clocks show that minute on that day.
    private static func moment(_ day: CivilDate, minuteOfDay: Int) -> Instant {
        let midnight = LondonTime.startOfDay(day)
        let guess = midnight.adding(seconds: Int64(minuteOfDay) * 60)
        return guess.adding(seconds: Int64(LondonTime.offset(at: midnight) - LondonTime.offset(at: guess)))
    }
}
