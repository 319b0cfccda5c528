public import CaseRecord
public import Foundation

/// Something that began, and perhaps ended, in one child's record, and that indicators count.
///
/// Everything follows from the record and what the authority adopted, never from the present moment.
public struct CountedFact: Sendable, Hashable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A contact; `outcome` is what was decided on it.
        case contact
        /// A referral; `previousOn` is the day of the child's last referral before it.
        case referral
        /// An assessment; `variant` is its kind, `endedOn` the manager's authorisation, `due` by its clock.
        case assessment
        /// A strategy discussion.
        case strategyDiscussion = "strategy-discussion"
        /// A section 47 enquiry; `variant` is `with-core-assessment` where one is linked to it.
        case section47
        /// A conference; `variant` is initial, review or transfer-in; an initial one began with its strategy discussion.
        case conference
        /// A child protection plan; `previousOn` is the start of the child's last plan before it.
        case protectionPlan = "cp-plan"
        /// A review conference that was due; ended when it was held.
        case protectionReview = "cp-review"
        /// A time in care.
        case care
        /// A review of a looked-after child that was due; ended when it was held.
        case careReview = "care-review"
        /// An episode of early help (CAF); `variant` is the lead agency.
        case earlyHelp = "early-help"
        /// An open episode, from referral to closure.
        case episode
        /// A visit; `variant` is its purpose, `outcome` seen-alone, seen or not-seen.
        case visit
        /// A manager's decision; `outcome` is specific or vague.
        case decision
        /// An audit of the case; `outcome` is the grade.
        case audit
        /// Case supervision.
        case supervision
    }

    /// The child.
    public var child: ChildID
    /// What it is.
    public var kind: Kind
    /// Names it within the record and kind: the reference of its matter, or the id of its event.
    public var reference: String
    /// What it is more closely; the words for each kind are said there.
    public var variant: String?
    /// The team that had the case when it began, or that it names itself.
    public var team: TeamID?
    /// The worker who led it or had the case.
    public var worker: WorkerID?
    /// The locality, of the contact or referral that it belongs to.
    public var locality: String?
    /// When it began.
    public var beganOn: CivilDate
    /// The event that says so.
    public var beganWith: UUID
    /// Its position in the log.
    public var position: Int64
    /// When it ended; `nil` while it has not.
    public var endedOn: CivilDate?
    /// The event that says so.
    public var endedWith: UUID?
    /// The last day of its statutory limit, where it has one.
    public var due: CivilDate?
    /// How long it took in working days, for what is counted in them, once it ended.
    public var workingDays: Int?
    /// What came of it; the words for each kind are said there.
    public var outcome: String?
    /// When the one before it of the same kind began, for repeats.
    public var previousOn: CivilDate?
}
