public import Timescales

/// What an authority expects of supervision that no clock says. All of it is customary, none of it national.
public struct SupervisionPolicy: Sendable, Hashable {
    /// How often an unallocated case is reviewed by a manager, in days (weekly: Cumberland, Walsall).
    public var reviewUnallocatedWithin = 7
    /// How often the child of an unallocated case is seen, in days (four-weekly: Cumberland, Walsall).
    public var seeUnallocatedWithin = 28
    /// After how many days without an entry of substance an open case is silent (assumed).
    public var silentAfter = 42
    /// The same for a child with a child protection plan or in care (assumed).
    public var silentAfterWhenProtected = 28
    /// How often a case is discussed in supervision, in days (four-weekly: Nottinghamshire).
    public var superviseWithin = 28
    /// How often a manager looks at an open case, in days (eight weeks: assumed).
    public var overseeWithin = 56
    /// When a worker carries too much.
    public var caseload = CaseloadPolicy()
    /// How many working days ahead a supervision pack looks for what falls due.
    public var workingDaysAhead = 10

    /// The customary expectations.
    public init() {}

    /// Those of an authority, as far as its rule file says them.
    public init(by rulebook: Rulebook) { caseload = rulebook.alerts.caseload }
}
