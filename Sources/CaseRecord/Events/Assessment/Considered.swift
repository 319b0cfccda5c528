public import Foundation

/// What is known from before was taken into account.
public struct HistoryConsidered: EventPayload, FieldListing {
    /// `history.considered`.
    public static let type: EventType = "history.considered"
    /// History considered.
    public static let title = "History considered"

    /// The assessment that it went into.
    public private(set) var assessment: Reference?
    /// The decision that it went into.
    public private(set) var decision: Reference?
    /// The conference that it went into.
    public private(set) var conference: Reference?
    /// The section 47 enquiry that it went into.
    public private(set) var section47: Reference?
    /// The entries read, by the ids of their events.
    public private(set) var entries: [UUID] = []
    /// The position of the log up to which the record was read.
    public private(set) var throughPosition: Int?
    /// How many earlier referrals were read.
    public private(set) var previousReferrals: Int?
    /// What the history says.
    public private(set) var summary: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("assessment", &assessment)
        fields.optional("decision", &decision)
        fields.optional("conference", &conference)
        fields.optional("section47", &section47)
        fields.list("entries", &entries)
        fields.optional("throughPosition", &throughPosition)
        fields.optional("previousReferrals", &previousReferrals)
        fields.optional("summary", &summary)
    }

    /// In one line.
    public var headline: String { Self.headline(summary) }
}

/// Culture, ethnicity, language and religion were taken into account, not only recorded.
public struct CultureConsidered: EventPayload, FieldListing {
    /// `culture.considered`.
    public static let type: EventType = "culture.considered"
    /// Culture considered.
    public static let title = "Culture considered"

    /// The assessment that it went into.
    public private(set) var assessment: Reference?
    /// The plan that it went into.
    public private(set) var plan: Reference?
    /// What was considered.
    public private(set) var considered: String = .unread
    /// What changed because of it.
    public private(set) var effect: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("assessment", &assessment)
        fields.optional("plan", &plan)
        fields.required("considered", &considered)
        fields.optional("effect", &effect)
    }

    /// In one line.
    public var headline: String { Self.headline(considered) }
}

/// Who the child is in culture, language and religion, where possible in the child's own words.
public struct IdentityRecorded: EventPayload, FieldListing {
    /// `identity.recorded`.
    public static let type: EventType = "identity.recorded"
    /// Identity recorded.
    public static let title = "Identity recorded"

    /// Ethnicity (N00177).
    public private(set) var ethnicity: Code<EthnicityList>?
    /// How the child or family describe it.
    public private(set) var selfDescribed: String?
    /// Nationality.
    public private(set) var nationality: String?
    /// First language.
    public private(set) var language: String?
    /// Whether an interpreter is needed.
    public private(set) var interpreterNeeded: Bool?
    /// Religion or belief.
    public private(set) var religion: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("ethnicity", &ethnicity)
        fields.optional("selfDescribed", &selfDescribed)
        fields.optional("nationality", &nationality)
        fields.optional("language", &language)
        fields.optional("interpreterNeeded", &interpreterNeeded)
        fields.optional("religion", &religion)
    }

    /// In one line.
    public var headline: String { Self.headline(ethnicity?.label, selfDescribed, language, religion) }
}
