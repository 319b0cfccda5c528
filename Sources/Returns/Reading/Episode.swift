import CaseRecord

/// Something in a return that has a day and that other elements belong to.
protocol DatedBlock {
    /// The day it is named after.
    var day: CivilDate { get }
    /// All that it says, so that two of one day can be told apart whatever their order in the file.
    var content: String { get }
}

/// One `CINdetails`: a referral and what followed from it.
struct Episode: DatedBlock {
    /// `CINreferralDate` (N00100).
    var day: CivilDate
    var source: Code<ReferralSourceList>?
    var primaryNeed: Code<PrimaryNeedList>?
    var noFurtherAction: Bool?
    var closure: (day: CivilDate, reason: Code<ClosureReasonList>)?
    /// `DateOfInitialCPC` where it stands beside the enquiries: no enquiry of this episode led to it.
    var conference: CivilDate?
    var assessments: [Assessment] = []
    var plans: [Plan] = []
    var enquiries: [Enquiry] = []
    var protectionPlans: [ProtectionPlan] = []

    var content: String {
        let own = [
            day.description, source?.code, primaryNeed?.code, noFurtherAction?.description,
            closure?.day.description, closure?.reason.code, conference?.description,
        ]
        let parts =
            [assessments.map(\.content), plans.map(\.content), enquiries.map(\.content)]
            + [protectionPlans.map(\.content)]
        return joined(own) + parts.map { "[" + $0.sorted().joined(separator: ";") + "]" }.joined()
    }

    /// One `Assessments`.
    struct Assessment: DatedBlock {
        /// `AssessmentActualStartDate` (N00159).
        var day: CivilDate
        /// `AssessmentAuthorisationDate` (N00160).
        var authorised: CivilDate?
        /// `AssessmentFactors` (N00181), in the order of the list.
        var factors: [Code<AssessmentFactorList>] = []

        var content: String { joined([day.description, authorised?.description] + factors.map(\.code)) }
    }

    /// One `CINPlanDates`.
    struct Plan: DatedBlock {
        /// `CINPlanStartDate` (N00689).
        var day: CivilDate
        /// `CINPlanEndDate` (N00690).
        var ended: CivilDate?

        var content: String { joined([day.description, ended?.description]) }
    }

    /// One `Section47`.
    struct Enquiry: DatedBlock {
        /// `S47ActualStartDate` (N00148): the day of the strategy discussion that decided on the enquiry.
        var day: CivilDate
        /// `DateOfInitialCPC` (N00110).
        var conference: CivilDate?
        /// The day by which the return states that no conference is required (N00111).
        var notRequiredBy: CivilDate?

        var content: String { joined([day.description, conference?.description, notRequiredBy?.description]) }
    }

    /// One `ChildProtectionPlans`.
    struct ProtectionPlan: DatedBlock {
        /// `CPPstartDate` (N00105).
        var day: CivilDate
        /// `CPPendDate` (N00115).
        var ended: CivilDate?
        var category: Code<AbuseCategoryList>
        var latestCategory: Code<AbuseCategoryList>?
        var previousPlans: Int?
        /// `CPPreviewDate` (N00116).
        var reviews: [CivilDate] = []

        var content: String {
            let own = [
                day.description, ended?.description, category.code, latestCategory?.code, previousPlans?.description,
            ]
            return joined(own + reviews.map(\.description).sorted())
        }
    }
}

private func joined(_ parts: [String?]) -> String { parts.map { $0 ?? "" }.joined(separator: "|") }
