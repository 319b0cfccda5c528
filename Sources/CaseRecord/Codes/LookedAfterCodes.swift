/// Legal status of a looked-after child (return on children looked after, SSDA903, item `LS`).
public enum LegalStatusList: CodeList {
    /// What the codes stand for.
    public static let noun = "legal status"
    /// The list.
    public static let entries = [
        CodeListEntry("C1", "interim care order"),
        CodeListEntry("C2", "full care order"),
        CodeListEntry("D1", "freeing order"),
        CodeListEntry("E1", "placement order"),
        CodeListEntry("V2", "single period of accommodation under section 20"),
        CodeListEntry("V3", "series of short-term breaks, recorded one by one"),
        CodeListEntry("V4", "series of short-term breaks, recorded as an agreement"),
        CodeListEntry("L1", "under police protection in the authority's accommodation"),
        CodeListEntry("L2", "emergency protection order"),
        CodeListEntry("L3", "child assessment order, in the authority's accommodation"),
        CodeListEntry("J1", "remanded to the authority's accommodation or to youth detention accommodation"),
        CodeListEntry("J2", "detained in the authority's accommodation under PACE"),
        CodeListEntry("J3", "sentenced to a youth rehabilitation order with a residence or fostering requirement"),
    ]
}
