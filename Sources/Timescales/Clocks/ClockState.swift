public import CaseRecord
public import Foundation

/// An event that started or ended a clock.
public struct EventMark: Sendable, Hashable {
    /// The event's id.
    public let id: UUID
    /// Its place in the authority's log.
    public let position: Int64

    init(_ event: RecordedEvent) {
        id = event.event.id
        position = event.position
    }
}

/// Where a clock stands, by what is recorded; whether an open one is overdue is its ``Stage``.
public enum ClockState: Sendable, Hashable {
    /// It runs.
    case open
    /// It ended within the limit.
    case met(on: CivilDate, by: EventMark)
    /// It ended after the limit; the working days late are 0 where only hours or days that are not working days lie
    /// between.
    case late(on: CivilDate, by: EventMark, workingDaysLate: Int)
    /// It fell away, because nothing was left to do or the case was closed.
    case cancelled(on: CivilDate, by: EventMark, reason: String, wasOverdue: Bool)
    /// What is recorded does not say whether it was met.
    case cannotBeTold(reason: String)

    /// `open`, `met`, `late`, `cancelled` or `cannot-be-told`.
    public var name: String {
        switch self {
        case .open: "open"
        case .met: "met"
        case .late: "late"
        case .cancelled: "cancelled"
        case .cannotBeTold: "cannot-be-told"
        }
    }

    /// The day on which it ended and the event that ended it; `nil` while it runs or where it cannot be told.
    public var end: (day: CivilDate, by: EventMark)? {
        switch self {
        case .met(let day, let mark), .late(let day, let mark, _), .cancelled(let day, let mark, _, _): (day, mark)
        case .open, .cannotBeTold: nil
        }
    }
}
