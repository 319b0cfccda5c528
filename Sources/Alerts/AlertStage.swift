public import Timescales

/// Where an alert stands.
public enum AlertStage: String, Sendable, CaseIterable {
    /// The due day is near.
    case dueSoon = "due-soon"
    /// Today is the due day.
    case due
    /// The due day has passed.
    case overdue
    /// Twice the limit has passed.
    case severelyOverdue = "severely-overdue"
    /// What was due was done.
    case resolved
    /// The clock fell away: the case was closed, the decision changed, or a correction moved the due day.
    case cancelled

    /// Whether somebody still has to act.
    public var isOpen: Bool { rank > 0 }

    /// How far an open alert has climbed, from 1; 0 once it is over.
    var rank: Int {
        switch self {
        case .dueSoon: 1
        case .due: 2
        case .overdue: 3
        case .severelyOverdue: 4
        case .resolved, .cancelled: 0
        }
    }
}

extension AlertStage {
    /// The stage of the alert of a clock at that stage; `nil` while nothing is near.
    public init?(_ stage: Stage) {
        switch stage {
        case .running: return nil
        case .dueSoon: self = .dueSoon
        case .due: self = .due
        case .overdue: self = .overdue
        case .severelyOverdue: self = .severelyOverdue
        }
    }
}
