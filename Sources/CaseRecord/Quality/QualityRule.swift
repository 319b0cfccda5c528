/// A rule that what a record says can break, without being malformed.
///
/// Numbers are those of the validation rules of the children in need census, as the sector's open validator has them for
/// 2022-23 to 2025-26; a Q after a number marks a query, which can be explained.
public enum QualityRule: String, Sendable, CaseIterable {
    /// Something of an episode happened before its referral.
    case activityBeforeReferral = "activity-before-referral"
    /// Something of an episode happened after its closure.
    case activityAfterClosure = "activity-after-closure"
    /// An episode was closed before its referral.
    case closureBeforeReferral = "closure-before-referral"
    /// An episode was closed although an assessment of it was never authorised.
    case closedWithOpenAssessment = "closed-with-open-assessment"
    /// An episode was closed although a section 47 enquiry of it was neither concluded nor led to a conference.
    case closedWithOpenSection47 = "closed-with-open-section47"
    /// Two episodes were open at the same time.
    case twoOpenEpisodes = "two-open-episodes"
    /// A referral that led to no further action has activity.
    case activityWithoutFurtherAction = "activity-without-further-action"
    /// An episode that was closed after assessment (RC8, RC9) has an enquiry, a conference or a plan.
    case closedAfterAssessmentWithActivity = "closed-after-assessment-with-activity"
    /// Two assessments of one kind ran at the same time.
    case overlappingAssessments = "overlapping-assessments"
    /// Two section 47 enquiries ran at the same time.
    case overlappingSection47 = "overlapping-section47"
    /// Two child protection plans ran at the same time.
    case overlappingProtectionPlans = "overlapping-cp-plans"
    /// A child in need plan ran beside a child protection plan.
    case needPlanBesideProtectionPlan = "cin-plan-beside-cp-plan"
    /// An assessment of a kind that the guidance of its time did not have.
    case assessmentKindOfAnotherTime = "assessment-kind-of-another-time"
    /// An assessment, an enquiry or a plan ended before it started.
    case endBeforeStart = "end-before-start"
    /// An assessment was authorised before it was completed.
    case authorisedBeforeCompletion = "authorised-before-completion"
    /// An initial conference was held on a Saturday or Sunday.
    case conferenceOnWeekend = "conference-on-weekend"
    /// A child protection plan did not start on the day of its conference.
    case protectionPlanNotFromConference = "cp-plan-not-from-conference"
    /// That no factors were identified stands beside factors that were.
    case noFactorsBesideFactors = "no-factors-beside-factors"
    /// An entry names an assessment, a plan or another matter that no entry opened.
    case neverOpened = "never-opened"
    /// A code that the return for that time does not take.
    case codeOfAnotherTime = "code-of-another-time"
    /// A date of birth that was later than the day on which it was recorded.
    case birthInFuture = "birth-in-future"
    /// One entry gives both a date of birth and an expected one.
    case bothBirthDates = "both-birth-dates"
    /// The record gives neither a date of birth nor an expected one.
    case noBirthDate = "no-birth-date"
    /// Something was begun for the child after the child's death.
    case activityAfterDeath = "activity-after-death"
    /// The date of death is before the date of birth.
    case deathBeforeBirth = "death-before-birth"
    /// That the child has no disability stands beside a disability, or one stands twice.
    case contradictoryDisabilities = "contradictory-disabilities"

    /// Where the rule comes from.
    public var source: String {
        switch self {
        case .activityBeforeReferral: "CIN census rules 1103, 1104, 1105, 2889, 4015"
        case .activityAfterClosure: "CIN census rule 8565"
        case .closedWithOpenAssessment: "CIN census rule 8867"
        case .closedWithOpenSection47: "CIN census rule 8868"
        case .twoOpenEpisodes: "CIN census rules 8815, 8816, 8820"
        case .activityWithoutFurtherAction: "CIN census rules 8831, 8832, 4000"
        case .closedAfterAssessmentWithActivity: "CIN census rule 2990"
        case .overlappingAssessments: "CIN census rules 8863Q, 8896"
        case .overlappingSection47: "CIN census rules 8839, 8890"
        case .overlappingProtectionPlans: "CIN census rules 8935, 8940"
        case .needPlanBesideProtectionPlan: "CIN census rules 4001, 4003, 4014, 4016, 4017"
        case .assessmentKindOfAnotherTime:
            "Working Together 2013, in force from 15 April 2013: one assessment in place of initial and core assessment"
        case .conferenceOnWeekend: "CIN census rule 8875"
        case .protectionPlanNotFromConference: "CIN census rule 2885"
        case .noFactorsBesideFactors: "CIN census rule 8869"
        case .codeOfAnotherTime: "CIN census code lists, by the years for which a return takes each code"
        case .contradictoryDisabilities: "CIN census rules 8790, 8794"
        case .bothBirthDates, .noBirthDate:
            "CIN census: exactly one of date of birth (N00066) and expected date (N00098)"
        case .closureBeforeReferral, .endBeforeStart, .authorisedBeforeCompletion, .neverOpened, .birthInFuture,
            .activityAfterDeath, .deathBeforeBirth:
            "the order in which things can happen"
        }
    }
}
