public import CaseRecord
public import Foundation

/// Something that began, and perhaps ended, in one child's record, and that indicators count.
///
/// Everything follows from the record and what the authority adopted, never from the present moment.
public struct CountedFact: Sendable, Hashable {
    /// What it is. `endedOn` is the day on which it ended; where a closed case or an ended plan left it behind, it ended
    /// then with the outcome `fell-away`.
    public enum Kind: String, Sendable, CaseIterable {
        /// A contact, until it was decided on or became a referral; `outcome` is what was decided.
        case contact
        /// A referral, until it was first decided on; `outcome` is what was decided last, or `no-further-action` or
        /// `accepted` where only a return says so and the day is not known. `variant` is the kind of the first assessment
        /// that it led to, `previousOn` the day of the child's last referral before it.
        case referral
        /// An assessment, until a manager authorised it; `variant` is its kind. The first initial assessment of a referral
        /// began with the referral, any other assessment on its own day. `outcome` is `child-view` where it holds the
        /// child's view, `no-child-view` where it ended without, or `not-pursued`.
        case assessment
        /// A strategy discussion; `variant` is `section47` where it decided on enquiries.
        case strategyDiscussion = "strategy-discussion"
        /// A section 47 enquiry, from the discussion that decided on it; `variant` is `with-core-assessment` where one is
        /// linked to it, `outcome` is `conference-held`, or how it was concluded.
        case section47
        /// A conference; `variant` is initial, review or transfer-in, `outcome` what it decided. An initial one began with
        /// its strategy discussion, one on a transfer with the notice of it; it ended when it was held. One that an enquiry
        /// found necessary is here before it was held.
        case conference
        /// A child protection plan; `variant` is its category, `outcome` is `first` or `repeat`, `previousOn` the day on
        /// which the child's last plan before it ended.
        case protectionPlan = "cp-plan"
        /// A review conference that had to be held; ended when it was (`held`) or the plan ended before (`fell-away`, or
        /// `fell-away-late` where it was overdue by then); `cannot-be-told` where the day of it is not known exactly enough.
        case protectionReview = "cp-review"
        /// A time in care; `variant` is `short-breaks` for these, `outcome` why it ended.
        case care
        /// A review of a looked-after child that had to be held; the words are those of ``protectionReview``.
        case careReview = "care-review"
        /// An episode of early help (CAF); `variant` is the lead agency, `outcome` how it ended.
        case earlyHelp = "early-help"
        /// An episode, from a referral that was not turned away to the closure; `variant` is `undecided` while nothing says
        /// what was decided on the referral, `outcome` the reason for the closure.
        case episode
        /// A visit; `variant` is its purpose, `outcome` seen-alone, seen or not-seen, and nothing where it is not said.
        case visit
        /// A manager's decision, until it was reviewed; `variant` is its kind, `outcome` is specific where it lacks nothing
        /// to be so (``CaseItem/isSpecific``), or else vague.
        case decision
        /// An audit of the case; `variant` is its kind, `outcome` the grade.
        case audit
        /// Case supervision; `variant` is its kind.
        case supervision
        /// A handover, until it was accepted or the case was closed (`fell-away`); `team` is the one that is to go on with it,
        /// `variant` the risk seen, `worker` who accepted it.
        case handover
        /// A manager looked at the case; `worker` is who did by the entry, nobody where it is not said, `variant` is how: the
        /// kind of oversight recorded, or `referral-decision`, `decision`, `decision-review`, `case-review`,
        /// `risk-assessment`, `authorisation`, `return` (of an assessment) or `supervision`.
        case oversight
        /// A factor found at the end of an assessment (N00181); `variant` is its code, 21 where none was found; `reference` the
        /// assessment's with it.
        case need
    }

    /// The child.
    public var child: ChildID
    /// What it is.
    public var kind: Kind
    /// Names it within the record and kind: the reference of its matter, or the id of its event.
    public var reference: String
    /// What it is more closely; the words for each kind are said there.
    public var variant: String?
    /// The team that had the case when its own event happened, or that this names itself.
    public var team: TeamID?
    /// The worker who led it or had the case.
    public var worker: WorkerID?
    /// The locality, of the contact or referral that it belongs to.
    public var locality: String?
    /// The first day on which it can have begun.
    public var beganOn: CivilDate
    /// The event that says so.
    public var beganWith: UUID
    /// Its position in the log.
    public var position: Int64
    /// The first day on which it can have ended; `nil` while it has not.
    public var endedOn: CivilDate?
    /// The event that says so.
    public var endedWith: UUID?
    /// The last day of its limit: the statutory one or, where there is none, the authority's own.
    public var due: CivilDate?
    /// How long it took in working days, the day on which it began not counted, for what is counted in them, once it
    /// ended; `nil` also where one of the days is not known.
    public var workingDays: Int?
    /// What came of it; the words for each kind are said there.
    public var outcome: String?
    /// The day of the one before it of the same kind, for repeats; which day is said with the kinds.
    public var previousOn: CivilDate?

    /// A fact; what is not said is not known or not there.
    public init(
        child: ChildID, kind: Kind, reference: String, variant: String? = nil, team: TeamID? = nil,
        worker: WorkerID? = nil, locality: String? = nil, beganOn: CivilDate, beganWith: UUID, position: Int64,
        endedOn: CivilDate? = nil, endedWith: UUID? = nil, due: CivilDate? = nil, workingDays: Int? = nil,
        outcome: String? = nil, previousOn: CivilDate? = nil
    ) {
        self.child = child
        self.kind = kind
        self.reference = reference
        self.variant = variant
        self.team = team
        self.worker = worker
        self.locality = locality
        self.beganOn = beganOn
        self.beganWith = beganWith
        self.position = position
        self.endedOn = endedOn
        self.endedWith = endedWith
        self.due = due
        self.workingDays = workingDays
        self.outcome = outcome
        self.previousOn = previousOn
    }
}
