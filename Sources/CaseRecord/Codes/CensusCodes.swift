/// Where a referral came from (census item N00152; 5D from the 2023 schema).
public enum ReferralSourceList: CodeList {
    /// What the codes stand for.
    public static let noun = "source of referral"
    /// The list.
    public static let entries = [
        (code: "1A", label: "family member, relative or carer"),
        (code: "1B", label: "acquaintance"),
        (code: "1C", label: "self"),
        (code: "1D", label: "other individual"),
        (code: "2A", label: "school"),
        (code: "2B", label: "education services"),
        (code: "3A", label: "GP"),
        (code: "3B", label: "health visitor"),
        (code: "3C", label: "school nurse"),
        (code: "3D", label: "other primary health services"),
        (code: "3E", label: "A&E"),
        (code: "3F", label: "other health services"),
        (code: "4", label: "housing"),
        (code: "5A", label: "social care of this authority"),
        (code: "5B", label: "other department of this authority"),
        (code: "5C", label: "another local authority"),
        (code: "5D", label: "early help of this authority"),
        (code: "6", label: "police"),
        (code: "7", label: "other legal agency"),
        (code: "8", label: "other"),
        (code: "9", label: "anonymous"),
        (code: "10", label: "unknown"),
    ]
}

/// Why a child is in need (census item N00101).
public enum PrimaryNeedList: CodeList {
    /// What the codes stand for.
    public static let noun = "primary need"
    /// The list.
    public static let entries = [
        (code: "N1", label: "abuse, neglect or exploitation"),
        (code: "N2", label: "child's disability or illness"),
        (code: "N3", label: "parental disability or illness"),
        (code: "N4", label: "family in acute stress"),
        (code: "N5", label: "family dysfunction"),
        (code: "N6", label: "socially unacceptable behaviour"),
        (code: "N7", label: "low income"),
        (code: "N8", label: "absent parenting"),
        (code: "N9", label: "cases other than children in need"),
        (code: "N0", label: "not stated"),
    ]
}

/// Why an episode was closed (census item N00103; RC9 from the 2023 schema).
public enum ClosureReasonList: CodeList {
    /// What the codes stand for.
    public static let noun = "reason for closure"
    /// The list.
    public static let entries = [
        (code: "RC1", label: "adopted"),
        (code: "RC2", label: "died"),
        (code: "RC3", label: "child arrangements order"),
        (code: "RC4", label: "special guardianship order"),
        (code: "RC5", label: "transferred to another local authority"),
        (code: "RC6", label: "transferred to adult services"),
        (code: "RC7", label: "services ceased for any other reason"),
        (code: "RC8", label: "closed after assessment, no further action"),
        (code: "RC9", label: "closed after assessment, referred to early help"),
    ]
}

/// Category of abuse of a child protection plan (census items N00113 and N00114).
public enum AbuseCategoryList: CodeList {
    /// What the codes stand for.
    public static let noun = "category of abuse"
    /// The list.
    public static let entries = [
        (code: "NEG", label: "neglect"),
        (code: "PHY", label: "physical abuse"),
        (code: "SAB", label: "sexual abuse"),
        (code: "EMO", label: "emotional abuse"),
        (code: "MUL", label: "multiple"),
    ]
}

/// Ethnicity (census item N00177).
public enum EthnicityList: CodeList {
    /// What the codes stand for.
    public static let noun = "ethnicity"
    /// The list.
    public static let entries = [
        (code: "WBRI", label: "White British"),
        (code: "WIRI", label: "White Irish"),
        (code: "WIRT", label: "Traveller of Irish heritage"),
        (code: "WOTH", label: "any other White background"),
        (code: "WROM", label: "Gypsy or Roma"),
        (code: "MWBC", label: "White and Black Caribbean"),
        (code: "MWBA", label: "White and Black African"),
        (code: "MWAS", label: "White and Asian"),
        (code: "MOTH", label: "any other mixed background"),
        (code: "AIND", label: "Indian"),
        (code: "APKN", label: "Pakistani"),
        (code: "ABAN", label: "Bangladeshi"),
        (code: "AOTH", label: "any other Asian background"),
        (code: "BCRB", label: "Black Caribbean"),
        (code: "BAFR", label: "Black African"),
        (code: "BOTH", label: "any other Black background"),
        (code: "CHNE", label: "Chinese"),
        (code: "OOTH", label: "any other ethnic group"),
        (code: "REFU", label: "refused"),
        (code: "NOBT", label: "not yet obtained"),
    ]
}

