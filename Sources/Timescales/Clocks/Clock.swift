public import CaseRecord

/// One timescale that runs, or ran, for one child.
public struct Clock: Sendable {
    /// Names the same clock however the history grows: `<rule>/<child>/<reference>`, or, for a core assessment that
    /// a section 47 enquiry asks for, `<rule>/<child>/section47/<reference>`; for a rule that counts from each of many
    /// entries, the entry's own reference or id. Where it started in a record that was merged into the child's, that
    /// record's identifier stands after the child's.
    public let id: String
    /// The rule.
    public let rule: Rule
    /// The edition in force on day 0, with the authority's own limit where it has one.
    public let edition: RuleEdition
    /// How long it runs.
    public let limit: TimeLimit
    /// The child.
    public let child: ChildID
    /// The record that it started in, where that was merged into the child's.
    public let cameFrom: ChildID?
    /// What the clock is about, for the explanation: `the core assessment C-1`.
    public let subject: String
    /// The event whose day is day 0.
    public let startedBy: EventMark
    /// The moment of the start, where it is known.
    public let startedAt: Instant?
    /// What that event was, in words: `the referral was received`.
    public let startedWith: String
    /// Day 0, which is not counted unless the limit says so.
    public let dayZero: CivilDate
    /// The last day of the limit and the moment from which it is past.
    public let deadline: Deadline
    /// When an open clock changes its stage.
    public let stages: StageMoments
    /// Every moment of a warning, earliest first.
    public let warnings: [Instant]
    /// Where it stands.
    public let state: ClockState
    /// The day on which the worker finished what a manager has yet to authorise; `nil` where nothing waits.
    public let awaitsAuthorisationSince: CivilDate?
    /// The reasons recorded for a delay. They change nothing of what the clock says.
    public let reasons: [DelayReason]
    /// Whether the event that opened it is migrated history.
    public let isHistory: Bool
    /// When the event that opened it was recorded: what was past by then never was news.
    public let openedRecordedAt: Instant
    /// What else the explanation says, in sentences.
    public let remarks: [String]
    /// Whether another calendar than the present one was in force when it was opened, and gives another last day.
    public let recount: Recount?
    /// Whether the due day may still move because bank holidays are not published yet.
    public let isProvisional: Bool
    let calendar: WorkingDayCalendar

    /// The last day of the limit.
    public var due: CivilDate { deadline.due }

    /// The first day of the warning; `nil` where the rule has none.
    public var warnFrom: CivilDate? { stages.warnFrom.map { LondonTime.date(of: $0) } }

    /// The first day on which it counts as severely overdue; `nil` where it never does.
    public var severeFrom: CivilDate? { stages.severeFrom.map { LondonTime.date(of: $0) } }

    /// Whether it runs.
    public var isOpen: Bool { state == .open }

    /// Whether it is only shown and never a reason for an alert.
    public var isMeasure: Bool { rule.kind == .measure }

    /// The working days counted and skipped up to the due day; `nil` for a limit that is not counted in working days.
    public var count: WorkingDayCount? {
        if case .workingDays(let days, _) = limit { calendar.count(days, from: dayZero) } else { nil }
    }

    /// Every stage with the moment from which it holds while the clock is open, earliest first.
    public var transitions: [StageTransition] {
        [StageTransition(at: startedAt ?? LondonTime.startOfDay(dayZero), stage: .running)] + stages.transitions
    }

    /// The stage at that moment; `nil` for a clock that is not open.
    public func stage(at now: Instant) -> Stage? { isOpen ? stages.stage(at: now) : nil }

    /// The next stage after that moment; `nil` for a clock that is not open or has no more to come.
    public func nextTransition(after now: Instant) -> StageTransition? {
        isOpen ? transitions.first { $0.at > now } : nil
    }

    /// Working days from the moment's day (not counted) to the due day: 0 on it, negative after it.
    public func workingDaysLeft(at now: Instant) -> Int {
        calendar.workingDays(after: LondonTime.date(of: now), through: due)
    }
}

/// A reason that was recorded for a delay.
public struct DelayReason: Sendable, Hashable {
    /// The entry that gives it.
    public let entry: EventMark
    /// The day of the entry.
    public let day: CivilDate
    /// What it says.
    public let words: String
}

/// A last day that a newer calendar moved.
public struct Recount: Sendable, Hashable {
    /// The calendar in force when the clock was opened.
    public let calendar: String
    /// The last day by it.
    public let due: CivilDate
}
