import CaseRecord

/// The national rules as data: what each edition says, where, and how sure that is.
enum NationalRules {
    static let all: [Rule] = [
        Rule(
            id: .referralDecision, title: "Decision on a referral", kind: .guidance,
            editions: editions(
                1, .referralReceived, warning: nil,
                [
                    "WT1999": ("Framework for the Assessment 2000, chapter 3", .known),
                    "WT2006": ("chapter 5, paragraphs on referral (number not verified)", .known),
                    "WT2010": ("chapter 5, paragraphs on referral (number not verified)", .known),
                    "WT2013": ("chapter 1, page 26", .verified),
                    "WT2015": ("chapter 1, section on referral (number not verified)", .known),
                    "WT2018": ("chapter 1, section on referral (number not verified)", .known),
                    "WT2023": ("section on referral (number not verified)", .known),
                    "WT2026": ("section on referral (not verified)", .assumed),
                ])),
        Rule(
            id: .initialAssessmentOf2000, title: "Initial assessment", kind: .guidance,
            editions: editions(
                7, .referralReceived, warning: 3,
                [
                    "WT1999": ("Framework for the Assessment 2000, paragraph 3.9", .verified),
                    "WT2006": ("Framework for the Assessment 2000, paragraph 3.9", .known),
                ])),
        Rule(
            id: .initialAssessment, title: "Initial assessment", kind: .guidance,
            editions: editions(
                10, .referralReceived, warning: 3,
                ["WT2010": ("chapter 5, paragraphs on initial assessment (number not verified)", .verified)])),
        Rule(
            id: .coreAssessment, title: "Core assessment", kind: .guidance,
            editions: editions(
                35, .coreAssessmentTrigger, warning: 5,
                [
                    "WT1999": ("Framework for the Assessment 2000, chapter 3 (number not verified)", .known),
                    "WT2006": ("Framework for the Assessment 2000, chapter 3 (number not verified)", .known),
                    "WT2010": ("chapter 5, paragraphs on core assessment (number not verified)", .verified),
                ],
                note: "The limit and the start with a section 47 enquiry are confirmed; that it otherwise starts with "
                    + "the end of the initial assessment or with new information is known, not verified.")),
        Rule(
            id: .singleAssessment, title: "Single assessment", kind: .guidance,
            editions: editions(
                45, .referralReceived, warning: 5,
                [
                    "WT2013": ("chapter 1, section on assessment (number not verified)", .verified),
                    "WT2015": ("chapter 1, section on assessment (number not verified)", .known),
                    "WT2018": ("chapter 1, section on assessment (number not verified)", .known),
                    "WT2023": ("section on assessment (number not verified)", .known),
                    "WT2026": ("section on assessment (not verified)", .assumed),
                ], note: "45 working days are a maximum, not a target; a reason is recorded where it takes longer.")),
        Rule(
            id: .singleAssessmentMeasure, title: "Single assessment, as the Department for Education measures it",
            kind: .measure,
            editions: editions(
                45, .assessmentStarted, warning: nil,
                Dictionary(
                    uniqueKeysWithValues: ["WT2013", "WT2015", "WT2018", "WT2023", "WT2026"].map { code in
                        (
                            code,
                            (
                                "Children in need statistics, table C2: AssessmentActualStartDate to "
                                    + "AssessmentAuthorisationDate", code == "WT2026" ? Sureness.assumed : .known
                            )
                        )
                    }))),
        Rule(
            id: .initialConference, title: "Initial child protection conference", kind: .guidance,
            editions: editions(
                15, .lastStrategyDiscussion, warning: 3,
                [
                    "WT1999": ("chapter 5 (number not verified)", .known),
                    "WT2006": ("chapter 5 (number not verified)", .known),
                    "WT2010": ("chapter 5 (number not verified)", .verified),
                ], note: "Counted from the last strategy discussion, where there were several.")
                + editions(
                    15, .initiatingStrategyDiscussion, warning: 3,
                    [
                        "WT2013": ("chapter 1, section on conferences (number not verified)", .verified),
                        "WT2015": ("chapter 1, section on conferences (number not verified)", .known),
                        "WT2018": ("chapter 1, section on conferences (number not verified)", .known),
                        "WT2023": ("section on conferences (number not verified)", .known),
                        "WT2026": ("section on conferences (not verified)", .assumed),
                    ], note: "Counted from the strategy discussion at which section 47 enquiries were initiated.")),
    ]

    private static func editions(
        _ workingDays: Int, _ dayZero: DayZeroRule, warning: Int?,
        _ says: [String: (paragraph: String, sureness: Sureness)], note: String? = nil
    ) -> [RuleEdition] {
        Guidance.national.compactMap { guidance in
            guard let entry = says[guidance.code] else { return nil }
            let unverified =
                entry.sureness == .assumed
                ? "This edition's timescales were not verified; the limit of the 2023 edition is used." : nil
            let notes = [unverified, note, guidance.note].compactMap { $0 }
            return RuleEdition(
                guidance: guidance, paragraph: entry.paragraph, limit: .workingDays(workingDays),
                warningWorkingDays: warning, dayZero: dayZero, sureness: entry.sureness,
                note: notes.isEmpty ? nil : notes.joined(separator: " "), isLocalLimit: false)
        }
    }
}
