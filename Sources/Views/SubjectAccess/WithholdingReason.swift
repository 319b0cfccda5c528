/// Why an entry is not handed out to somebody who asks for what is held about them (UK GDPR article 15).
public enum WithholdingReason: String, Sendable, CaseIterable {
    /// It was passed on by somebody who was not there.
    case thirdParty = "third-party"
    /// A private person, or somebody without a name, told it.
    case informant
    /// It stands in other children's records, too.
    case otherChildren = "other-children"
    /// It says who somebody else is.
    case relative
    /// Fewer people may read it.
    case restricted
    /// It is of an adoption.
    case adoption
    /// It comes from the authority's lawyers, or was written for them.
    case legalPrivilege = "legal-privilege"
    /// It could harm the child or somebody else gravely.
    case seriousHarm = "serious-harm"
    /// The child said it, and somebody else asks.
    case childInConfidence = "child-in-confidence"
    /// It is about abuse of the child, and somebody else asks.
    case childAbuseData = "child-abuse-data"
    /// It was struck out of the record.
    case struckOut = "struck-out"
    /// It shows what an entry said before it was corrected.
    case earlierWording = "earlier-wording"

    /// What it rests on, for people.
    public var ground: String {
        switch self {
        case .thirdParty, .informant, .otherChildren, .relative:
            "about or from somebody else, who has not agreed (Data Protection Act 2018, schedule 2 paragraph 16)"
        case .restricted: "restricted in the record; who restricted it says whether it can be handed out"
        case .adoption: "an adoption record (Data Protection Act 2018, schedule 4)"
        case .legalPrivilege: "legal professional privilege (Data Protection Act 2018, schedule 2 paragraph 19)"
        case .seriousHarm: "serious harm (Data Protection Act 2018, schedule 3 part 3)"
        case .childInConfidence:
            "said by the child, who could expect that it is not told (Data Protection Act 2018, schedule 3 part 3)"
        case .childAbuseData: "child abuse data (Data Protection Act 2018, schedule 3 part 5)"
        case .struckOut: "struck out: it may be somebody else's"
        case .earlierWording: "what an entry said before it was corrected: it may be somebody else's"
        }
    }
}
