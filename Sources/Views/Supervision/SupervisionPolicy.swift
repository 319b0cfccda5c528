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
    /// The most that a full-time worker's cases count for, in the authority's own points (assumed: twenty cases of 1).
    public var fullTimeCap = 20
    /// The share of that, in percent, for a newly qualified worker (assumed: a tenth of the time is for learning).
    public var newlyQualifiedShare = 90
    /// How many working days ahead a supervision pack looks for what falls due.
    public var workingDaysAhead = 10

    /// The customary expectations.
    public init() {}
}
