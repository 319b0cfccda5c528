public import CaseRecord
public import Timescales

/// What views for supervision are made by, besides the rows of cases.
public struct SupervisionSetting: Sendable {
    /// The moment for which it is counted how long something has been overdue.
    public let now: Instant
    /// The day of that moment in London.
    public let today: CivilDate
    /// The position of the log that the rows reflect.
    public let position: Int64
    /// The moment as at which the log was read; `nil`: as it stands.
    public let knownAt: Instant?
    /// The calendar that working days are counted by.
    public let calendar: WorkingDayCalendar
    /// The rules that clocks follow.
    public let rulebook: Rulebook
    /// Who works for the authority.
    public let workforce: Workforce
    /// What the authority expects that no clock says.
    public let policy: SupervisionPolicy

    /// A setting.
    public init(
        now: Instant, position: Int64, knownAt: Instant? = nil, calendar: WorkingDayCalendar, rulebook: Rulebook,
        workforce: Workforce, policy: SupervisionPolicy = SupervisionPolicy()
    ) {
        self.now = now
        today = LondonTime.date(of: now)
        self.position = position
        self.knownAt = knownAt
        self.calendar = calendar
        self.rulebook = rulebook
        self.workforce = workforce
        self.policy = policy
    }

    /// The setting of an authority.
    public init(
        now: Instant, position: Int64, knownAt: Instant? = nil, authority: AuthorityState
    ) {
        self.init(
            now: now, position: position, knownAt: knownAt, calendar: authority.calendars.current,
            rulebook: authority.rulebook, workforce: authority.workforce,
            policy: SupervisionPolicy(by: authority.rulebook))
    }
}
