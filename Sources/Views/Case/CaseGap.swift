/// Something that a record lacks for a manager to tell from it that a child was seen, heard, understood and protected.
///
/// A gap is shown and never refused. It goes away when what is missing is recorded, with the day on which it happened.
/// What contradicts itself is another matter (`QualityFinding`).
public enum CaseGap: String, Sendable, CaseIterable {
    /// A finished assessment without the child's views, nor why there are none.
    case childViewMissing = "child-view-missing"
    /// One entry gives the same views for several children.
    case childViewShared = "child-view-shared"
    /// The child's views are in the same words as another child's of the family.
    case childViewCopied = "child-view-copied"
    /// A finished assessment that does not show that the child was seen.
    case childNotSeen = "child-not-seen"
    /// A finished assessment that shows neither that the child was seen alone nor why not.
    case childNotSeenAlone = "child-not-seen-alone"
    /// A finished assessment without risk factors.
    case riskFactorsMissing = "risk-factors-missing"
    /// A finished assessment without protective factors.
    case protectiveFactorsMissing = "protective-factors-missing"
    /// A finished assessment without analysis.
    case analysisMissing = "analysis-missing"
    /// A finished assessment into which nothing went of what was known from before.
    case historyNotConsidered = "history-not-considered"
    /// A finished assessment into which only some of what was known from before went.
    case historyPartlyConsidered = "history-partly-considered"
    /// A finished assessment in which culture, ethnicity, language and religion were not considered.
    case cultureNotConsidered = "culture-not-considered"
    /// A plan in which they were not considered.
    case cultureNotConsideredInPlan = "culture-not-considered-in-plan"
    /// Neither ethnicity nor how the child describes it is recorded.
    case identityNotRecorded = "identity-not-recorded"
    /// A section 47 enquiry for which no assessment was started.
    case enquiryWithoutAssessment = "enquiry-without-assessment"
    /// A plan that does not say what is to be different for the child.
    case planWithoutOutcomes = "plan-without-outcomes"
    /// An outcome of a plan without a measure.
    case outcomeWithoutMeasure = "outcome-without-measure"
    /// An outcome of a plan that does not say how it is now.
    case outcomeWithoutBaseline = "outcome-without-baseline"
    /// An outcome of a plan that does not say what is to be reached.
    case outcomeWithoutTarget = "outcome-without-target"
    /// An outcome of a plan without a day.
    case outcomeWithoutDue = "outcome-without-due"
    /// An outcome of a plan that got no better in two reviews.
    case planDrift = "plan-drift"
    /// A plan that does not say what happens if it does not work.
    case contingencyMissing = "contingency-missing"
    /// A contingency that does not say when it comes into play.
    case contingencyWithoutTrigger = "contingency-without-trigger"
    /// A contingency that does not say who acts.
    case contingencyWithoutActor = "contingency-without-actor"
    /// One entry gives the same contingency for several children.
    case contingencyShared = "contingency-shared"
    /// The contingency is in the same words as another child's of the family.
    case contingencyCopied = "contingency-copied"
    /// An unallocated case of which nobody assessed the risk.
    case unallocatedWithoutRiskAssessment = "unallocated-without-risk-assessment"
    /// An open decision that does not say who is to do what by when and how one will tell.
    case decisionNotSpecific = "decision-not-specific"
    /// A decision that requires protection, for which no protective action is named.
    case protectionNotNamed = "protection-not-named"
    /// A protective action that was taken by word only, without an entry that shows it.
    case protectionWithoutEvidence = "protection-without-evidence"

    /// In a few words.
    public var title: String { words.title }

    /// What is missing and why it matters, in a sentence.
    public var explanation: String { words.explanation }

