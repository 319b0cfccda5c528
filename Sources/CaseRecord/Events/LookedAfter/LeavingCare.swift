/// What a young person is entitled to (Children (Leaving Care) Act 2000).
public enum LeavingCareStatus: String, FieldChoice {
    /// Eligible child: 16 or 17 and looked after.
    case eligible
    /// Relevant child: 16 or 17 and no longer looked after.
    case relevant
    /// Former relevant child: 18 or over.
    case formerRelevant = "former-relevant"
    /// Qualifying for advice and assistance.
    case qualifying
    /// None of these.
    case noStatus = "none"
}

/// What a young person is entitled to on leaving care: day 0 of L10.
public struct LeavingCareStatusSet: EventPayload, FieldListing {
    /// `leaving-care.status-set`.
    public static let type: EventType = "leaving-care.status-set"
    /// Leaving care status set.
    public static let title = "Leaving care status set"

    /// The status.
    public private(set) var status: LeavingCareStatus = .unread
    /// The time in care.
    public private(set) var care: Reference?
    /// The personal adviser.
    public private(set) var personalAdviser: WorkerID?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("status", &status)
        fields.optional("care", &care)
        fields.optional("personalAdviser", &personalAdviser)
    }

    /// In one line.
    public var headline: String { Self.headline(status.words) }
}
