public import CaseRecord

/// Where one child's case stands, in one row: what views over many cases are counted from.
///
/// Everything follows from the record alone, never from the present moment, so a row stays true until the record changes.
/// A day is the first on which the thing can have happened. A record that was merged into another has no row.
public struct CaseRow: Sendable, Hashable {
    /// The child.
    public var child: ChildID
    /// The last position of the log that the record holds an entry from.
    public var position: Int64
    /// The child's date of birth, or the expected one of an unborn child.
    public var birthDate: CivilDate?
    /// Whether that date is the expected one.
    public var isUnborn: Bool

    /// Whether an episode is open: a referral that was accepted and not closed, or a case reopened.
    public var isOpen: Bool
    /// The first day of the episode that is open or, where none is, of the last one.
    public var openedOn: CivilDate?
    /// The day on which the last episode was closed; `nil` while one is open.
    public var closedOn: CivilDate?
    /// The team that has the case, or had it last.
    public var team: TeamID?
    /// The allocated worker; `nil` while there is none.
    public var worker: WorkerID?
    /// Since when that worker has it.
    public var allocatedOn: CivilDate?
    /// What the case counts for in the worker's caseload, in the authority's own points; 1 where nothing is said.
    public var weight: Int

    /// Since when an open case has no worker.
    public var unallocatedSince: CivilDate?
    /// Since when it waits to be taken over by another team.
    public var awaitsTransferSince: CivilDate?
    /// The team that is to take it over.
    public var transferTo: TeamID?
    /// Since when it waits to be closed.
    public var awaitsClosureSince: CivilDate?
    /// The risk as assessed last in the open episode.
    public var riskLevel: RiskLevel?
    /// When that was.
    public var riskAssessedOn: CivilDate?
    /// When a manager last reviewed the waiting case (`case.reviewed`).
    public var lastReviewedOn: CivilDate?

    /// Since when there is a section 47 enquiry that is not concluded.
    public var section47Since: CivilDate?
    /// Since when there is a child protection plan.
    public var protectionPlanSince: CivilDate?
    /// The category of abuse of that plan (N00113).
    public var protectionCategory: String?
    /// Since when the child is looked after.
    public var lookedAfterSince: CivilDate?
    /// Since when the child is missing.
    public var missingSince: CivilDate?

    /// When the child was last visited, seen or not.
    public var lastVisitOn: CivilDate?
    /// When the child was last seen.
    public var lastSeenOn: CivilDate?
    /// When the child was last seen alone.
    public var lastSeenAloneOn: CivilDate?
    /// When the case was last discussed in supervision.
    public var lastSupervisedOn: CivilDate?
    /// When a manager last looked at the case: supervision, a decision, a review or other oversight.
    public var lastOversightOn: CivilDate?
    /// When something of substance was last recorded as having happened; notes on the record itself do not count.
    public var lastActivityOn: CivilDate?
    /// What the record lacks, each by its name (``CaseGap``), in order.
    public var gaps: [String]
    /// How many decisions, actions and protective actions are open.
    public var openItems: Int
    /// What restricts the record and to whom it is opened (``RecordGuard/stored``); empty where nothing does.
    public var guarding = ""
    /// What decides how long the record is kept (``RetentionFacts/stored``).
    public var retention = ""
    /// The child's names that hold from the latest day, given names first, as the record says them itself; `nil` where it
    /// says none. What came with a record that was merged into it is not among them.
    public var name: String?
}
