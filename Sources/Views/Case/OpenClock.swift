public import CaseRecord
public import Timescales

/// A clock that runs, as views over many cases count it.
public struct OpenClock: Sendable, Hashable {
    /// Names the clock (``/Timescales/Clock/id``).
    public var id: String
    /// The child.
    public var child: ChildID
    /// The rule.
    public var rule: RuleID
    /// The team that has the case.
    public var team: TeamID?
    /// The worker who has it.
    public var worker: WorkerID?
    /// The day from which it counts.
    public var dayZero: CivilDate
    /// The last day of the limit.
    public var due: CivilDate
    /// When it is in which stage.
    public var stages: StageMoments
    /// Whether it is only a measure, for which nobody is alerted.
    public var isMeasure: Bool

    /// A clock that runs.
    package init(
        id: String, child: ChildID, rule: RuleID, team: TeamID?, worker: WorkerID?, dayZero: CivilDate, due: CivilDate,
        stages: StageMoments, isMeasure: Bool
    ) {
        self.id = id
        self.child = child
        self.rule = rule
        self.team = team
        self.worker = worker
        self.dayZero = dayZero
        self.due = due
        self.stages = stages
        self.isMeasure = isMeasure
    }
}
