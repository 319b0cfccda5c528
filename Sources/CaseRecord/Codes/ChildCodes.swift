/// Ethnicity (census item N00177).
public enum EthnicityList: CodeList {
    /// What the codes stand for.
    public static let noun = "ethnicity"
    /// The list.
    public static let entries = [
        CodeListEntry("WBRI", "White British"),
        CodeListEntry("WIRI", "White Irish"),
        CodeListEntry("WIRT", "Traveller of Irish heritage"),
        CodeListEntry("WOTH", "any other White background"),
        CodeListEntry("WROM", "Gypsy or Roma"),
        CodeListEntry("MWBC", "White and Black Caribbean"),
        CodeListEntry("MWBA", "White and Black African"),
        CodeListEntry("MWAS", "White and Asian"),
        CodeListEntry("MOTH", "any other mixed background"),
        CodeListEntry("AIND", "Indian"),
        CodeListEntry("APKN", "Pakistani"),
        CodeListEntry("ABAN", "Bangladeshi"),
        CodeListEntry("AOTH", "any other Asian background"),
        CodeListEntry("BCRB", "Black Caribbean"),
        CodeListEntry("BAFR", "Black African"),
        CodeListEntry("BOTH", "any other Black background"),
        CodeListEntry("CHNE", "Chinese"),
        CodeListEntry("OOTH", "any other ethnic group"),
        CodeListEntry("REFU", "refused"),
        CodeListEntry("NOBT", "not yet obtained"),
    ]
}

/// Disability (census item N00099).
public enum DisabilityList: CodeList {
    /// What the codes stand for.
    public static let noun = "disability"
    /// The list.
    public static let entries = [
        CodeListEntry("NONE", "none"),
        CodeListEntry("MOB", "mobility"),
        CodeListEntry("HAND", "hand function"),
        CodeListEntry("PC", "personal care"),
        CodeListEntry("INC", "incontinence"),
        CodeListEntry("COMM", "communication"),
        CodeListEntry("LD", "learning"),
        CodeListEntry("HEAR", "hearing"),
        CodeListEntry("VIS", "vision"),
        CodeListEntry("BEH", "behaviour"),
        CodeListEntry("CON", "consciousness"),
        CodeListEntry("AUT", "autism or Asperger syndrome"),
        CodeListEntry("DDA", "other disability"),
    ]
}

/// Sex (census item N00783). Returns until 2024 asked for ``GenderList`` instead; `I` stands for its 9.
public enum SexList: CodeList {
    /// What the codes stand for.
    public static let noun = "sex"
    /// The list.
    public static let entries = [
        CodeListEntry("M", "male", from: 2025),
        CodeListEntry("F", "female", from: 2025),
        CodeListEntry("U", "not known, not recorded or unborn", from: 2025),
        CodeListEntry("I", "indeterminate", until: 2024),
    ]
}

/// Why no unique pupil number is known (census item N00135).
public enum UPNUnknownList: CodeList {
    /// What the codes stand for.
    public static let noun = "reason why the UPN is unknown"
    /// The list.
    public static let entries = [
        CodeListEntry("UN1", "not of an age to have a UPN"),
        CodeListEntry("UN2", "never at a maintained school in England"),
        CodeListEntry("UN3", "educated outside England"),
        CodeListEntry("UN4", "newly in need, UPN not yet known"),
        CodeListEntry("UN5", "sources do not agree on the UPN"),
        CodeListEntry("UN6", "UN6 (meaning not verified)"),
        CodeListEntry("UN7", "referral with no further action"),
    ]
}

/// Gender as the census asked for it before it asked for sex (`GenderCurrent`, returns until 2024).
public enum GenderList: CodeList {
    /// What the codes stand for.
    public static let noun = "gender"
    /// The list.
    public static let entries = [
        CodeListEntry("1", "male", until: 2024),
        CodeListEntry("2", "female", until: 2024),
        CodeListEntry("0", "not known, not recorded or unborn", until: 2024),
        CodeListEntry("9", "indeterminate", until: 2024),
    ]
}

extension Code<SexList> {
    /// What a return until 2024 said for it.
    public var gender: Code<GenderList>? {
        switch code {
        case "M": Code<GenderList>("1")
        case "F": Code<GenderList>("2")
        case "U": Code<GenderList>("0")
        case "I": Code<GenderList>("9")
        default: nil
        }
    }
}
