/// A constable took the child into police protection (Children Act 1989 section 46): the moment from which 72 hours run
/// (C01).
public struct PoliceProtectionTaken: EventPayload, FieldListing {
    /// `police-protection.taken`.
    public static let type: EventType = "police-protection.taken"
    /// Police protection taken.
    public static let title = "Police protection taken"

    /// Names this police protection.
    public private(set) var policeProtection: Reference = .unread
    /// Why.
    public private(set) var reason: String?
    /// Where the child was taken to.
    public private(set) var place: String?
    /// The police's reference.
    public private(set) var policeReference: String?
    /// The referral that it led to.
    public private(set) var referral: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("policeProtection", &policeProtection)
        fields.optional("reason", &reason)
        fields.optional("place", &place)
        fields.optional("policeReference", &policeReference)
        fields.optional("referral", &referral)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// What came after police protection.
public enum PoliceProtectionOutcome: String, FieldChoice {
    /// The child went home.
    case returnedHome = "returned-home"
    /// The child was accommodated by agreement.
    case accommodated
    /// The court made an emergency protection order.
    case emergencyProtectionOrder = "emergency-protection-order"
    /// Something else.
    case other
}

/// Police protection ended.
public struct PoliceProtectionEnded: EventPayload, FieldListing {
    /// `police-protection.ended`.
    public static let type: EventType = "police-protection.ended"
    /// Police protection ended.
    public static let title = "Police protection ended"

    /// The police protection.
    public private(set) var policeProtection: Reference = .unread
    /// What came after it.
    public private(set) var outcome: PoliceProtectionOutcome?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("policeProtection", &policeProtection)
        fields.optional("outcome", &outcome)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(outcome?.words, reason) }
}
