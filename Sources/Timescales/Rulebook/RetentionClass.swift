/// What a child was to the authority, as far as it decides how long the record is kept. A record is often of several classes.
public enum RetentionClass: String, Sendable, CaseIterable {
    /// Was adopted.
    case adopted
    /// Was looked after.
    case lookedAfter = "looked-after"
    /// Suffered sexual abuse or exploitation, or it was alleged.
    case sexualAbuse = "sexual-abuse"
    /// Was the subject of a child protection enquiry or plan.
    case childProtection = "child-protection"
    /// Was privately fostered.
    case privateFostering = "private-fostering"
    /// Was under a supervision order.
    case supervisionOrder = "supervision-order"
    /// Was a child in need: a referral was accepted.
    case childInNeed = "child-in-need"
    /// Had early help.
    case earlyHelp = "early-help"
    /// Was told of, and no more.
    case contact

    /// For people.
    public var words: String { rawValue.replacing("-", with: " ") }
}
