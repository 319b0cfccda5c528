/// The calendars that an authority has gone by, and from where in its log.
public struct CalendarHistory: Sendable {
    /// The calendar before any was adopted.
    public let first: WorkingDayCalendar
    /// Calendars adopted since, by the position of their adoption, earliest first.
    public let adopted: [(position: Int64, calendar: WorkingDayCalendar)]

    /// A history.
    public init(
        first: WorkingDayCalendar = .england, adopted: [(position: Int64, calendar: WorkingDayCalendar)] = []
    ) {
        self.first = first
        self.adopted = adopted.sorted { $0.position < $1.position }
    }

    /// The calendar that all is counted by.
    public var current: WorkingDayCalendar { adopted.last?.calendar ?? first }

    /// The calendar that was in force when the log had that position.
    public func inForce(at position: Int64) -> WorkingDayCalendar {
        adopted.last { $0.position < position }?.calendar ?? first
    }
}
