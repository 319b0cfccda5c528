/// Factors identified at the end of an assessment (census item N00181).
public enum AssessmentFactorList: CodeList {
    /// What the codes stand for.
    public static let noun = "factor identified at assessment"
    /// The list: A the child, B a parent or carer, C another person in the household.
    public static let entries = perPerson + forTheChild

    private static let perPerson: [CodeListEntry] = {
        let subjects = [
            "alcohol misuse", "drug misuse", "domestic abuse", "mental health", "learning disability",
            "physical disability or illness",
        ]
        var entries: [CodeListEntry] = []
        for (index, subject) in subjects.enumerated() {
            for (letter, person) in [("A", "child"), ("B", "parent or carer"), ("C", "other person in the household")] {
                entries.append(CodeListEntry("\(index + 1)\(letter)", "\(subject): \(person)"))
            }
        }
        return entries
    }()

    private static let forTheChild: [CodeListEntry] = [
        CodeListEntry("7A", "young carer"),
        CodeListEntry("8A", "privately fostered", until: 2016),
        CodeListEntry("8B", "privately fostered: overseas children, to return"),
        CodeListEntry("8C", "privately fostered: overseas children, to stay"),
        CodeListEntry("8D", "privately fostered: from the UK, in education"),
        CodeListEntry("8E", "privately fostered: from the UK, making their own arrangements"),
        CodeListEntry("8F", "privately fostered: other"),
        CodeListEntry("9A", "unaccompanied asylum-seeking child"),
        CodeListEntry("10A", "missing"),
        CodeListEntry("11A", "child sexual exploitation"),
        CodeListEntry("12A", "trafficking"),
        CodeListEntry("13A", "gangs"),
        CodeListEntry("14A", "socially unacceptable behaviour"),
        CodeListEntry("15A", "self-harm"),
        CodeListEntry("16A", "neglect"),
        CodeListEntry("17A", "emotional abuse"),
        CodeListEntry("18A", "physical abuse", until: 2020),
        CodeListEntry("18B", "physical abuse: child on child", from: 2021),
        CodeListEntry("18C", "physical abuse: adult on child", from: 2021),
        CodeListEntry("19A", "sexual abuse", until: 2020),
        CodeListEntry("19B", "sexual abuse: child on child", from: 2021),
        CodeListEntry("19C", "sexual abuse: adult on child", from: 2021),
        CodeListEntry("20", "other"),
        CodeListEntry("21", "no factors identified"),
        CodeListEntry("22A", "female genital mutilation"),
        CodeListEntry("23A", "abuse linked to faith or belief"),
        CodeListEntry("24A", "child criminal exploitation", from: 2022),
    ]
}
