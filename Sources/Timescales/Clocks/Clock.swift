public import CaseRecord

/// One timescale that runs, or ran, for one child.
public struct Clock: Sendable {
    /// Names the same clock however the history grows: `<rule>/<child>/<reference>`, or, for a core assessment that
    /// a section 47 enquiry asks for, `<rule>/<child>/section47/<reference>`. Where it started in a record that was
    /// merged into the child's, that record's identifier stands after the child's.
    public let id: String
    /// The rule.
    public let rule: Rule
    /// The edition in force on day 0, with the authority's own limit where it has one.
    public let edition: RuleEdition
    /// The child.
    public let child: ChildID
    /// The record that it started in, where that was merged into the child's.
    public let cameFrom: ChildID?
    /// What the clock is about, for the explanation: `the core assessment C-1`.
    public let subject: String
    /// The event whose day is day 0.
    public let startedBy: EventMark
    /// What that event was, in words: `the referral was received`.
    public let startedWith: String
    /// Day 0, which is not counted.
    public let dayZero: CivilDate
    /// The days counted and skipped up to the due day.
    public let count: WorkingDayCount
    /// The first day of the warning; `nil` where the rule has none.
    public let warnFrom: CivilDate?
    /// The first day on which it counts as severely overdue: the day after twice the limit.
    public let severeFrom: CivilDate
    /// Where it stands.
    public let state: ClockState
    /// The day on which the worker finished what a manager has yet to authorise; `nil` where nothing waits.
    public let awaitsAuthorisationSince: CivilDate?
    /// Whether the event that opened it is migrated history.
    public let isHistory: Bool
    /// When the event that opened it was recorded: what was past by then never was news.
    public let openedRecordedAt: Instant
    /// What else the explanation says, in sentences.
    public let remarks: [String]
    let calendar: WorkingDayCalendar

    /// The last day of the limit.
    public var due: CivilDate { count.due }

    /// Whether it runs.
    public var isOpen: Bool { state == .open }

    /// Whether it is only shown and never a reason for an alert.
    public var isMeasure: Bool { rule.kind == .measure }

    /// Every stage with the moment from which it holds while the clock is open, earliest first.
    public var transitions: [StageTransition] {
        let dates = StageDates(warnFrom: warnFrom, due: due, severeFrom: severeFrom)
        return [StageTransition(at: LondonTime.startOfDay(dayZero), stage: .running)] + dates.transitions
    }

    /// The stage at that moment; `nil` for a clock that is not open.
    public func stage(at now: Instant) -> Stage? { isOpen ? stage(on: LondonTime.date(of: now)) : nil }

    private func stage(on today: CivilDate) -> Stage {
        if today >= severeFrom { return .severelyOverdue }
        if today > due { return .overdue }
        if today == due { return .due }
        if let warnFrom, today >= warnFrom { return .dueSoon }
        return .running
    }

    /// The next stage after that moment; `nil` for a clock that is not open or has no more to come.
    public func nextTransition(after now: Instant) -> StageTransition? {
        isOpen ? transitions.first { $0.at > now } : nil
    }

    /// Working days from the moment's day (not counted) to the due day: 0 on it, negative after it.
    public func workingDaysLeft(at now: Instant) -> Int {
        calendar.workingDays(after: LondonTime.date(of: now), through: due)
    }
}
