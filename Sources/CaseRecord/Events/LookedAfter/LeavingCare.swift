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

/// The authority first provided accommodation to a care leaver: the day from which visits and reviews run (Care Leavers
/// Regulations 2010, regulations 7(3) and 8(2)).
public struct LeavingCareAccommodationStarted: EventPayload, FieldListing {
    /// `leaving-care.accommodation-started`.
    public static let type: EventType = "leaving-care.accommodation-started"
    /// Accommodation of care leaver started.
    public static let title = "Accommodation of care leaver started"

    /// Names this accommodation.
    public private(set) var accommodation: Reference = .unread
    /// What it is, as `supported lodgings`.
    public private(set) var kind: String?
    /// Whether it was found suitable.
    public private(set) var suitable: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("accommodation", &accommodation)
        fields.optional("kind", &kind)
        fields.optional("suitable", &suitable)
    }

    /// In one line.
    public var headline: String { Self.headline(kind) }
}

/// A care leaver no longer lives in accommodation that the authority provides.
public struct LeavingCareAccommodationEnded: EventPayload, FieldListing {
    /// `leaving-care.accommodation-ended`.
    public static let type: EventType = "leaving-care.accommodation-ended"
    /// Accommodation of care leaver ended.
    public static let title = "Accommodation of care leaver ended"

    /// The accommodation.
    public private(set) var accommodation: Reference = .unread
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("accommodation", &accommodation)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(reason) }
}

/// The authority offered advice and support, as once in every 12 months from 21 to 24 (Children Act 1989 section
/// 23CZB).
public struct LeavingCareSupportOffered: EventPayload, FieldListing {
    /// `leaving-care.support-offered`.
    public static let type: EventType = "leaving-care.support-offered"
    /// Support offered to care leaver.
    public static let title = "Support offered to care leaver"

    /// Whether it was taken up.
    public private(set) var accepted: Bool?
    /// Why, or why not.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("accepted", &accepted)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(accepted.map { $0 ? "accepted" : "declined" }, reason) }
}
