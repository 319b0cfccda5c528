/// Another agency was asked for information or action; the time until it replies is measured.
public struct AgencyContacted: EventPayload, FieldListing {
    /// `agency.contacted`.
    public static let type: EventType = "agency.contacted"
    /// Another agency asked.
    public static let title = "Another agency asked"

    /// Names this request.
    public private(set) var agencyRequest: Reference = .unread
    /// Who was asked.
    public private(set) var agency: Agency = .unread
    /// The organisation, as the name of a school.
    public private(set) var organisation: String?
    /// What was asked for.
    public private(set) var asked: String?
    /// By when the reply is needed.
    public private(set) var replyDue: Occurrence?
    /// The referral that it is for.
    public private(set) var referral: Reference?
    /// The assessment that it is for.
    public private(set) var assessment: Reference?
    /// The section 47 enquiry that it is for.
    public private(set) var section47: Reference?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("agencyRequest", &agencyRequest)
        fields.required("agency", &agency)
        fields.optional("organisation", &organisation)
        fields.optional("asked", &asked)
        fields.optional("replyDue", &replyDue)
        fields.optional("referral", &referral)
        fields.optional("assessment", &assessment)
        fields.optional("section47", &section47)
    }

    /// In one line.
    public var headline: String { Self.headline(agency.words, organisation, asked) }
}

/// The agency that was asked replied.
public struct AgencyReplied: EventPayload, FieldListing {
    /// `agency.replied`.
    public static let type: EventType = "agency.replied"
    /// Another agency replied.
    public static let title = "Another agency replied"

    /// The request.
    public private(set) var agencyRequest: Reference = .unread
    /// Whether it gave what was asked for.
    public private(set) var answered: Bool?
    /// What it said.
    public private(set) var reply: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("agencyRequest", &agencyRequest)
        fields.optional("answered", &answered)
        fields.optional("reply", &reply)
    }

    /// In one line.
    public var headline: String { Self.headline(reply) }
}
