public import CaseRecord

/// How near an open clock is to its due day, or how far past it.
public enum Stage: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing is near.
    case running
    /// The warning days have begun.
    case dueSoon = "due-soon"
    /// Today is the due day.
    case due
    /// The due day is past.
    case overdue
    /// Twice the limit is past.
    case severelyOverdue = "severely-overdue"

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    /// The first of the two comes earlier in a clock's life.
    public static func < (one: Stage, other: Stage) -> Bool { one.order < other.order }
}

/// The moment at which an open clock enters a stage.
public struct StageTransition: Sendable, Hashable {
    /// The beginning of a day in London.
    public let at: Instant
    /// The stage from then on.
    public let stage: Stage
}

/// The days at which an open clock changes its stage.
public struct StageDates: Sendable, Hashable {
    /// The first day of the warning; `nil` where the rule has none.
    public let warnFrom: CivilDate?
    /// The last day of the limit.
    public let due: CivilDate
    /// The first day on which twice the limit is past.
    public let severeFrom: CivilDate

    /// Those days.
    public init(warnFrom: CivilDate?, due: CivilDate, severeFrom: CivilDate) {
        self.warnFrom = warnFrom
        self.due = due
        self.severeFrom = severeFrom
    }

    /// Every stage after `running` with the moment from which it holds, earliest first.
    public var transitions: [StageTransition] {
        var days: [(CivilDate, Stage)] = []
        if let warnFrom { days.append((warnFrom, .dueSoon)) }
        days += [(due, .due), (due.adding(days: 1), .overdue), (severeFrom, .severelyOverdue)]
        return days.map { StageTransition(at: LondonTime.startOfDay($0.0), stage: $0.1) }
    }
}