/// Disability (census item N00099).
public enum DisabilityList: CodeList {
    /// What the codes stand for.
    public static let noun = "disability"
    /// The list.
    public static let entries = [
        (code: "NONE", label: "none"),
        (code: "MOB", label: "mobility"),
        (code: "HAND", label: "hand function"),
        (code: "PC", label: "personal care"),
        (code: "INC", label: "incontinence"),
        (code: "COMM", label: "communication"),
        (code: "LD", label: "learning"),
        (code: "HEAR", label: "hearing"),
        (code: "VIS", label: "vision"),
        (code: "BEH", label: "behaviour"),
        (code: "CON", label: "consciousness"),
        (code: "AUT", label: "autism or Asperger syndrome"),
        (code: "DDA", label: "other disability"),
    ]
}

/// Sex (census item N00783; `M F U` from 2024-25, read also in the older spelling of GenderCurrent).
public enum SexList: CodeList {
    /// What the codes stand for.
    public static let noun = "sex"
    /// The list.
    public static let entries = [
        (code: "M", label: "male"),
        (code: "F", label: "female"),
        (code: "U", label: "not known, not recorded or unborn"),
        (code: "I", label: "indeterminate (GenderCurrent 9, until 2023-24)"),
    ]
}

/// Why no unique pupil number is known (census item N00135).
public enum UPNUnknownList: CodeList {
    /// What the codes stand for.
    public static let noun = "reason why the UPN is unknown"
    /// The list.
    public static let entries = [
        (code: "UN1", label: "not of an age to have a UPN"),
        (code: "UN2", label: "never at a maintained school in England"),
        (code: "UN3", label: "educated outside England"),
        (code: "UN4", label: "newly in need, UPN not yet known"),
        (code: "UN5", label: "sources do not agree on the UPN"),
        (code: "UN6", label: "UN6 (meaning not verified)"),
        (code: "UN7", label: "referral with no further action"),
    ]
}

/// Factors identified at the end of an assessment (census item N00181).
public enum AssessmentFactorList: CodeList {
    /// What the codes stand for.
    public static let noun = "factor identified at assessment"
    /// The list: A the child, B a parent or carer, C another person in the household.
    public static let entries = perPerson + forTheChild

    private static let perPerson: [(code: String, label: String)] = {
        let subjects = [
            "alcohol misuse", "drug misuse", "domestic abuse", "mental health", "learning disability",
            "physical disability or illness",
        ]
        var entries: [(code: String, label: String)] = []
        for (index, subject) in subjects.enumerated() {
            for (letter, person) in [("A", "child"), ("B", "parent or carer"), ("C", "other person in the household")] {
                entries.append((code: "\(index + 1)\(letter)", label: "\(subject): \(person)"))
            }
        }
        return entries
    }()

    private static let forTheChild: [(code: String, label: String)] = [
        (code: "7A", label: "young carer"),
        (code: "8A", label: "privately fostered (retired code)"),
        (code: "8B", label: "privately fostered: overseas children, to return"),
        (code: "8C", label: "privately fostered: overseas children, to stay"),
        (code: "8D", label: "privately fostered: from the UK, in education"),
        (code: "8E", label: "privately fostered: from the UK, making their own arrangements"),
        (code: "8F", label: "privately fostered: other"),
        (code: "9A", label: "unaccompanied asylum-seeking child"),
        (code: "10A", label: "missing"),
        (code: "11A", label: "child sexual exploitation"),
        (code: "12A", label: "trafficking"),
        (code: "13A", label: "gangs"),
        (code: "14A", label: "socially unacceptable behaviour"),
        (code: "15A", label: "self-harm"),
        (code: "16A", label: "neglect"),
        (code: "17A", label: "emotional abuse"),
        (code: "18A", label: "physical abuse (until 2020-21)"),
        (code: "18B", label: "physical abuse: child on child"),
        (code: "18C", label: "physical abuse: adult on child"),
        (code: "19A", label: "sexual abuse (until 2020-21)"),
        (code: "19B", label: "sexual abuse: child on child"),
        (code: "19C", label: "sexual abuse: adult on child"),
        (code: "20", label: "other"),
        (code: "21", label: "no factors identified"),
        (code: "22A", label: "female genital mutilation"),
        (code: "23A", label: "abuse linked to faith or belief"),
        (code: "24A", label: "child criminal exploitation"),
    ]
}
