/// Where a referral came from (census item N00152).
public enum ReferralSourceList: CodeList {
    /// What the codes stand for.
    public static let noun = "source of referral"
    /// The list.
    public static let entries = [
        CodeListEntry("1A", "family member, relative or carer"),
        CodeListEntry("1B", "acquaintance"),
        CodeListEntry("1C", "self"),
        CodeListEntry("1D", "other individual"),
        CodeListEntry("2A", "school"),
        CodeListEntry("2B", "education services"),
        CodeListEntry("3A", "GP"),
        CodeListEntry("3B", "health visitor"),
        CodeListEntry("3C", "school nurse"),
        CodeListEntry("3D", "other primary health services"),
        CodeListEntry("3E", "A&E"),
        CodeListEntry("3F", "other health services"),
        CodeListEntry("4", "housing"),
        CodeListEntry("5A", "social care of this authority"),
        CodeListEntry("5B", "other department of this authority"),
        CodeListEntry("5C", "another local authority"),
        CodeListEntry("5D", "early help of this authority", from: 2023),
        CodeListEntry("6", "police"),
        CodeListEntry("7", "other legal agency"),
        CodeListEntry("8", "other"),
        CodeListEntry("9", "anonymous"),
        CodeListEntry("10", "unknown"),
    ]
}

/// Why a child is in need (census item N00101). N1 was "abuse or neglect" until the return of 2025.
public enum PrimaryNeedList: CodeList {
    /// What the codes stand for.
    public static let noun = "primary need"
    /// The list.
    public static let entries = [
        CodeListEntry("N1", "abuse, neglect or exploitation"),
        CodeListEntry("N2", "child's disability or illness"),
        CodeListEntry("N3", "parental disability or illness"),
        CodeListEntry("N4", "family in acute stress"),
        CodeListEntry("N5", "family dysfunction"),
        CodeListEntry("N6", "socially unacceptable behaviour"),
        CodeListEntry("N7", "low income"),
        CodeListEntry("N8", "absent parenting"),
        CodeListEntry("N9", "cases other than children in need"),
        CodeListEntry("N0", "not stated"),
    ]
}

/// Why an episode was closed (census item N00103).
public enum ClosureReasonList: CodeList {
    /// What the codes stand for.
    public static let noun = "reason for closure"
    /// The list.
    public static let entries = [
        CodeListEntry("RC1", "adopted"),
        CodeListEntry("RC2", "died"),
        CodeListEntry("RC3", "child arrangements order"),
        CodeListEntry("RC4", "special guardianship order"),
        CodeListEntry("RC5", "transferred to another local authority"),
        CodeListEntry("RC6", "transferred to adult services"),
        CodeListEntry("RC7", "services ceased for any other reason"),
        CodeListEntry("RC8", "closed after assessment, no further action"),
        CodeListEntry("RC9", "closed after assessment, referred to early help", from: 2023),
    ]
}

/// Category of abuse of a child protection plan (census items N00113 and N00114).
public enum AbuseCategoryList: CodeList {
    /// What the codes stand for.
    public static let noun = "category of abuse"
    /// The list.
    public static let entries = [
        CodeListEntry("NEG", "neglect"),
        CodeListEntry("PHY", "physical abuse"),
        CodeListEntry("SAB", "sexual abuse"),
        CodeListEntry("EMO", "emotional abuse"),
        CodeListEntry("MUL", "multiple"),
    ]
}