    /// Where the rule comes from: what the letter (Ofsted to Norfolk County Council, 6 May 2011) says.
    public var source: String {
        let letter = "Ofsted to Norfolk, 6 May 2011: "
        return switch self {
        case .childViewMissing, .childViewShared, .childViewCopied, .childNotSeen, .childNotSeenAlone:
            letter + "children's views are missing from some assessments"
        case .riskFactorsMissing, .protectiveFactorsMissing, .analysisMissing:
            letter + "too many assessments lack analysis and do not identify risk and protective factors"
        case .historyNotConsidered, .historyPartlyConsidered:
            letter + "historical information is not always taken into account"
        case .cultureNotConsidered, .cultureNotConsideredInPlan, .identityNotRecorded:
            letter + "culture and ethnicity are not consistently considered"
        case .enquiryWithoutAssessment:
            letter + "core assessments are not routinely started with child protection enquiries"
        case .planWithoutOutcomes, .outcomeWithoutMeasure, .outcomeWithoutBaseline, .outcomeWithoutTarget,
            .outcomeWithoutDue, .planDrift:
            letter + "plans do not always have clear measurable outcomes and timescales"
        case .contingencyMissing, .contingencyWithoutTrigger, .contingencyWithoutActor, .contingencyShared,
            .contingencyCopied:
            letter + "some plans have no individual contingency plan"
        case .unallocatedWithoutRiskAssessment: letter + "all unallocated cases are risk assessed"
        case .decisionNotSpecific: letter + "decisions are not consistently specific, with timescales"
        case .protectionNotNamed, .protectionWithoutEvidence:
            letter + "managers cannot tell from the record whether the right action was taken to protect a child"
        }
    }

    private var words: (title: String, explanation: String) {
        switch self {
        case .childViewMissing:
            ("child's views missing", "The assessment gives neither the child's views nor a reason why there are none.")
        case .childViewShared:
            ("child's views shared", "One entry gives the same views for several children; each child has its own.")
        case .childViewCopied:
            (
                "child's views copied",
                "The child's views are in nearly the same words as another child's of the family."
            )
        case .childNotSeen: ("child not seen", "Nothing shows that the child was seen for the assessment.")
        case .childNotSeenAlone:
            (
                "child not seen alone",
                "Nothing shows that the child was seen alone for the assessment, or why that could not be."
            )
        case .riskFactorsMissing: ("no risk factors", "The assessment identifies no risk factor.")
        case .protectiveFactorsMissing: ("no protective factors", "The assessment identifies no protective factor.")
        case .analysisMissing:
            ("no analysis", "The assessment says what was found and not what it means for the child.")
        case .historyNotConsidered:
            ("history not considered", "There is history on record, and none of it was considered in the assessment.")
        case .historyPartlyConsidered:
            ("history partly considered", "Some of the history on record is not among what was considered.")
        case .cultureNotConsidered:
            ("culture not considered", "The assessment does not consider culture, ethnicity, language or religion.")
        case .cultureNotConsideredInPlan:
            ("culture not considered in plan", "The plan does not consider culture, ethnicity, language or religion.")
        case .identityNotRecorded:
            ("ethnicity not recorded", "Neither ethnicity nor how the child or family describe it is recorded.")
        case .enquiryWithoutAssessment:
            (
                "section 47 enquiry without assessment",
                "No core or single assessment was started with the enquiry, so the risk may not be fully assessed."
            )
        case .planWithoutOutcomes:
            ("plan without outcomes", "The plan does not say what is to be different for the child.")
        case .outcomeWithoutMeasure: ("outcome without measure", "Nobody could tell whether the outcome is reached.")
        case .outcomeWithoutBaseline:
            ("outcome without baseline", "The plan does not say how things are now, so that change cannot be seen.")
        case .outcomeWithoutTarget: ("outcome without target", "The plan does not say what is to be reached.")
        case .outcomeWithoutDue: ("outcome without day", "The plan does not say by when the outcome is to be reached.")
        case .planDrift: ("plan drifts", "In the last two reviews the outcome was no better.")
        case .contingencyMissing: ("no contingency", "The plan does not say what happens if it does not work.")
        case .contingencyWithoutTrigger:
            ("contingency without trigger", "The contingency does not say when it comes into play.")
        case .contingencyWithoutActor: ("contingency without actor", "The contingency does not say who acts.")
        case .contingencyShared:
            ("contingency shared", "One entry gives the same contingency for several children; each child has its own.")
        case .contingencyCopied:
            ("contingency copied", "The contingency is in nearly the same words as another child's of the family.")
        case .unallocatedWithoutRiskAssessment:
            (
                "unallocated and risk not assessed",
                "The case has no worker, and nobody has assessed the risk since then."
            )
        case .decisionNotSpecific:
            ("decision not specific", "The decision does not say who is to do what by when and how one will tell.")
        case .protectionNotNamed:
            (
                "protection required and not named",
                "The decision requires that the child be protected, and no protective action is named for it."
            )
        case .protectionWithoutEvidence:
            ("protection without evidence", "The action is said to have been taken, and no entry shows it.")
        }
    }
}
