public import CaseRecord

/// How near an open clock is to its due day, or how far past it.
public enum Stage: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Nothing is near.
    case running
    /// The warning days have begun.
    case dueSoon = "due-soon"
    /// Today is the due day.
    case due
    /// The due day, or the due moment, is past.
    case overdue
    /// It is long past.
    case severelyOverdue = "severely-overdue"

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    /// The first of the two comes earlier in a clock's life.
    public static func < (one: Stage, other: Stage) -> Bool { one.order < other.order }
}

/// The moment at which an open clock enters a stage.
public struct StageTransition: Sendable, Hashable {
    /// When.
    public let at: Instant
    /// The stage from then on.
    public let stage: Stage
}

/// The moments at which an open clock changes its stage.
public struct StageMoments: Sendable, Hashable {
    /// When the warning begins; `nil` where the rule has none.
    public let warnFrom: Instant?
    /// When the due day begins; `nil` where it began before the clock did.
    public let dueFrom: Instant?
    /// When it is overdue.
    public let overdueFrom: Instant
    /// When it is severely overdue; `nil` where it never is.
    public let severeFrom: Instant?

    /// Those moments.
    public init(warnFrom: Instant?, dueFrom: Instant?, overdueFrom: Instant, severeFrom: Instant?) {
        self.warnFrom = warnFrom
        self.dueFrom = dueFrom
        self.overdueFrom = overdueFrom
        self.severeFrom = severeFrom
    }

    /// Every stage after `running` with the moment from which it holds, earliest first.
    public var transitions: [StageTransition] {
        let all: [(Instant?, Stage)] = [
            (warnFrom, .dueSoon), (dueFrom, .due), (overdueFrom, .overdue), (severeFrom, .severelyOverdue),
        ]
        return all.compactMap { at, stage in at.map { StageTransition(at: $0, stage: stage) } }
    }

    /// The stage at that moment.
    public func stage(at now: Instant) -> Stage { transitions.last { $0.at <= now }?.stage ?? .running }
}
